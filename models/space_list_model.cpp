#include "models/space_list_model.h"

#include "models/engine_text.h"
#include "models/words.h"

#include <algorithm>
#include <utility>

namespace wikivault {

namespace {
const QString kUnknownCount = QStringLiteral("?");
const QString kNoValue = QStringLiteral(u"–");
constexpr std::chrono::minutes kLookHolds{10};

bool sameSpaces(const std::vector<SpaceRow> &a, const std::vector<SpaceRow> &b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const SpaceRow &x, const SpaceRow &y) { return x.space.id == y.space.id; });
}

int urgency(SpaceState state) {
    const auto &order = SpaceListModel::worstFirst();
    return int(std::find(order.begin(), order.end(), state) - order.begin());
}
}  // namespace

const std::vector<SpaceState> &SpaceListModel::worstFirst() {
    static const std::vector<SpaceState> order{SpaceState::Failing, SpaceState::Conflicts, SpaceState::Blocked,
                                               SpaceState::Running, SpaceState::Pending,   SpaceState::Unknown,
                                               SpaceState::Paused,  SpaceState::InSync,    SpaceState::Off};
    return order;
}

SpaceListModel::SpaceListModel(CellOf nextOf, CellOf remoteOf, QObject *parent)
    : TableModel({tr("Space"), tr("State"), tr("Wiki → Git"), tr("Git → Wiki"), tr("Conflicts"), tr("Last success"),
                  tr("Next run"), tr("Lock"), tr("Remote")},
                 parent),
      m_nextOf(std::move(nextOf)),
      m_remoteOf(std::move(remoteOf)) {}

void SpaceListModel::setRows(std::vector<SpaceRow> rows, TimePoint now) {
    if (sameSpaces(m_rows, rows)) {
        m_rows = std::move(rows);
        touchAll();
    } else {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }
    finishLoad(now);
}

void SpaceListModel::setProgress(const RunProgress &progress) {
    m_progress[progress.space] = progress;
    touch(progress.space);
}

void SpaceListModel::clearProgress(const SpaceId &space) {
    m_progress.erase(space);
    touch(space);
}

void SpaceListModel::setPending(const SpaceId &space, const PendingCounts &counts) {
    m_looks[space] = {counts, now()};
    touch(space);
}

void SpaceListModel::forgetPending(const SpaceId &space) {
    m_looks.erase(space);
    touch(space);
}

void SpaceListModel::setSession(TimePoint begun) {
    m_begun = begun;
    touchAll();
}

void SpaceListModel::setKeptElsewhere(bool kept) {
    if (std::exchange(m_keptElsewhere, kept) != kept) touchAll();
}

void SpaceListModel::setFollowed(bool followed) {
    if (std::exchange(m_followed, followed) != followed) touchAll();
}

void SpaceListModel::touchAll() {
    if (!m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void SpaceListModel::touch(const SpaceId &space) {
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [&](const auto &row) { return row.space.id == space; });
    if (it == m_rows.end()) return;
    const int row = int(it - m_rows.begin());
    emit dataChanged(index(row, 0), index(row, columnCount() - 1));
}

const SpaceRow *SpaceListModel::find(const SpaceId &space) const {
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [&](const auto &row) { return row.space.id == space; });
    return it == m_rows.end() ? nullptr : &*it;
}

QString SpaceListModel::nameOf(const SpaceId &space) const {
    const SpaceRow *row = find(space);
    return words::text(row ? row->space.name : space.str());
}

QString SpaceListModel::namesOf(const std::vector<SpaceId> &spaces) const {
    QStringList names;
    for (const SpaceId &space : spaces)
        names << nameOf(space);
    return words::few(names);
}

std::optional<SpaceId> SpaceListModel::bySlug(const QString &slug) const {
    for (const SpaceRow &row : m_rows)
        if (words::text(row.space.slug) == slug || words::text(row.space.id.str()) == slug) return row.space.id;
    return {};
}

int SpaceListModel::countOf(SpaceState state) const {
    return int(std::count_if(m_rows.begin(), m_rows.end(), [&](const auto &row) { return stateOf(row) == state; }));
}

std::vector<SpaceId> SpaceListModel::inSync() const {
    std::vector<SpaceId> spaces;
    for (const SpaceRow &row : m_rows)
        if (load().phase == Load::Phase::Ready && stateOf(row) == SpaceState::InSync) spaces.push_back(row.space.id);
    return spaces;
}

SpaceState SpaceListModel::worst() const {
    SpaceState worst = SpaceState::Off;
    for (const SpaceRow &row : m_rows)
        if (const SpaceState state = stateOf(row); urgency(state) < urgency(worst)) worst = state;
    return worst == SpaceState::Off ? SpaceState::Unknown : worst;
}

std::optional<TimePoint> SpaceListModel::lookedAt(const SpaceRow &row) const {
    std::optional<TimePoint> at;
    if (row.lastSuccess && *row.lastSuccess >= m_begun) at = row.lastSuccess;
    const auto look = m_looks.find(row.space.id);
    if (look != m_looks.end() && (!at || look->second.at > *at)) at = look->second.at;
    return at;
}

bool SpaceListModel::holds(TimePoint look) const {
    return m_followed || now() - look < kLookHolds;
}

bool SpaceListModel::isKnown(const SpaceRow &row) const {
    const auto at = lookedAt(row);
    return m_keptElsewhere || (at && holds(*at));
}

SpaceState SpaceListModel::stateOf(const SpaceRow &row) const {
    if (m_progress.contains(row.space.id)) return SpaceState::Running;
    if (row.state != SpaceState::InSync) return row.state;
    if (!isKnown(row)) return SpaceState::Unknown;
    const auto pending = pendingOf(row.space.id);
    return pending && pending->toGit + pending->toWiki > 0 ? SpaceState::Pending : SpaceState::InSync;
}

