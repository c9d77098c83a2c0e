#include "ui/conflict_page.h"

#include "models/words.h"
#include "ui/conflict_review.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/page_history.h"
#include "ui/page_opener.h"
#include "ui/policy_bar.h"
#include "ui/settled_view.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStackedWidget>

#include <map>

namespace wikivault {

ConflictPage::ConflictPage(const UiContext &ui)
    : Page(ui, {tr("Conflicts"), QStringLiteral("conflictPage")}),
      m_filter(ui.models.conflicts, this) {
    build();
    connect(m_filters, &FilterBar::textChanged, &m_filter, &FilterModel::setText);
    connect(m_filters, &FilterBar::textChanged, m_settled, &SettledView::setText);
    connect(m_filters, &FilterBar::groupsChanged, this, &ConflictPage::showList);
    connect(m_settled, &SettledView::planStarted, this, &ConflictPage::planStarted);
    connect(m_settled, &SettledView::clearFilterRequested, m_filters, &FilterBar::clearFilter);
    connect(&ui.models.settled, &TableModel::loadChanged, this, &ConflictPage::updateHead);
    const auto review = [this] { openConflict(PageId(m_table->currentId().toStdString())); };
    connect(m_table, &TableView::opened, this, review);
    connect(m_open, &QPushButton::clicked, this, review);
    m_table->addMenuEntry(tr("Review"), review);
    connect(m_history, &QPushButton::clicked, this, &ConflictPage::showHistory);
    m_table->addMenuEntry(tr("History…"), [this] { showHistory(); });
    m_opener->addTo(*m_table);
    m_opener->addTo(m_settled->table());
    m_settled->table().addMenuEntry(tr("History…"), [this] { showHistory(); });
    connect(m_settled, &SettledView::currentChanged, this, &ConflictPage::updateHead);
    m_table->addMenuEntry(tr("Copy page id"), [this] { QGuiApplication::clipboard()->setText(m_table->currentId()); });
    connect(m_previous, &QPushButton::clicked, this, [this] { stepConflict(false); });
    connect(m_next, &QPushButton::clicked, this, [this] { stepConflict(true); });
    connect(m_review, &ConflictReview::recorded, this, &ConflictPage::advance);
    connect(m_review, &ConflictReview::closed, this, &ConflictPage::closeReview);
    connect(&ui.models.conflicts, &TableModel::loadChanged, this, &ConflictPage::updateHead);
    connect(&ui.models.conflicts, &QAbstractItemModel::dataChanged, this, &ConflictPage::updateHead);
    connect(&ui.models.conflicts, &QAbstractItemModel::modelReset, this, [this] {
        if (this->ui().models.conflicts.rowOf(m_review->page()) < 0) closeReview();
        m_table->keepRowChosen();
    });
    connect(m_table, &TableView::selectedIdsChanged, this, &ConflictPage::updateHead);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &ConflictPage::updateBulk);
    updateHead();
}

