#include "ui/conflict_review.h"

#include "models/words.h"
#include "ui/block_origin.h"
#include "ui/block_view.h"
#include "ui/review_tools.h"
#include "ui/text_pane.h"
#include "ui/widgets.h"

#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTextBlock>
#include <QTimer>
#include <QVBoxLayout>

namespace wikivault {

namespace {

std::optional<BlockTake> takeOfRecord(const std::string &decided) {
    if (decided == "wiki") return BlockTake::Wiki;
    if (decided == "git") return BlockTake::Git;
    if (decided == "both") return BlockTake::WikiGit;
    if (decided == "base") return BlockTake::Base;
    return {};
}

std::optional<Take> takeOfPage(BlockTake take) {
    switch (take) {
        case BlockTake::Wiki: return Take::Wiki;
        case BlockTake::Git: return Take::Git;
        case BlockTake::WikiGit: return Take::Both;
        case BlockTake::Base: return Take::Base;
        case BlockTake::GitWiki:
        case BlockTake::Words:
        case BlockTake::Own: return {};
    }
    return {};
}

QString howOf(Take take) {
    switch (take) {
        case Take::Wiki: return ConflictReview::tr("The wiki's text stands.");
        case Take::Git: return ConflictReview::tr("Git's text stands.");
        case Take::Both: return ConflictReview::tr("Both texts stand: the wiki's, then git's.");
        case Take::Base: return ConflictReview::tr("The text from before both changes stands.");
    }
    return {};
}

}  // namespace

const ConflictDetail *ConflictReview::detail() const {
    const auto &detail = m_ui.models.conflicts.detail();
    return detail && detail->summary.page == m_page ? &*detail : nullptr;
}

void ConflictReview::open(const PageId &page) {
    keepDraft();
    m_page = page;
    reset();
    m_title->setText(tr("Reading…"));
    m_blocks->setMessage(tr("Reading the three texts…"));
    m_texts->setMessage(tr("Reading the three texts…"));
    m_ui.commands.review.openConflict(page);
}

void ConflictReview::reset() {
    ++m_request;
    m_typing->stop();
    m_blocks->setState(nullptr);
    m_state.reset();
    m_composed.reset();
    m_take.reset();
    m_isPage = m_edited = m_textsAreShown = m_isRecorded = m_recordWhenReady = false;
    m_result->setReadOnly(true);
    m_result->clear();
    m_result->setPlaceholderText({});
    for (QLabel *label : {m_facts, m_help, m_wikiBy, m_gitBy, m_baseNote, m_how, m_saved})
        label->clear();
    m_origin->close();
    m_tools->setChosen({});
    m_tools->setEnabled(false);
    settle();
}

void ConflictReview::showTitle(const ConflictDetail &detail) {
    const ConflictModel &conflicts = m_ui.models.conflicts;
    const ConflictSummary &summary = detail.summary;
    const QString title = summary.title.empty() ? words::pathParts(summary.path).name : words::text(summary.title);
    m_title->setText(tr("%1 (%2)").arg(title, conflicts.spaceName(summary.space)));
    m_facts->setText(words::text(summary.path));
    m_facts->setToolTip(words::conflictKind(summary.kind) + QStringLiteral("  ·  ") + words::text(summary.path));
    m_help->setText(words::conflictHelp(summary.kind));
    m_baseNote->setText(detail.base ? tr("Base: what both sides held before") : tr("No base: two sides only"));
    showBylines();
}

/// How long ago grows while they are read.
void ConflictReview::showBylines() {
    if (!detail()) return;
    const ConflictModel &conflicts = m_ui.models.conflicts;
    const ConflictSummary &summary = detail()->summary;
    const auto side = [](const QString &name, const QString &byline) {
        return byline.isEmpty() ? name : tr("%1: %2").arg(name, byline);
    };
    const QString wiki = conflicts.byline(summary.wikiBy, summary.wikiAt);
    const QString git = conflicts.byline(summary.gitBy, summary.gitAt);
    const QString wikiSide = side(tr("Wiki"), wiki);
    m_wikiBy->setText(conflicts.isBeingEdited() ? tr("%1. Somebody has the page open now.").arg(wikiSide) : wikiSide);
    m_gitBy->setText(side(tr("Git"), git));
    m_texts->setBylines(wiki, git);
}

void ConflictReview::showDetail() {
    const ConflictDetail *shown = detail();
    if (!shown) {
        const QString error = m_ui.models.conflicts.detailError();
        if (error.isEmpty() || m_page.isEmpty()) return;
        m_texts->setMessage(error);
        m_blocks->setMessage(error);
        return;
    }
    reset();
    showTitle(*shown);
    m_isRecorded = shown->decided.has_value();
    m_tools->setEnabled(true);
    if (!isInBlocks(*shown)) return showPage(*shown);
    m_blocks->setMessage(tr("Taking the texts apart…"));
    showLayout();
    m_ui.commands.review.takeApart(*shown, this,
                                   [this, request = m_request](const std::shared_ptr<ReviewBlocks> &blocks) {
                                       if (request == m_request && detail()) showBlocks(*detail(), blocks);
                                   });
}

void ConflictReview::useResult() {
    if (!detail() || !m_use->isEnabled()) return;
    keepDraft();
    if (m_isPage)
        m_drafts.keep(m_page, {m_edited ? std::optional(m_result->toPlainText().toStdString()) : std::nullopt, {}});
    m_recordWhenReady = true;
    record();
}

/// A draft that comes to disk after the decision could meet a conflict that is settled.
void ConflictReview::record() {
    if ((isByBlocks() && !m_composed) || m_drafts.unsaved(m_page)) return;
    m_recordWhenReady = false;
    if (!detail() || (isByBlocks() && !m_state->isDecided())) return;
    const ConflictDetail &shown = *detail();
    Decision decision;
    decision.page = m_page;
    decision.seen = shown.state;
    const auto take = isByBlocks() ? m_composed->take : m_edited ? std::nullopt : m_take;
    if (take)
        decision.choice = *take;
    else
        decision.choice = (isByBlocks() ? m_composed->text : m_result->toPlainText()).toStdString();
    const auto *text = std::get_if<std::string>(&decision.choice);
    if (text && refusesMarkers(*text)) return;
    m_use->setEnabled(false);
    m_how->setText(tr("Recording the decision…"));
    m_ui.commands.review.decide(decision, shown.summary.space);
}

bool ConflictReview::refusesMarkers(const std::string &text) {
    const auto line = markerLine(text);
    if (!line) return false;
    m_ui.models.state.tell({Tone::Danger,
                            tr("Line %1 of the result is one of the conflict markers (<<<<<<<, =======, >>>>>>>). They "
                               "are never saved: remove it first.")
                                .arg(*line),
                            {},
                            {}});
    for (int i = 0; isByBlocks() && !m_state->whole() && i < m_state->blocks(); ++i) {
        const auto inBlock = markerLine(m_state->resultOf(i));
        if (!inBlock) continue;
        m_state->setCurrent(i);
        edit();
        m_blocks->editor().setTextCursor(QTextCursor(m_blocks->editor().document()->findBlockByNumber(*inBlock - 1)));
        return true;
    }
    m_result->setTextCursor(QTextCursor(m_result->document()->findBlockByNumber(*line - 1)));
    m_result->setFocus();
    return true;
}

void ConflictReview::keepDraft() {
    if (!m_typing->isActive()) return;
    m_typing->stop();
    takeTyped();
}

void ConflictReview::takeTyped() {
    if (isByBlocks()) return commitEdit();
    m_drafts.keep(m_page, {m_result->toPlainText().toStdString(), {}});
}

void ConflictReview::stepChange(bool forward) {
    if (m_stack->currentWidget() == m_blocks)
        m_blocks->stepChange(forward);
    else
        m_texts->stepChange(forward);
}

void ConflictReview::showPage(const ConflictDetail &shown) {
    m_isPage = true;
    m_result->setPlaceholderText(
        tr("Choose a side, or write a text of your own. Nothing is written before the next run."));
    m_tools->showPage(shown);
    showLayout();
    const auto unsaved = m_drafts.unsaved(m_page);
    const auto draft = unsaved ? unsaved->text : shown.draft.text;
    const auto take = shown.decided ? takeOfRecord(*shown.decided) : std::nullopt;
    if (draft && (!shown.decided || *shown.decided != *draft)) {
        editPage();
        m_result->setPlainText(words::text(*draft));
        m_edited = true;
        m_how->setText(shown.draftIsOlder ? tr("Your draft, kept before a side changed: compare it with both texts.")
                                          : tr("Your draft, not recorded yet."));
    } else if (take) {
        choosePage(*take);
    } else if (shown.decided) {
        showPageResult(words::text(*shown.decided), {});
    }
    if (m_isRecorded && !m_edited) m_how->setText(tr("Decided; the next run writes it. Choose again to change it."));
}

/// What is being typed stays, as a draft.
void ConflictReview::followLock() {
    if (const ConflictDetail *shown = detail(); shown && m_isPage) m_tools->showPage(*shown);
    settle();
}

void ConflictReview::choosePage(BlockTake block) {
    const ConflictDetail *shown = detail();
    const auto take = takeOfPage(block);
    if (!shown || !take) return;
    m_typing->stop();
    m_take = take;
    m_edited = false;
    m_result->setReadOnly(true);
    m_tools->setChosen(block);
    const bool gone = (*take == Take::Wiki && !shown->wiki) || (*take == Take::Git && !shown->git);
    if (gone) return showPageResult({}, tr("The page goes to the wiki's trash and its file is removed."));
    m_how->setText(howOf(*take));
    m_ui.commands.review.compose(*shown, *take, this, [this, request = ++m_request](const QString &text) {
        if (request == m_request) showPageResult(text, {});
    });
}

void ConflictReview::showPageResult(const QString &text, const QString &how) {
    const bool fits = fitsWindow(text.toStdString());
    m_result->setPlainText(fits ? text : QString());
    m_result->document()->setModified(false);
    if (!fits)
        m_result->setPlaceholderText(
            tr("A line of this text is too long to be laid out here. A side can be taken all the same; a text of your "
               "own goes through wikivaultctl conflict resolve --file."));
    m_tools->setEditable(fits);
    settle();
    if (!how.isEmpty()) m_how->setText(how);
}

void ConflictReview::editPage() {
    const ConflictDetail *shown = detail();
    if (!shown || m_ui.models.state.isReadOnly()) return;
    if (m_result->toPlainText().isEmpty() && !m_take) {
        const std::string text = shown->git.value_or(shown->wiki.value_or(std::string()));
        if (!fitsWindow(text)) return showPageResult(words::text(text), {});
        m_result->setPlainText(words::text(text));
    }
    m_result->document()->setModified(false);
    m_result->setReadOnly(false);
    m_result->setFocus();
    m_edited = true;
    m_tools->setChosen({});
    settle();
    m_how->setText(tr("Write the text both sides shall have."));
}

}  // namespace wikivault
