#include "engine/core/report.h"

#include "engine/core/word_table.h"

namespace wikivault {

namespace {

constexpr std::array kDirections{Words<Direction>{Direction::WikiToGit, "wiki-to-git"},
                                 Words<Direction>{Direction::GitToWiki, "git-to-wiki"}};
constexpr std::array kActions{Words<Action>{Action::Create, "create"}, Words<Action>{Action::Update, "update"},
                              Words<Action>{Action::Move, "move"},     Words<Action>{Action::Rename, "rename"},
                              Words<Action>{Action::Delete, "delete"}, Words<Action>{Action::Restore, "restore"},
                              Words<Action>{Action::Adopt, "adopt"},   Words<Action>{Action::Heal, "heal"},
                              Words<Action>{Action::Fetch, "fetch"},   Words<Action>{Action::Push, "push"}};
constexpr std::array kOutcomes{Words<Outcome>{Outcome::Done, "done"}, Words<Outcome>{Outcome::Held, "held"},
                               Words<Outcome>{Outcome::Failed, "failed"}, Words<Outcome>{Outcome::Skipped, "skipped"}};
constexpr std::array kReasons{Words<Reason>{Reason::None, ""},
                              Words<Reason>{Reason::Conflict, "conflict"},
                              Words<Reason>{Reason::Guard, "guard"},
                              Words<Reason>{Reason::Stale, "stale"},
                              Words<Reason>{Reason::BeingEdited, "being-edited"},
                              Words<Reason>{Reason::NoWriter, "no-writer"},
                              Words<Reason>{Reason::Markers, "markers"},
                              Words<Reason>{Reason::Loss, "loss"},
                              Words<Reason>{Reason::InvalidId, "invalid-id"},
                              Words<Reason>{Reason::ForeignSpace, "foreign-space"},
                              Words<Reason>{Reason::ChildrenLive, "children-live"},
                              Words<Reason>{Reason::BlockedPath, "blocked-path"},
                              Words<Reason>{Reason::Nul, "nul"},
                              Words<Reason>{Reason::NotSynced, "not-synced"},
                              Words<Reason>{Reason::DuplicateId, "duplicate-id"},
                              Words<Reason>{Reason::BadFrontmatter, "bad-frontmatter"},
                              Words<Reason>{Reason::ParentMissing, "parent-missing"},
                              Words<Reason>{Reason::WaitingForPerson, "waiting-for-person"},
                              Words<Reason>{Reason::Unreadable, "unreadable"},
                              Words<Reason>{Reason::WriteFailed, "write-failed"},
                              Words<Reason>{Reason::SettledByRule, "settled-by-rule"},
                              Words<Reason>{Reason::Incomplete, "incomplete"},
                              Words<Reason>{Reason::RestoredBackup, "restored-backup"},
                              Words<Reason>{Reason::BackOff, "back-off"},
                              Words<Reason>{Reason::TooLarge, "too-large"},
                              Words<Reason>{Reason::LeftOut, "left-out"},
                              Words<Reason>{Reason::ChangedSince, "changed-since"},
                              Words<Reason>{Reason::Remote, "remote"}};
constexpr std::array kSkips{Words<SkipReason>{SkipReason::None, ""},
                            Words<SkipReason>{SkipReason::Disabled, "disabled"},
                            Words<SkipReason>{SkipReason::NoServiceUser, "no-service-user"},
                            Words<SkipReason>{SkipReason::SpaceNotEnabled, "space-not-enabled"},
                            Words<SkipReason>{SkipReason::Paused, "paused"},
                            Words<SkipReason>{SkipReason::InProgress, "in-progress"},
                            Words<SkipReason>{SkipReason::LockHeld, "lock-held"}};
constexpr std::array kModes{Words<PushMode>{PushMode::Apply, "apply"}, Words<PushMode>{PushMode::DryRun, "dry-run"},
                            Words<PushMode>{PushMode::Held, "held"}};
constexpr std::array kKinds{
    Words<ConflictKind>{ConflictKind::Body, "body"}, Words<ConflictKind>{ConflictKind::Existence, "existence"},
    Words<ConflictKind>{ConflictKind::Markers, "markers"}, Words<ConflictKind>{ConflictKind::NoBase, "no-base"}};

bool skippedBy(const RunReport &report, std::initializer_list<SkipReason> reasons) {
    return std::find(reasons.begin(), reasons.end(), report.skipped) != reasons.end();
}

bool hasReason(const RunReport &report, Reason reason) {
    return std::any_of(report.items.begin(), report.items.end(), [&](const Item &i) { return i.reason == reason; });
}

bool hasProblem(const RunReport &report, bool named) {
    if (!report.error.empty() || report.push.failures > 0) return true;
    if (named && skippedBy(report, {SkipReason::SpaceNotEnabled, SkipReason::Paused})) return true;
    return std::any_of(report.items.begin(), report.items.end(), [](const Item &i) {
        return i.outcome == Outcome::Failed || i.outcome == Outcome::Held ||
               (i.outcome == Outcome::Skipped && i.reason != Reason::NotSynced && i.reason != Reason::LeftOut);
    });
}

}  // namespace

std::string_view toWord(Direction v) {
    return wordOf(kDirections, v);
}
std::string_view toWord(Action v) {
    return wordOf(kActions, v);
}
std::string_view toWord(Outcome v) {
    return wordOf(kOutcomes, v);
}
std::string_view toWord(Reason v) {
    return wordOf(kReasons, v);
}
std::string_view toWord(SkipReason v) {
    return wordOf(kSkips, v);
}
std::string_view toWord(PushMode v) {
    return wordOf(kModes, v);
}
std::string_view toWord(ConflictKind v) {
    return wordOf(kKinds, v);
}

template <>
std::optional<Direction> fromWord<Direction>(std::string_view word) {
    return valueOf(kDirections, word);
}
template <>
std::optional<Action> fromWord<Action>(std::string_view word) {
    return valueOf(kActions, word);
}
template <>
std::optional<Outcome> fromWord<Outcome>(std::string_view word) {
    return valueOf(kOutcomes, word);
}
template <>
std::optional<Reason> fromWord<Reason>(std::string_view word) {
    return valueOf(kReasons, word);
}
template <>
std::optional<SkipReason> fromWord<SkipReason>(std::string_view word) {
    return valueOf(kSkips, word);
}
template <>
std::optional<PushMode> fromWord<PushMode>(std::string_view word) {
    return valueOf(kModes, word);
}
template <>
std::optional<ConflictKind> fromWord<ConflictKind>(std::string_view word) {
    return valueOf(kKinds, word);
}

bool RunReport::isQuiet() const {
    const auto isNews = [](const Item &item) { return item.reason != Reason::NotSynced; };
    return ran && conflicts.empty() && attachmentsLeft == 0 && std::none_of(items.begin(), items.end(), isNews);
}

int exitCodeOf(const std::vector<RunReport> &reports, bool spacesWereNamed) {
    const auto any = [&](auto test) { return std::any_of(reports.begin(), reports.end(), test); };
    const auto failed = [](const RunReport &r) { return !r.ran && r.skipped == SkipReason::None; };
    if (any([](const RunReport &r) { return skippedBy(r, {SkipReason::Disabled, SkipReason::NoServiceUser}); }))
        return 64;
    if (!reports.empty() && std::all_of(reports.begin(), reports.end(), failed)) return 2;
    if (any([](const RunReport &r) { return hasReason(r, Reason::Guard); })) return 5;
    if (any([](const RunReport &r) { return !r.conflicts.empty(); })) return 4;
    if (any([](const RunReport &r) { return skippedBy(r, {SkipReason::LockHeld, SkipReason::InProgress}); })) return 3;
    if (any([&](const RunReport &r) { return failed(r) || hasProblem(r, spacesWereNamed); })) return 1;
    return 0;
}

int exitCodeOfApply(const RunReport &report) {
    const int code = exitCodeOf({report}, true);
    return code != 64 && code != 2 && hasReason(report, Reason::Stale) ? 6 : code;
}

}  // namespace wikivault
