#include "ui/log_scope_bar.h"

#include "models/log_scope.h"
#include "models/words.h"
#include "ui/space_choice.h"
#include "ui/widgets.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>

namespace wikivault {

namespace {
constexpr int kMostRuns = 50, kWidestRun = 220;
}  // namespace

LogScopeBar::LogScopeBar(const ConsoleModels &models, QWidget *parent)
    : QWidget(parent),
      m_models(models),
      m_spaces(new SpaceChoice(models.spaces, QStringLiteral("logSpaceChoice"), tr("Messages about which space"))),
      m_runs(new QComboBox) {
    m_runs->setObjectName(QStringLiteral("logRunChoice"));
    m_runs->setAccessibleName(tr("Messages of which run"));
    m_runs->setToolTip(tr("Messages of which run"));
    m_runs->setMaximumWidth(kWidestRun);
    auto *row = new QHBoxLayout(this);
    make::margins(*row, 0, 0, space::kSmall);
    row->addWidget(m_spaces);
    row->addWidget(m_runs);
    listRuns();
    connect(m_spaces, &SpaceChoice::changed, this, [this] {
        follow();
        listRuns();
        emit changed();
    });
    connect(m_runs, &QComboBox::currentIndexChanged, this, [this] {
        follow();
        emit changed();
    });
    connect(&models.runs, &TableModel::loadChanged, this, &LogScopeBar::listRuns);
}

QString LogScopeBar::nameOf(const RunRecord &run) const {
    return tr("Run %1, %2, %3")
        .arg(words::text(run.id.str()), m_models.spaces.nameOf(run.space),
             words::timeOfDay(run.startedAt, m_models.runs.now()));
}

/// The newest ones of the space; what is chosen stays so.
void LogScopeBar::listRuns() {
    const RunRecord *known = m_run ? m_models.runs.find(m_run->id) : nullptr;
    if (known) m_run = *known;  // it may have ended meanwhile
    QStringList ids, names;
    const auto add = [&](const RunRecord &run) {
        ids << words::text(run.id.str());
        names << nameOf(run);
    };
    if (m_run && (!m_space || m_run->space == m_space->id)) add(*m_run);
    for (const RunRecord &run : m_models.runs.runs()) {
        if (ids.size() >= kMostRuns) break;
        if ((!m_space || run.space == m_space->id) && (!m_run || run.id != m_run->id)) add(run);
    }
    if (ids == m_listed && m_runs->count() > 0) return;
    m_listed = ids;
    const QString chosen = m_run ? words::text(m_run->id.str()) : QString();
    {
        const QSignalBlocker quiet(m_runs);
        m_runs->clear();
        m_runs->addItem(tr("All runs"));
        for (int i = 0; i < int(ids.size()); ++i)
            m_runs->addItem(names[i], ids[i]);
        m_runs->setCurrentIndex(std::max(0, m_runs->findData(chosen)));
    }
    if (m_runs->currentData().toString() != chosen) emit m_runs->currentIndexChanged(m_runs->currentIndex());
}

void LogScopeBar::follow() {
    const auto chosen = m_spaces->space();
    const SpaceRow *row = chosen ? m_models.spaces.find(*chosen) : nullptr;
    m_space = row ? std::optional(row->space) : std::nullopt;
    const RunId id(m_runs->currentData().toString().toStdString());
    if (m_run && m_run->id == id) return;
    const RunRecord *run = m_models.runs.find(id);
    m_run = run ? std::optional(*run) : std::nullopt;
}

bool LogScopeBar::accepts(const LogEntry &line) const {
    if (m_run) {
        const SpaceRow *row = m_models.spaces.find(m_run->space);
        return log_scope::isOfRun(line, *m_run, row ? &row->space : nullptr);
    }
    return !m_space || log_scope::isOfSpace(line, *m_space);
}

void LogScopeBar::clear() {
    m_spaces->setCurrentIndex(0);
    m_runs->setCurrentIndex(0);
}

}  // namespace wikivault
