#include "engine/core/page_path.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace wikivault {

namespace {

constexpr std::size_t kUnset = static_cast<std::size_t>(-1);
/// Below folders longer than this (bytes) names are shortened, so that the deepest path stays far below PATH_MAX.
constexpr std::size_t kLongFolder = 500, kVeryLongFolder = 800;
constexpr std::size_t kShortBytes = 40, kVeryShortBytes = 4;
/// A vault's trees are at most 64 deep; what lies deeper starts again at the root.
constexpr int kMaxDepth = 56;

/// `Foo.md` as a folder and `Foo` as a leaf want the same directory entry, so they count as one name.
std::string layoutKey(std::string_view name) {
    std::string key = collisionKey(name);
    while (key.size() > 3 && key.ends_with(".md"))
        key.resize(key.size() - 3);
    return key;
}

bool isPlainSlug(std::string_view slug) {
    const auto plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    };
    return !slug.empty() && slug.size() <= 40 && std::all_of(slug.begin(), slug.end(), plain);
}

/// Where the children of the page at `path` live.
std::string folderOfChildren(std::string_view path) {
    const bool note = isFolderNote(path);
    const auto slash = path.rfind('/');
    return std::string(note ? path.substr(0, slash) : path.substr(0, path.size() - (path.ends_with(".md") ? 3 : 0)));
}

struct Wanted {
    std::size_t index = 0;
    std::string base;  ///< what suffixes are added to
    std::string name, key;
    bool isHolder = false;  ///< the page has this very name among these siblings now
};

class Layout {
public:
    Layout(const std::vector<PageRow> &pages, const std::map<PageId, std::string> &current)
        : m_pages(pages),
          m_current(current),
          m_parents(pages.size(), kUnset),
          m_children(pages.size() + 1),
          m_hasFolder(pages.size() + 1, false),
          m_names(pages.size()),
          m_folders(pages.size()) {}

    std::map<PageId, std::string> run() {
        linkParents();
        cutCycles();
        for (std::size_t i = 0; i < m_pages.size(); ++i)
            childrenOf(m_parents[i]).push_back(i);
        const std::vector<std::size_t> order = breadthFirst();
        for (std::size_t left = order.size(); left > 0; --left) {  // children before parents
            const std::size_t page = order[left - 1];
            if (isShown(page)) m_hasFolder[m_parents[page] == kUnset ? m_pages.size() : m_parents[page]] = true;
        }
        nameChildren(kUnset);
        for (const std::size_t page : order)
            if (m_hasFolder[page]) nameChildren(page);
        return paths();
    }

private:
    std::vector<std::size_t> &childrenOf(std::size_t parent) {
        return m_children[parent == kUnset ? m_pages.size() : parent];
    }

    /// A database page is no file; it stands for a bare folder while something lives below it.
    bool isShown(std::size_t page) const { return !m_pages[page].isBase || m_hasFolder[page]; }

    void linkParents() {
        std::unordered_map<PageId, std::size_t> byId;
        byId.reserve(m_pages.size());
        for (std::size_t i = 0; i < m_pages.size(); ++i)
            byId.emplace(m_pages[i].id, i);
        for (std::size_t i = 0; i < m_pages.size(); ++i) {
            if (!m_pages[i].parent) continue;
            const auto found = byId.find(*m_pages[i].parent);
            if (found != byId.end()) m_parents[i] = found->second;
        }
    }

    void cutCycles() {
        std::vector<std::size_t> seenFrom(m_pages.size(), kUnset);
        for (std::size_t start = 0; start < m_pages.size(); ++start) {
            std::size_t at = start;
            while (at != kUnset && seenFrom[at] == kUnset) {
                seenFrom[at] = start;
                at = m_parents[at];
            }
            if (at == kUnset || seenFrom[at] != start) continue;
            std::size_t smallest = at;
            for (std::size_t i = m_parents[at]; i != at; i = m_parents[i])
                if (m_pages[i].id < m_pages[smallest].id) smallest = i;
            m_parents[smallest] = kUnset;
        }
    }

    /// Parents before children; moves what lies too deep to the root.
    std::vector<std::size_t> breadthFirst() {
        std::vector<std::size_t> order = childrenOf(kUnset);
        std::vector<int> depths(m_pages.size(), 1);
        order.reserve(m_pages.size());
        for (std::size_t next = 0; next < order.size(); ++next) {
            const std::size_t page = order[next];
            for (const std::size_t child : childrenOf(page)) {
                if (depths[page] == kMaxDepth) {
                    m_parents[child] = kUnset;
                    childrenOf(kUnset).push_back(child);
                } else {
                    depths[child] = depths[page] + 1;
                }
                order.push_back(child);
            }
            if (depths[page] == kMaxDepth) childrenOf(page).clear();
        }
        return order;
    }

    Wanted wantedBy(std::size_t index, const std::string &folder, const std::optional<std::string> &folderNow) const {
        const PageRow &page = m_pages[index];
        Wanted wanted;
        wanted.index = index;
        wanted.base = fileNameOf(page.title);
        wanted.name = wanted.base;
        const std::size_t limit = folder.size() > kVeryLongFolder ? kVeryShortBytes : kShortBytes;
        if (folder.size() > kLongFolder && wanted.base.size() > limit) {
            wanted.base = shortenedName(wanted.base, limit);
            wanted.name = wanted.base + " ~" + (isPlainSlug(page.slugId) ? page.slugId : page.id.str());
        }
        wanted.key = layoutKey(wanted.name);
        const auto now = m_current.find(page.id);
        wanted.isHolder = folderNow && now != m_current.end() && parentDirectoryOf(now->second) == *folderNow &&
                          layoutKey(pageNameOf(now->second)) == wanted.key;
        return wanted;
    }

