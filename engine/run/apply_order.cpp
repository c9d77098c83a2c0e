#include "engine/run/cycle.h"
#include "engine/run/flip_pages.h"
#include "engine/run/push_steps.h"

#include <algorithm>
#include <utility>

namespace wikivault {

namespace {

/// What a preview of this very moment would show.
Plan planNow(const Cycle &cycle, const PlanOrder &order) {
    Plan now;
    now.items = cycle.report.items;
    for (const auto &steps : {planRestores(cycle), planWrites(cycle)})
        for (const PushStep &step : steps)
            now.items.push_back(itemFor(cycle, step));
    std::set<PageId> pages;
    for (const auto &[page, sides] : order.plan.expects)
        pages.insert(page);
    now.expects = expectationsOf(cycle, pages);
    return now;
}

/// A bare folder that gets no page takes everything below it along.
void leaveOutFolder(Cycle &cycle, const std::string &folder) {
    const std::string below = folder + "/";
    for (const auto &[page, file] : cycle.vault.main.pages)
        if (file.path.starts_with(below)) cycle.merge.leftOut.insert(page);
    for (const LooseFile &file : cycle.vault.main.loose)
        if (file.path.starts_with(below)) cycle.merge.filesLeftOut.insert(file.path);
}

void leaveOut(Cycle &cycle, const Item &item) {
    if (item.page && subjectOf(item) == item.page->str())
        cycle.merge.leftOut.insert(*item.page);
    else if (!item.path.ends_with(".md"))
        leaveOutFolder(cycle, item.path);
    else
        cycle.merge.filesLeftOut.insert(item.fromPath.empty() ? item.path : item.fromPath);
}

/// What a person turned round, of what comes out as it was ordered.
std::map<PageId, Side> standingFlips(const Cycle &cycle, const PlanDeviation &found) {
    std::map<PageId, Side> flips = cycle.request.order->flips;
    for (const PageId &page : cycle.merge.leftOut)
        flips.erase(page);
    for (const Item &item : found.gone)
        if (item.page) flips.erase(*item.page);
    return flips;
}

/// They come out the other way round, as they should.
void forgetFlipped(const Cycle &cycle, PlanDeviation &found) {
    const auto isFlipped = [&](const Item &item) { return item.page && cycle.merge.winners.contains(*item.page); };
    std::erase_if(found.leaveOut, isFlipped);
    std::erase_if(found.gone, isFlipped);
}

/// It waits for pages below it, and the run says so.
bool waitsForChildren(const Cycle &cycle, const Item &item) {
    const auto &items = cycle.report.items;
    return std::any_of(items.begin(), items.end(), [&](const Item &held) {
        return item.page && held.page == item.page && held.reason == Reason::ChildrenLive;
    });
}

std::size_t countLeftOut(const Cycle &cycle) {
    return cycle.merge.leftOut.size() + cycle.merge.filesLeftOut.size();
}

}  // namespace

std::map<PageId, PageSides> expectationsOf(const Cycle &cycle, const std::set<PageId> &pages) {
    std::map<PageId, PageSides> expects;
    for (const PageId &page : pages)
        if (const auto sides = cycle.merge.sides.find(page); sides != cycle.merge.sides.end())
            expects.emplace(page, sides->second);
    return expects;
}

/// Merges again and again, each time without what came out otherwise than ordered: leaving one page out may move
/// another's place. Every round leaves out at least one more, so this ends. Flipped pages are turned round once all of
/// them are known to be as the person saw them.
Result<> mergeAsOrdered(Cycle &cycle) {
    if (!cycle.request.order) return mergePages(cycle);
    const PlanOrder &order = *cycle.request.order;
    const RunReport report = cycle.report;
    const PageIndex main = cycle.vault.main, base = cycle.vault.base;
    MergeState start = cycle.merge;
    std::map<std::string, Item> said;
    bool turned = false;
    for (;;) {
        TRY(mergePages(cycle));
        PlanDeviation found = compareWithOrder(order, planNow(cycle, order));
        forgetFlipped(cycle, found);
        for (const Item &item : found.leaveOut)
            said.emplace(subjectOf(item), item);
        MergeState merged = std::exchange(cycle.merge, start);
        for (const Item &item : found.leaveOut)
            leaveOut(cycle, item);
        const bool isStable = countLeftOut(cycle) == start.leftOut.size() + start.filesLeftOut.size();
        const std::map<PageId, Side> flips = standingFlips(cycle, found);
        if (isStable && !turned && !flips.empty()) {
            turnRound(cycle, flips);
            turned = true;
        } else if (isStable) {
            for (const Item &item : found.gone)
                if (!waitsForChildren(cycle, item)) said.emplace(subjectOf(item), item);
            cycle.merge = std::move(merged);
            break;
        }
        start = cycle.merge;
        cycle.report = report;
        cycle.vault.main = main;
        cycle.vault.base = base;
    }
    for (const auto &[subject, item] : said)
        cycle.note(item);
    keepFlipped(cycle);
    return {};
}

}  // namespace wikivault