void ConflictPage::build() {
    m_previous = make::button(
        ui().theme,
        {tr("Previous"), QStringLiteral("previousConflict"), {}, "", tr("Previous undecided (Ctrl+Shift+PgUp)")});
    m_next = make::button(
        ui().theme, {tr("Next"), QStringLiteral("nextConflict"), {}, "", tr("Next undecided (Ctrl+Shift+PgDown)")});
    m_open = make::button(ui().theme, {tr("Review"), QStringLiteral("openConflictButton"), QStringLiteral("conflicts"),
                                       "primary", tr("Three texts side by side (Return)")});
    m_opener = new PageOpener(ui(), QStringLiteral("conflict"), this);
    m_history =
        make::button(ui().theme, {tr("History…"), QStringLiteral("conflictHistoryButton"), QStringLiteral("runs"),
                                  "plain", tr("Who changed the page when, on both sides")});
    addAction(m_opener->makeButtons());
    addAction(m_history);
    addAction(m_previous);
    addAction(m_next);
    addAction(m_open);
    m_filters = new FilterBar(ui().theme, tr("Filter conflicts"));
    m_filters->addChip(-1, tr("Open"));
    m_filters->addChip(SettledModel::ByRule, tr("Settled by rule"));
    m_filters->addChip(SettledModel::ByPeople, tr("Settled by people"));
    addToolRow(m_filters);
    m_policy = new PolicyBar(ui());
    m_table = new TableView(ui().theme, {48, true, tr("Conflicts"), QStringLiteral("conflictTable")});
    m_table->setModel(&m_filter);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(ConflictModel::Age, Qt::AscendingOrder);
    m_table->setColumnWidths({0, 120, 166, 132, 132, 76, 126, 104});
    auto *frame =
        new ListFrame(ui().theme, ui().models.conflicts, m_table,
                      {QStringLiteral("check"), tr("No open conflicts."),
                       tr("A page appears here when wiki and git changed the same words. The rest of its space "
                          "goes on syncing."),
                       tr("Whether pages are in conflict is not known."), tr("No conflict matches.")});
    connect(frame, &ListFrame::retryRequested, this, &ConflictPage::refresh);
    connect(frame, &ListFrame::clearFilterRequested, m_filters, &FilterBar::clearFilter);
    m_review = new ConflictReview(ui());
    m_stack = new QStackedWidget;
    m_list = new QWidget;
    auto *column = new QVBoxLayout(m_list);
    make::margins(*column, 0, 0, 0);
    column->addWidget(frame, 1);
    column->addWidget(buildBulk());
    QWidget *foot = make::box("footer");
    auto *row = new QHBoxLayout(foot);
    make::margins(*row, space::kHuge, space::kSmall, 0);
    row->addWidget(m_policy);
    row->addStretch(1);
    column->addWidget(foot);
    m_settled = new SettledView(ui());
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_settled);
    m_stack->addWidget(m_review);
    setContent(m_stack);
}

void ConflictPage::refresh() {
    ui().commands.review.refreshConflicts();
    ui().commands.settled.refreshSettled();
}

void ConflictPage::mainVerb() {
    if (m_stack->currentWidget() == m_review)
        m_review->useResult();
    else if (!m_table->currentId().isEmpty())
        openConflict(PageId(m_table->currentId().toStdString()));
}

void ConflictPage::showHistory() {
    if (const auto shown = place(); shown && shown->page)
        PageHistoryDialog::openOf(ui(), shown->space, words::text(shown->page->str()), this);
}

void ConflictPage::clearFilter() {
    m_filters->clearFilter();
}

void ConflictPage::showOpen() {
    closeReview();
    m_filters->clearFilter();
}

void ConflictPage::showSettled() {
    closeReview();
    m_filters->setFilter({}, SettledModel::ByRule);
}

void ConflictPage::focusFilter() {
    closeReview();
    m_filters->focusSearch();
}

void ConflictPage::showList(const QSet<int> &groups) {
    if (const QList<int> chosen = groups.values(); !chosen.isEmpty()) m_settled->setGroup(chosen.first());
    m_stack->setCurrentWidget(groups.isEmpty() ? m_list : static_cast<QWidget *>(m_settled));
    updateHead();
}

void ConflictPage::stepChange(bool forward) {
    if (m_stack->currentWidget() == m_settled)
        m_settled->stepChange(forward);
    else
        m_review->stepChange(forward);
}

void ConflictPage::escape() {
    if (m_stack->currentWidget() == m_review)
        closeReview();
    else
        Page::escape();
}

void ConflictPage::openConflict(const PageId &page) {
    if (page.isEmpty()) return;
    m_review->open(page);
    m_stack->setCurrentWidget(m_review);
    updateHead();
}

void ConflictPage::closeReview() {
    m_review->keepDraft();
    if (m_stack->currentWidget() == m_review) m_stack->setCurrentWidget(m_list);
    updateHead();
}

void ConflictPage::stepConflict(bool forward) {
    const ConflictModel &model = ui().models.conflicts;
    const auto &all = model.conflicts();
    const int count = int(all.size());
    const int from = model.rowOf(m_review->page());
    for (int step = 1; step <= count; ++step) {
        const int row = ((from < 0 ? -1 : from) + (forward ? step : count - step) + count) % count;
        if (row != from && !model.isDecided(all[std::size_t(row)].page))
            return openConflict(all[std::size_t(row)].page);
    }
}

void ConflictPage::stepUndecided(bool forward) {
    if (m_stack->currentWidget() != m_review || !m_review->stepBlock(forward)) stepConflict(forward);
}

