#include "ui/conflict_review.h"

#include "models/words.h"
#include "ui/compare_view.h"
#include "ui/widgets.h"

#include <QPlainTextEdit>

namespace wikivault {

namespace {

std::optional<Take> takeOfDraft(const std::string &draft) {
    if (draft == "wiki") return Take::Wiki;
    if (draft == "git") return Take::Git;
    if (draft == "both") return Take::Both;
    if (draft == "base") return Take::Base;
    return {};
}

QString howOf(Take take) {
    switch (take) {
        case Take::Wiki: return ConflictReview::tr("The wiki's text where both changed it; everything else merged.");
        case Take::Git: return ConflictReview::tr("Git's text where both changed it; everything else merged.");
        case Take::Both: return ConflictReview::tr("Both texts where both changed it: the wiki's, then git's.");
        case Take::Base:
            return ConflictReview::tr("The text before both changes where they meet; everything else merged.");
    }
    return {};
}

}  // namespace

void ConflictReview::open(const PageId &page) {
    keepDraft();
    m_page = page;
    m_title->setText(tr("Reading…"));
    m_facts->clear();
    m_texts->setMessage(tr("Reading the three texts…"));
    resetResult();
    m_ui.commands.review.openConflict(page);
}

void ConflictReview::resetResult() {
    ++m_request;
    m_take.reset();
    m_edited = false;
    m_result->clear();
    m_result->setReadOnly(true);
    m_result->setPlaceholderText(
        tr("Choose a side, or write a text of your own. Nothing is written before the next run."));
    m_how->setText(tr("1 decision to make"));
    m_use->setEnabled(false);
    m_command->setEnabled(false);
    for (QPushButton *button : {m_takeWiki, m_takeGit, m_takeBoth, m_takeBase})
        button->setChecked(false);
}

void ConflictReview::showDetail() {
    const ConflictModel &conflicts = m_ui.models.conflicts;
    const auto &detail = conflicts.detail();
    if (!detail) {
        if (!conflicts.detailError().isEmpty()) m_texts->setMessage(conflicts.detailError());
        return;
    }
    const ConflictSummary &summary = detail->summary;
    if (summary.page != m_page) return;
    const QString title = summary.title.empty() ? words::pathParts(summary.path).name : words::text(summary.title);
    m_title->setText(tr("%1 (%2)").arg(title, conflicts.spaceName(summary.space)));
    m_facts->setText(words::conflictKind(summary.kind) + QStringLiteral("  ·  ") + words::text(summary.path));
    m_facts->setToolTip(m_facts->text());
    showChoices(*detail);
    const CompareView::Bylines by{conflicts.byline(summary.wikiBy, summary.wikiAt),
                                  conflicts.byline(summary.gitBy, summary.gitAt)};
    m_ui.commands.review.compare(*detail, this, [this, by, page = m_page](const ThreeWay &texts) {
        if (page == m_page) m_texts->setThree(texts, by);
    });
    showDraft(*detail);
}

void ConflictReview::showChoices(const ConflictDetail &detail) {
    const bool existence = detail.summary.kind == ConflictKind::Existence;
    const bool markers = detail.summary.kind == ConflictKind::Markers;
    m_takeWiki->setText(!existence    ? tr("Use Wiki")
                        : detail.wiki ? tr("Keep the page with the wiki's text")
                                      : tr("Let it stay deleted (wiki trash, 30 days)"));
    m_takeGit->setText(!existence   ? tr("Use Git")
                       : detail.git ? tr("Keep the page with Git's text")
                                    : tr("Let it stay deleted (file removed)"));
    m_takeBoth->setVisible(!existence);
    m_takeBase->setVisible(!existence);
    m_takeBoth->setEnabled(!markers);
    m_takeBase->setEnabled(detail.base.has_value());
    m_takeGit->setEnabled(!markers);
    const bool writable = !m_ui.models.state.isReadOnly();
    for (QPushButton *button : {m_takeWiki, m_takeGit, m_takeBoth, m_takeBase, m_edit}) {
        button->setEnabled(button->isEnabled() && writable);
        button->setAccessibleName(button->text());
    }
}

void ConflictReview::keepDraft() {
    if (m_edited && m_result->document()->isModified()) m_drafts[m_page] = m_result->toPlainText();
}

bool ConflictReview::restoreDraft(const ConflictDetail &detail) {
    const auto draft = m_drafts.find(m_page);
    if (draft == m_drafts.end()) return false;
    const QString text = draft->second;
    m_drafts.erase(draft);
    if (detail.decided && words::text(*detail.decided) == text) return false;
    edit();
    m_result->setPlainText(text);
    m_result->document()->setModified(true);
    m_how->setText(tr("Your text, not recorded yet."));
    return true;
}

void ConflictReview::showDraft(const ConflictDetail &detail) {
    resetResult();
    if (restoreDraft(detail) || !detail.decided) return;
    const auto take = takeOfDraft(*detail.decided);
    if (take)
        choose(*take);
    else
        showResult(words::text(*detail.decided), {});
    m_how->setText(tr("Decided; the next run writes it. Choose again to change it."));
}

void ConflictReview::showResult(const QString &text, const QString &how) {
    m_result->setPlainText(text);
    m_result->document()->setModified(false);
    if (!how.isEmpty()) m_how->setText(how);
    m_use->setEnabled(!m_ui.models.state.isReadOnly());
}

void ConflictReview::choose(Take take) {
    const auto &detail = m_ui.models.conflicts.detail();
    if (!detail) return;
    m_take = take;
    m_edited = false;
    m_command->setEnabled(true);
    m_result->setReadOnly(true);
    const std::pair<QPushButton *, Take> buttons[] = {
        {m_takeWiki, Take::Wiki}, {m_takeGit, Take::Git}, {m_takeBoth, Take::Both}, {m_takeBase, Take::Base}};
    for (const auto &[button, means] : buttons)
        button->setChecked(means == take);
    const bool gone = (take == Take::Wiki && !detail->wiki) || (take == Take::Git && !detail->git);
    if (gone) return showResult({}, tr("The page goes to the wiki's trash and its file is removed."));
    m_how->setText(howOf(take));
    m_ui.commands.review.compose(*detail, take, this, [this, request = ++m_request](const QString &text) {
        if (request == m_request) showResult(text, {});
    });
}

void ConflictReview::edit() {
    const auto &detail = m_ui.models.conflicts.detail();
    if (!detail) return;
    if (m_result->toPlainText().isEmpty() && !m_take)
        m_result->setPlainText(words::text(detail->git.value_or(detail->wiki.value_or(std::string()))));
    m_result->document()->setModified(false);
    m_result->setReadOnly(false);
    m_result->setFocus();
    m_edited = true;
    m_command->setEnabled(false);
    m_use->setEnabled(true);
    m_how->setText(tr("Write the text both sides shall have."));
}

void ConflictReview::useResult() {
    const auto &detail = m_ui.models.conflicts.detail();
    if (!detail || !m_use->isEnabled()) return;
    Decision decision;
    decision.page = m_page;
    keepDraft();  // should it be refused
    if (m_edited || !m_take)
        decision.choice = m_result->toPlainText().toStdString();
    else
        decision.choice = *m_take;
    m_use->setEnabled(false);
    m_how->setText(tr("Recording the decision…"));
    m_ui.commands.review.decide(decision, detail->summary.space);
}

void ConflictReview::stepChange(bool forward) {
    m_texts->stepChange(forward);
}

}  // namespace wikivault
