#include "ui/run_scope.h"

#include "models/words.h"
#include "ui/widgets.h"

#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include <algorithm>

namespace wikivault {

namespace {
constexpr int kWidestSpace = 220;
const char *const kTriggers[] = {"manual", "poll", "event", "control", "conflict", "apply", "undo", "restore"};
}  // namespace

RunScope::RunScope(const ConsoleModels &models, QWidget *parent)
    : QWidget(parent),
      m_models(models),
      m_space(new QComboBox),
      m_trigger(new QComboBox),
      m_days(new QComboBox) {
    auto *row = new QHBoxLayout(this);
    make::margins(*row, 0, 0, space::kSmall);
    const std::tuple<QComboBox *, QString, QString> boxes[] = {
        {m_space, QStringLiteral("runSpaceChoice"), tr("Runs of which space")},
        {m_trigger, QStringLiteral("runTriggerChoice"), tr("Runs that began for which reason")},
        {m_days, QStringLiteral("runDaysChoice"), tr("Runs of which days")}};
    for (const auto &[box, name, spoken] : boxes) {
        box->setObjectName(name);
        box->setAccessibleName(spoken);
        box->setToolTip(spoken);
        box->setMaxVisibleItems(20);
        row->addWidget(box);
    }
    m_space->setMaximumWidth(kWidestSpace);
    m_trigger->addItem(tr("Any reason"));
    for (const char *trigger : kTriggers)
        m_trigger->addItem(words::trigger(trigger), QString::fromLatin1(trigger));
    m_days->addItem(tr("Any day"), 0);
    m_days->addItem(tr("Today"), 1);
    for (const int days : {7, 30})
        m_days->addItem(tr("Last %n day(s)", nullptr, days), days);
    m_space->addItem(tr("All spaces"));
    listSpaces();
    connect(&models.spaces, &TableModel::loadChanged, this, &RunScope::listSpaces);
    connect(m_space, &QComboBox::currentIndexChanged, this, &RunScope::spaceChosen);
    connect(m_trigger, &QComboBox::currentIndexChanged, this, &RunScope::changed);
    connect(m_days, &QComboBox::currentIndexChanged, this, &RunScope::changed);
}

/// By name; what is chosen stays so.
void RunScope::listSpaces() {
    std::vector<std::pair<QString, QString>> names;
    for (const SpaceRow &row : m_models.spaces.rows())
        names.emplace_back(words::text(row.space.name), words::text(row.space.id.str()));
    if (names == m_names) return;
    m_names = names;
    std::sort(names.begin(), names.end(),
              [](const auto &a, const auto &b) { return a.first.localeAwareCompare(b.first) < 0; });
    const QString chosen = m_space->currentData().toString();
    {
        const QSignalBlocker quiet(m_space);
        m_space->clear();
        m_space->addItem(tr("All spaces"));
        for (const auto &[name, id] : names)
            m_space->addItem(name, id);
        m_space->setCurrentIndex(std::max(0, m_space->findData(chosen)));
    }
    if (m_space->currentData().toString() != chosen) emit spaceChosen();
}

std::optional<SpaceId> RunScope::space() const {
    const QString id = m_space->currentData().toString();
    return id.isEmpty() ? std::nullopt : std::optional(SpaceId(id.toStdString()));
}

bool RunScope::accepts(const RunRecord &run) const {
    const QString trigger = m_trigger->currentData().toString();
    if (!trigger.isEmpty() && words::text(run.trigger) != trigger) return false;
    const int days = m_days->currentData().toInt();
    if (days == 0) return true;
    const auto dayOf = [](TimePoint at) {
        return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count()).date();
    };
    return dayOf(run.startedAt).daysTo(dayOf(m_models.runs.now())) < days;
}

void RunScope::clear() {
    for (QComboBox *box : {m_space, m_trigger, m_days})
        box->setCurrentIndex(0);
}

}  // namespace wikivault
