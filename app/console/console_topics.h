#pragma once

#include <stop_token>

namespace wikivault {

/// What the console asks again and again; only the answer to the newest question of a topic counts.
struct ConsoleTopics {
    enum Topic {
        Spaces,
        PlanOf,
        PeekOf,
        Conflicts,
        OneConflict,
        BlocksOf,
        OriginsOf,
        EditorsOf,
        Settled,
        OneSettled,
        Runs,
        Items,
        Locks,
        Doctor,
        Remotes,
        OneRemote,
        TwoRuns,
        TwoTexts,
        PageThroughTime,
        Around,  ///< what needs a person
        kTopics
    };
    struct Asked {
        int number = 0;
        bool waiting = false, again = false;
        std::stop_source stop;
    };
};

}  // namespace wikivault
