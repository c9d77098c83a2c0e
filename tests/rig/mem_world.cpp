#include "tests/rig/desk.h"
#include "tests/rig/hooks.h"
#include "tests/rig/mem_disk.h"
#include "tests/rig/mem_git.h"
#include "tests/rig/mem_wiki.h"

#include <algorithm>

namespace wikivault::rig {

namespace {

class MemoryPorts final : public OpenPorts {
public:
    MemoryPorts(const CyclePorts &ports, std::unique_ptr<MemVault> vault, std::unique_ptr<MemWorkTree> workTree)
        : m_vault(std::move(vault)),
          m_workTree(std::move(workTree)),
          m_ports{ports.pages, ports.writer, *m_vault,      m_workTree.get(),
                  ports.cache, ports.memory, ports.journal, ports.clock} {}
    CyclePorts ports() override { return m_ports; }

private:
    std::unique_ptr<MemVault> m_vault;
    std::unique_ptr<MemWorkTree> m_workTree;
    CyclePorts m_ports;
};

class MemoryWorld final : public World {
public:
    MemoryWorld(ConflictPolicy policy, bool namesItself) : m_policy(policy), m_wiki(m_rows) {
        m_rows.namesItself = namesItself;
        const CommitId root = m_repo.addCommit({}, {}, {{"Docmost Sync", "docmost-sync@local"}, "init vault", 1});
        m_repo.moveRef(refs::kMain, root);
        m_repo.moveRef(refs::kMirror, root);
    }

    std::vector<WikiPage> pages() override {
        std::vector<WikiPage> pages;
        for (const auto &[id, page] : m_rows.pages)
            pages.push_back({id, page.row.title, page.content, page.row.parent, page.trashed, page.elsewhere});
        return pages;
    }

    void putPage(const WikiPage &wanted) override {
        MemPage &page = m_rows.pages[wanted.id];
        const bool touched = page.row.id.isEmpty() || page.row.title != wanted.title ||
                             page.row.parent != wanted.parent || page.content != wanted.content;
        page.row.id = wanted.id;
        if (page.row.slugId.empty()) page.row.slugId = "s" + wanted.id.str().substr(wanted.id.str().size() - 8);
        page.row.title = wanted.title;
        page.row.parent = wanted.parent;
        page.row.position = m_rows.lastPosition(wanted.parent);
        page.content = wanted.content;
        m_rows.setTrashed(page, wanted.trashed);
        page.elsewhere = wanted.elsewhere;
        if (touched) page.row.updatedAt = m_rows.stamp();
    }

    [[nodiscard]] bool namesPages() const override { return m_rows.namesItself; }

    Files files() override { return m_disk.files; }
    void writeFile(const std::string &path, const std::string &text) override {
        if (!m_disk.isOccupied(path)) m_disk.files[path] = text;
    }
    void removeFile(const std::string &path) override { m_disk.files.erase(path); }

    PersonsGit &git() override { return m_git; }

    Files mainFiles() override { return filesAt(refs::kMain); }
    Files mirrorFiles() override { return filesAt(refs::kMirror); }

    std::set<CommitId> history(const std::string &wanted) override {
        std::set<CommitId> commits;
        for (const auto &[ref, tip] : m_repo.refs)
            if (wanted.empty() || ref == wanted) commits.merge(m_repo.ancestors(tip));
        return commits;
    }
    std::string reachableTexts() override { return textsOf(history({})); }
    std::string currentTexts() override {
        std::set<CommitId> commits;
        for (const auto &[ref, tip] : m_repo.refs)
            commits.insert(tip);
        return textsOf(commits);
    }
    std::string shelvedTexts() override { return textsOf(m_git.shelved()); }

    Result<> decide(const PageId &page, const std::string &choice) override {
        MemVault vault(m_repo);
        TRY_ASSIGN(const auto known, loadConflicts(vault));
        ConflictRecords records = known.records;
        const auto record = records.find(page);
        if (record == records.end()) return {};
        record->second.decision = choice;
        TRY_ASSIGN(const auto move, storeConflicts(vault, known, records, m_clock.now()));
        return move ? vault.moveRefs({*move}) : Result<>();
    }

    RunReport sync(const SyncFaults &faults) override {
        m_wiki.incomplete = faults.incompleteList;
        CycleRequest request;
        request.space.id = rigSpace();
        request.automatic = faults.automatic;
        request.full = faults.full;
        request.policy = m_policy;
        m_oldCache = m_cache;
        // Slow enough for the push to be recorded on its way.
        const auto slow = [this] { m_clock.advance(std::chrono::seconds(3)); };
        return runOnce({[this] { return open(false); }, m_journal, m_clock, request, faults, slow});
    }

