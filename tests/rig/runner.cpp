#include "tests/rig/runner.h"

#include "engine/core/page_file.h"
#include "tests/rig/hooks.h"
#include "tests/rig/oracles.h"
#include "tests/rig/people.h"
#include "tests/rig/people_git.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

namespace wikivault::rig {

namespace {

constexpr int kCyclesToRest = 8;

bool isTraced() {
    return std::getenv("WIKIVAULT_RIG_TRACE") != nullptr;
}

void trace(const std::string &text) {
    if (isTraced()) std::fprintf(stderr, "%s\n", text.c_str());
}

/// Calls behind which something becomes durable, in memory and on real stores: without a lease at most the one that was
/// on its way may follow.
bool isWrite(std::string_view where) {
    static const std::set<std::string_view> kWrites{"moveRefs",     "write",           "publishing", "export keys",
                                                    "cache value",  "remember vault",  "back-offs",  "refs.moving",
                                                    "wiki.writing", "publish.noted",   "cache.keys", "cache.value",
                                                    "memory.vault", "memory.back-offs"};
    return kWrites.contains(where);
}

class Runner {
public:
    Runner(const History &history, const MakeWorld &make) : m_history(history), m_world(make(history.policy)) {}
    ~Runner() { onFailpoint({}); }

    [[nodiscard]] const std::vector<std::string> &reached() const { return m_reached; }
    [[nodiscard]] std::string fingerprint() { return m_world->fingerprint(); }

    std::string run() {
        settleIn(*m_world, m_ledger);
        if (m_broken.empty()) cycle({});
        for (const Step &step : m_history.steps) {
            if (!m_broken.empty()) return m_broken;
            take(step);
        }
        if (m_broken.empty()) comeToRest();
        return m_broken;
    }

private:
    void fault(const std::string &what) {
        if (!what.empty() && m_broken.empty())
            m_broken = "after step " + std::to_string(m_step) + ": " + what + m_story;
    }

    void take(const Step &step) {
        m_step = step.number;
        judgeTrouble(step);
        trace("== " + std::to_string(step.number) + ' ' + step.deed.verb);
        m_world->advance(std::chrono::minutes(1));
        const std::string &verb = step.deed.verb;
        if (verb == "sync")
            cycle(step);
        else if (verb == "preview")
            previewThenSync();
        else if (verb == "lose-cache")
            m_world->loseCache();
        else if (verb == "wait")
            m_world->advance(std::chrono::hours(1 + step.deed.args.at(0)));
        else if (verb == "decide")
            decide(step.deed);
        else if (verb == "node")
            actAsNodeEngine(*m_world);
        else if (!actAsPerson(*m_world, m_ledger, step.number, step.deed))
            fault("no such verb: " + verb);
        if (isTraced()) trace(sketch(*m_world));
        fault(findLostTokens(*m_world, m_ledger));
    }

    void decide(const Deed &deed) {
        if (m_lastReport.conflicts.empty()) return;
        const auto &chosen =
            m_lastReport.conflicts[static_cast<std::size_t>(deed.args.at(0)) % m_lastReport.conflicts.size()];
        static const std::array<const char *, 4> kChoices{"wiki", "git", "both", "base"};
        if (const auto decided = m_world->decide(chosen.page, kChoices[static_cast<std::size_t>(deed.args.at(1)) % 4]);
            !decided)
            fault("a decision could not be stored: " + decided.error().detail);
        m_ledger.settled.insert(chosen.page);
        for (const WikiPage &page : m_world->pages())
            if (page.id == chosen.page) m_ledger.mayGo.merge(tokensIn(page.content));
        // The page's file may have lost its id and stand where it stood before the wiki renamed a folder.
        for (const auto &[path, text] : m_world->mainFiles())
            if (parsePageFile(text).id.value_or(chosen.page) == chosen.page || path == chosen.path)
                m_ledger.mayGo.merge(tokensIn(text));
    }

