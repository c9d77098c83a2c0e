#pragma once

#include "engine/core/report.h"
#include "engine/ports/run_journal.h"

/// Runs and items that the tests of the journal write and read.
namespace wikivault::test {

inline const SpaceId kSpace("0190a000-0000-7000-8000-000000000003");
inline const SpaceId kOther("0190a000-0000-7000-8000-000000000004");
inline const PageId kPage("0190b000-0000-7000-8000-000000000001");

inline TimePoint at(std::int64_t seconds) {
    return TimePoint(std::chrono::seconds(1800000000 + seconds));
}

/// As it begins, with words that need quoting.
inline RunRecord startedRun(const SpaceId &space, std::int64_t seconds) {
    RunRecord run;
    run.space = space;
    run.trigger = "manual";
    run.reason = "because; 'quotes' \n and lines";
    run.actor = "ada@host";
    run.startedAt = at(seconds);
    run.outcome = "running";
    return run;
}

/// With something in every field.
inline Item doneItem(Action action, Outcome outcome = Outcome::Done) {
    Item item;
    item.page = kPage;
    item.path = "Ordner/Ünïcode \xF0\x9F\x93\x98.md";
    item.fromPath = "Old.md";
    item.direction = Direction::GitToWiki;
    item.action = action;
    item.outcome = outcome;
    item.reason = Reason::ChildrenLive;
    item.detail = "a sentence";
    item.before = BlobId{{1, 2, 3}};
    return item;
}

}  // namespace wikivault::test
