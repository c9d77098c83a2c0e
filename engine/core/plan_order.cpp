#include "engine/core/plan_order.h"

#include <algorithm>
#include <map>

namespace wikivault {

namespace {

bool isNewFile(const Item &item) {
    return item.direction == Direction::GitToWiki && item.action == Action::Create;
}

/// The same change to the same thing; prose does not count, and a page that does not exist yet has no id to compare.
bool isSameChange(const Item &a, const Item &b) {
    return subjectOf(a) == subjectOf(b) && a.path == b.path && a.fromPath == b.fromPath && a.direction == b.direction &&
           a.action == b.action && a.before == b.before && a.after == b.after;
}

/// The guard holds it, and a person has it put back instead.
bool isPutBack(const PlanOrder &order, const Item &item) {
    return item.reason == Reason::Guard && item.page && order.flips.contains(*item.page);
}

bool isOrdered(const PlanOrder &order, const Item &item) {
    if (order.skip.contains(subjectOf(item))) return false;
    return isAction(item) || (order.approveGuard && item.reason == Reason::Guard) || isPutBack(order, item);
}

struct SubjectItems {
    std::vector<Item> ordered, now;
    bool guarded = false;
};

std::map<std::string, SubjectItems> bySubject(const PlanOrder &order, const Plan &now) {
    std::map<std::string, SubjectItems> subjects;
    for (const Item &item : order.plan.items) {
        if (!isOrdered(order, item)) continue;
        SubjectItems &subject = subjects[subjectOf(item)];
        subject.ordered.push_back(item);
        subject.guarded = subject.guarded || item.reason == Reason::Guard;
    }
    for (const Item &item : now.items)
        if (isAction(item) || isPutBack(order, item)) subjects[subjectOf(item)].now.push_back(item);
    return subjects;
}

/// Every ordered change comes out again, and nothing else does. What the guard held hid the page's other changes from
/// the plan, so those may follow it.
bool comesOutAlike(const SubjectItems &subject) {
    const auto comesOut = [&](const Item &item) {
        return std::any_of(subject.now.begin(), subject.now.end(),
                           [&](const Item &n) { return isSameChange(n, item); });
    };
    if (!std::all_of(subject.ordered.begin(), subject.ordered.end(), comesOut)) return false;
    return subject.guarded || subject.ordered.size() == subject.now.size();
}

std::optional<PageSides> sidesIn(const Plan &plan, const Item &item) {
    if (isNewFile(item) || !item.page) return std::nullopt;
    const auto found = plan.expects.find(*item.page);
    return found == plan.expects.end() ? std::nullopt : std::optional(found->second);
}

std::string whatMoved(const std::optional<PageSides> &then, const std::optional<PageSides> &now) {
    if (!then || !now) return "it changed since the plan was made";
    const bool wiki = then->wiki != now->wiki, git = then->git != now->git;
    if (wiki && git) return "both the wiki's page and its file changed since the plan was made";
    if (wiki) return "the page changed in the wiki since the plan was made";
    if (git) return "its file changed since the plan was made";
    return "what was agreed on before changed since the plan was made";
}

Item leftOut(Item item, Outcome outcome, Reason reason, std::string why) {
    item.outcome = outcome;
    item.reason = reason;
    item.detail = std::move(why);
    return item;
}

}  // namespace

std::string subjectOf(const Item &item) {
    return item.page && !isNewFile(item) ? item.page->str() : item.path;
}

bool isAction(const Item &item) {
    const bool isDone = item.outcome == Outcome::Done || item.reason == Reason::NoWriter;
    return isDone && item.action != Action::Heal;
}

bool approvesGuarded(const PlanOrder &order, const Item &held) {
    const std::string subject = subjectOf(held);
    if (!order.approveGuard || order.skip.contains(subject)) return false;
    return std::any_of(order.plan.items.begin(), order.plan.items.end(), [&](const Item &item) {
        return item.reason == Reason::Guard && item.direction == held.direction && item.action == held.action &&
               subjectOf(item) == subject;
    });
}

std::optional<Side> flipOf(const Plan &plan, const Item &item) {
    if (!item.page || (!isAction(item) && item.reason != Reason::Guard)) return std::nullopt;
    const auto sides = plan.expects.find(*item.page);
    if (sides == plan.expects.end()) return std::nullopt;
    const Side winner = item.direction == Direction::WikiToGit ? Side::Git : Side::Wiki;
    switch (item.action) {
        case Action::Update:
        case Action::Move:
        case Action::Rename: return sides->second.wiki && sides->second.git ? std::optional(winner) : std::nullopt;
        case Action::Delete: {
            // What left the trash for good, or lives on in another space, cannot be put back.
            const bool comesBack =
                winner == Side::Wiki ? sides->second.wiki.has_value() : sides->second.absence == Absence::Trashed;
            return comesBack ? std::optional(winner) : std::nullopt;
        }
        default: return std::nullopt;
    }
}

PlanDeviation compareWithOrder(const PlanOrder &order, const Plan &now) {
    PlanDeviation deviation;
    for (const auto &[name, subject] : bySubject(order, now)) {
        if (order.skip.contains(name)) {
            deviation.leaveOut.push_back(
                leftOut(subject.now.front(), Outcome::Skipped, Reason::LeftOut, "left out on request"));
        } else if (subject.ordered.empty()) {
            deviation.leaveOut.push_back(leftOut(subject.now.front(), Outcome::Skipped, Reason::LeftOut,
                                                 "not part of the plan; it waits for the next run"));
        } else {
            const auto then = sidesIn(order.plan, subject.ordered.front());
            const auto found = sidesIn(now, subject.ordered.front());
            if (subject.now.empty()) {
                const std::string why = then == found ? "nothing is left to do for it" : whatMoved(then, found);
                deviation.gone.push_back(leftOut(subject.ordered.front(), Outcome::Held, Reason::Stale, why));
            } else if (!comesOutAlike(subject) || then != found) {
                deviation.leaveOut.push_back(
                    leftOut(subject.ordered.front(), Outcome::Held, Reason::Stale, whatMoved(then, found)));
            }
        }
    }
    return deviation;
}

}  // namespace wikivault