    SyncFaults faultsOf(const Step &step) {
        SyncFaults faults;
        faults.lease = &m_lease.emplace();
        faults.incompleteList = step.fault == "incomplete";
        faults.automatic = !step.deed.args.empty() && step.deed.args[0] % 2 == 0;
        faults.full = !step.deed.args.empty() && step.deed.args[0] % 8 == 1;
        if (step.fault == "fail-write" || step.fault == "no-answer") {
            const ErrorCode code = step.fault == "no-answer" ? ErrorCode::Unavailable : ErrorCode::Invalid;
            faults.refuse = [this, code, at = step.at](const PageChange &) {
                return ++m_writes == at ? std::optional(Error{code, "refused by the test"}) : std::nullopt;
            };
        }
        if (step.fault == "answer-lost") faults.losesAnswer = [this, at = step.at] { return ++m_writes == at; };
        return faults;
    }

    void watch(const Step &step) {
        m_ticks = m_writes = m_writesWithoutLease = 0;
        m_isLateOwed = false;
        onFailpoint([this, &step](const char *where) {
            ++m_ticks;
            if (step.fault == "late" && !m_ledger.duringRun) m_reached.emplace_back(where);
            if (m_lease->lost().stop_requested() && isWrite(where)) ++m_writesWithoutLease;
            if (m_ticks < step.at) return;
            if (step.fault == "late") return comeLate(step, where);
            if (step.fault == "lose-lease" && m_ticks == step.at * 3) m_lease->lose();
            if (m_ticks != step.at) return;
            if (step.fault == "crash") throw Crash{where};
        });
    }

    /// At the moment asked for; at the next one while a real store holds its transaction open, for nobody else in this
    /// thread can write there then.
    void comeLate(const Step &step, std::string_view where) {
        m_isLateOwed = m_isLateOwed || m_ticks == step.at;
        if (!m_isLateOwed || where == "wiki.writing") return;
        m_isLateOwed = false;
        actLate(step);
    }

    void actLate(const Step &step) {
        trace("   late " + step.late.verb);
        // Who edits or moves files while the engine moves them elsewhere may find them at both places.
        static const std::set<std::string> kMoves{"git-rename", "git-move", "git-swap",
                                                  "git-folder", "git-edit", "git-careless"};
        m_ledger.movedDuringRun = m_ledger.movedDuringRun || kMoves.contains(step.late.verb);
        if (kMoves.contains(step.late.verb))
            for (const auto &[path, text] : m_world->files())
                m_ledger.allowCopies(text);
        m_ledger.duringRun = true;
        actAsPerson(*m_world, m_ledger, step.number, step.late);
        m_ledger.duringRun = false;
    }

    /// Only what cuts runs off, takes ids away or rewrites history may leave a page without a base.
    void judgeTrouble(const Step &step) {
        static const std::set<std::string> kPlain{"sync",     "preview",    "wait",       "git-create", "git-bare",
                                                  "git-edit", "git-move",   "git-rename", "git-delete", "git-copy",
                                                  "git-swap", "git-folder", "git-commit", "git-other"};
        const bool isPlain = kPlain.contains(step.deed.verb) || step.deed.verb.starts_with("wiki-");
        m_untroubled = m_untroubled && isPlain && step.fault.empty();
    }

    [[nodiscard]] std::string findForgottenBase() const {
        for (const ConflictSummary &conflict : m_lastReport.conflicts)
            if (m_untroubled && conflict.kind == ConflictKind::NoBase) return "no base is known of " + conflict.path;
        return {};
    }

    void cycle(const Step &step) {
        const Sight before = lookAt(*m_world);
        const SyncFaults faults = faultsOf(step);
        watch(step);
        bool crashed = false;
        try {
            m_lastReport = m_world->sync(faults);
        } catch (const Crash &crash) {
            trace("   crashed at " + crash.where);
            crashed = true;
            m_lastReport = {};
        }
        onFailpoint({});
        if (crashed) m_world->crashed();
        tell();
        fault(findLostTokens(*m_world, m_ledger));
        fault(findLostCommits(*m_world, m_ledger));
        const Sight after = lookAt(*m_world);
        fault(findUnaskedRemovals(before, after, m_ledger));
        fault(findMassRemoval(before, after, m_ledger));
        fault(findForgottenBase());
        fault(findFalseAlarm(m_lastReport));
        if (step.fault.empty()) fault(findNeedlessWaits(*m_world, m_lastReport));
        if (m_writesWithoutLease > 1) fault("written without a lease: " + std::to_string(m_writesWithoutLease));
        if (!m_lastReport.ran && step.fault.empty()) fault("a run without any fault failed: " + m_lastReport.error);
    }

