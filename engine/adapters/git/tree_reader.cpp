#include "engine/adapters/git/path_rules.h"
#include "engine/adapters/git/tree_text.h"

#include <algorithm>
#include <unordered_set>

namespace wikivault::git {

namespace {

constexpr std::size_t kRememberedEntries = 300'000;

bool isKnownMode(std::uint32_t mode) {
    return mode == kDirectoryMode || mode == 0100644 || mode == 0100755 || mode == 0100664 || mode == 0120000 ||
           mode == 0160000;
}

std::uint32_t parseOctal(std::string_view digits) {
    std::uint32_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '7' || value > 0777777) return 0;
        value = value * 8 + static_cast<std::uint32_t>(c - '0');
    }
    return value;
}

tl::unexpected<Error> damagedTree(const std::string &prefix, const std::string &why) {
    return fail(ErrorCode::Corrupt, "the folder /" + printable(prefix) + " of the vault's history " + why);
}

Result<> judgeName(std::string_view name, const std::string &prefix) {
    switch (faultOf(name)) {
        case NameFault::None: return {};
        case NameFault::Leaves:
            return damagedTree(prefix, "holds the name '" + printable(name) +
                                           "', which could reach outside the vault; remove it with git");
        case NameFault::NotUtf8:
            return damagedTree(prefix,
                               "holds the name '" + printable(name) + "', which is not UTF-8; rename it with git");
    }
    return {};
}

}  // namespace

Result<TreeReader::Directory> TreeReader::parse(std::string_view data, const std::string &prefix) {
    Directory entries;
    std::unordered_set<std::string_view> names;
    while (!data.empty()) {
        const std::size_t space = data.find(' ');
        const std::size_t end = data.find('\0');
        if (space == std::string_view::npos || end == std::string_view::npos || space > end || data.size() < end + 21)
            return damagedTree(prefix, "is damaged; restore the vault from a copy");
        const std::uint32_t mode = parseOctal(data.substr(0, space));
        const std::string_view name = data.substr(space + 1, end - space - 1);
        TRY(judgeName(name, prefix));
        if (!names.insert(name).second)
            return damagedTree(prefix, "holds the name '" + printable(name) + "' twice; repair it with git");
        if (!isKnownMode(mode))
            return damagedTree(prefix, "gives '" + printable(name) + "' a file mode git does not know");
        Entry entry{std::string(name), mode, {}};
        std::memcpy(entry.id.bytes.data(), data.data() + end + 1, entry.id.bytes.size());
        entries.push_back(std::move(entry));
        data.remove_prefix(end + 21);
        if (entries.size() > kMaxEntries) return damagedTree(prefix, "holds more than 250 000 names");
    }
    return entries;
}

Result<std::shared_ptr<const TreeReader::Directory>> TreeReader::directory(const ObjectKey &id,
                                                                           const std::string &prefix) {
    if (const auto seen = m_seen.find(id); seen != m_seen.end()) return seen->second;
    TRY_ASSIGN(const OdbObject object, m_store.read(id, GIT_OBJECT_TREE));
    const std::string_view data(static_cast<const char *>(git_odb_object_data(object.get())),
                                git_odb_object_size(object.get()));
    TRY_ASSIGN(Directory entries, parse(data, prefix));
    if (m_seenEntries + entries.size() > kRememberedEntries) {
        m_seen.clear();
        m_seenEntries = 0;
    }
    m_seenEntries += entries.size();
    auto directory = std::make_shared<const Directory>(std::move(entries));
    m_seen.emplace(id, directory);
    return directory;
}

Result<VaultTree> TreeReader::read(const TreeId &tree) {
    VaultTree files;
    TRY_ASSIGN(auto root, directory(ObjectKey{tree.bytes}, ""));
    std::vector<Level> levels{{std::move(root), 0, ""}};
    // Directories count too: a tree of nothing but folders must end as well.
    std::size_t entries = 0;
    while (!levels.empty()) {
        Level &level = levels.back();
        if (level.next == level.directory->size()) {
            levels.pop_back();
            continue;
        }
        const Entry &entry = (*level.directory)[level.next++];
        const std::string path = level.prefix + entry.name;
        if (++entries > kMaxEntries) return damagedTree("", "holds more than 250 000 files and folders");
        if (entry.mode != kDirectoryMode) {
            files.append(path, TreeEntry{BlobId{entry.id.bytes}, entry.mode});
            continue;
        }
        if (levels.size() >= kMaxDepth) return damagedTree(path, "is nested more than 64 folders deep");
        TRY_ASSIGN(auto child, directory(entry.id, path));
        levels.push_back({std::move(child), 0, path + "/"});
    }
    return files;
}

}  // namespace wikivault::git
