#include "ui/space_peek.h"

#include "models/engine_text.h"
#include "models/words.h"
#include "ui/attachment_list.h"
#include "ui/elided_label.h"
#include "ui/notice_menu.h"
#include "ui/page_opener.h"
#include "ui/widgets.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>

namespace wikivault {

namespace {
QString roleOf(Tone tone) {
    switch (tone) {
        case Tone::Good: return QStringLiteral("good");
        case Tone::Attention: return QStringLiteral("attention");
        case Tone::Conflict: return QStringLiteral("conflict");
        case Tone::Danger: return QStringLiteral("error");
        case Tone::Blocked: return QStringLiteral("blocked");
        case Tone::Accent: return QStringLiteral("accent");
        case Tone::Normal:
        case Tone::Muted:
        case Tone::Wiki:
        case Tone::Git: return QStringLiteral("muted");
    }
    return {};
}

QLabel *factValue() {
    QLabel *label = make::prose("body");
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}
}  // namespace

SpacePeek::SpacePeek(const UiContext &ui, QWidget *parent)
    : QWidget(parent),
      m_ui(ui),
      m_opener(new PageOpener(ui, QStringLiteral("peek"), this)),
      m_name(new ElidedLabel("heading")),
      m_state(make::label("strong")),
      m_sentence(factValue()),
      m_pending(factValue()),
      m_lastRun(factValue()),
      m_next(factValue()),
      m_note(factValue()),
      m_attachments(factValue()),
      m_id(factValue()) {
    setObjectName(QStringLiteral("spacePeek"));
    auto *column = new QVBoxLayout(this);
    make::margins(*column, space::kHuge, space::kLarge, space::kMedium);
    auto *head = new QHBoxLayout;
    make::margins(*head, 0, 0, space::kSmall);
    m_openRun = make::button(
        ui.theme, {tr("Open last run"), QStringLiteral("peekRunButton"), QStringLiteral("runs"), "plain", {}});
    m_openAttachments = make::button(
        ui.theme, {tr("Attachments…"), QStringLiteral("peekAttachmentsButton"), QStringLiteral("folder"), "plain", {}});
    m_switch = make::button(ui.theme, {{}, QStringLiteral("peekSwitchButton"), QStringLiteral("power"), "plain", {}});
    head->addWidget(m_name);
    head->addWidget(m_state);
    head->addStretch(1);
    head->addWidget(m_opener->makeButtons());
    head->addWidget(m_openRun);
    head->addWidget(m_openAttachments);
    head->addWidget(m_switch);
    column->addLayout(head);
    auto *facts = new QGridLayout;
    facts->setHorizontalSpacing(space::kLarge);
    facts->setVerticalSpacing(space::kSmall);
    facts->setColumnStretch(1, 1);
    const std::pair<QString, QLabel *> rows[] = {{tr("State"), m_sentence},   {tr("Pending"), m_pending},
                                                 {tr("Last run"), m_lastRun}, {tr("Next run"), m_next},
                                                 {tr("In the wiki"), m_note}, {tr("Attachments"), m_attachments},
                                                 {tr("Space"), m_id}};
    for (int row = 0; const auto &[name, value] : rows) {
        QLabel *label = make::label("muted", name);
        facts->addWidget(label, row, 0, Qt::AlignTop);
        facts->addWidget(value, row++, 1);
        if (value == m_attachments) m_attachmentsName = label;
    }
    m_next->setObjectName(QStringLiteral("peekNext"));
    m_attachments->setObjectName(QStringLiteral("peekAttachments"));
    auto *sides = new QHBoxLayout;
    make::margins(*sides, 0, 0, space::kHuge);
    auto *known = make::box("page");
    auto *left = new QVBoxLayout(known);
    make::margins(*left, 0, 0, 0);
    left->addLayout(facts);
    left->addStretch(1);
    auto *scroll = new QScrollArea;  // sentences take the lines they need
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("What is known of the space"));
    scroll->setWidget(known);
    sides->addWidget(scroll, 1);
    sides->addWidget(buildPlan(), 1);
    column->addLayout(sides, 1);
    connect(m_openRun, &QPushButton::clicked, this, [this] {
        const SpaceRow *row = m_ui.models.spaces.find(m_space);
        if (row && row->lastRun) emit runRequested(words::text(row->lastRun->id.str()));
    });
    connect(m_openAttachments, &QPushButton::clicked, this, [this] {
        if (const SpaceRow *row = m_ui.models.spaces.find(m_space)) showAttachmentsOf(m_ui, *row, *this);
    });
    connect(m_switch, &QPushButton::clicked, this, [this] {
        const SpaceRow *row = m_ui.models.spaces.find(m_space);
        if (row) emit switchRequested(!row->space.flagged);
    });
    connect(&ui.models.spaces, &QAbstractItemModel::dataChanged, this, &SpacePeek::update);
    connect(&ui.models.spaces, &QAbstractItemModel::modelReset, this, &SpacePeek::update);
    connect(&ui.models.spaces, &TableModel::loadChanged, this, &SpacePeek::update);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &SpacePeek::update);
    connect(&ui.models.activity, &ActivityModel::levelChanged, this, &SpacePeek::update);
    update();
}

