#include "engine/run/cycle.h"

#include "engine/core/page_digest.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/carry_attachments.h"
#include "engine/run/hold_conflict.h"
#include "engine/run/quiet.h"
#include "engine/run/remote_steps.h"
#include "engine/run/undo.h"

#include <algorithm>
#include <iterator>

namespace wikivault {

Result<> Checkpoint::pass(const std::string &phase, const std::string &page, int done, int total) const {
    // Before and after: whoever slept for long learns it where it says that it goes on.
    TRY(leads());
    if (m_lease) m_lease->progress(phase);
    TRY(leads());
    if (m_cancel.stop_requested()) return fail(ErrorCode::Cancelled, "stopped on request");
    if (m_sink) m_sink({m_space, m_run, phase, page, done, total});
    return {};
}

Result<> Checkpoint::leads() const {
    if (m_lease && m_lease->lost().stop_requested() && !PLANTED("lease-ignored"))
        return fail(ErrorCode::LostLease, "the lock on this space was lost; nothing more is written");
    return {};
}

bool Cycle::isPartial() const {
    return request.onlyPage || !request.only.empty() || request.order || takesBack();
}

bool Cycle::touches(const PageId &page, const std::string &path) const {
    if (takesBack() && !merge.wanted.contains(page)) return false;
    if (request.onlyPage && *request.onlyPage != page) return false;
    return request.only.empty() || matchesGlob(request.only, path);
}

std::int64_t Cycle::nowSeconds() const {
    return std::chrono::duration_cast<std::chrono::seconds>(ports.clock.now().time_since_epoch()).count();
}

bool matchesGlob(std::string_view glob, std::string_view path) {
    std::size_t g = 0, p = 0;
    std::size_t starGlob = std::string_view::npos, starPath = 0;
    bool starCrosses = false;
    while (p < path.size()) {
        if (g < glob.size() && glob[g] == '*') {
            starCrosses = g + 1 < glob.size() && glob[g + 1] == '*';
            starGlob = g += starCrosses ? 2 : 1;
            starPath = p;
        } else if (g < glob.size() && (glob[g] == path[p] || (glob[g] == '?' && path[p] != '/'))) {
            ++g, ++p;
        } else if (starGlob != std::string_view::npos && (starCrosses || path[starPath] != '/')) {
            g = starGlob;
            p = ++starPath;
        } else {
            return false;
        }
    }
    while (g < glob.size() && glob[g] == '*')
        ++g;
    return g == glob.size();
}

namespace {

/// There was nothing to do, so whatever the wiki shows is known.
Result<> noteSeen(Cycle &cycle) {
    if (!cycle.isPartial()) cycle.report.wikiSeen = digestOf(cycle.wiki.list);
    return {};
}

Result<> syncSides(Cycle &cycle) {
    if (!cycle.remote.hasNews) TRY(lookQuickly(cycle));
    if (cycle.quiet) return noteSeen(cycle);
    TRY(openState(cycle));
    TRY(captureDisk(cycle));
    TRY(mergeRemote(cycle));
    TRY(pushAtOnce(cycle));
    TRY(takeOtherMirrors(cycle));
    keepConflictBases(cycle.vault);
    TRY(askAboutTakenBack(cycle));
    TRY(readWiki(cycle));
    if (cycle.quiet) return noteSeen(cycle);
    TRY(takeBack(cycle));
    TRY(mergeAsOrdered(cycle));
    if (!cycle.request.preview) TRY(recordMerge(cycle));
    TRY(pushPages(cycle));
    if (cycle.request.preview) return previewAttachments(cycle);
    TRY(recordPush(cycle));
    TRY(carryAttachments(cycle));
    return settleMemory(cycle);
}

Result<> runPhases(Cycle &cycle) {
    TRY(openTips(cycle));
    TRY(fetchRemote(cycle));
    if (!cycle.request.pushOnly) TRY(syncSides(cycle));
    return pushRemote(cycle);
}

}  // namespace

bool hasHeldItems(const RunReport &report) {
    return std::any_of(report.items.begin(), report.items.end(), [](const Item &item) {
        return item.outcome == Outcome::Failed || item.outcome == Outcome::Held ||
               (item.outcome == Outcome::Skipped && item.reason != Reason::NotSynced);
    });
}

std::vector<Item> writtenItems(const RunReport &report) {
    std::vector<Item> written;
    std::copy_if(report.items.begin(), report.items.end(), std::back_inserter(written), [](const Item &item) {
        return item.direction == Direction::GitToWiki && item.outcome == Outcome::Done && item.action != Action::Heal;
    });
    return written;
}

void runCycle(Cycle &cycle) {
    cycle.report.space = cycle.request.space.id;
    cycle.report.run = cycle.request.run;
    Result<> outcome = runPhases(cycle);
    if (const Result<> left = leaveSnapshot(cycle); outcome) outcome = left;
    // What failed without the lock met another process's work.
    if (!outcome)
        if (const Result<> led = cycle.checkpoint.pass("remembering what was done"); !led)
            if (led.error().code == ErrorCode::LostLease) outcome = led;
    cycle.report.ran = outcome.has_value();
    auto &items = cycle.report.items;
    items.insert(items.begin(), cycle.request.earlier.begin(), cycle.request.earlier.end());
    if (outcome) return;
    cycle.report.error = outcome.error().detail;
    cycle.report.cancelled = outcome.error().code == ErrorCode::Cancelled;
    cycle.report.moved = outcome.error().code == ErrorCode::Conflict;
}

Plan planOf(const Cycle &cycle) {
    Plan plan;
    plan.space = cycle.request.space.id;
    plan.mainTip = cycle.vault.mainTip ? toHex(*cycle.vault.mainTip) : "";
    plan.mirrorTip = cycle.vault.mirrorTip ? toHex(*cycle.vault.mirrorTip) : "";
    plan.madeAt = cycle.ports.clock.now();
    plan.pagesExamined = static_cast<int>(cycle.wiki.list.pages.size());
    plan.filesExamined = static_cast<int>(cycle.vault.main.pages.size() + cycle.vault.main.loose.size());
    plan.items = cycle.report.items;
    std::set<PageId> pages;
    for (const Item &item : plan.items)
        if (item.page) pages.insert(*item.page);
    plan.expects = expectationsOf(cycle, pages);
    plan.attachments = cycle.attachments;
    plan.conflicts = cycle.report.conflicts;
    return plan;
}

}  // namespace wikivault
