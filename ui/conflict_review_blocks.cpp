#include "models/words.h"
#include "ui/block_origin.h"
#include "ui/block_view.h"
#include "ui/confirm_dialog.h"
#include "ui/conflict_review.h"
#include "ui/review_tools.h"
#include "ui/text_pane.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>

/// Decisions about the blocks of a page.
namespace wikivault {

void ConflictReview::showBlocks(const ConflictDetail &shown, std::shared_ptr<ReviewBlocks> blocks) {
    m_state.emplace(std::move(*blocks));
    restore(shown);
    m_blocks->setState(&*m_state);
    m_blocks->setFocus();
    showLayout();
    m_blocks->showCurrent();
    compose();
    m_origin->open(shown);
}

/// What was kept or recorded is where the review goes on.
void ConflictReview::restore(const ConflictDetail &shown) {
    const auto unsaved = m_drafts.unsaved(m_page);
    const ConflictDraft &draft = unsaved ? *unsaved : shown.draft;
    const int found = m_state->restore(draft);
    if (draft == ConflictDraft{} && shown.decided) m_state->restoreRecord(*shown.decided);
    if (shown.draftIsOlder)
        m_saved->setText(tr("A side changed since: %n decision(s) kept", nullptr, found));
    else if (draft != ConflictDraft{} && !m_isRecorded)
        m_saved->setText(tr("Draft taken up"));
}

void ConflictReview::showLayout() {
    const bool sides = m_isPage || m_layout == Layout::FourPane || m_texts->isRendered();
    m_compact->setVisible(!m_isPage);
    m_fourPane->setVisible(!m_isPage);
    m_editWhole->setVisible(!m_isPage);
    m_compact->setChecked(m_layout == Layout::Compact);
    m_fourPane->setChecked(m_layout == Layout::FourPane);
    m_bylines->setVisible(!sides);
    m_toolRow->setVisible(sides);
    if (sides) {
        keepDraft();
        m_blocks->endEdit();
        m_blocks->setTools(nullptr);
        static_cast<QHBoxLayout *>(m_toolRow->layout())->addWidget(m_tools, 1);
        m_tools->show();
        showTexts();
    } else {
        m_blocks->setTools(m_tools);
    }
    m_stack->setCurrentIndex(sides ? 1 : 0);
    showComposed();
    settle();
}

void ConflictReview::showTexts() {
    const ConflictDetail *shown = detail();
    if (!shown || m_textsAreShown) return;
    m_textsAreShown = true;
    m_texts->showThree(*shown);
}

void ConflictReview::switchLayout() {
    m_layout = m_layout == Layout::Compact ? Layout::FourPane : Layout::Compact;
    showLayout();
}

void ConflictReview::settle() {
    const bool writable = !m_ui.models.state.isReadOnly();
    const int open = m_state ? m_state->undecided() : 0;
    const bool several = m_state && m_state->blocks() > 1;
    m_previousBlock->setVisible(several);
    m_nextBlock->setVisible(several);
    for (QPushButton *step : {m_previousBlock, m_nextBlock})
        step->setEnabled(open > 0);
    m_tool->setVisible(isByBlocks());
    m_tool->setEnabled(m_composed && writable && !m_toolIsOpen);
    m_undo->setVisible(isByBlocks());
    m_redo->setVisible(isByBlocks());
    m_undo->setEnabled(m_state && m_state->canUndo());
    m_redo->setEnabled(m_state && m_state->canRedo());
    m_editWhole->setEnabled(m_state && m_state->isDecided() && m_composed && writable);
    m_command->setEnabled(isByBlocks() ? m_state->isDecided() && m_composed && m_composed->take : m_take && !m_edited);
    const bool pageIsDecided = m_take || m_edited || !m_result->toPlainText().isEmpty();
    const bool typesTheLast = m_blocks->isEditing() && open == (m_state && m_state->answer(m_state->current()) ? 0 : 1);
    const bool decided = isByBlocks() ? m_state->isDecided() || typesTheLast : m_isPage && pageIsDecided;
    m_use->setEnabled(decided && writable);
    m_block->hide();
    if (!isByBlocks()) return m_how->setText(m_isPage && !pageIsDecided ? tr("1 decision to make") : m_how->text());
    m_tools->showBlock(*m_state);
    m_origin->showBlock(m_state->current());
    m_block->setVisible(several);
    if (several) m_block->setText(tr("Block %1 of %2").arg(m_state->current() + 1).arg(m_state->blocks()));
    if (m_isRecorded)
        m_how->setText(tr("Decided; the next run writes it. Choose again to change it."));
    else if (m_state->whole())
        m_how->setText(tr("Your text of the whole page"));
    else if (open > 0)
        m_how->setText(several ? tr("%1 of %2 blocks to decide").arg(open).arg(m_state->blocks())
                               : tr("1 block to decide"));
    else
        m_how->setText(tr("Every block is decided"));
}

void ConflictReview::changed() {
    m_isRecorded = false;
    m_saved->clear();
    m_blocks->refresh();
    m_drafts.keep(m_page, m_state->draft());
    compose();
    settle();
}

/// The result of the decisions as they are now; what is asked for meanwhile waits for it.
void ConflictReview::compose() {
    const ConflictDetail *shown = detail();
    if (!shown) return;
    m_composed.reset();
    ++m_request;
    if (const auto &whole = m_state->whole()) {
        m_composed = ReviewResult{words::text(*whole), {}};
        return showComposed();
    }
    const auto open = [](int block) { return tr("[Block %1 is not decided yet]").arg(block + 1).toStdString(); };
    m_ui.commands.review.compose(*shown, m_state->answers(open), m_state->uniform(), this,
                                 [this, request = m_request](const ReviewResult &result) {
                                     if (request != m_request) return;
                                     m_composed = result;
                                     showComposed();
                                     settle();
                                     if (m_recordWhenReady) record();
                                 });
}

/// The result pane is filled while it is in sight: of a large page that takes its time.
void ConflictReview::showComposed() {
    if (!isByBlocks() || !m_composed || m_stack->currentIndex() == 0) return;
    const bool isTyped = !m_result->isReadOnly() && m_result->toPlainText() == m_composed->text;
    if (isTyped) return;
    m_result->setReadOnly(true);
    m_result->setPlainText(m_composed->text);
}

bool ConflictReview::stepBlock(bool forward) {
    if (!isByBlocks()) return false;
    keepDraft();
    m_blocks->endEdit();
    const bool found = m_state->stepUndecided(forward);
    m_blocks->refresh();
    m_blocks->showCurrent();
    settle();
    return found;
}

void ConflictReview::choose(BlockTake take) {
    if (!m_tools->canTake(take) || !m_tools->isEnabled()) return m_tools->setChosen({});
    if (m_isPage) return choosePage(take);
    if (!isByBlocks() || m_state->blocks() == 0) return;
    m_typing->stop();
    m_blocks->endEdit();
    const int block = m_state->current();
    const auto &answer = m_state->answer(block);
    if (answer && answer->take == take && !m_state->whole()) {
        m_state->reopen(block);
        return changed();
    }
    m_state->decide(block, {take, {}});
    if (!m_state->stepUndecided(true)) m_state->stepUndecided(false);
    changed();
    m_blocks->showCurrent();
}

void ConflictReview::chooseUndecided(BlockTake take) {
    if (!isByBlocks() || m_state->undecided() == 0 || !m_tools->canTake(take)) return;
    const QString side = take == BlockTake::Wiki ? tr("Wiki") : take == BlockTake::Git ? tr("Git") : tr("Base");
    ConfirmDialog::Question question;
    question.title = tr("Use %1 for every block that is not decided?").arg(side);
    question.text =
        tr("That text goes to %n block(s). Nothing is written; Ctrl+Z takes it back.", nullptr, m_state->undecided());
    question.verb = tr("Use %1").arg(side);
    question.dangerous = false;
    auto *dialog = new ConfirmDialog(m_ui, question, this);
    connect(dialog, &QDialog::accepted, this, [this, take, page = m_page] {
        if (page != m_page || !isByBlocks()) return;
        m_state->decideUndecided(take);
        changed();
    });
    dialog->open();
}

void ConflictReview::edit() {
    if (m_isPage) return editPage();
    if (!isByBlocks() || !m_tools->canEdit()) return;
    if (m_texts->isRendered()) m_texts->setRendered(false);
    if (m_layout == Layout::FourPane) switchLayout();
    const merge::MergedPart &texts = m_state->block(m_state->current()).merged;
    const bool answered = m_state->answer(m_state->current()).has_value();
    const std::string text = answered            ? m_state->resultOf(m_state->current())
                             : texts.git.empty() ? texts.wiki
                                                 : texts.git;
    m_blocks->beginEdit(words::text(text));
    settle();
}

void ConflictReview::editWhole() {
    if (!m_editWhole->isEnabled()) return;
    m_result->setReadOnly(false);
    m_result->document()->setModified(false);
    m_result->setFocus();
}

void ConflictReview::openTool() {
    if (!isByBlocks() || !m_composed) return;
    m_toolIsOpen = true;
    settle();
    m_ui.commands.review.openTool(*detail(), m_composed->text, this, [this, page = m_page](const ToolAnswer &answer) {
        m_toolIsOpen = false;
        settle();
        if (page == m_page && isByBlocks()) return takeToolText(answer);
        m_ui.models.state.tell({Tone::Attention,
                                tr("%1 ended after its conflict was left; its text was not taken.").arg(answer.tool),
                                {},
                                {}});
    });
}

/// A text to look at: it counts once the result is used, and one step back undoes it.
void ConflictReview::takeToolText(const ToolAnswer &answer) {
    if (!answer.text) return m_ui.models.state.tell({Tone::Attention, answer.problem, {}, {}});
    m_blocks->endEdit();
    m_state->setWhole(answer.text->toStdString());
    if (m_layout == Layout::Compact) switchLayout();
    changed();
    m_ui.models.state.tell(
        {Tone::Normal,
         tr("The text of %1 is the result now. Look at it, then use it or undo it.").arg(answer.tool),
         {},
         {}});
}

/// What was typed is an answer.
void ConflictReview::commitEdit() {
    if (m_blocks->isEditing())
        m_state->decide(m_state->current(), {BlockTake::Own, m_blocks->editor().toPlainText().toStdString()});
    else if (!m_result->isReadOnly())
        m_state->setWhole(m_result->toPlainText().toStdString());
    changed();
}

void ConflictReview::undo() {
    if (!isByBlocks()) return;
    keepDraft();
    m_blocks->endEdit();
    m_state->undo();
    changed();
    m_blocks->showCurrent();
}

void ConflictReview::redo() {
    if (!isByBlocks()) return;
    m_blocks->endEdit();
    m_state->redo();
    changed();
    m_blocks->showCurrent();
}

}  // namespace wikivault