/// Of a space whose last run left both sides equal.
QString SpaceListModel::settledSentence(const SpaceRow &row) const {
    const auto at = lookedAt(row);
    if (isKnown(row)) return foundSentence(row);
    if (at) return tr("Not looked at since %1. %2").arg(words::timeOfDay(*at, now()), foundSentence(row));
    return row.lastSuccess
               ? tr("Not looked at yet; in sync when it last ran, %1.").arg(words::ago(*row.lastSuccess, now()))
               : tr("Not looked at yet.");
}

QString SpaceListModel::foundSentence(const SpaceRow &row) const {
    const auto look = m_looks.find(row.space.id);
    if (look == m_looks.end()) return engineText(row.sentence);
    const PendingCounts &found = look->second.found;
    QStringList changes;
    if (found.toGit > 0) changes << tr("%n change(s) to git", nullptr, found.toGit);
    if (found.toWiki > 0) changes << tr("%n change(s) to the wiki", nullptr, found.toWiki);
    return changes.isEmpty() ? tr("The preview found both sides equal.")
                             : tr("The preview found %1.").arg(changes.join(tr(" and ")));
}

QString SpaceListModel::sentenceOf(const SpaceRow &row) const {
    const auto running = m_progress.find(row.space.id);
    if (running == m_progress.end()) {
        if (row.state == SpaceState::Paused && row.pause && row.pause->until)
            return tr("%1 %2 left.").arg(engineText(row.sentence), words::clock(*row.pause->until - now()));
        return row.state == SpaceState::InSync ? settledSentence(row) : engineText(row.sentence);
    }
    const RunProgress &at = running->second;
    const QString phase = engineText(at.phase);
    return at.total > 0 ? tr("%1 %2/%3").arg(phase).arg(at.done).arg(at.total) : phase;
}

std::optional<PendingCounts> SpaceListModel::pendingOf(const SpaceId &space) const {
    const auto look = m_looks.find(space);
    return look == m_looks.end() || !holds(look->second.at) ? std::optional<PendingCounts>() : look->second.found;
}

int SpaceListModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString SpaceListModel::count(const SpaceRow &row, int column) const {
    const SpaceState state = stateOf(row);
    if (column == Conflicts) return row.conflicts > 0 ? QString::number(row.conflicts) : kNoValue;
    if (state == SpaceState::Off) return kNoValue;
    const auto pending = pendingOf(row.space.id);
    if (pending) return QString::number(column == ToGit ? pending->toGit : pending->toWiki);
    return state == SpaceState::InSync ? QStringLiteral("0") : kUnknownCount;
}

QVariant SpaceListModel::display(const SpaceRow &row, int column) const {
    switch (column) {
        case Name: return words::text(row.space.name);
        case State: return words::state(stateOf(row));
        case LastSuccess: return row.lastSuccess ? words::ago(*row.lastSuccess, now()) : tr("never");
        case Next: return nextOf(row.space.id);
        case Remote: return remoteOf(row.space.id);
        case Lock: return row.lock ? words::holder(*row.lock) : tr("free");
        default: return count(row, column);
    }
}

QVariant SpaceListModel::nextOf(const SpaceId &space, int role) const {
    return m_nextOf ? m_nextOf(space, role) : QVariant();
}

QVariant SpaceListModel::remoteOf(const SpaceId &space, int role) const {
    return m_remoteOf ? m_remoteOf(space, role) : QVariant();
}

QVariant SpaceListModel::sortKey(const SpaceRow &row, int column) const {
    switch (column) {
        case Next: return nextOf(row.space.id, SortRole);
        case State: return urgency(stateOf(row));
        case ToGit:
        case ToWiki:
        case Conflicts: return count(row, column).toInt();
        case LastSuccess: return qint64(row.lastSuccess ? row.lastSuccess->time_since_epoch().count() : 0);
        default: return display(row, column);
    }
}

QVariant SpaceListModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const SpaceRow &row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    const SpaceState state = stateOf(row);
    switch (role) {
        case Qt::DisplayRole: return display(row, column);
        case Qt::AccessibleTextRole:
            return column == State ? tr("%1. %2").arg(words::state(state), sentenceOf(row)) : display(row, column);
        case Qt::ToolTipRole:
            if (column == State) return sentenceOf(row);
            if (column == Next) return nextOf(row.space.id, role);
            if (column == Remote) return remoteOf(row.space.id, role);
            if (column == LastSuccess && row.lastSuccess) return words::fullTime(*row.lastSuccess);
            return {};
        case CellKindRole:
            if (column == Name) return int(CellKind::Page);
            if (column == State) return int(CellKind::State);
            return int(isNumber(column) ? CellKind::Count : CellKind::Text);
        case MarkRole: return column == State ? int(words::mark(state)) : int(Mark::None);
        case ToneRole:
            if (column == Conflicts && row.conflicts > 0) return int(Tone::Conflict);
            if (column == ToGit) return int(Tone::Git);
            if (column == ToWiki) return int(Tone::Wiki);
            return int(column >= LastSuccess ? Tone::Muted : Tone::Normal);
        case SubtitleRole:
            if (column == Name) return words::text(row.space.slug);
            return column == State ? sentenceOf(row) : QString();
        case SortRole: return sortKey(row, column);
        case FilterRole: return words::text(row.space.name + ' ' + row.space.slug + ' ') + sentenceOf(row);
        case GroupRole: return int(state);
        case IdRole: return words::text(row.space.id.str());
        default: return {};
    }
}

}  // namespace wikivault
