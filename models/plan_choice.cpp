#include "models/plan_model.h"
#include "models/words.h"

#include <algorithm>
#include <set>

/// What of the shown plans is to be done, and what came of it.
namespace wikivault {

bool PlanModel::canTake(const Row &row) const {
    if (row.result && row.result->reason == Reason::Stale) return false;
    return isAction(row.item) || (row.group == Group::Guarded && (m_approved || row.flipped));
}

QVariant PlanModel::checkOf(const Row &row) const {
    if (m_carriedOut || !canTake(row)) return {};
    return int(row.taken ? Qt::Checked : Qt::Unchecked);
}

Qt::ItemFlags PlanModel::flags(const QModelIndex &index) const {
    const Qt::ItemFlags flags = TableModel::flags(index);
    const bool hasBox = index.isValid() && index.column() == Taken && index.data(Qt::CheckStateRole).isValid();
    return hasBox ? flags | Qt::ItemIsUserCheckable : flags;
}

bool PlanModel::setData(const QModelIndex &index, const QVariant &value, int role) {
    if (role != Qt::CheckStateRole || !flags(index).testFlag(Qt::ItemIsUserCheckable)) return false;
    take({index.row()}, value.toInt() == Qt::Checked);
    return true;
}

void PlanModel::take(const std::vector<int> &rows, bool taken) {
    std::set<std::pair<std::size_t, std::string>> subjects;
    for (const int row : rows)
        subjects.emplace(m_rows[std::size_t(row)].plan, subjectOf(m_rows[std::size_t(row)].item));
    for (Row &row : m_rows)
        if (subjects.contains({row.plan, subjectOf(row.item)})) row.taken = taken;
    tellChoice();
}

void PlanModel::tellChoice() {
    if (!m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    emit choiceChanged();
}

int PlanModel::taken() const {
    return int(std::count_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return isTaken(row); }));
}

int PlanModel::takeable() const {
    return int(std::count_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return canTake(row); }));
}

int PlanModel::takenPages() const {
    std::set<PageId> pages;
    int without = 0;
    for (const Row &row : m_rows)
        if (isTaken(row)) row.item.page ? void(pages.insert(*row.item.page)) : void(++without);
    return int(pages.size()) + without;
}

QStringList PlanModel::effects() const {
    PullCounts pull;
    PushCounts push;
    for (const Row &row : m_rows) {
        if (!isTaken(row)) continue;
        const bool toGit = wayOf(row) == Direction::WikiToGit;
        switch (row.flipped && row.item.action == Action::Delete ? Action::Restore : row.item.action) {
            case Action::Create:
            case Action::Restore:
            case Action::Adopt: ++(toGit ? pull.written : push.created); break;
            case Action::Update:
            case Action::Heal: ++(toGit ? pull.written : push.updated); break;
            case Action::Move: ++(toGit ? pull.moved : push.moved); break;
            case Action::Rename: ++(toGit ? pull.moved : push.renamed); break;
            case Action::Delete: ++(toGit ? pull.deleted : push.deleted); break;
            case Action::Fetch:
            case Action::Push: break;
        }
    }
    return words::plannedCounts(pull, push).split(QStringLiteral(u"  ·  "));
}

QStringList PlanModel::deletions() const {
    QStringList paths;
    for (const Row &row : m_rows)
        if (isTaken(row) && !row.flipped && row.item.action == Action::Delete)
            paths << words::flow(row.item.direction) + QLatin1Char(' ') + words::text(row.item.path);
    return paths;
}

QStringList PlanModel::guarded() const {
    QStringList lines;
    for (const Row &row : m_rows)
        if (row.group == Group::Guarded && !row.flipped)
            lines << QStringLiteral("%1 %2  %3")
                         .arg(words::flow(row.item.direction), words::action(row.item.action),
                              words::text(row.item.path));
    return lines;
}

QStringList PlanModel::pagesBecause(Reason reason) const {
    QStringList names;
    for (const Row &row : m_rows)
        if ((row.result ? *row.result : row.item).reason == reason) names << words::pathParts(row.item.path).name;
    names.removeDuplicates();
    return names;
}

void PlanModel::setApproved(bool approved) {
    m_approved = approved;
    tellChoice();
}

std::vector<PlanOrder> PlanModel::orders() const {
    std::vector<PlanOrder> orders;
    for (std::size_t i = 0; i < m_plans.size(); ++i) {
        PlanOrder order{m_plans[i], {}, false};
        bool any = false;
        for (const Row &row : m_rows) {
            if (row.plan != i) continue;
            any = any || isTaken(row);
            if (row.flipped && isTaken(row) && row.item.page)
                order.flips.emplace(*row.item.page,
                                    row.item.direction == Direction::WikiToGit ? Side::Git : Side::Wiki);
            order.approveGuard = order.approveGuard || (isTaken(row) && row.group == Group::Guarded && !row.flipped);
            if (!isTaken(row) && (isAction(row.item) || (m_approved && row.group == Group::Guarded)))
                order.skip.insert(subjectOf(row.item));
        }
        order.plan.texts.clear();  // a run makes its own
        if (any) orders.push_back(std::move(order));
    }
    return orders;
}

void PlanModel::markStale() {
    for (const Item &stale : m_file.stale)
        for (Row &row : m_rows)
            if (subjectOf(row.item) == subjectOf(stale)) row.result = stale;
}

void PlanModel::setReport(const RunReport &report, const std::string &planHash) {
    const auto plan = std::find_if(m_plans.begin(), m_plans.end(),
                                   [&](const Plan &one) { return one.space == report.space && one.hash == planHash; });
    if (plan == m_plans.end() || !report.ran) return;
    for (Row &row : m_rows) {
        if (row.plan != std::size_t(plan - m_plans.begin())) continue;
        const Item *found = nullptr;
        for (const Item &item : report.items) {
            if (subjectOf(item) != subjectOf(row.item)) continue;
            const bool same = item.direction == row.item.direction && item.action == row.item.action;
            if (!found || same) found = &item;
        }
        if (found) row.result = *found;
    }
    m_carriedOut = true;
    tellChoice();
}

}  // namespace wikivault
