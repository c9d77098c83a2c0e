#include "models/schedule_model.h"

#include "models/cell.h"
#include "models/words.h"

#include <QLocale>

#include <algorithm>
#include <limits>

namespace wikivault {

namespace {

const QString kNothing = QStringLiteral(u"–");

QString waitWord(ScheduleModel::Wait wait) {
    switch (wait) {
        case ScheduleModel::Wait::Running: return ScheduleModel::tr("Running");
        case ScheduleModel::Wait::Due: return ScheduleModel::tr("Due");
        case ScheduleModel::Wait::Waiting: return ScheduleModel::tr("Waits");
        case ScheduleModel::Wait::BackingOff: return ScheduleModel::tr("Waits after failures");
        case ScheduleModel::Wait::Quiet: return ScheduleModel::tr("Quiet hours");
        case ScheduleModel::Wait::Paused: return ScheduleModel::tr("Paused");
        case ScheduleModel::Wait::Observed: return ScheduleModel::tr("Observer");
        case ScheduleModel::Wait::Off: return ScheduleModel::tr("Off");
    }
    return {};
}

Mark waitMark(ScheduleModel::Wait wait) {
    switch (wait) {
        case ScheduleModel::Wait::Running: return Mark::Running;
        case ScheduleModel::Wait::Due: return Mark::Pending;
        case ScheduleModel::Wait::Waiting: return Mark::InSync;
        case ScheduleModel::Wait::BackingOff: return Mark::Failing;
        case ScheduleModel::Wait::Quiet:
        case ScheduleModel::Wait::Paused: return Mark::Paused;
        case ScheduleModel::Wait::Observed:
        case ScheduleModel::Wait::Off: return Mark::Off;
    }
    return Mark::None;
}

}  // namespace

ScheduleModel::ScheduleModel(QObject *parent)
    : TableModel({tr("Space"), tr("State"), tr("Next run"), tr("Looks every"), tr("Spread"), tr("Quiet hours"),
                  tr("Failures"), tr("Last success")},
                 parent) {}

void ScheduleModel::setDrive(Drive drive, const std::vector<SpaceRow> &rows, TimePoint now) {
    std::vector<Row> next;
    next.reserve(rows.size());
    for (const SpaceRow &row : rows) {
        const auto known = std::lower_bound(drive.spaces.begin(), drive.spaces.end(), row.space.id,
                                            [](const SpaceSchedule &one, const SpaceId &id) { return one.space < id; });
        Row &made = next.emplace_back();
        if (known != drive.spaces.end() && known->space == row.space.id) made.schedule = *known;
        made.schedule.space = row.space.id;
        made.schedule.selected = row.space.selected;
        made.schedule.paused = isPaused(row.pause, now);
        made.name = words::text(row.space.name);
        made.pause = row.pause;
        made.lastRun = row.lastSuccess;
    }
    const bool same = next.size() == m_rows.size() &&
                      std::equal(next.begin(), next.end(), m_rows.begin(),
                                 [](const Row &a, const Row &b) { return a.schedule.space == b.schedule.space; });
    if (!same) beginResetModel();
    m_rows = std::move(next);
    m_drive = std::move(drive);
    if (!same) endResetModel();
    setNow(now);
    if (same && !m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    finishLoad(now);
}

ScheduleModel::Wait ScheduleModel::waitOf(const Row &row) const {
    if (row.schedule.running) return Wait::Running;
    if (!m_drive.policy.enabled || !row.schedule.selected) return Wait::Off;
    if (row.schedule.paused) return Wait::Paused;
    if (m_drive.elsewhere) return Wait::Observed;
    if (m_drive.policy.quiet.cover(now())) return Wait::Quiet;
    const auto at = nextOf(row);
    if (at && *at <= now()) return Wait::Due;
    return row.schedule.failures > 0 ? Wait::BackingOff : Wait::Waiting;
}

std::optional<TimePoint> ScheduleModel::nextOf(const Row &row) const {
    const bool isPaused = row.schedule.selected && row.schedule.paused && row.pause;
    if (m_drive.policy.enabled && isPaused) return row.pause->until;
    if (!polls()) return {};
    return dueAt(row.schedule, m_drive.policy, now());
}

QVariant ScheduleModel::nextOf(const SpaceId &space, int role) const {
    const auto row =
        std::find_if(m_rows.begin(), m_rows.end(), [&space](const Row &each) { return each.schedule.space == space; });
    if (row != m_rows.end()) return data(index(int(row - m_rows.begin()), Next), role);
    return role == SortRole ? QVariant(std::numeric_limits<qint64>::max()) : QVariant(kNothing);
}

int ScheduleModel::countOf(Wait wait) const {
    return int(std::count_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return waitOf(row) == wait; }));
}

