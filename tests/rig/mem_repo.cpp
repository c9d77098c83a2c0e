#include "tests/rig/mem_repo.h"

#include "tests/rig/hooks.h"

#include <QCryptographicHash>

#include <algorithm>
#include <random>

namespace wikivault::rig {

namespace {

template <class Name>
Name nameOf(std::string_view kind, std::string_view data) {
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(QByteArrayView(kind.data(), static_cast<qsizetype>(kind.size())));
    hash.addData(QByteArrayView(data.data(), static_cast<qsizetype>(data.size())));
    Name name;
    const QByteArray digest = hash.result();
    std::copy(digest.begin(), digest.end(), name.bytes.begin());
    return name;
}

TreeId nameOfTree(const VaultTree &files) {
    std::string text;
    for (const auto &[path, entry] : files)
        text += path + '\0' + toHex(entry.blob) + std::to_string(entry.mode) + '\n';
    return nameOf<TreeId>("tree", text);
}

CommitId nameOfCommit(const CommitFacts &facts) {
    std::string text = toHex(facts.tree) + '\n';
    for (const CommitId &parent : facts.parents)
        text += toHex(parent) + '\n';
    text += facts.info.author.name + facts.info.message + std::to_string(facts.info.seconds);
    return nameOf<CommitId>("commit", text);
}

tl::unexpected<Error> missing(const std::string &what) {
    return fail(ErrorCode::Corrupt, what + " is not in the repository");
}

std::set<CommitId> reachable(const CommitId &of, const std::function<const CommitFacts *(const CommitId &)> &facts) {
    std::set<CommitId> seen;
    std::vector<CommitId> todo{of};
    while (!todo.empty()) {
        const CommitId at = todo.back();
        todo.pop_back();
        if (!seen.insert(at).second) continue;
        if (const CommitFacts *known = facts(at)) todo.insert(todo.end(), known->parents.begin(), known->parents.end());
    }
    return seen;
}

}  // namespace

std::optional<CommitId> MemRepo::tip(const std::string &ref) const {
    const auto at = refs.find(ref);
    return at == refs.end() ? std::nullopt : std::optional(at->second);
}

VaultTree MemRepo::treeAt(const std::optional<CommitId> &commit) const {
    return commit ? trees.at(commits.at(*commit).tree) : VaultTree();
}

BlobId MemRepo::addBlob(const std::string &text) {
    const auto id = nameOf<BlobId>("blob", text);
    blobs.emplace(id, text);
    return id;
}

CommitId MemRepo::addCommit(const VaultTree &tree, const std::vector<CommitId> &parents, const CommitInfo &info) {
    const CommitFacts facts{nameOfTree(tree), parents, info};
    trees.emplace(facts.tree, tree);
    const CommitId id = nameOfCommit(facts);
    commits.emplace(id, facts);
    return id;
}

void MemRepo::moveRef(const std::string &ref, const std::optional<CommitId> &to) {
    ++writes;
    if (!to) {
        refs.erase(ref);
        return;
    }
    refs[ref] = *to;
    everOnRef.insert(*to);
}

std::set<CommitId> MemRepo::ancestors(const CommitId &of) const {
    return reachable(of, [this](const CommitId &id) {
        const auto at = commits.find(id);
        return at == commits.end() ? nullptr : &at->second;
    });
}

MemVault::MemVault(MemRepo &repo, bool scratch) : m_repo(repo), m_scratch(scratch) {}

Result<std::optional<CommitId>> MemVault::tip(const std::string &ref) {
    if (const auto moved = m_overlay.find(ref); moved != m_overlay.end()) return moved->second;
    return m_repo.tip(ref);
}

Result<CommitFacts> MemVault::commitFacts(const CommitId &commit) {
    if (const auto at = m_buffer.commits.find(commit); at != m_buffer.commits.end()) return at->second;
    const auto at = m_repo.commits.find(commit);
    if (at == m_repo.commits.end()) return missing("commit " + toHex(commit));
    return at->second;
}

Result<VaultTree> MemVault::tree(const TreeId &tree) {
    if (const auto at = m_buffer.trees.find(tree); at != m_buffer.trees.end()) return at->second;
    const auto at = m_repo.trees.find(tree);
    if (at == m_repo.trees.end()) return missing("tree " + toHex(tree));
    return at->second;
}

Result<std::string> MemVault::text(const BlobId &blob) {
    if (const auto at = m_buffer.blobs.find(blob); at != m_buffer.blobs.end()) return at->second;
    const auto at = m_repo.blobs.find(blob);
    if (at == m_repo.blobs.end()) return missing("blob " + toHex(blob));
    return at->second;
}

Result<BlobId> MemVault::storeText(std::string_view text) {
    const auto id = nameOf<BlobId>("blob", text);
    if (!m_repo.blobs.contains(id)) m_buffer.blobs.emplace(id, text);
    return id;
}

Result<TreeId> MemVault::storeTree(const VaultTree &files) {
    for (const auto &[path, entry] : files) {
        TRY(text(entry.blob));
        // A path cannot be a file and a folder at once.
        const auto below = files.lower_bound(path + "/");
        if (below != files.end() && below->first.starts_with(path + "/"))
            return fail(ErrorCode::Invalid, path + " is a file and a folder");
    }
    const TreeId id = nameOfTree(files);
    if (!m_repo.trees.contains(id)) m_buffer.trees.emplace(id, files);
    return id;
}

Result<CommitId> MemVault::storeCommit(const CommitFacts &facts) {
    TRY(tree(facts.tree));
    for (const CommitId &parent : facts.parents)
        TRY(commitFacts(parent));
    const CommitId id = nameOfCommit(facts);
    if (!m_repo.commits.contains(id)) m_buffer.commits.emplace(id, facts);
    return id;
}

Result<> MemVault::flush() {
    if (m_scratch) return {};
    const std::size_t count = m_buffer.blobs.size() + m_buffer.trees.size() + m_buffer.commits.size();
    if (count == 0) return {};
    reach("flush");
    m_repo.blobs.merge(m_buffer.blobs);
    m_repo.trees.merge(m_buffer.trees);
    m_repo.commits.merge(m_buffer.commits);
    m_repo.writes += static_cast<int>(count);
    m_buffer = {};
    return {};
}

Result<> MemVault::moveRefs(const std::vector<RefMove> &moves) {
    TRY(flush());
    if (!m_scratch) reach("moveRefs");
    for (const RefMove &move : moves) {
        TRY_ASSIGN(const std::optional<CommitId> now, tip(move.ref));
        if (now != move.from) return fail(ErrorCode::Conflict, move.ref + " is not where it was: somebody moved it");
        if (move.to) TRY(commitFacts(*move.to));
    }
    std::vector<RefMove> order = moves;
    std::erase_if(order, [](const RefMove &move) { return move.from == move.to; });
    std::shuffle(order.begin(), order.end(), std::minstd_rand(m_shuffle));
    for (const RefMove &move : order) {
        if (m_scratch) {
            m_overlay[move.ref] = move.to;
            continue;
        }
        m_repo.moveRef(move.ref, move.to);
        reach("moved ref");
    }
    return {};
}

std::set<CommitId> MemVault::ancestors(const CommitId &of) {
    return reachable(of, [this](const CommitId &id) -> const CommitFacts * {
        if (const auto at = m_buffer.commits.find(id); at != m_buffer.commits.end()) return &at->second;
        const auto at = m_repo.commits.find(id);
        return at == m_repo.commits.end() ? nullptr : &at->second;
    });
}

Result<std::optional<CommitId>> MemVault::mergeBase(const CommitId &a, const CommitId &b) {
    const std::set<CommitId> left = ancestors(a), right = ancestors(b);
    std::set<CommitId> common;
    std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::inserter(common, common.end()));
    std::set<CommitId> best = common;
    for (const CommitId &commit : common) {
        if (!best.contains(commit)) continue;
        for (const CommitId &above : ancestors(commit))
            if (above != commit) best.erase(above);
    }
    std::optional<CommitId> newest;
    std::int64_t seconds = 0;
    for (const CommitId &commit : best) {
        TRY_ASSIGN(const CommitFacts facts, commitFacts(commit));
        if (newest && facts.info.seconds <= seconds) continue;
        newest = commit;
        seconds = facts.info.seconds;
    }
    return newest;
}

Result<bool> MemVault::isAncestor(const CommitId &ancestor, const CommitId &descendant) {
    TRY(commitFacts(ancestor));
    TRY(commitFacts(descendant));
    return ancestors(descendant).contains(ancestor);
}

}  // namespace wikivault::rig
