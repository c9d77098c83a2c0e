#pragma once

#include "models/review_state.h"
#include "ui/ui_context.h"

#include <QWidget>

#include <array>

class QPushButton;

namespace wikivault {

/// The verbs of a conflict: for one block, or for the page as a whole where it cannot be taken apart.
class ReviewTools : public QWidget {
    Q_OBJECT

public:
    explicit ReviewTools(const UiContext &ui, QWidget *parent = nullptr);

    /// For a page as a whole.
    void showPage(const ConflictDetail &detail);
    /// For the current block of a review.
    void showBlock(const ReviewState &state);
    void setChosen(std::optional<BlockTake> take);
    void setEditable(bool editable);
    [[nodiscard]] bool canTake(BlockTake take) const;
    [[nodiscard]] bool canEdit() const;

signals:
    void chosen(BlockTake take);
    void editRequested();

private:
    [[nodiscard]] QPushButton *button(BlockTake take) const { return m_takes[std::size_t(take)]; }
    void settle();

    const UiContext m_ui;
    std::array<QPushButton *, 6> m_takes{};  ///< by BlockTake, Own left out
    QPushButton *m_edit = nullptr;
};

}  // namespace wikivault