std::vector<SpaceId> ScheduleModel::due() const {
    SchedulePolicy loud = m_drive.policy;
    loud.quiet = {};
    std::vector<SpaceId> spaces;
    for (const Row &row : m_rows) {
        const Wait wait = waitOf(row);
        const auto at = dueAt(row.schedule, loud, now());
        const bool isKept = wait == Wait::Quiet && at && (*at <= now() || row.schedule.failures > 0);
        if (isKept || wait == Wait::Due || wait == Wait::BackingOff) spaces.push_back(row.schedule.space);
    }
    return spaces;
}

int ScheduleModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString ScheduleModel::sentenceOf(const Row &row) const {
    switch (waitOf(row)) {
        case Wait::Running: return tr("A run is on its way.");
        case Wait::Due: return tr("Runs as soon as there is room for it.");
        case Wait::BackingOff: return tr("Every failure makes the wait longer, up to an hour.");
        case Wait::Quiet: return tr("No run begins by itself until then; one by hand does.");
        case Wait::Paused:
            return row.pause && !row.pause->reason.empty() ? words::text(row.pause->reason)
                                                           : tr("No run begins until then.");
        case Wait::Observed:
            return m_drive.driver.isEmpty() ? tr("This console does not poll it.")
                                            : tr("Driven by %1.").arg(m_drive.driver);
        case Wait::Off:
            if (!row.schedule.selected) return tr("Not enabled.");
            return m_drive.isReadOnly ? tr("This console was started read-only.") : tr("Sync is switched off.");
        case Wait::Waiting: break;
    }
    if (row.schedule.changed) return tr("It changed; the next run comes soon.");
    return row.schedule.resting ? tr("Nothing to do; a change would be noticed at once.") : QString();
}

QString ScheduleModel::display(const Row &row, int column) const {
    const bool planned = polls() && row.schedule.selected;
    switch (column) {
        case SpaceName: return row.name;
        case State: return waitWord(waitOf(row));
        case Next: {
            const auto at = nextOf(row);
            if (row.schedule.paused && planned && !at) return tr("when resumed");
            if (!at || row.schedule.running) return kNothing;
            return *at <= now() ? tr("now")
                                : tr("in %1").arg(words::span(std::chrono::ceil<std::chrono::seconds>(*at - now())));
        }
        case Every: {
            if (!planned) return kNothing;
            const auto &policy = m_drive.policy;
            return words::span(row.schedule.resting ? std::max(policy.rest, policy.interval) : policy.interval);
        }
        case Spread:
            return planned ? QStringLiteral("+%1 %").arg(QLocale().toString(row.schedule.jitter * 10, 'f', 1))
                           : kNothing;
        case Hours: return planned && m_drive.policy.quiet.isOn ? words::text(toText(m_drive.policy.quiet)) : kNothing;
        case BackOff: return row.schedule.failures > 0 ? QString::number(row.schedule.failures) : kNothing;
        default: return row.lastRun ? words::ago(*row.lastRun, now()) : tr("never");
    }
}

QVariant ScheduleModel::sortKey(const Row &row, int column) const {
    switch (column) {
        case State: return int(waitOf(row));
        case Next: {
            const auto at = nextOf(row);
            return qint64(at ? at->time_since_epoch().count() : std::numeric_limits<qint64>::max());
        }
        case Spread: return row.schedule.jitter;
        case BackOff: return row.schedule.failures;
        case LastRun: return qint64(row.lastRun ? row.lastRun->time_since_epoch().count() : 0);
        default: return display(row, column);
    }
}

QVariant ScheduleModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole: return display(row, column);
        case Qt::AccessibleTextRole:
            return column == State ? tr("%1. %2").arg(display(row, State), sentenceOf(row)) : display(row, column);
        case Qt::ToolTipRole:
            if (column == Next && nextOf(row) && *nextOf(row) > now()) return words::fullTime(*nextOf(row));
            if (column == Spread)
                return tr(
                    "Every wait of this space is longer by this much, so that the spaces do not all run at once.");
            return column == State ? sentenceOf(row) : display(row, column);
        case CellKindRole: return int(column == State ? CellKind::State : CellKind::Text);
        case MarkRole: return int(column == State ? waitMark(waitOf(row)) : Mark::None);
        case ToneRole: return int(column == SpaceName || column == Next ? Tone::Normal : Tone::Muted);
        case SubtitleRole: return column == State ? sentenceOf(row) : QString();
        case SortRole: return sortKey(row, column);
        case FilterRole: return row.name;
        case GroupRole: return int(waitOf(row));
        case IdRole: return words::text(row.schedule.space.str());
        default: return {};
    }
}

}  // namespace wikivault
