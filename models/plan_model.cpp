#include "models/plan_model.h"

#include "models/engine_text.h"
#include "models/words.h"

#include <algorithm>
#include <set>

namespace wikivault {

namespace {
PlanModel::Group planGroupOf(const Item &item) {
    if (item.reason == Reason::Conflict) return PlanModel::Group::Conflict;
    if (item.reason == Reason::Guard) return PlanModel::Group::Guarded;
    if (item.outcome == Outcome::Held || item.outcome == Outcome::Failed || item.outcome == Outcome::Skipped)
        return PlanModel::Group::Held;
    switch (item.action) {
        case Action::Create:
        case Action::Restore:
        case Action::Adopt: return PlanModel::Group::New;
        case Action::Move:
        case Action::Rename: return PlanModel::Group::Move;
        case Action::Delete: return PlanModel::Group::Delete;
        case Action::Update:
        case Action::Fetch:
        case Action::Push:
        case Action::Heal: return PlanModel::Group::Update;
    }
    return PlanModel::Group::Update;
}

Item itemOf(const ConflictSummary &conflict) {
    Item item;
    item.page = conflict.page;
    item.path = conflict.path;
    item.outcome = Outcome::Held;
    item.reason = Reason::Conflict;
    return item;
}

std::optional<std::string> textOf(const Plan &plan, const std::optional<BlobId> &blob) {
    if (!blob) return {};
    const auto it = plan.texts.find(*blob);
    return it == plan.texts.end() ? std::optional<std::string>() : it->second;
}
}  // namespace

PlanModel::PlanModel(NameOf nameOf, QObject *parent)
    : TableModel({tr("Take"), tr("Result"), tr("Way"), tr("Change"), tr("Page"), tr("Space"), tr("Note")}, parent),
      m_nameOf(std::move(nameOf)) {}

void PlanModel::setPlans(PlansFound found, TimePoint now) {
    beginResetModel();
    m_plans = std::move(found.plans);
    m_file = std::move(found.from);
    m_lines = std::move(found.lines);
    rebuild();
    endResetModel();
    finishLoad(now);
}

void PlanModel::clear() {
    beginResetModel();
    m_plans.clear();
    m_file = {};
    rebuild();
    endResetModel();
    forgetLoad();
}

void PlanModel::setLooking(const Looking &looking) {
    m_looking = looking;
    beginLoad();
}

void PlanModel::endLooking() {
    if (load().asOf)
        finishLoad(*load().asOf);
    else
        forgetLoad();
}

void PlanModel::rebuild() {
    m_rows.clear();
    m_approved = m_carriedOut = false;
    for (std::size_t i = 0; i < m_plans.size(); ++i) {
        std::set<PageId> listed;
        for (const Item &item : m_plans[i].items) {
            m_rows.push_back({i, item, planGroupOf(item), true, {}, false});
            if (item.page && item.reason == Reason::Conflict) listed.insert(*item.page);
        }
        for (const ConflictSummary &conflict : m_plans[i].conflicts)
            if (!listed.contains(conflict.page))
                m_rows.push_back({i, itemOf(conflict), Group::Conflict, true, {}, false});
    }
    markStale();
}

std::vector<SpaceId> PlanModel::spaces() const {
    std::vector<SpaceId> ids;
    for (const Plan &plan : m_plans)
        ids.push_back(plan.space);
    return ids;
}

QString PlanModel::names() const {
    QStringList list;
    for (const Plan &plan : m_plans)
        list << m_nameOf(plan.space);
    return list.join(QStringLiteral(", "));
}

int PlanModel::countOf(Group group) const {
    return int(std::count_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return row.group == group; }));
}

SideTexts PlanModel::texts(int index) const {
    if (index < 0 || index >= rowCount()) return {};
    const Row &row = m_rows[std::size_t(index)];
    const auto before = textOf(m_plans[row.plan], row.item.before);
    const auto after = textOf(m_plans[row.plan], row.item.after);
    const bool toGit = row.item.direction == Direction::WikiToGit;
    return {toGit ? after : before, toGit ? before : after, row.item.direction, words::text(row.item.path),
            remarkOf(row)};
}

std::optional<PageId> PlanModel::conflictOf(int index) const {
    if (index < 0 || index >= rowCount()) return {};
    const Row &row = m_rows[std::size_t(index)];
    return row.group == Group::Conflict ? row.item.page : std::nullopt;
}

PagePlace PlanModel::placeOf(int index) const {
    const Row &row = m_rows[std::size_t(index)];
    return {m_plans[row.plan].space, row.item.page, row.item.path};
}

int PlanModel::examined() const {
    int pages = 0;
    for (const Plan &plan : m_plans)
        pages += plan.pagesExamined;
    return pages;
}

int PlanModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