void SpacePeek::show(const SpaceId &space) {
    if (m_space != space) m_ui.commands.plans.showPeek(space);
    m_space = space;
    m_opener->setPlace(PagePlace{space, {}, {}});
    update();
}

QString SpacePeek::pendingSentence(const SpaceRow &row) const {
    const auto pending = m_ui.models.spaces.pendingOf(row.space.id);
    if (!pending && row.state == SpaceState::InSync)
        return tr("Nothing when it last ran. Preview looks again and writes nothing.");
    if (!pending) return tr("Not known until a preview has looked. Preview writes nothing.");
    if (pending->toGit + pending->toWiki + pending->conflicts == 0) return tr("Both sides are equal.");
    return tr("%1 from wiki to git, %2 from git to wiki, %3 in conflict.")
        .arg(pending->toGit)
        .arg(pending->toWiki)
        .arg(pending->conflicts);
}

void SpacePeek::updateFacts(const SpaceRow &row) {
    const Mark mark = words::mark(m_ui.models.spaces.stateOf(row));
    // Values of an earlier look are grey, as in the list.
    const bool isStale = m_ui.models.spaces.load().phase == Load::Phase::Failed;
    m_state->setText(words::state(m_ui.models.spaces.stateOf(row)));
    make::restyle(*m_state, "role", isStale ? QStringLiteral("muted") : roleOf(words::tone(mark)));
    for (QLabel *value : {m_sentence, m_pending, m_lastRun, m_next, m_note, m_attachments})
        make::restyle(*value, "role", isStale ? QStringLiteral("muted") : QStringLiteral("body"));
    m_sentence->setText(m_ui.models.spaces.sentenceOf(row));
    m_pending->setText(pendingSentence(row));
    m_lastRun->setText(row.lastRun ? tr("Run %1, %2, %3. %4")
                                         .arg(words::text(row.lastRun->id.str()), RunListModel::why(*row.lastRun),
                                              words::ago(row.lastRun->startedAt, m_ui.models.state.now()),
                                              RunListModel::sentence(*row.lastRun))
                                   : tr("No run recorded yet."));
    const SpaceListModel &spaces = m_ui.models.spaces;
    const QString remote = spaces.remoteOf(row.space.id).toString(), next = spaces.nextOf(row.space.id).toString();
    const bool isPlanned = next.size() > 1, hasRemote = remote.size() > 1;  // else a dash
    m_next->setText(!hasRemote  ? next
                    : isPlanned ? tr("%1. Git remote: %2.").arg(next, remote)
                                : tr("Git remote: %1.").arg(remote));
    for (QWidget *part : {static_cast<QWidget *>(m_attachments), static_cast<QWidget *>(m_attachmentsName)})
        part->setVisible(row.attachments.has_value());
    m_note->setText(row.note.empty() ? tr("Nothing stands in the way.") : engineText(row.note));
    m_attachments->setText(attachmentSentence(row));
    const QString id = tr("%1, id %2").arg(words::text(row.space.slug), words::text(row.space.id.str()));
    const ActivityModel &activity = m_ui.models.activity;
    m_id->setText(!activity.ownLevels().contains(row.space.id)
                      ? id
                      : tr("%1. Desktop notices: %2.").arg(id, noticeWord(activity.levelOf(row.space.id))));
}

void SpacePeek::update() {
    const SpaceRow *row = m_ui.models.spaces.find(m_space);
    setVisible(row != nullptr);
    if (!row) return;
    m_name->setText(words::text(row->space.name));
    updateFacts(*row);
    m_openRun->setEnabled(row->lastRun.has_value());
    m_openAttachments->setVisible(row->attachments.has_value());
    m_switch->setText(row->space.flagged ? tr("Disable…") : tr("Enable…"));
    m_switch->setAccessibleName(m_switch->text());
    m_switch->setEnabled(!m_ui.models.state.isReadOnly());
}

}  // namespace wikivault
