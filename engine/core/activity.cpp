#include "engine/core/activity.h"

#include "engine/core/word_table.h"

namespace wikivault {

namespace {

constexpr std::chrono::hours kRemembered{30 * 24};
constexpr std::size_t kRememberedAtMost = 500;
constexpr std::array<Words<ActivityKind>, 5> kActivityWords{{{ActivityKind::Failing, "failing"},
                                                             {ActivityKind::Conflict, "conflict"},
                                                             {ActivityKind::Settled, "settled"},
                                                             {ActivityKind::Guard, "guard"},
                                                             {ActivityKind::StuckLock, "stuck-lock"}}};

template <class List>
auto sameIn(List &list, const Activity &wanted) {
    return std::find_if(list.begin(), list.end(), [&](const Activity &one) {
        return !one.solvedAt && one.space == wanted.space && one.kind == wanted.kind;
    });
}

/// A failure that goes on is no news, however often it is tried.
bool isMore(const Activity &now, const Activity &before) {
    return now.kind != ActivityKind::Failing && now.count > before.count;
}

void sortNewestFirst(std::vector<Activity> &list) {
    std::stable_sort(list.begin(), list.end(), [](const Activity &a, const Activity &b) {
        if (a.solvedAt.has_value() != b.solvedAt.has_value()) return !a.solvedAt;
        return a.solvedAt ? *a.solvedAt > *b.solvedAt : a.since > b.since;
    });
}

}  // namespace

std::string_view toWord(ActivityKind kind) {
    return wordOf(kActivityWords, kind);
}

std::optional<ActivityKind> activityKind(std::string_view word) {
    return valueOf(kActivityWords, word);
}

ActivityChange compareActivity(const std::vector<Activity> &known, std::vector<Activity> found, TimePoint now) {
    ActivityChange change;
    for (Activity &one : found) {
        const auto before = sameIn(known, one);
        if (before != known.end()) one.since = before->since;
        if (before == known.end() || isMore(one, *before)) change.begun.push_back(one);
        change.all.push_back(one);
    }
    for (const Activity &one : known) {
        const bool wasOpen = !one.solvedAt;
        if (wasOpen && sameIn(found, one) != found.end()) continue;
        if (!wasOpen && now - *one.solvedAt > kRemembered) continue;
        change.all.push_back(one);
        if (!wasOpen) continue;
        change.all.back().solvedAt = now;
        change.solved.push_back(change.all.back());
    }
    sortNewestFirst(change.all);
    while (change.all.size() > kRememberedAtMost && change.all.back().solvedAt)
        change.all.pop_back();
    return change;
}

}  // namespace wikivault