/// The next one that waits; the last one stays in sight.
void ConflictPage::advance() {
    const PageId decided = m_review->page();
    stepConflict(true);
    if (m_review->page() == decided) openConflict(decided);
}

void ConflictPage::keyPressEvent(QKeyEvent *event) {
    if (m_stack->currentWidget() != m_review || !reviewKey(*event)) Page::keyPressEvent(event);
}

bool ConflictPage::reviewKey(const QKeyEvent &event) {
    const bool control = event.modifiers().testFlag(Qt::ControlModifier);
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    // With Shift the number row gives other characters; its keys stay the same.
    const std::map<int, BlockTake> takes{{Qt::Key_1, BlockTake::Base},         {Qt::Key_Exclam, BlockTake::Base},
                                         {Qt::Key_2, BlockTake::Wiki},         {Qt::Key_At, BlockTake::Wiki},
                                         {Qt::Key_QuoteDbl, BlockTake::Wiki},  {Qt::Key_3, BlockTake::Git},
                                         {Qt::Key_NumberSign, BlockTake::Git}, {Qt::Key_section, BlockTake::Git}};
    if (!control && event.key() == Qt::Key_F2)
        m_review->edit();
    else if (!control && event.key() == Qt::Key_F9)
        m_review->switchLayout();
    else if (control && event.key() == Qt::Key_Z)
        shift ? m_review->redo() : m_review->undo();
    else if (const auto take = takes.find(event.key()); control && take != takes.end())
        shift ? m_review->chooseUndecided(take->second) : m_review->choose(take->second);
    else
        return false;
    return true;
}

void ConflictPage::updateHead() {
    const ConflictModel &conflicts = ui().models.conflicts;
    const int all = conflicts.rowCount();
    const SettledModel &settled = ui().models.settled;
    m_filters->setCount(-1, all);
    m_filters->setCount(SettledModel::ByRule, settled.countOf(SettledModel::ByRule));
    m_filters->setCount(SettledModel::ByPeople, settled.countOf(SettledModel::ByPeople));
    const bool reviewing = m_stack->currentWidget() == m_review;
    m_filters->setVisible(!reviewing && all + settled.rowCount() > 0);
    m_open->setVisible(m_stack->currentWidget() == m_list);
    const auto shown = place();
    m_policy->parentWidget()->setVisible(shown.has_value());
    m_policy->show(shown ? shown->space : SpaceId());
    m_open->setEnabled(!m_table->currentId().isEmpty());
    m_history->setEnabled(shown.has_value());
    m_opener->setPlace(shown);
    updateBulk();
    m_previous->setVisible(reviewing && all > 1);
    m_next->setVisible(reviewing && all > 1);
    setSentence(sentence());
}

std::optional<PagePlace> ConflictPage::place() const {
    const auto placeOf = [](const auto &shown) { return PagePlace{shown.space, shown.page, shown.path}; };
    if (m_stack->currentWidget() == m_settled) {
        const SettledSummary *settled = m_settled->current();
        return settled ? std::optional(placeOf(*settled)) : std::nullopt;
    }
    const ConflictModel &conflicts = ui().models.conflicts;
    const bool reviewing = m_stack->currentWidget() == m_review;
    const int row = conflicts.rowOf(reviewing ? m_review->page() : PageId(m_table->currentId().toStdString()));
    return row < 0 ? std::nullopt : std::optional(placeOf(conflicts.conflicts()[std::size_t(row)]));
}

QString ConflictPage::sentence() const {
    const ConflictModel &conflicts = ui().models.conflicts;
    const auto &asOf = conflicts.load().asOf;
    if (!asOf) return {};
    const int all = conflicts.rowCount(), open = conflicts.undecided(), unseen = ui().models.settled.unseen();
    QStringList parts;
    if (all > 0) parts << tr("%n open.", nullptr, open);
    if (all > open) parts << tr("%n decided and waiting for the next run.", nullptr, all - open);
    if (unseen > 0) parts << tr("%n settled by a rule and not looked at.", nullptr, unseen);
    return (parts << tr("As of %1.").arg(words::timeOfDay(*asOf, conflicts.now()))).join(QLatin1Char(' '));
}

}  // namespace wikivault
