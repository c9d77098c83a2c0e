#include "ui/log_page.h"

#include "models/log_scope.h"
#include "models/words.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/log_scope_bar.h"
#include "ui/widgets.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>

namespace wikivault {

LogPage::LogPage(const UiContext &ui)
    : Page(ui, {tr("Log"), QStringLiteral("logPage")}),
      m_filter(ui.models.log, this) {
    build();
    m_filters->narrow(m_filter);
    connect(m_scope, &LogScopeBar::changed, this, &LogPage::narrow);
    connect(m_table, &TableView::opened, this, &LogPage::openRun);
    connect(&ui.models.log, &TableModel::loadChanged, this, &LogPage::updateHead);
    updateHead();
}

void LogPage::build() {
    m_follow = new QCheckBox(tr("Follow"));
    m_follow->setObjectName(QStringLiteral("followCheck"));
    m_follow->setToolTip(tr("Keep the newest line in sight"));
    m_follow->setChecked(true);
    QPushButton *copy = make::button(ui().theme, {tr("Copy"), QStringLiteral("copyLogButton"), QStringLiteral("copy"),
                                                  "", tr("Copy the selected lines")});
    connect(copy, &QPushButton::clicked, this, &LogPage::copySelected);
    m_scope = new LogScopeBar(ui().models);
    addAction(m_scope);
    addAction(m_follow);
    addAction(copy);
    m_filters = new FilterBar(ui().theme, tr("Filter messages"));
    m_filters->addChip(-1, tr("All"));
    m_filters->addChip(int(LogLevel::Error), tr("Errors"));
    m_filters->addChip(int(LogLevel::Warning), tr("Warnings"));
    m_filters->addChip(int(LogLevel::Info), tr("Info"));
    m_filters->addChip(int(LogLevel::Debug), tr("Debug"));
    addToolRow(m_filters);
    m_table = new TableView(ui().theme, {26, true, tr("Log messages"), QStringLiteral("logTable")});
    m_table->setModel(&m_filter);
    m_table->setColumnWidths({110, 156, 0});
    m_table->addMenuEntry(tr("Show the run"), [this] { openRun(m_table->currentIndex()); });
    m_table->addMenuEntry(tr("Copy"), [this] { copySelected(); });
    auto *frame = new ListFrame(ui().theme, ui().models.log, m_table,
                                {QStringLiteral("log"), tr("Nothing logged yet."), {}, {}, tr("No message matches.")});
    connect(frame, &ListFrame::clearFilterRequested, this, &LogPage::clearFilter);
    setContent(frame);
}

void LogPage::clearFilter() {
    m_filters->clearFilter();
    m_scope->clear();
}

void LogPage::narrow() {
    m_filter.setRule([this](int row) { return m_scope->accepts(ui().models.log.at(row)); });
}

void LogPage::openRun(const QModelIndex &line) {
    const int row = m_filter.sourceRow(line);
    const auto run = row < 0 ? std::nullopt : log_scope::runIn(ui().models.log.at(row));
    if (run) emit runRequested(words::text(run->str()));
}

void LogPage::focusFilter() {
    m_filters->focusSearch();
}

void LogPage::updateHead() {
    const LogModel &log = ui().models.log;
    m_filters->setCount(-1, log.rowCount());
    for (const LogLevel level : {LogLevel::Error, LogLevel::Warning, LogLevel::Info, LogLevel::Debug})
        m_filters->setCount(int(level), log.countOf(level));
    setSentence(tr("What this console did, newest at the bottom; the last %1 lines.")
                    .arg(QLocale().toString(int(LogModel::kLimit))));
    if (m_follow->isChecked()) m_table->scrollToBottom();
}

void LogPage::copySelected() {
    QStringList lines;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        QStringList cells;
        for (int column = 0; column < m_filter.columnCount(); ++column)
            cells << index.siblingAtColumn(column).data().toString();
        lines << cells.join(QLatin1Char('\t'));
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

}  // namespace wikivault
