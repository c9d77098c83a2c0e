#include "ui/settled_view.h"

#include "models/words.h"
#include "ui/elided_label.h"
#include "ui/list_frame.h"
#include "ui/text_pane.h"
#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>

namespace wikivault {

SettledView::SettledView(const UiContext &ui, QWidget *parent)
    : QWidget(parent),
      m_ui(ui),
      m_filter(ui.models.settled, this) {
    m_table = new TableView(ui.theme, {48, false, tr("Settled conflicts"), QStringLiteral("settledTable")});
    m_table->setModel(&m_filter);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(SettledModel::Age, Qt::DescendingOrder);
    m_table->setColumnWidths({0, 124, 212, 180, 116, 112});
    m_frame = new ListFrame(ui.theme, ui.models.settled, m_table, {});
    connect(m_frame, &ListFrame::retryRequested, this, [this] { m_ui.commands.settled.refreshSettled(); });
    connect(m_frame, &ListFrame::clearFilterRequested, this, &SettledView::clearFilterRequested);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("settledSplitter"));
    splitter->addWidget(m_frame);
    splitter->addWidget(buildDetail());
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({260, 380});
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    column->addWidget(splitter);
    m_table->addMenuEntry(tr("Put the text back…"), [this] { m_putBack->click(); });
    m_table->addMenuEntry(tr("Mark seen"), [this] { m_seen->click(); });
    connect(m_table, &TableView::currentIdChanged, this, &SettledView::showRow);
    connect(&ui.models.settled, &SettledModel::detailChanged, this, &SettledView::showDetail);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &SettledView::showDetail);
    connect(&ui.models.settled, &QAbstractItemModel::dataChanged, this, &SettledView::showDetail);
    connect(&m_filter, &QAbstractItemModel::modelReset, this, [this] {
        if (m_filter.rowCount() == 0) showRow({});
    });
    setGroup(SettledModel::ByRule);
    showRow({});
}

QWidget *SettledView::buildDetail() {
    auto *pane = make::box("pane");
    auto *column = new QVBoxLayout(pane);
    make::margins(*column, 0, 0, 0);
    auto *head = new QHBoxLayout;
    make::margins(*head, space::kHuge, space::kSmall, space::kSmall);
    auto *texts = new QVBoxLayout;
    make::margins(*texts, 0, 0, 2);
    m_title = new ElidedLabel("heading");
    m_title->setObjectName(QStringLiteral("settledTitle"));
    m_facts = new ElidedLabel("muted");
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    texts->addWidget(m_title);
    texts->addWidget(m_facts);
    m_texts = new TextPane(m_ui, QStringLiteral("settledTexts"));
    m_seen = make::button(m_ui.theme, {tr("Mark seen"), QStringLiteral("markSeenButton"), QStringLiteral("check"), "",
                                       tr("It was right; the text that was left out stays here")});
    m_putBack = make::button(m_ui.theme, {tr("Put the text back…"), QStringLiteral("putBackButton"),
                                          QStringLiteral("undo"), "primary", tr("Shown as a plan first")});
    connect(m_seen, &QPushButton::clicked, this, [this] { m_ui.commands.settled.markSeen(m_id.toStdString()); });
    connect(m_putBack, &QPushButton::clicked, this, &SettledView::putBack);
    head->addLayout(texts, 1);
    head->addWidget(m_texts->makeSwitch());
    head->addWidget(m_seen);
    head->addWidget(m_putBack);
    column->addLayout(head);
    column->addWidget(make::line());
    column->addWidget(m_texts, 1);
    return pane;
}

void SettledView::setGroup(int group) {
    const bool people = group == SettledModel::ByPeople;
    m_frame->setWords(
        {QStringLiteral("check"), people ? tr("Nobody has settled a conflict yet.") : tr("No rule settled a conflict."),
         people ? tr("What people decide stays here with the text they did not take.")
                : tr("Where a space's rule lets one side win, the other side's text is kept here and can be put back."),
         tr("The settled conflicts could not be read."), tr("No settled conflict matches.")});
    m_filter.setGroups({group});
    if (m_filter.rowCount() > 0)
        m_table->chooseRow(0);
    else
        showRow({});
}

void SettledView::showRow(const QString &id) {
    m_id = id;
    m_texts->setMessage(id.isEmpty() ? tr("Select a page to see what was left out.") : tr("Reading the texts…"));
    showDetail();
    if (!id.isEmpty()) m_ui.commands.settled.openSettled(id.toStdString());
    emit currentChanged();
}

void SettledView::showDetail() {
    const SettledModel &model = m_ui.models.settled;
    const SettledSummary *settled = model.find(m_id);
    const bool writable = settled && !m_ui.models.state.isReadOnly();
    m_seen->setEnabled(writable && !settled->seen);
    m_seen->setVisible(settled && settled->rule != "person");
    m_putBack->setEnabled(writable && !settled->loser.empty());
    m_putBack->setText(!settled || settled->loser.empty() ? tr("Put the text back…")
                       : settled->loser == "wiki"         ? tr("Put the wiki's text back…")
                                                          : tr("Put git's text back…"));
    m_putBack->setAccessibleName(m_putBack->text());
    m_title->setText(settled ? words::pathParts(settled->path).name : QString());
    m_facts->setText(settled
                         ? tr("%1, %2, run %3")
                               .arg(words::settledBy(*settled), words::fullTime(settled->at), words::text(settled->run))
                         : QString());
    if (!settled) return;
    const auto &detail = model.detail();
    if (!detail && !model.detailError().isEmpty()) return m_texts->setMessage(model.detailError());
    if (!detail || words::text(detail->summary.id) != m_id) return;
    const std::string kept = detail->kept.value_or(std::string());
    CompareView::Heads heads{tr("Wiki, left out"), tr("What stands")};
    if (settled->loser == "git")
        return m_texts->showTwo(kept, detail->git.value_or(std::string()), {tr("What stands"), tr("Git, left out")});
    heads.left = settled->loser.empty() ? tr("Wiki, before") : heads.left;
    m_texts->showTwo(detail->wiki.value_or(std::string()), kept, heads);
}

void SettledView::putBack() {
    const SettledSummary *settled = m_ui.models.settled.find(m_id);
    if (!settled) return;
    m_ui.commands.plans.preview({{settled->space, {}, settled->id}});
    emit planStarted();
}

void SettledView::stepChange(bool forward) {
    m_texts->stepChange(forward);
}

}  // namespace wikivault
