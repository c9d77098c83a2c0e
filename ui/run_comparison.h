#pragma once

#include "ui/compared_texts.h"

#include <QDialog>

class QStandardItemModel;

namespace wikivault {

class TableView;

/// What differs between two states of a space's vault, page by page, with both texts beside each other.
class RunComparison : public QDialog {
    Q_OBJECT

public:
    /// Nothing as the second: now.
    RunComparison(const UiContext &ui, const RunId &from, const std::optional<RunId> &to, QWidget *parent);

private:
    void build();
    void show(const Comparison &comparison);
    void showPage(int row);
    [[nodiscard]] static QString pointText(const VaultPoint &point);

    const UiContext m_ui;
    Comparison m_comparison;
    ComparisonFrame m_frame;
    QStandardItemModel *m_model = nullptr;
    TableView *m_table = nullptr;
};

}  // namespace wikivault
