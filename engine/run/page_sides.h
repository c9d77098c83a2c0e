#pragma once

#include "engine/run/cycle.h"

#include <functional>
#include <map>
#include <string>

namespace wikivault {

/// Whose folder a directory of main is.
class FolderOwners {
public:
    explicit FolderOwners(const Cycle &cycle);

    struct Owner {
        std::optional<PageId> page;
        std::string bareFolder;  ///< set: nobody owns it, it needs a page of its own
    };
    /// The page under which a file at `path` stands; no page and no bare folder = the root.
    [[nodiscard]] Owner parentOf(const std::string &path) const;
    /// The owner of a directory, "" = root.
    [[nodiscard]] Owner ownerOf(const std::string &directory) const;
    /// The name a page has by its file; a renamed folder names its page even before its note is renamed (T-10).
    [[nodiscard]] std::string nameOf(const PageId &page, const std::string &path) const;
    void addCreate(const std::string &path, const PageId &page) { m_creates[path] = page; }
    void addBareFolder(const std::string &directory, const PageId &page) { m_owners[directory] = page; }

private:
    void noteRenamed(const PageId &page, const std::string &was, const std::string &is);
    [[nodiscard]] std::optional<PageId> pageAt(const std::string &path) const;

    const Cycle &m_cycle;
    std::map<std::string, PageId> m_owners;   ///< directories that were renamed around their note, or got a page
    std::map<PageId, std::string> m_renamed;  ///< page → directory it owns by such a rename
    std::map<std::string, PageId> m_kept;     ///< where the wiki's layout has pages whose file git removed
    std::map<std::string, PageId> m_creates;  ///< files without an id that become pages
};

/// The page under whose folder `path` stands in a tree of the mirror's layout; nothing = the root or nobody's folder.
[[nodiscard]] std::optional<PageId> parentIn(const PageIndex &index, const std::string &path);

/// The three views of one page.
[[nodiscard]] PageSides sidesOf(const Cycle &cycle, const FolderOwners &owners, const PageId &page);

}  // namespace wikivault
