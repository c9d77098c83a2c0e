#include "models/plan_model.h"
#include "models/words.h"

#include <algorithm>
#include <map>

/// Items that a person turns round: the other side stands.
namespace wikivault {

Direction PlanModel::wayOf(const Row &row) {
    if (!row.flipped) return row.item.direction;
    return row.item.direction == Direction::WikiToGit ? Direction::GitToWiki : Direction::WikiToGit;
}

bool PlanModel::canFlip(const Row &row) const {
    const bool isHeld = row.group == Group::Guarded && !row.result;
    return (canTake(row) || isHeld) && flipOf(m_plans[row.plan], row.item).has_value();
}

bool PlanModel::canFlip(int row) const {
    return !m_carriedOut && row >= 0 && row < rowCount() && canFlip(m_rows[std::size_t(row)]);
}

bool PlanModel::isFlipped(int row) const {
    return row >= 0 && row < rowCount() && m_rows[std::size_t(row)].flipped;
}

/// What goes the same way as the chosen item turns with it; what goes the other way does so already.
void PlanModel::flip(int row) {
    if (!canFlip(row)) return;
    const Row &chosen = m_rows[std::size_t(row)];
    const bool flipped = !chosen.flipped;
    const Direction way = chosen.item.direction;
    const std::string subject = subjectOf(chosen.item);
    const std::size_t plan = chosen.plan;
    for (Row &other : m_rows)
        if (other.plan == plan && subjectOf(other.item) == subject) {
            other.flipped = flipped && other.item.direction == way && flipOf(m_plans[plan], other.item);
            if (flipped) other.taken = true;
        }
    tellChoice();
}

/// A page that the guard holds both ways comes back the first of them.
void PlanModel::putBack(bool on) {
    std::map<std::pair<std::size_t, std::string>, Direction> ways;
    for (const Row &row : m_rows)
        if (row.group == Group::Guarded && canFlip(row))
            ways.emplace(std::pair(row.plan, subjectOf(row.item)), row.item.direction);
    for (Row &row : m_rows) {
        const auto way = ways.find({row.plan, subjectOf(row.item)});
        if (way == ways.end()) continue;
        row.flipped = on && row.item.direction == way->second && flipOf(m_plans[row.plan], row.item);
        if (on) row.taken = true;
    }
    tellChoice();
}

int PlanModel::putBackCount() const {
    return int(std::count_if(m_rows.begin(), m_rows.end(),
                             [](const Row &row) { return row.group == Group::Guarded && row.flipped; }));
}

/// A removal that is turned round takes nothing away.
QStringList PlanModel::flips() const {
    QStringList pages;
    for (const Row &row : m_rows) {
        if (!row.flipped || !isTaken(row) || row.item.action == Action::Delete) continue;
        const QString path = words::text(row.item.path);
        pages << (row.item.direction == Direction::WikiToGit ? tr("git's stands: %1") : tr("the wiki's stands: %1"))
                     .arg(path);
    }
    pages.removeDuplicates();
    return pages;
}

QString PlanModel::flippedNote(const Row &row) const {
    const bool gitStands = row.item.direction == Direction::WikiToGit;
    switch (row.item.action) {
        case Action::Delete:
            return gitStands ? tr("Turned round: the page comes back from the wiki's trash; its file stays.")
                             : tr("Turned round: the page stays in the wiki; its file comes back.");
        case Action::Move:
        case Action::Rename:
            return gitStands ? tr("Turned round: the wiki's page goes back to the name and place it has in git.")
                             : tr("Turned round: the file goes back to the name and place the page has in the wiki.");
        default:
            return gitStands ? tr("Turned round: git's text overwrites the wiki's, which is kept under Conflicts, "
                                  "Settled by people.")
                             : tr("Turned round: the wiki's text overwrites git's, which is kept under Conflicts, "
                                  "Settled by people.");
    }
}

}  // namespace wikivault
