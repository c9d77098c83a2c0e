#pragma once

#include "ui/ui_context.h"

#include <QDialog>

class QLabel;
class QStandardItemModel;
class QVBoxLayout;

namespace wikivault {

class TableView;
class TextPane;

/// What differs between two states of a space's vault, page by page, with both texts beside each other.
class RunComparison : public QDialog {
    Q_OBJECT

public:
    /// Nothing as the second: now.
    RunComparison(const UiContext &ui, const RunId &from, const std::optional<RunId> &to, QWidget *parent);

private:
    void build();
    QWidget *buildTexts();
    void show(const Comparison &comparison);
    void showPage(int row);
    [[nodiscard]] static QString pointText(const VaultPoint &point);

    const UiContext m_ui;
    Comparison m_comparison;
    QLabel *m_title = nullptr, *m_sentence = nullptr, *m_path = nullptr;
    QStandardItemModel *m_model = nullptr;
    TableView *m_table = nullptr;
    TextPane *m_texts = nullptr;
};

}  // namespace wikivault