    RunReport preview() override {
        m_wiki.incomplete = false;
        const auto opened = open(true);
        CycleRequest request;
        request.space.id = rigSpace();
        request.preview = true;
        request.policy = m_policy;
        const Checkpoint checkpoint({}, nullptr, {}, request.space.id, RunId());
        MemCache cache;
        const CyclePorts ports = opened->ports();
        Cycle cycle(
            {ports.pages, nullptr, ports.vault, ports.workTree, cache, ports.memory, ports.journal, ports.clock},
            request, checkpoint);
        runCycle(cycle);
        return cycle.report;
    }

    void crashed() override {
        m_disk.indexLocked = true;
        if (m_rows.clock % 2 == 0) m_cache = m_oldCache;  // its last transactions need not be on disk
        m_wiki.dropSnapshot();
    }
    void loseCache() override { m_cache.keys.clear(), m_cache.values.clear(); }
    void advance(std::chrono::minutes by) override { m_clock.advance(by); }

    std::string fingerprint() override {
        std::string text = std::to_string(m_repo.writes) + '|' + std::to_string(m_rows.writes) + '|' +
                           std::to_string(m_disk.writes) + '|' + std::to_string(m_cache.writes);
        for (const auto &[ref, tip] : m_repo.refs)
            text += '\n' + ref + ' ' + toHex(tip);
        for (const auto &[path, file] : m_disk.files)
            text += '\n' + path + ": " + file;
        for (const auto &[id, page] : m_rows.pages)
            text += '\n' + id.str() + ' ' + page.row.updatedAt;
        return text;
    }

    std::string complaints() override {
        std::string text;
        const VaultTree main = m_repo.treeAt(m_repo.tip(refs::kMain));
        const VaultTree &index = m_disk.index;
        for (const auto &[path, entry] : main) {
            const auto staged = index.find(path);
            if (staged == index.end() || staged->second.blob != entry.blob) text += "index: " + path + '\n';
            const auto file = m_disk.files.find(path);
            if (file == m_disk.files.end())
                text += "deleted: " + path + '\n';
            else if (file->second != m_repo.blobs.at(entry.blob))
                text += "modified: " + path + '\n';
        }
        for (const auto &[path, entry] : index)
            if (!main.contains(path)) text += "staged: " + path + '\n';
        for (const auto &[path, file] : m_disk.files)
            if (!index.contains(path) && isPageFile(path)) text += "untracked: " + path + '\n';
        for (const auto &[ref, tip] : m_repo.refs)
            if (!m_repo.commits.contains(tip)) text += "fsck: " + ref + " leads nowhere\n";
        return text;
    }

private:
    std::unique_ptr<OpenPorts> open(bool scratch) {
        auto vault = std::make_unique<MemVault>(m_repo, scratch);
        vault->shuffleMoves(static_cast<unsigned>(m_repo.writes));
        auto workTree = std::make_unique<MemWorkTree>(m_disk, m_repo, *vault);
        const CyclePorts ports{m_wiki, &m_wiki, *vault, workTree.get(), m_cache, m_memory, m_journal, m_clock};
        return std::make_unique<MemoryPorts>(ports, std::move(vault), std::move(workTree));
    }

    Files filesAt(const char *ref) {
        Files files;
        for (const auto &[path, entry] : m_repo.treeAt(m_repo.tip(ref)))
            files[path] = m_repo.blobs.at(entry.blob);
        return files;
    }

    std::string textsOf(const auto &commits) {
        std::set<BlobId> blobs;
        for (const CommitId &commit : commits)
            for (const auto &[path, entry] : m_repo.treeAt(commit))
                blobs.insert(entry.blob);
        std::string text;
        for (const BlobId &blob : blobs)
            text += m_repo.blobs.at(blob) + '\n';
        return text;
    }

    ConflictPolicy m_policy;
    MemRepo m_repo;
    MemDisk m_disk;
    MemWikiRows m_rows;
    MemWiki m_wiki;
    MemCache m_cache, m_oldCache;
    MemMemory m_memory;
    MemJournal m_journal;
    StillClock m_clock;
    MemGit m_git{m_repo, m_disk, m_clock};
};

}  // namespace

std::unique_ptr<World> makeMemoryWorld(ConflictPolicy policy) {
    return std::make_unique<MemoryWorld>(policy, false);
}

std::unique_ptr<World> makeSelfNamingWorld(ConflictPolicy policy) {
    return std::make_unique<MemoryWorld>(policy, true);
}

}  // namespace wikivault::rig
