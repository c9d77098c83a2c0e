#include "engine/adapters/git/tree_memory.h"

#include "engine/adapters/git/path_rules.h"

#include <algorithm>

namespace wikivault::git {

namespace {

constexpr std::size_t kRemembered = 8;

using Entries = TreeReader::Directory;

/// Git sorts a folder as if its name ended with a slash.
std::string sortKeyOf(const TreeReader::Entry &entry) {
    return entry.mode == kDirectoryMode ? entry.name + '/' : entry.name;
}

/// Nothing takes the entry out.
void setIn(Entries &entries, const std::string &name, bool isFolder, const std::optional<TreeReader::Entry> &wanted) {
    const auto isIt = [&](const TreeReader::Entry &entry) {
        return entry.name == name && (entry.mode == kDirectoryMode) == isFolder;
    };
    const auto at = std::find_if(entries.begin(), entries.end(), isIt);
    if (at != entries.end() && wanted)
        *at = *wanted;
    else if (at != entries.end())
        entries.erase(at);
    else if (wanted)
        entries.push_back(*wanted);
}

bool hasNameTwice(const Entries &entries) {
    std::vector<std::string_view> names;
    for (const TreeReader::Entry &entry : entries)
        names.push_back(entry.name);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
}

std::string printed(Entries entries) {
    std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) { return sortKeyOf(a) < sortKeyOf(b); });
    std::string data;
    for (const TreeReader::Entry &entry : entries)
        appendTreeEntry(data, entry.mode, entry.name, entry.id);
    return data;
}

}  // namespace

Result<VaultTree> TreeMemory::read(const TreeId &tree) {
    for (const auto &[id, files] : m_known)
        if (id == tree) return files;
    TRY_ASSIGN(VaultTree files, m_reader.read(tree));
    remember(tree, std::move(files));
    return m_known.front().second;
}

void TreeMemory::remember(const TreeId &id, VaultTree files) {
    if (!m_known.empty())
        if (const auto changes = fewChanges(m_known.front().second, files)) {
            files = m_known.front().second;
            for (const TreeChange &change : *changes)
                setEntry(files, change.path, change.after);
        }
    m_known.emplace_front(id, std::move(files));
    if (m_known.size() > kRemembered) m_known.pop_back();
}

Result<TreeId> TreeMemory::store(const VaultTree &files) {
    std::optional<std::pair<TreeId, std::vector<TreeChange>>> nearest;
    for (const auto &[id, known] : m_known) {
        const auto changes = fewChanges(known, files);
        if (changes && changes->empty()) return id;
        if (changes && (!nearest || changes->size() < nearest->second.size())) nearest = {id, *changes};
    }
    std::optional<TreeId> stored;
    if (nearest && !files.empty() && files.size() <= kMaxEntries) {
        TRY_ASSIGN(stored, patched(nearest->first, nearest->second));
    }
    if (!stored) {
        TRY_ASSIGN(stored, writeTree(m_store, files));
    }
    remember(*stored, files);
    return *stored;
}

Result<std::optional<TreeId>> TreeMemory::patched(const TreeId &tree, const std::vector<TreeChange> &changes) {
    Folder root{ObjectKey{tree.bytes}, {}};
    TRY(patchFolder(root, changes, 1));
    return root.isPlain && root.id ? std::optional(TreeId{root.id->bytes}) : std::nullopt;
}

Result<> TreeMemory::patchFolder(Folder &folder, std::span<const TreeChange> changes, std::size_t depth) {
    Entries entries;
    if (folder.id) {
        TRY_ASSIGN(const auto known, m_reader.directory(*folder.id, folder.prefix));
        entries = *known;
    }
    for (std::size_t from = 0; from < changes.size();) {
        const auto &[path, before, entry] = changes[from];
        const std::size_t slash = path.find('/', folder.prefix.size());
        const std::string name = path.substr(folder.prefix.size(), slash - folder.prefix.size());
        folder.isPlain = folder.isPlain && faultOf(name) == NameFault::None && depth < kMaxDepth;
        if (!folder.isPlain) return {};
        std::size_t to = from + 1;
        if (slash == std::string::npos) {
            const auto wanted = entry
                                    ? std::optional(TreeReader::Entry{name, entry->mode, ObjectKey{entry->blob.bytes}})
                                    : std::nullopt;
            setIn(entries, name, false, wanted);
        } else {
            Folder below{{}, folder.prefix + name + '/'};
            while (to < changes.size() && changes[to].path.starts_with(below.prefix))
                ++to;
            for (const TreeReader::Entry &known : entries)
                if (known.name == name && known.mode == kDirectoryMode) below.id = known.id;
            TRY(patchFolder(below, changes.subspan(from, to - from), depth + 1));
            folder.isPlain = below.isPlain;
            const auto wanted =
                below.id ? std::optional(TreeReader::Entry{name, kDirectoryMode, *below.id}) : std::nullopt;
            setIn(entries, name, true, wanted);
        }
        from = to;
    }
    folder.isPlain = folder.isPlain && !hasNameTwice(entries);
    folder.id.reset();
    if (entries.empty() || !folder.isPlain) return {};
    TRY_ASSIGN(folder.id, m_store.store(GIT_OBJECT_TREE, printed(std::move(entries))));
    return {};
}

}  // namespace wikivault::git
