#include "ui/activity_page.h"

#include "models/words.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/notice_menu.h"
#include "ui/widgets.h"

#include <QComboBox>

namespace wikivault {

ActivityPage::ActivityPage(const UiContext &ui)
    : Page(ui, {tr("Activity"), QStringLiteral("activityPage")}),
      m_filter(ui.models.activity, this) {
    buildNotices();
    m_open =
        make::button(ui.theme, {tr("Look at it"), QStringLiteral("activityOpenButton"), QStringLiteral("arrow-right"),
                                "primary", tr("Opens the page where it can be solved (Return)")});
    addAction(m_open);
    m_filters = new FilterBar(ui.theme, tr("Filter activity"));
    m_filters->addChip(-1, tr("All"));
    m_filters->addChip(ActivityModel::Open, tr("Open"));
    m_filters->addChip(ActivityModel::Solved, tr("Solved"));
    addToolRow(m_filters);
    m_table = new TableView(ui.theme, {52, false, tr("Activity"), QStringLiteral("activityTable")});
    m_table->setModel(&m_filter);
    m_table->setColumnWidths({150, 190, 0, 116, 136});
    auto *frame = new ListFrame(
        ui.theme, ui.models.activity, m_table,
        {QStringLiteral("check"), tr("Nothing needs attention."), tr("What does is listed here until it is solved."),
         tr("What needs attention is not known."), tr("Nothing matches.")});
    connect(frame, &ListFrame::retryRequested, this, &ActivityPage::refresh);
    connect(frame, &ListFrame::clearFilterRequested, m_filters, &FilterBar::clearFilter);
    setContent(frame);
    m_filters->narrow(m_filter);
    addNoticeMenu(*m_table, ui.models.activity, [this]() -> std::vector<SpaceId> {
        const Activity *chosen = this->ui().models.activity.at(m_filter.sourceRow(m_table->currentIndex()));
        return chosen ? std::vector{chosen->space} : std::vector<SpaceId>();
    });
    connect(m_table, &TableView::opened, this, &ActivityPage::mainVerb);
    connect(m_table, &TableView::selectedIdsChanged, this, &ActivityPage::updateVerb);
    connect(m_open, &QPushButton::clicked, this, &ActivityPage::mainVerb);
    connect(&ui.models.activity, &TableModel::loadChanged, this, &ActivityPage::updateHead);
    connect(&ui.models.activity, &QAbstractItemModel::modelReset, m_table, &TableView::keepRowChosen);
    updateHead();
    updateVerb();
}

void ActivityPage::buildNotices() {
    m_level = new QComboBox;
    m_level->setObjectName(QStringLiteral("noticeLevel"));
    m_level->setAccessibleName(tr("Desktop notices"));
    m_level->addItem(tr("Desktop notices: off"), int(NoticeLevel::Off));
    m_level->addItem(tr("Desktop notices: errors only"), int(NoticeLevel::Errors));
    m_level->addItem(tr("Desktop notices: all"), int(NoticeLevel::All));
    addAction(m_level);
    connect(m_level, &QComboBox::activated, this,
            [this] { ui().models.activity.setLevel(NoticeLevel(m_level->currentData().toInt())); });
    connect(&ui().models.activity, &ActivityModel::levelChanged, this, &ActivityPage::updateNotices);
    updateNotices();
}

void ActivityPage::updateNotices() {
    const ActivityModel &activity = ui().models.activity;
    m_level->setCurrentIndex(m_level->findData(int(activity.level())));
    m_level->setEnabled(activity.whyNoNotices().isEmpty());
    QString tip =
        tr("Which changes are told outside this window: only when something begins or is solved. The menu of "
           "a row sets it for its space.");
    if (const int own = int(activity.ownLevels().size()); own > 0)
        tip += QLatin1Char(' ') + tr("Set otherwise for %n space(s).", nullptr, own);
    m_level->setToolTip(activity.whyNoNotices().isEmpty() ? tip : activity.whyNoNotices());
}

void ActivityPage::refresh() {
    ui().commands.spaces.refreshSpaces();
}

void ActivityPage::mainVerb() {
    const Activity *activity = ui().models.activity.at(m_filter.sourceRow(m_table->currentIndex()));
    if (activity && !activity->solvedAt) emit chosen(*activity);
}

void ActivityPage::focusFilter() {
    m_filters->focusSearch();
}

void ActivityPage::clearFilter() {
    m_filters->clearFilter();
}

void ActivityPage::updateHead() {
    const ActivityModel &activity = ui().models.activity;
    const int open = activity.open();
    m_filters->setCount(-1, activity.rowCount());
    m_filters->setCount(ActivityModel::Open, open);
    m_filters->setCount(ActivityModel::Solved, activity.rowCount() - open);
    m_filters->setVisible(activity.rowCount() > 0);
    const auto &[phase, error, asOf] = activity.load();
    if (!asOf) return setSentence({});
    const QString state = open > 0                       ? tr("%n thing(s) to look at.", nullptr, open)
                          : phase == Load::Phase::Failed ? tr("What needs attention is not known.")
                                                         : tr("Nothing needs attention.");
    QString text = state + QLatin1Char(' ') + tr("As of %1.").arg(words::timeOfDay(*asOf, activity.now()));
    if (!activity.whyNoNotices().isEmpty()) text += QLatin1Char(' ') + activity.whyNoNotices();
    setSentence(text);
    updateVerb();
}

void ActivityPage::updateVerb() {
    const Activity *activity = ui().models.activity.at(m_filter.sourceRow(m_table->currentIndex()));
    const bool isOpen = activity && !activity->solvedAt;
    m_open->setEnabled(isOpen);
    m_open->setText(isOpen ? ActivityModel::todo(activity->kind) : tr("Look at it"));
    m_open->setAccessibleName(m_open->text());
}

}  // namespace wikivault
