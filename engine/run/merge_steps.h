#pragma once

#include "engine/run/cycle.h"

/// The steps of mergePages() that follow the verdicts, in order.
namespace wikivault {

class FolderOwners;

/// The whole of it where every page is where it was and only texts changed, which is what most cycles find: costs what
/// changed, not what exists. False: nothing is done, the pages have to be looked at one by one.
Result<bool> mergeEdits(Cycle &cycle);
/// The mirror's trees of such a cycle, as the wiki has the texts by now.
void patchMirrorTrees(Cycle &cycle);

/// Files that are pages of the wiki already, though they do not say so: creates of ours that a crash cut off, and files
/// that say the same as a page new here.
Result<> adoptFiles(Cycle &cycle, FolderOwners &owners);
/// Pages are named before they exist, so that a repeated create is recognised; different moments give different ids.
/// A folder's page goes by `Folder/`.
[[nodiscard]] PageId idForCreate(const Cycle &cycle, const std::string &path);
/// A file that changed places, or a folder left behind, carries the suffix that told another page apart; it is no part
/// of a title.
[[nodiscard]] std::string withoutSlug(const Cycle &cycle, std::string name);
/// A new page from a file; an id in it names another page and goes.
Result<PendingCreate> createFrom(Cycle &cycle, const std::string &path, const BlobId &blob);
/// Intents of a wiki that names its pages itself get the ids of the pages that came of them.
Result<> nameIntents(Cycle &cycle);
/// The wiki holds the beginning of what was to be written.
Result<bool> isUnfinished(Cycle &cycle, const CreateIntent &intent);
/// A body that was written in part is the base of what still has to follow.
Result<> finishBodies(Cycle &cycle);
/// Stored intents that the next cycle still needs.
[[nodiscard]] CreateIntents unfinishedCreates(const Cycle &cycle);

/// Takes mass deletions and overwrites out of the cycle (engine.md section 6).
Result<> guardChanges(Cycle &cycle);
/// What an item says that overwrites the page on that side; "" where much of its text is left.
[[nodiscard]] std::string overwriteNote(const Cycle &cycle, const PageId &page, Direction direction);
/// Final title and parent of every page on main; missing parents, parent cycles and refused deletes are settled here.
void choosePlaces(Cycle &cycle);
/// Lays both trees out: main, the agreed mirror and, while something is held, the held mirror.
void buildTrees(Cycle &cycle);
/// More than a handful of files set aside as ` ~git` wait for a person.
Result<> guardSetAside(Cycle &cycle);
/// Where the mirror has each page, merged into main or not.
[[nodiscard]] std::map<PageId, std::string> placesInMirror(const Cycle &cycle);
/// The mirror's part of it; `current` holds the names pages have in it.
void buildMirrorTrees(Cycle &cycle, std::map<PageId, std::string> current);
/// Items and counts of everything that reaches the files.
void notePull(Cycle &cycle);

/// The wiki removed it; a file that lives on as a new page is not counted.
[[nodiscard]] bool losesFile(const Cycle &cycle, const PageId &page);
/// A page that was to go and stays after all keeps its file.
void keepFileOf(Cycle &cycle, const PageId &page);

}  // namespace wikivault
