#pragma once

#include "ui/compared_texts.h"

#include <QDialog>

class QStandardItemModel;

namespace wikivault {

class TableView;

/// A page through time on both sides: its versions, newest first, each beside the one before.
class PageHistoryDialog : public QDialog {
    Q_OBJECT

public:
    /// `page`: an id, or the path of a file in the vault.
    static void openOf(const UiContext &ui, const SpaceId &space, const QString &page, QWidget *parent);

private:
    PageHistoryDialog(const UiContext &ui, const SpaceId &space, const QString &page, QWidget *parent);

    void build();
    void show(const PageHistory &history);
    void showVersion(int row);

    const UiContext m_ui;
    PageHistory m_history;
    ComparisonFrame m_frame;
    QStandardItemModel *m_model = nullptr;
    TableView *m_table = nullptr;
};

}  // namespace wikivault