/// What is to be known of the row besides how much of its text changes.
QString PlanModel::remarkOf(const Row &row) const {
    if (row.flipped && !row.result) return flippedNote(row);
    const Item &item = row.result ? *row.result : row.item;
    // What the guard says of the whole plan stands above the list, once.
    const bool isOfPlan = row.group == Group::Guarded && !row.result;
    if (!item.detail.empty() && !isOfPlan) return engineText(item.detail);
    if (item.reason != Reason::None && !isOfPlan) return words::reason(item.reason);
    if (!row.item.fromPath.empty() && row.item.fromPath != row.item.path)
        return tr("from %1").arg(words::text(row.item.fromPath));
    if (row.item.action == Action::Delete && row.item.direction == Direction::GitToWiki)
        return tr("goes to the wiki's trash");
    return {};
}

QString PlanModel::noteOf(const Row &row) const {
    const auto lines = linesOf(row);
    return lines ? QStringLiteral(u"+%1 −%2").arg(lines->added).arg(lines->removed) : remarkOf(row);
}

/// Nothing where the note says something else.
std::optional<LineChange> PlanModel::linesOf(const Row &row) const {
    if (!row.item.before || !row.item.after || !remarkOf(row).isEmpty()) return {};
    const auto found = m_lines.find({*row.item.before, *row.item.after});
    return found == m_lines.end() ? std::optional<LineChange>() : found->second;
}

QString PlanModel::display(const Row &row, int column) const {
    switch (column) {
        case Taken: return {};
        case Result:
            if (!row.result) return {};
            return row.result->reason == Reason::Stale ? tr("Stale") : words::outcome(row.result->outcome);
        case Way: return row.group == Group::Conflict ? QStringLiteral(u"W ≠ G") : words::flow(wayOf(row));
        case Change:
            if (row.group == Group::Conflict) return tr("CONFLICT");
            if (row.flipped) return row.item.action == Action::Delete ? tr("restore !") : tr("overwrite !");
            return row.group == Group::Held ? tr("held") : words::action(row.item.action);
        case Page: return words::pathParts(row.item.path).name;
        case SpaceName: return m_nameOf(m_plans[row.plan].space);
        default: return noteOf(row);
    }
}

int PlanModel::toneOf(const Row &row, int column) const {
    if (column == Note || column == SpaceName) return int(Tone::Muted);
    if (canTake(row) && !row.taken) return int(Tone::Muted);
    if (column != Change && column != Way) return int(Tone::Normal);
    if (row.flipped) return int(column == Change ? Tone::Danger : Tone::Normal);
    switch (row.group) {
        case Group::Conflict: return int(Tone::Conflict);
        case Group::Guarded: return int(column == Change ? Tone::Danger : Tone::Normal);
        case Group::Held: return int(Tone::Attention);
        case Group::Delete: return int(column == Change ? Tone::Danger : Tone::Normal);
        case Group::New: return int(column == Change ? Tone::Good : Tone::Normal);
        case Group::Update:
        case Group::Move: return int(Tone::Normal);
    }
    return int(Tone::Normal);
}

namespace {

CellKind planCellKind(int column) {
    switch (column) {
        case PlanModel::Taken: return CellKind::Check;
        case PlanModel::Result: return CellKind::State;
        case PlanModel::Way: return CellKind::Flow;
        case PlanModel::Page: return CellKind::Page;
        default: return CellKind::Text;
    }
}

Mark resultMark(const std::optional<Item> &result) {
    if (!result) return Mark::None;
    switch (result->outcome) {
        case Outcome::Done: return Mark::InSync;
        case Outcome::Failed: return Mark::Failing;
        case Outcome::Skipped: return Mark::Off;
        case Outcome::Held: return Mark::Pending;
    }
    return Mark::None;
}

}  // namespace

QVariant PlanModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case SortRole: return display(row, column);
        case Qt::ToolTipRole: return column == Page ? words::text(row.item.path) : display(row, column);
        case Qt::CheckStateRole: return column == Taken ? checkOf(row) : QVariant();
        case CellKindRole: return int(planCellKind(column));
        case MarkRole: return int(column == Result ? resultMark(row.result) : Mark::None);
        case FlowRole:
            if (row.group == Group::Conflict) return int(Flow::Both);
            return int(wayOf(row) == Direction::WikiToGit ? Flow::ToGit : Flow::ToWiki);
        case ToneRole: return toneOf(row, column);
        case SubtitleRole: return column == Page ? words::pathParts(row.item.path).folder : QString();
        case FilterRole: return words::text(row.item.path) + QLatin1Char(' ') + noteOf(row);
        case GroupRole: return int(row.group);
        case IdRole: return words::text(row.item.page ? row.item.page->str() : row.item.path);
        case Qt::AccessibleTextRole:
            if (column == Taken) return !canTake(row) ? tr("not to be done") : row.taken ? tr("taken") : tr("left out");
            if (const auto lines = column == Note ? linesOf(row) : std::nullopt)
                return tr("lines new: %1, gone: %2").arg(lines->added).arg(lines->removed);
            if (column != Way) return display(row, column);
            return wayOf(row) == Direction::WikiToGit ? tr("from wiki to git") : tr("from git to wiki");
        default: return {};
    }
}

}  // namespace wikivault
