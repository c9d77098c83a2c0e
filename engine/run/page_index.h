#pragma once

#include "engine/core/result.h"
#include "engine/core/vault_tree.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace wikivault {

class FileReader;

struct IndexedPage {
    std::string path;
    BlobId blob;
    friend bool operator==(const IndexedPage &, const IndexedPage &) = default;
};

/// A page file that carries no usable id.
struct LooseFile {
    std::string path;
    BlobId blob;
    std::optional<PageId> copiedFrom;  ///< it repeats the id of a page that lives elsewhere in the tree
    bool badId = false;                ///< its id is no uuid: named and left alone
    std::string idText;
};

/// The page files of one tree by identity.
struct PageIndex {
    SharedMap<PageId, IndexedPage> pages;
    std::vector<LooseFile> loose;
    SharedMap<std::string, PageId> byPath;
    std::set<PageId> withoutId;                   ///< pages recognised by their place; their file needs its id back
    std::map<std::string, std::string> problems;  ///< path → what is wrong with its frontmatter
};

/// `base` decides between files that share an id: the one at the page's base path stays the page.
[[nodiscard]] Result<PageIndex> indexPages(const VaultTree &tree, const PageIndex *base, FileReader &files);
/// The page whose file is at that path.
[[nodiscard]] std::optional<PageId> pageAtPath(const PageIndex &index, const std::string &path);
/// The file of that path among those without a usable id, or null.
[[nodiscard]] const LooseFile *looseAt(const PageIndex &index, const std::string &path);

/// Nothing: the page is in it no more.
void setPage(PageIndex &index, const PageId &page, const std::optional<IndexedPage> &file);

/// Share of lines two texts have in common.
[[nodiscard]] double likeness(const std::multiset<std::string> &a, const std::multiset<std::string> &b);
/// From here on two texts are taken for versions of one, as git does.
inline constexpr double kAlike = 0.5;
/// Share of a text's lines, or words, that are in another one.
[[nodiscard]] double shareKept(const std::multiset<std::string> &text, const std::multiset<std::string> &other);
/// The share of its words a text keeps when somebody writes in every line of it; texts that have nothing in common
/// share some words, too.
inline constexpr double kSameWords = 0.75;

/// Files without an id that read like pages of `base` which the index lacks are those pages (L-08).
Result<> adoptRenamed(PageIndex &index, const PageIndex &base, FileReader &files);

/// The directory of a path: `A/B` for `A/B/C.md`, "" at the root.
[[nodiscard]] std::string directoryOf(std::string_view path);

}  // namespace wikivault