    void tell() {
        const std::string text = describe(m_lastReport);
        trace(text);
        m_story = "\nlast run:" + text;
    }

    /// What was previewed is what is then done, and looking changed nothing.
    void previewThenSync() {
        const std::string before = m_world->fingerprint();
        const RunReport preview = m_world->preview();
        if (m_world->fingerprint() != before) fault("a preview changed something");
        if (!preview.ran) fault("a preview failed: " + preview.error);
        cycle({});
        fault(findUnpreviewed(preview, m_lastReport));
    }

    void comeHome() {
        if (m_world->git().isMerging()) actAsPerson(*m_world, m_ledger, m_step, Deed{"git-merge-end", {1}});
        if (m_world->git().isAway()) actAsPerson(*m_world, m_ledger, m_step, Deed{"git-away", {1}});
    }

    void comeToRest() {
        m_step = 9999;
        comeHome();
        if (m_world->git().isAway()) {
            cycle({});  // a crashed run's index lock kept the person from coming back
            comeHome();
        }
        trace("== come to rest");
        std::string before;
        int left = kCyclesToRest;
        do {
            before = m_world->fingerprint();
            m_world->advance(std::chrono::hours(2));
            cycle({});
            if (isTraced()) trace(sketch(*m_world));
            if (!m_broken.empty()) return;
        } while (m_world->fingerprint() != before && --left > 0);
        if (left == 0) return fault("it does not come to rest");
        const RunReport preview = m_world->preview();
        if (!preview.ran) fault("a preview failed: " + preview.error);
        for (const Item &item : preview.items)
            if (item.outcome == Outcome::Done) fault("a preview at rest plans " + item.path + describe(preview));
        cycle({});
        if (const std::string after = m_world->fingerprint(); after != before) {
            trace(before + "\n-- became --\n" + after);
            fault("the second quiet cycle wrote something");
        }
        fault(m_world->complaints());
        fault(findDifferences(*m_world, m_ledger, m_lastReport));
        fault(findUndoneTokens(*m_world, m_ledger));
    }

    const History &m_history;
    std::unique_ptr<World> m_world;
    Ledger m_ledger;
    std::optional<ScriptedLease> m_lease;
    RunReport m_lastReport;
    bool m_untroubled = true;
    int m_step = 0, m_ticks = 0, m_writes = 0, m_writesWithoutLease = 0;
    bool m_isLateOwed = false;
    std::string m_broken, m_story;
    std::vector<std::string> m_reached;
};

}  // namespace

std::string describe(const RunReport &report) {
    std::string text = (report.ran ? std::string(" ran") : " did not run: " + report.error);
    for (const Item &item : report.items)
        text += "\n  " + std::string(toWord(item.direction)) + ' ' + std::string(toWord(item.action)) + ' ' +
                std::string(toWord(item.outcome)) + ' ' + std::string(toWord(item.reason)) + ' ' +
                (item.page ? item.page->str().substr(24) : "-") + ' ' + item.path +
                (item.fromPath.empty() ? "" : " from " + item.fromPath) + " " + item.detail;
    return text;
}

std::string runHistory(const History &history, const MakeWorld &make) {
    try {
        return Runner(history, make).run();
    } catch (const std::exception &thrown) {
        return std::string("something was thrown: ") + thrown.what();
    }
}

std::vector<std::string> failpointsOf(const History &history, const MakeWorld &make) {
    Runner runner(history, make);
    static_cast<void>(runner.run());
    return runner.reached();
}

std::string fingerprintAfter(const History &history, const MakeWorld &make) {
    Runner runner(history, make);
    static_cast<void>(runner.run());
    return runner.fingerprint();
}

}  // namespace wikivault::rig
