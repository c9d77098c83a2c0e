#include "engine/run/quiet.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/restored_backup.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>

namespace wikivault {

namespace {

// In the vault's cache: what a cycle with nothing left to do depended on, and the files as one found them.
constexpr const char *kQuiet = "quiet", *kDiskAtRest = "disk-at-rest";

std::string stampOf(const PageList &list) {
    std::string text;
    for (const PageRow &row : list.pages)
        text += row.id.str() + '|' + row.updatedAt + '|' + row.title + '|' + row.slugId + '|' +
                (row.parent ? row.parent->str() : std::string()) + '\n';
    return std::to_string(std::hash<std::string>{}(text)) + '|' + std::to_string(text.size());
}

/// Equal fingerprints, and files as they were left, mean there is nothing to do.
std::string quietFingerprint(const Cycle &cycle) {
    const bool isAsRead = cycle.merge.written.empty();
    const auto tip = [](const std::optional<CommitId> &commit) { return commit ? toHex(*commit) : std::string("-"); };
    const VaultState &vault = cycle.vault;
    return (isAsRead ? cycle.wiki.listStamp : stampOf(cycle.wiki.list)) + '|' + tip(vault.mainTip) + '|' +
           tip(vault.mirrorTip) + '|' + tip(vault.workTreeTip) + '|' + std::to_string(markdown::kConverterVersion) +
           (cycle.ports.writer ? "|w" : "|-") +
           (cycle.ports.attachments ? "|a" + std::to_string(cycle.request.attachmentLimit) : "");
}

bool mayBeQuiet(const Cycle &cycle) {
    const CycleRequest &request = cycle.request;
    return !request.full && !request.preview && !request.order && !cycle.takesBack();
}

}  // namespace

Result<> listPages(Cycle &cycle) {
    if (cycle.wiki.isListed) return {};
    TRY(cycle.ports.pages.beginSnapshot());
    cycle.wiki.isInSnapshot = true;
    TRY_ASSIGN(cycle.wiki.list, cycle.ports.pages.list(cycle.request.space.id, cycle.checkpoint.cancel()));
    const auto isBefore = [](const PageRow &a, const PageRow &b) { return a.id < b.id; };
    auto &pages = cycle.wiki.list.pages;
    if (!std::is_sorted(pages.begin(), pages.end(), isBefore)) std::sort(pages.begin(), pages.end(), isBefore);
    cycle.wiki.listStamp = stampOf(cycle.wiki.list);
    cycle.wiki.isListed = true;
    return {};
}

Result<> leaveSnapshot(Cycle &cycle) {
    return std::exchange(cycle.wiki.isInSnapshot, false) ? cycle.ports.pages.endSnapshot() : Result<>();
}

void noteBasePages(Cycle &cycle) {
    for (const PageRow &row : cycle.wiki.list.pages) {
        if (!row.isBase) continue;
        Item item;
        item.page = row.id;
        item.path = row.title;
        item.outcome = Outcome::Skipped;
        item.reason = Reason::NotSynced;
        item.detail = "not synced: base";
        cycle.note(item);
    }
}

void noteUntracked(Cycle &cycle, int files) {
    if (files == 0) return;
    Item item;
    item.direction = Direction::GitToWiki;
    item.action = Action::Create;
    item.outcome = Outcome::Skipped;
    item.reason = Reason::NotSynced;
    item.detail = std::to_string(files) + " untracked file(s) of the vault are no page files; they are left alone";
    cycle.note(item);
}

Result<bool> isQuiet(Cycle &cycle) {
    if (!mayBeQuiet(cycle) || cycle.vault.captured || newestWentBack(cycle)) return false;
    TRY_ASSIGN(const std::string last, cycle.ports.cache.value(kQuiet));
    return !last.empty() && last == quietFingerprint(cycle);
}

Result<> rememberQuiet(Cycle &cycle, bool settled) {
    if (!cycle.quiet) return cycle.ports.cache.setValue(kQuiet, settled ? quietFingerprint(cycle) : std::string());
    if (!cycle.vault.diskClean || cycle.vault.diskAtRest.empty()) return {};
    TRY(cycle.checkpoint.pass("remembering what was done"));
    return cycle.ports.cache.setValue(kDiskAtRest, cycle.vault.diskAtRest);
}

Result<> lookQuickly(Cycle &cycle) {
    TRY_ASSIGN(const std::string last, cycle.ports.cache.value(kQuiet));
    if (last.empty() || !mayBeQuiet(cycle) || !cycle.ports.workTree) return {};
    TRY_ASSIGN(const HeadState head, cycle.ports.workTree->headState());
    if (head != HeadState::OnMain) return {};
    TRY(cycle.checkpoint.pass("looking for changes"));
    TRY(listPages(cycle));
    if (last != quietFingerprint(cycle) || newestWentBack(cycle)) return {};
    TRY_ASSIGN(const std::string stamp, cycle.ports.workTree->stamp(cycle.checkpoint.cancel()));
    if (stamp.empty()) return {};
    cycle.vault.diskAtRest = last + '|' + stamp;
    TRY_ASSIGN(const std::string atRest, cycle.ports.cache.value(kDiskAtRest));
    const std::string known = cycle.vault.diskAtRest + '|';
    cycle.quiet = atRest.starts_with(known) || PLANTED("files-not-looked-at");
    if (!cycle.quiet) return {};
    noteBasePages(cycle);
    noteUntracked(cycle, std::atoi(atRest.c_str() + std::min(known.size(), atRest.size())));
    return {};
}

}  // namespace wikivault