    /// The folder that holds the children of `parent` now, if it is known.
    std::optional<std::string> folderNow(std::size_t parent) const {
        if (parent == kUnset) return std::string();
        if (m_pages[parent].isBase) return m_folders[parent];
        const auto now = m_current.find(m_pages[parent].id);
        if (now == m_current.end()) return std::nullopt;
        return folderOfChildren(now->second);
    }

    void nameChildren(std::size_t parent) {
        const std::string folder = parent == kUnset ? std::string() : m_folders[parent];
        const auto now = folderNow(parent);
        std::vector<Wanted> all;
        for (const std::size_t child : childrenOf(parent))
            if (isShown(child)) all.push_back(wantedBy(child, folder, now));
        const auto comesFirst = [this](const Wanted &a, const Wanted &b) {
            if (const auto keys = a.key.compare(b.key); keys != 0) return keys < 0;
            if (a.isHolder != b.isHolder) return a.isHolder;
            const PageRow &left = m_pages[a.index], &right = m_pages[b.index];
            return left.slugId != right.slugId ? left.slugId < right.slugId : left.id < right.id;
        };
        std::sort(all.begin(), all.end(), comesFirst);
        std::unordered_set<std::string> taken;
        taken.reserve(all.size() + 1);
        if (parent != kUnset) taken.insert(layoutKey(m_names[parent]));  // the folder note
        std::vector<const Wanted *> newcomers, losers;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const bool isFirst = i == 0 || all[i].key != all[i - 1].key;
            if (isFirst && all[i].isHolder && taken.insert(all[i].key).second)
                settle(all[i], all[i].name, folder);
            else
                (isFirst ? newcomers : losers).push_back(&all[i]);
        }
        keepSuffixes(losers, taken, folder);
        for (const Wanted *wanted : newcomers) {
            if (taken.insert(wanted->key).second)
                settle(*wanted, wanted->name, folder);
            else
                losers.push_back(wanted);
        }
        for (const Wanted *wanted : losers)
            settle(*wanted, freeName(*wanted, taken), folder);
    }

    /// A page that has its suffixed name already keeps it, even from a newcomer whose title reads like that.
    void keepSuffixes(std::vector<const Wanted *> &losers, std::unordered_set<std::string> &taken,
                      const std::string &folder) {
        const auto keeps = [&](const Wanted *wanted) {
            const auto now = m_current.find(m_pages[wanted->index].id);
            if (now == m_current.end()) return false;
            const std::string name = wanted->base + " ~" + m_pages[wanted->index].slugId;
            if (!isPlainSlug(m_pages[wanted->index].slugId) || pageNameOf(now->second) != name) return false;
            if (!taken.insert(layoutKey(name)).second) return false;
            settle(*wanted, name, folder);
            return true;
        };
        losers.erase(std::remove_if(losers.begin(), losers.end(), keeps), losers.end());
    }

    std::string freeName(const Wanted &wanted, std::unordered_set<std::string> &taken) const {
        const PageRow &page = m_pages[wanted.index];
        const bool isSetAside = page.slugId == "git";  // a file of git that has no page yet: ` ~git-2` …
        const std::string base = isSetAside ? withoutOwnSuffix(wanted.base, page) : wanted.base;
        std::string name = base + " ~" + page.slugId;
        if (isPlainSlug(page.slugId) && taken.insert(layoutKey(name)).second) return name;
        if (!isSetAside) name = base + " ~" + page.id.str();
        if (!isSetAside && taken.insert(layoutKey(name)).second) return name;
        const std::string stem = name + "-";
        for (int n = 2;; ++n) {
            name = stem + std::to_string(n);
            if (taken.insert(layoutKey(name)).second) return name;
        }
    }

    void settle(const Wanted &wanted, const std::string &name, const std::string &folder) {
        m_names[wanted.index] = name;
        m_folders[wanted.index] = folder.empty() ? name : folder + "/" + name;
    }

    std::map<PageId, std::string> paths() const {
        std::map<PageId, std::string> result;
        for (std::size_t i = 0; i < m_pages.size(); ++i) {
            if (m_pages[i].isBase) continue;
            const std::string note = m_hasFolder[i] ? m_folders[i] + "/" + m_names[i] : m_folders[i];
            result.insert_or_assign(result.end(), m_pages[i].id, note + ".md");
        }
        return result;
    }

    const std::vector<PageRow> &m_pages;
    const std::map<PageId, std::string> &m_current;
    std::vector<std::size_t> m_parents;
    std::vector<std::vector<std::size_t>> m_children;  ///< the last entry holds the roots
    std::vector<bool> m_hasFolder;
    std::vector<std::string> m_names;
    std::vector<std::string> m_folders;  ///< folder and name: the page's file without `.md`, or its own folder
};

}  // namespace

std::map<PageId, std::string> layoutPages(const std::vector<PageRow> &pages,
                                          const std::map<PageId, std::string> &current) {
    return Layout(pages, current).run();
}

}  // namespace wikivault
