#include "engine/core/deletion_guard.h"
#include "engine/run/merge_steps.h"

namespace wikivault {

namespace {

Item pullItem(const PageId &page, Action action, const std::string &path) {
    Item item;
    item.page = page;
    item.path = path;
    item.direction = Direction::WikiToGit;
    item.action = action;
    return item;
}

void notePulledFile(Cycle &cycle, const PageId &page, const BlobId &blob) {
    const std::string &path = cycle.merge.mainPaths.at(page);
    const auto file = cycle.vault.main.pages.find(page);
    if (file == cycle.vault.main.pages.end()) {
        Item item = pullItem(page, Action::Create, path);
        item.after = blob;
        cycle.note(item);
        ++cycle.report.pull.written;
        return;
    }
    const auto verdict = cycle.merge.verdicts.find(page);
    if (verdict == cycle.merge.verdicts.end()) return;
    const auto &sides = cycle.merge.sides.at(page);
    if (file->second.path != path && sides.base && sides.wiki) {
        const bool renamed = verdict->second.name == Side::Wiki && sides.wiki->name != sides.git->name;
        const bool moved = verdict->second.parent == Side::Wiki && sides.wiki->parent != sides.git->parent;
        if (renamed || moved) {
            Item item = pullItem(page, moved ? Action::Move : Action::Rename, path);
            item.fromPath = file->second.path;
            const auto known = cycle.wiki.storedKeys.find(page);
            if (renamed && known != cycle.wiki.storedKeys.end()) item.fromTitle = known->second.title;
            cycle.note(item);
            ++cycle.report.pull.moved;
        }
    }
    if (file->second.blob == blob) return;
    Item item = pullItem(page, Action::Update, path);
    item.before = file->second.blob;
    item.after = blob;
    item.detail = overwriteNote(cycle, page, Direction::WikiToGit);
    cycle.note(item);
    ++cycle.report.pull.written;
}

}  // namespace

void notePull(Cycle &cycle) {
    for (const auto &[page, blob] : cycle.merge.mainBlobs)
        notePulledFile(cycle, page, blob);
    for (const auto &[page, verdict] : cycle.merge.verdicts) {
        if (verdict.fate != Fate::DropFile) continue;
        const auto file = cycle.vault.main.pages.find(page);
        if (file == cycle.vault.main.pages.end()) continue;
        Item item = pullItem(page, Action::Delete, file->second.path);
        item.before = file->second.blob;
        item.detail = "removed in the wiki";
        if (cycle.merge.approved.contains(page)) item.detail = std::string(kApproved) + "; removed in the wiki";
        cycle.note(item);
        ++cycle.report.pull.deleted;
    }
    cycle.report.pull.conflict = !cycle.report.conflicts.empty();
}

}  // namespace wikivault
