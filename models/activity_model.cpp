#include "models/activity_model.h"

#include "models/cell.h"
#include "models/engine_text.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

namespace {

Mark markOf(const Activity &activity) {
    if (activity.solvedAt) return Mark::InSync;
    switch (activity.kind) {
        case ActivityKind::Failing: return Mark::Failing;
        case ActivityKind::Conflict: return Mark::Conflicts;
        case ActivityKind::Settled: return Mark::Pending;
        case ActivityKind::Guard:
        case ActivityKind::StuckLock: return Mark::Blocked;
    }
    return Mark::None;
}

QString kindWord(const Activity &activity) {
    if (activity.solvedAt) return ActivityModel::tr("Solved");
    switch (activity.kind) {
        case ActivityKind::Failing: return ActivityModel::tr("Failing");
        case ActivityKind::Conflict: return ActivityModel::tr("Conflicts");
        case ActivityKind::Settled: return ActivityModel::tr("Settled by rule");
        case ActivityKind::Guard: return ActivityModel::tr("Held back");
        case ActivityKind::StuckLock: return ActivityModel::tr("Locked");
    }
    return {};
}

}  // namespace

ActivityModel::ActivityModel(NameOf nameOf, QObject *parent)
    : TableModel({tr("State"), tr("Space"), tr("What"), tr("Since"), tr("What to do")}, parent),
      m_nameOf(std::move(nameOf)) {}

void ActivityModel::setChange(ActivityChange change, TimePoint now) {
    if (change.all != m_all) {
        beginResetModel();
        m_all = change.all;
        endResetModel();
    }
    finishLoad(now);
    if (!change.begun.empty() || !change.solved.empty()) emit moved(change);
}

const Activity *ActivityModel::at(int row) const {
    return row < 0 || row >= rowCount() ? nullptr : &m_all[std::size_t(row)];
}

int ActivityModel::open() const {
    return int(std::count_if(m_all.begin(), m_all.end(), [](const Activity &one) { return !one.solvedAt; }));
}

Tone ActivityModel::worst() const {
    const auto has = [this](ActivityKind kind) {
        return std::any_of(m_all.begin(), m_all.end(),
                           [kind](const Activity &one) { return !one.solvedAt && one.kind == kind; });
    };
    if (has(ActivityKind::Failing)) return Tone::Danger;
    if (has(ActivityKind::StuckLock) || has(ActivityKind::Guard)) return Tone::Blocked;
    return has(ActivityKind::Conflict) ? Tone::Conflict : Tone::Attention;
}

void ActivityModel::setLevel(NoticeLevel level) {
    if (m_level == level) return;
    m_level = level;
    emit levelChanged();
}

void ActivityModel::setOwnLevels(OwnLevels levels) {
    if (m_ownLevels == levels) return;
    m_ownLevels = std::move(levels);
    emit levelChanged();
}

void ActivityModel::setOwnLevel(const std::vector<SpaceId> &spaces, const std::optional<NoticeLevel> &level) {
    OwnLevels levels = m_ownLevels;
    for (const SpaceId &space : spaces)
        if (level)
            levels[space] = *level;
        else
            levels.erase(space);
    setOwnLevels(std::move(levels));
}

NoticeLevel ActivityModel::levelOf(const SpaceId &space) const {
    const auto own = m_ownLevels.find(space);
    return own == m_ownLevels.end() ? m_level : own->second;
}

void ActivityModel::setQuiet(const QuietHours &quiet) {
    if (m_quiet == quiet) return;
    m_quiet = quiet;
    emit levelChanged();
}

void ActivityModel::setWhyNoNotices(const QString &sentence) {
    if (m_whyNoNotices == sentence) return;
    m_whyNoNotices = sentence;
    emit levelChanged();
}

QString ActivityModel::what(const Activity &activity) {
    switch (activity.kind) {
        case ActivityKind::Failing: return engineText(activity.detail);
        case ActivityKind::Conflict:
            return tr("Both sides changed %n page(s) differently; a person has to choose.", nullptr, activity.count);
        case ActivityKind::Settled:
            return tr("A rule chose between two texts on %n page(s); nobody has looked yet.", nullptr, activity.count);
        case ActivityKind::Guard: return tr("The deletion guard holds back %n change(s).", nullptr, activity.count);
        case ActivityKind::StuckLock:
            return tr("Held for longer than a run takes by %1.").arg(engineText(activity.detail));
    }
    return {};
}

QString ActivityModel::todo(ActivityKind kind) {
    switch (kind) {
        case ActivityKind::Failing: return tr("Show the run");
        case ActivityKind::Conflict: return tr("Review");
        case ActivityKind::Settled: return tr("Look at them");
        case ActivityKind::Guard: return tr("Preview");
        case ActivityKind::StuckLock: return tr("Show the lock");
    }
    return {};
}

int ActivityModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_all.size());
}

QString ActivityModel::display(const Activity &activity, int column) const {
    switch (column) {
        case State: return kindWord(activity);
        case SpaceName: return m_nameOf(activity.space);
        case What: return what(activity);
        case Since: return words::ago(activity.since, now());
        default: return activity.solvedAt ? QString() : todo(activity.kind);
    }
}

QVariant ActivityModel::sortKey(const Activity &activity, int column) const {
    if (column == Since) return qint64(activity.since.time_since_epoch().count());
    return display(activity, column);
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Activity &activity = m_all[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: return display(activity, column);
        case Qt::ToolTipRole: return column == Since ? words::fullTime(activity.since) : display(activity, column);
        case CellKindRole:
            if (column == State) return int(CellKind::State);
            return int(column == What ? CellKind::Page : CellKind::Text);
        case MarkRole: return int(column == State ? markOf(activity) : Mark::None);
        case ToneRole:
            if (activity.solvedAt) return int(Tone::Muted);
            return int(column == Todo ? Tone::Accent : column == Since ? Tone::Muted : Tone::Normal);
        case SubtitleRole:
            if (column != What) return QString();
            if (!activity.solvedAt) return tr("since %1").arg(words::fullTime(activity.since));
            return tr("solved %1, after %2")
                .arg(words::ago(*activity.solvedAt, now()), words::span(*activity.solvedAt - activity.since));
        case SortRole: return sortKey(activity, column);
        case FilterRole: return display(activity, SpaceName) + QLatin1Char(' ') + what(activity);
        case GroupRole: return int(activity.solvedAt ? Solved : Open);
        case IdRole:
            return QStringLiteral("%1 %2 %3")
                .arg(words::text(activity.space.str()))
                .arg(int(activity.kind))
                .arg(activity.since.time_since_epoch().count());
        default: return {};
    }
}

}  // namespace wikivault
