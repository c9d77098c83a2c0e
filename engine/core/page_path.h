#pragma once

#include "engine/core/page.h"
#include "engine/core/vault_tree.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault {

/// The safe file name (without `.md`) of a title; `format.md`, "Layout".
[[nodiscard]] std::string fileNameOf(std::string_view title);
/// `name` cut to at most `bytes` bytes of UTF-8 at a grapheme boundary; never empty.
[[nodiscard]] std::string shortenedName(std::string_view name, std::size_t bytes);
/// Names that collide on some file system have equal keys (NFC, case-folded).
[[nodiscard]] std::string collisionKey(std::string_view name);
/// `name` without a suffix of our own (` ~<slugId>`, ` ~<id>` of this page, ` ~git`, ` ~git-2`).
[[nodiscard]] std::string withoutOwnSuffix(std::string_view name, const PageRow &page);

/// `name` ends with ` ~git` or ` ~git-2` …
[[nodiscard]] bool isSetAsideName(std::string_view name);
/// Where a file of git stands aside that finds `path` taken: ` ~git`, ` ~git-2` … in place of such a suffix of its own.
[[nodiscard]] std::string freeSidePath(const VaultTree &tree, std::string_view path);

/// Where each page of `pages` belongs: leaf `<dirs>/<Name>.md`, page with children `<dirs>/<Name>/<Name>.md`.
/// `current` holds the paths pages have now: names are sticky (the holder of a name keeps it, L-16). Pages whose parent
/// is missing from `pages` are placed at the root; parent cycles are cut at the smallest id. `is_base` pages get no
/// path, their children live under a bare folder of that name. Names below very long folders are shortened and pages
/// deeper than a vault allows are placed at the root, so that no path comes near PATH_MAX. A page with the slug `git`
/// is a file that has no page yet: when its name is taken it is set aside as ` ~git`, ` ~git-2` …
[[nodiscard]] std::map<PageId, std::string> layoutPages(const std::vector<PageRow> &pages,
                                                        const std::map<PageId, std::string> &current);

/// `Folder` of `Folder/Page.md`; for a folder note `Folder/Folder.md` the directory above. "" = root.
[[nodiscard]] std::string parentDirectoryOf(std::string_view path);
/// Name in the wiki's sense: `Page` for `Folder/Page.md` and `Folder` for `Folder/Folder.md`.
[[nodiscard]] std::string pageNameOf(std::string_view path);
[[nodiscard]] bool isFolderNote(std::string_view path);

}  // namespace wikivault
