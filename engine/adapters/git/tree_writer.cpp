#include "engine/adapters/git/path_rules.h"
#include "engine/adapters/git/tree_text.h"

#include <unordered_set>

namespace wikivault::git {

namespace {

struct OpenDirectory {
    std::string prefix;  // `A/B/`, "" = root
    std::string data;    // the tree object so far
    std::unordered_set<std::string> files;
};

std::string octal(std::uint32_t mode) {
    std::string digits;
    for (; mode != 0; mode /= 8)
        digits.insert(digits.begin(), static_cast<char>('0' + mode % 8));
    return digits;
}

/// Builds trees from paths in byte order, which is exactly git's order: all below one folder stand together.
class TreeBuilder {
public:
    explicit TreeBuilder(ObjectStore &store) : m_store(store) {}

    Result<> add(const std::string &path, const TreeEntry &entry) {
        while (!path.starts_with(m_open.back().prefix))
            TRY(close());
        std::size_t from = m_open.back().prefix.size();
        for (std::size_t slash = path.find('/', from); slash != std::string::npos; slash = path.find('/', from)) {
            TRY(enter(path, path.substr(from, slash - from)));
            from = slash + 1;
        }
        const std::string name = path.substr(from);
        if (faultOf(name) != NameFault::None) return badPath(path);
        appendTreeEntry(m_open.back().data, entry.mode, name, ObjectKey{entry.blob.bytes});
        m_open.back().files.insert(name);
        return {};
    }

    Result<TreeId> finish() {
        while (m_open.size() > 1)
            TRY(close());
        TRY_ASSIGN(const ObjectKey root, m_store.store(GIT_OBJECT_TREE, m_open.back().data));
        return TreeId{root.bytes};
    }

private:
    static tl::unexpected<Error> badPath(const std::string &path) {
        return fail(ErrorCode::Invalid, "the path '" + printable(path) + "' cannot stand in a vault");
    }

    Result<> enter(const std::string &path, const std::string &name) {
        const bool isFile = m_open.back().files.contains(name);
        if (isFile)
            return fail(ErrorCode::Invalid,
                        "'" + printable(m_open.back().prefix + name) + "' cannot be a file and a folder");
        if (faultOf(name) != NameFault::None || m_open.size() >= kMaxDepth) return badPath(path);
        m_open.push_back({m_open.back().prefix + name + "/", {}, {}});
        return {};
    }

    Result<> close() {
        const OpenDirectory done = std::move(m_open.back());
        m_open.pop_back();
        TRY_ASSIGN(const ObjectKey id, m_store.store(GIT_OBJECT_TREE, done.data));
        const std::size_t start = m_open.back().prefix.size();
        appendTreeEntry(m_open.back().data, kDirectoryMode,
                        std::string_view(done.prefix).substr(start, done.prefix.size() - start - 1), id);
        return {};
    }

    ObjectStore &m_store;
    std::vector<OpenDirectory> m_open{OpenDirectory{}};
};

}  // namespace

void appendTreeEntry(std::string &data, std::uint32_t mode, std::string_view name, const ObjectKey &id) {
    data += octal(mode);
    data.push_back(' ');
    data += name;
    data.push_back('\0');
    data.append(reinterpret_cast<const char *>(id.bytes.data()), id.bytes.size());
}

Result<TreeId> writeTree(ObjectStore &store, const VaultTree &files) {
    if (files.size() > kMaxEntries) return fail(ErrorCode::Invalid, "a vault cannot hold more than 250 000 files");
    TreeBuilder builder(store);
    for (const auto &[path, entry] : files)
        TRY(builder.add(path, entry));
    return builder.finish();
}

}  // namespace wikivault::git
