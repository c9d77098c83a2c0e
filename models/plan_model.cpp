#include "models/plan_model.h"

#include "models/words.h"

#include <algorithm>
#include <set>

namespace wikivault {

namespace {
PlanModel::Group planGroupOf(const Item &item) {
    if (item.reason == Reason::Conflict) return PlanModel::Group::Conflict;
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
    : TableModel({tr("Way"), tr("Change"), tr("Page"), tr("Space"), tr("Note")}, parent),
      m_nameOf(std::move(nameOf)) {}

void PlanModel::setPlans(std::vector<Plan> plans, TimePoint now) {
    beginResetModel();
    m_plans = std::move(plans);
    rebuild();
    endResetModel();
    finishLoad(now);
}

void PlanModel::clear() {
    beginResetModel();
    m_plans.clear();
    rebuild();
    endResetModel();
    forgetLoad();
}

void PlanModel::rebuild() {
    m_rows.clear();
    for (std::size_t i = 0; i < m_plans.size(); ++i) {
        std::set<PageId> listed;
        for (const Item &item : m_plans[i].items) {
            m_rows.push_back({i, item, planGroupOf(item)});
            if (item.page && item.reason == Reason::Conflict) listed.insert(*item.page);
        }
        for (const ConflictSummary &conflict : m_plans[i].conflicts)
            if (!listed.contains(conflict.page)) m_rows.push_back({i, itemOf(conflict), Group::Conflict});
    }
    std::stable_sort(m_rows.begin(), m_rows.end(), [](const Row &a, const Row &b) { return a.plan < b.plan; });
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

int PlanModel::countOf(Direction direction) const {
    return int(std::count_if(m_rows.begin(), m_rows.end(), [&](const Row &row) {
        return row.item.direction == direction && row.group != Group::Conflict && row.group != Group::Held;
    }));
}

QStringList PlanModel::effects() const {
    PullCounts pull;
    PushCounts push;
    for (const Row &row : m_rows) {
        if (row.group == Group::Conflict || row.group == Group::Held) continue;
        const bool toGit = row.item.direction == Direction::WikiToGit;
        switch (row.group) {
            case Group::New: ++(toGit ? pull.written : push.created); break;
            case Group::Update: ++(toGit ? pull.written : push.updated); break;
            case Group::Move: ++(toGit ? pull.moved : push.moved); break;
            case Group::Delete: ++(toGit ? pull.deleted : push.deleted); break;
            case Group::Conflict:
            case Group::Held: break;
        }
    }
    return words::counts(pull, push).split(QStringLiteral(u"  ·  "));
}

QStringList PlanModel::deletions() const {
    QStringList paths;
    for (const Row &row : m_rows)
        if (row.group == Group::Delete)
            paths << words::flow(row.item.direction) + QLatin1Char(' ') + words::text(row.item.path);
    return paths;
}

SideTexts PlanModel::texts(int index) const {
    if (index < 0 || index >= rowCount()) return {};
    const Row &row = m_rows[std::size_t(index)];
    const auto before = textOf(m_plans[row.plan], row.item.before);
    const auto after = textOf(m_plans[row.plan], row.item.after);
    const bool toGit = row.item.direction == Direction::WikiToGit;
    return {toGit ? after : before, toGit ? before : after, row.item.direction, words::text(row.item.path)};
}

std::optional<PageId> PlanModel::conflictOf(int index) const {
    if (index < 0 || index >= rowCount()) return {};
    const Row &row = m_rows[std::size_t(index)];
    return row.group == Group::Conflict ? row.item.page : std::nullopt;
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

QString PlanModel::display(const Row &row, int column) const {
    switch (column) {
        case Way: return row.group == Group::Conflict ? QStringLiteral(u"W ≠ G") : words::flow(row.item.direction);
        case Change:
            if (row.group == Group::Conflict) return tr("CONFLICT");
            return row.group == Group::Held ? tr("held") : words::action(row.item.action);
        case Page: return words::pathParts(row.item.path).name;
        case SpaceName: return m_nameOf(m_plans[row.plan].space);
        default: break;
    }
    if (!row.item.detail.empty()) return words::text(row.item.detail);
    if (row.item.reason != Reason::None) return words::reason(row.item.reason);
    if (!row.item.fromPath.empty() && row.item.fromPath != row.item.path)
        return tr("from %1").arg(words::text(row.item.fromPath));
    if (row.group == Group::Delete && row.item.direction == Direction::GitToWiki) return tr("goes to the wiki's trash");
    return {};
}

int PlanModel::toneOf(const Row &row, int column) const {
    if (column == Note) return int(Tone::Muted);
    if (column == SpaceName) return int(Tone::Muted);
    if (column != Change && column != Way) return int(Tone::Normal);
    switch (row.group) {
        case Group::Conflict: return int(Tone::Conflict);
        case Group::Held: return int(Tone::Attention);
        case Group::Delete: return int(column == Change ? Tone::Danger : Tone::Normal);
        case Group::New: return int(column == Change ? Tone::Good : Tone::Normal);
        case Group::Update:
        case Group::Move: return int(Tone::Normal);
    }
    return int(Tone::Normal);
}

QVariant PlanModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case SortRole: return display(row, column);
        case Qt::ToolTipRole: return column == Page ? words::text(row.item.path) : display(row, column);
        case CellKindRole:
            if (column == Way) return int(CellKind::Flow);
            return int(column == Page ? CellKind::Page : CellKind::Text);
        case FlowRole:
            if (row.group == Group::Conflict) return int(Flow::Both);
            return int(row.item.direction == Direction::WikiToGit ? Flow::ToGit : Flow::ToWiki);
        case ToneRole: return toneOf(row, column);
        case SubtitleRole: return column == Page ? words::pathParts(row.item.path).folder : QString();
        case FilterRole: return words::text(row.item.path) + QLatin1Char(' ') + display(row, Note);
        case GroupRole: return int(row.group);
        case IdRole: return words::text(row.item.page ? row.item.page->str() : std::string());
        case Qt::AccessibleTextRole:
            if (column != Way) return display(row, column);
            return row.item.direction == Direction::WikiToGit ? tr("from wiki to git") : tr("from git to wiki");
        default: return {};
    }
}

}  // namespace wikivault
