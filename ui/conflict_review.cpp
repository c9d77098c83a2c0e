#include "ui/conflict_review.h"

#include "models/words.h"
#include "ui/text_pane.h"
#include "ui/widgets.h"

#include <QPlainTextEdit>
#include <QTimer>

namespace wikivault {

namespace {

std::optional<Take> takeOfDraft(const std::string &draft) {
    if (draft == "wiki") return Take::Wiki;
    if (draft == "git") return Take::Git;
    if (draft == "both") return Take::Both;
    if (draft == "base") return Take::Base;
    return {};
}

/// A text editor lays out whole lines; megabytes in one would stop the window.
bool fitsEditor(const QString &text) {
    constexpr qsizetype longestLine = 50'000;
    for (qsizetype begin = 0; begin < text.size();) {
        const qsizetype end = text.indexOf(QLatin1Char('\n'), begin);
        if ((end < 0 ? text.size() : end) - begin > longestLine) return false;
        if (end < 0) break;
        begin = end + 1;
    }
    return true;
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
    m_help->clear();
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
    m_texts->showThree(*detail, by);
    m_help->setText(words::conflictHelp(summary.kind));
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
    if (!m_edited || !m_result->document()->isModified()) return;
    m_drafts[m_page] = m_result->toPlainText();
    if (m_saving->isActive()) saveDraft();
}

void ConflictReview::saveDraft() {
    m_saving->stop();
    const QString text = m_result->toPlainText();
    m_ui.commands.review.saveDraft(m_page, text.toStdString(), this, [this, page = m_page] {
        if (page == m_page && m_edited)
            m_how->setText(
                tr("Draft saved %1.").arg(words::timeOfDay(m_ui.models.state.now(), m_ui.models.state.now())));
    });
}

bool ConflictReview::restoreDraft(const ConflictDetail &detail) {
    const auto written = m_drafts.find(m_page);
    if (written == m_drafts.end() && !detail.draft) return false;
    const bool here = written != m_drafts.end();
    const QString text = here ? written->second : words::text(*detail.draft);
    if (here) m_drafts.erase(written);
    if (detail.decided && (!here || words::text(*detail.decided) == text)) return false;
    if (m_ui.models.state.isReadOnly()) {
        showResult(text, tr("A draft, not recorded yet."));
        return true;
    }
    edit();
    m_result->setPlainText(text);
    m_result->document()->setModified(true);
    m_saving->stop();  // it is on disk, or on its way
    m_how->setText(detail.draftIsOlder ? tr("Your draft, kept before a side changed: compare it with both texts.")
                                       : tr("Your draft, not recorded yet."));
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
    const bool fits = fitsEditor(text);
    m_result->setPlainText(fits ? text : QString());
    m_result->document()->setModified(false);
    if (!how.isEmpty()) m_how->setText(how);
    if (!fits)
        m_result->setPlaceholderText(
            tr("A line of this text is too long to be laid out here. A side can be taken all the same; a text of your "
               "own goes through wikivaultctl conflict resolve --file."));
    m_edit->setEnabled(m_edit->isEnabled() && fits);
    m_use->setEnabled((fits || m_take) && !m_ui.models.state.isReadOnly());
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
    if (m_result->toPlainText().isEmpty() && !m_take) {
        const QString text = words::text(detail->git.value_or(detail->wiki.value_or(std::string())));
        if (!fitsEditor(text)) return showResult(text, {});
        m_result->setPlainText(text);
    }
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
    decision.seen = detail->state;
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
