#include "ui/review_tools.h"

#include "ui/widgets.h"

#include <QHBoxLayout>

namespace wikivault {

ReviewTools::ReviewTools(const UiContext &ui, QWidget *parent) : QWidget(parent), m_ui(ui) {
    setObjectName(QStringLiteral("reviewTools"));
    auto *row = new QHBoxLayout(this);
    make::margins(*row, 0, 0, space::kSmall);
    const auto add = [&](BlockTake take, const make::ButtonSpec &spec) {
        QPushButton *made = make::button(m_ui.theme, spec);
        made->setCheckable(true);
        connect(made, &QPushButton::clicked, this, [this, take] { emit chosen(take); });
        m_takes[std::size_t(take)] = made;
        row->addWidget(made);
    };
    add(BlockTake::Wiki, {tr("Use Wiki"), QStringLiteral("takeWikiButton"), {}, "wiki", tr("Ctrl+2")});
    add(BlockTake::Git, {tr("Use Git"), QStringLiteral("takeGitButton"), {}, "git", tr("Ctrl+3")});
    button(BlockTake::Wiki)->setIcon(m_ui.theme.icon(QStringLiteral("wiki"), Tone::Wiki));
    button(BlockTake::Git)->setIcon(m_ui.theme.icon(QStringLiteral("git"), Tone::Git));
    add(BlockTake::WikiGit,
        {tr("Wiki, then Git"), QStringLiteral("takeBothButton"), {}, "", tr("Both texts, the wiki's first")});
    add(BlockTake::GitWiki,
        {tr("Git, then Wiki"), QStringLiteral("takeBothGitFirstButton"), {}, "", tr("Both texts, git's first")});
    add(BlockTake::Words, {tr("Merge words"),
                           QStringLiteral("mergeWordsButton"),
                           {},
                           "",
                           tr("The changed words of both; where they meet, both stand there to be tidied")});
    add(BlockTake::Base,
        {tr("Use Base"), QStringLiteral("takeBaseButton"), {}, "", tr("As it was before both changes (Ctrl+1)")});
    m_edit = make::button(m_ui.theme, {tr("Edit"), QStringLiteral("editButton"), QStringLiteral("edit"), "",
                                       tr("Write a text of your own (F2)")});
    connect(m_edit, &QPushButton::clicked, this, &ReviewTools::editRequested);
    row->addWidget(m_edit);
    row->addStretch(1);
}

void ReviewTools::showPage(const ConflictDetail &detail) {
    const bool existence = detail.summary.kind == ConflictKind::Existence;
    const bool markers = detail.summary.kind == ConflictKind::Markers;
    button(BlockTake::Wiki)
        ->setText(!existence    ? tr("Use Wiki")
                  : detail.wiki ? tr("Keep the page with the wiki's text")
                                : tr("Let it stay deleted (wiki trash, 30 days)"));
    button(BlockTake::Git)
        ->setText(!existence   ? tr("Use Git")
                  : detail.git ? tr("Keep the page with Git's text")
                               : tr("Let it stay deleted (file removed)"));
    button(BlockTake::WikiGit)->setVisible(!existence);
    button(BlockTake::Base)->setVisible(!existence);
    button(BlockTake::GitWiki)->hide();
    button(BlockTake::Words)->hide();
    button(BlockTake::WikiGit)->setEnabled(!markers);
    button(BlockTake::Base)->setEnabled(detail.base.has_value());
    button(BlockTake::Wiki)->setEnabled(true);
    button(BlockTake::Git)->setEnabled(!markers);
    m_edit->setEnabled(true);
    settle();
}

void ReviewTools::showBlock(const ReviewState &state) {
    button(BlockTake::Wiki)->setText(tr("Use Wiki"));
    button(BlockTake::Git)->setText(tr("Use Git"));
    for (QPushButton *each : m_takes) {
        each->setVisible(true);
        each->setEnabled(state.blocks() > 0);
    }
    m_edit->setEnabled(state.blocks() > 0);
    if (state.blocks() > 0) {
        const merge::MergedPart &texts = state.block(state.current()).merged;
        const bool both = !texts.wiki.empty() && !texts.git.empty();
        button(BlockTake::WikiGit)->setEnabled(both);
        button(BlockTake::GitWiki)->setEnabled(both);
        button(BlockTake::Words)->setEnabled(both && !texts.base.empty());
        button(BlockTake::Base)->setEnabled(state.hasBase());
        const auto &answer = state.answer(state.current());
        setChosen(answer && !state.whole() ? std::optional(answer->take) : std::nullopt);
    }
    settle();
}

/// A read-only console decides nothing.
void ReviewTools::settle() {
    const bool writable = !m_ui.models.state.isReadOnly();
    for (QPushButton *each : m_takes)
        each->setEnabled(each->isEnabled() && writable);
    m_edit->setEnabled(m_edit->isEnabled() && writable);
    for (QPushButton *each : m_takes)
        each->setAccessibleName(each->text());
}

void ReviewTools::setChosen(std::optional<BlockTake> take) {
    for (std::size_t i = 0; i < m_takes.size(); ++i)
        m_takes[i]->setChecked(take == BlockTake(i));
}

void ReviewTools::setEditable(bool editable) {
    m_edit->setEnabled(m_edit->isEnabled() && editable);
}

bool ReviewTools::canTake(BlockTake take) const {
    return button(take)->isEnabled() && !button(take)->isHidden();
}

bool ReviewTools::canEdit() const {
    return m_edit->isEnabled();
}

}  // namespace wikivault
