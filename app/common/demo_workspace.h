#pragma once

#include "engine/core/page.h"
#include "engine/core/result.h"

#include <optional>
#include <string>
#include <vector>

namespace wikivault {

/// A wiki to try things on: SQLite with three spaces, and room for their vaults beside it.
struct DemoWorkspace {
    std::string databaseUrl;
    std::string dataDir;        ///< absolute
    std::string serviceUserId;  ///< the wiki's user `Wikivault Sync`
};

/// Creates `<dir>/wiki.db` and `<dir>/vaults`. Invalid: one of them exists. The pages and their ids are always the same
/// (resources/demo).
[[nodiscard]] Result<DemoWorkspace> createDemo(const std::string &dir);

/// The workspace createDemo() made in `dir` before; nothing when there is none.
[[nodiscard]] std::optional<DemoWorkspace> demoIn(const std::string &dir);

/// Words of one page that somebody replaces.
struct DemoEdit {
    SpaceId space;
    PageId page;
    std::string before;  ///< stands in the page once, as plain text in the wiki and in the file
    std::string after;
};

/// What may happen in the demo so that there is something to see. The edits do not touch each other's pages, except the
/// first two, which disagree about the same words.
struct DemoStory {
    DemoEdit conflictInWiki, conflictInFile;  ///< opening hours, in the Handbook
    DemoEdit earlierInWiki;                   ///< for a second past run, in the Handbook
    DemoEdit pendingInWiki;                   ///< in Product
    DemoEdit pendingInFile;                   ///< in Engineering
};
[[nodiscard]] DemoStory demoStory();

/// Ada edits the page in the wiki. NotFound: the words are not there.
[[nodiscard]] Result<> editDemoInWiki(const DemoWorkspace &workspace, const DemoEdit &edit);
/// Somebody edits the page's file in the vault. NotFound: no vault yet, no such file, or the words are not there.
[[nodiscard]] Result<> editDemoInFile(const DemoWorkspace &workspace, const DemoEdit &edit);

}  // namespace wikivault
