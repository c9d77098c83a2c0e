#include "tests/rig/real_world.h"

#include "engine/adapters/git/open_vault.h"
#include "engine/adapters/sql/embedded_wiki.h"
#include "engine/adapters/sql/sqlite_file.h"
#include "engine/adapters/sql/wiki_database.h"
#include "tests/rig/desk.h"
#include "tests/rig/real_api.h"
#include "tests/rig/real_git.h"
#include "tests/support/temp_vault.h"

#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace wikivault::rig {

namespace {

namespace fs = std::filesystem;

const UserId kUser("0190a000-0000-7000-8000-000000000002");

template <class Value>
Value must(Result<Value> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return std::move(*result);
}
void must(const Result<> &result) {
    if (!result) throw std::runtime_error(result.error().detail);
}

/// The computer's clock, which a test may put forward.
class ForwardClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()) + m_forward;
    }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override { return now().time_since_epoch(); }
    void advance(std::chrono::milliseconds by) { m_forward += by; }

private:
    std::chrono::milliseconds m_forward{0};
};

/// The wiki as a console has it: read as rows, and written as such or through its server.
struct RealWiki {
    std::unique_ptr<sql::WikiDatabase> rows;
    std::unique_ptr<docmost::WikiApi> api;

    [[nodiscard]] PageWriter &writer() const { return api ? api->writer() : rows->writer(); }
};

class RealPorts final : public OpenPorts {
public:
    RealPorts(RealWiki wiki, OpenedVault vault, std::unique_ptr<VaultCache> cache, sql::StateDatabase &state,
              const Clock &clock)
        : m_wiki(std::move(wiki)),
          m_vault(std::move(vault)),
          m_cache(std::move(cache)),
          m_state(state),
          m_clock(clock) {}
    CyclePorts ports() override {
        return {m_wiki.rows->pages(), &m_wiki.writer(), *m_vault.vault, m_vault.workTree.get(), *m_cache,
                *m_state.memory,      *m_state.journal, m_clock};
    }

private:
    RealWiki m_wiki;
    OpenedVault m_vault;
    std::unique_ptr<VaultCache> m_cache;
    sql::StateDatabase &m_state;
    const Clock &m_clock;
};

void createWiki(const std::string &path) {
    sql::EmbeddedContent content;
    content.workspace = WorkspaceId("0190a000-0000-7000-8000-000000000001");
    content.workspaceName = "Rig";
    content.users = {{kUser, "Admin", "admin@example.com", "owner"}};
    content.spaces = {{rigSpace(), "general", "General", ""},
                      {SpaceId("0190a000-0000-7000-8000-000000000004"), "engineering", "Other", ""}};
    content.createdAt = TimePoint(std::chrono::milliseconds(1767225600000));
    must(sql::createEmbeddedWiki(path, content));
}

class RealWorld final : public World {
public:
    RealWorld(const std::string &directory, ConflictPolicy policy)
        : m_policy(policy),
          m_directory(directory),
          m_vault(vaultBelow(directory)) {
        git::initialiseGit();
        fs::create_directories(directory + "/data/.wikivault");
        if (!fs::exists(directory + "/wiki.db")) createWiki(directory + "/wiki.db");
        m_rows.emplace(must(sql::SqliteFile::open(directory + "/wiki.db")));
        must(m_rows->script("pragma busy_timeout = 5000;"));
        m_state.emplace(must(sql::openState(directory + "/data/.wikivault/state.db")));
    }

    std::vector<WikiPage> pages() override {
        std::vector<WikiPage> pages;
        must(
            m_rows->query("select id, title, content, parent_page_id, deleted_at is not null, space_id from pages "
                          "order by id",
                          {}, [&](const sql::Row &row) {
                              WikiPage page{PageId(row.text(0)), row.text(1),
                                            row.text(2),         {},
                                            row.number(4) != 0,  row.text(5) != rigSpace().str()};
                              if (!row.isNull(3)) page.parent = PageId(row.text(3));
                              pages.push_back(page);
                          }));
        return pages;
    }

    void putPage(const WikiPage &page) override {
        const std::string space = page.elsewhere ? "0190a000-0000-7000-8000-000000000004" : rigSpace().str();
        must(
            m_rows->execute("insert into pages (id, slug_id, title, position, content, space_id, workspace_id, "
                            "creator_id) select ?1, 's' || substr(?1, -8), ?2, 'a0', null, ?3, "
                            "'0190a000-0000-7000-8000-000000000001', ?4 where not exists "
                            "(select 1 from pages where id = ?1)",
                            {page.id, page.title, space, kUser}));
        must(
            m_rows->execute("update pages set title = ?, content = nullif(?, ''), parent_page_id = ?, space_id = ?, "
                            "deleted_at = iif(?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), null) where id = ?",
                            {page.title, page.content, page.parent, space, page.trashed ? 1 : 0, page.id}));
    }

    Files files() override {
        Files files;
        if (!fs::exists(m_vault)) return files;
        for (auto at = fs::recursive_directory_iterator(m_vault); at != fs::recursive_directory_iterator(); ++at) {
            if (at->path().filename() == ".git")
                at.disable_recursion_pending();
            else if (at->is_regular_file())
                files[at->path().lexically_relative(m_vault).string()] = test::readFile(at->path().string());
        }
        return files;
    }
    void writeFile(const std::string &path, const std::string &text) override {
        test::writeFile(m_vault + "/" + path, text);
    }
    void removeFile(const std::string &path) override {
        fs::remove(m_vault + "/" + path);
        for (fs::path folder = fs::path(m_vault + "/" + path).parent_path(); folder != m_vault && fs::is_empty(folder);
             folder = folder.parent_path())
            fs::remove(folder);
    }

    PersonsGit &git() override { return m_git; }

    Files mainFiles() override { return filesAt(refs::kMain); }
    Files mirrorFiles() override { return filesAt(refs::kMirror); }
    std::set<CommitId> history(const std::string &ref) override {
        return ref.empty() ? commitsFrom(allRefs(), true) : commitsFrom({ref}, true);
    }
    std::string reachableTexts() override { return textsFrom(allRefs(), true); }
    std::string currentTexts() override { return textsFrom(allRefs(), false); }
    std::string shelvedTexts() override { return textsFrom(m_git.shelvedRefs(), false); }

    Result<> decide(const PageId &page, const std::string &choice) override {
        const OpenedVault opened = open(false);
        TRY_ASSIGN(const auto known, loadConflicts(*opened.vault));
        ConflictRecords records = known.records;
        const auto record = records.find(page);
        if (record == records.end()) return {};
        record->second.decision = choice;
        TRY_ASSIGN(const auto move, storeConflicts(*opened.vault, known, records, m_clock.now()));
        return move ? opened.vault->moveRefs({*move}) : Result<>();
    }

    RunReport sync(const SyncFaults &faults) override {
        CycleRequest request;
        request.space.id = rigSpace();
        request.automatic = faults.automatic;
        request.full = faults.full;
        request.policy = m_policy;
        return runOnce({[this] { return ports(false); }, *m_state->journal, m_clock, request, faults, {}});
    }

    RunReport preview() override {
        CycleRequest request;
        request.space.id = rigSpace();
        request.preview = true;
        request.policy = m_policy;
        const auto opened = must(ports(true));
        const CyclePorts ports = opened->ports();
        const Checkpoint checkpoint({}, nullptr, {}, request.space.id, RunId());
        Cycle cycle(
            {ports.pages, nullptr, ports.vault, ports.workTree, ports.cache, ports.memory, ports.journal, ports.clock},
            request, checkpoint);
        runCycle(cycle);
        return cycle.report;
    }

    /// A thrown crash leaves locks of this very process, which lives on; rig.kill has the real ones.
    void crashed() override { fs::remove(m_vault + "/.git/index.lock"); }
    void loseCache() override {
        for (const char *end : {"", "-wal", "-shm"})
            fs::remove(m_vault + "/.git/wikivault/cache.db" + end);
    }
    void advance(std::chrono::minutes by) override { m_clock.advance(by); }

    std::string fingerprint() override {
        std::string text;
        must(m_rows->query("select id, title, content, updated_at, deleted_at, parent_page_id from pages order by id",
                           {}, [&](const sql::Row &row) {
                               for (int i = 0; i < 6; ++i)
                                   text += (row.isNull(i) ? "-" : row.text(i)) + '|';
                           }));
        if (!fs::exists(m_vault)) return text;
        for (const auto &[name, state] : test::snapshot(m_vault))
            if (!name.starts_with(".git/wikivault"))
                text += name + ' ' + std::to_string(state.mtimeNs) + ' ' + std::to_string(state.inode) + '\n';
        return text;
    }

    std::string complaints() override {
        const test::Ran status = test::runGit(m_vault, {"status", "--porcelain", "-uall", "--", "*.md"});
        const test::Ran fsck = test::runGit(m_vault, {"fsck", "--full", "--strict", "--no-dangling"});
        return status.out + status.err + (fsck.code == 0 ? std::string() : "fsck: " + fsck.out + fsck.err);
    }

private:
    OpenedVault open(bool scratch) {
        const VaultMemory memory = must(m_state->memory->vault(rigSpace()));
        return must(git::openVault({m_vault, rigSpace(), memory, scratch}));
    }

    Files filesAt(const char *ref) {
        Files files;
        if (!fs::exists(m_vault)) return files;
        const OpenedVault opened = open(true);
        const auto tip = must(opened.vault->tip(ref));
        if (!tip) return files;
        for (const auto &[path, entry] : must(opened.vault->tree(must(opened.vault->commitFacts(*tip)).tree)))
            files[path] = must(opened.vault->text(entry.blob));
        return files;
    }

    std::vector<std::string> allRefs() {
        std::vector<std::string> names;
        const std::string directory = m_vault + "/.git/refs";
        if (!fs::exists(directory)) return names;
        for (const auto &entry : fs::recursive_directory_iterator(directory))
            if (entry.is_regular_file() && entry.path().extension() != ".lock")
                names.push_back("refs/" + entry.path().lexically_relative(directory).string());
        std::istringstream packed(test::readFile(m_vault + "/.git/packed-refs"));
        for (std::string line; std::getline(packed, line);)
            // A name with a space in it is damage.
            if (line.find(" refs/") == 40 && line.find(' ', 41) == std::string::npos) names.push_back(line.substr(41));
        return names;
    }

    std::set<CommitId> commitsFrom(const std::vector<std::string> &names, bool withHistory) {
        std::set<CommitId> seen;
        if (names.empty() || !fs::exists(m_vault)) return seen;
        const OpenedVault opened = open(true);
        std::vector<CommitId> todo;
        for (const std::string &ref : names)
            if (const auto tip = must(opened.vault->tip(ref))) todo.push_back(*tip);
        while (!todo.empty()) {
            const CommitId at = todo.back();
            todo.pop_back();
            if (!seen.insert(at).second) continue;
            const CommitFacts facts = must(opened.vault->commitFacts(at));
            // What was untracked is the third parent of a stash.
            if (facts.parents.size() == 3) todo.push_back(facts.parents.back());
            if (withHistory) todo.insert(todo.end(), facts.parents.begin(), facts.parents.end());
        }
        return seen;
    }

    std::string textsFrom(const std::vector<std::string> &names, bool withHistory) {
        const std::set<CommitId> commits = commitsFrom(names, withHistory);
        std::string text;
        if (commits.empty()) return text;
        const OpenedVault opened = open(true);
        std::set<BlobId> blobs;
        for (const CommitId &commit : commits)
            for (const auto &[path, entry] : must(opened.vault->tree(must(opened.vault->commitFacts(commit)).tree)))
                blobs.insert(entry.blob);
        for (const BlobId &blob : blobs)
            text += must(opened.vault->text(blob)) + '\n';
        return text;
    }

    Result<std::unique_ptr<OpenPorts>> ports(bool scratch) {
        sql::WikiDatabaseRequest request;
        request.databaseUrl = "sqlite://" + m_directory + "/wiki.db";
        request.serviceUserId = kUser.str();
        request.readOnly = scratch;
        RealWiki wiki;
        TRY_ASSIGN(wiki.rows, sql::openWiki(request));
        wiki.api = openRealApi(m_directory, m_clock);
        TRY_ASSIGN(const VaultMemory memory, m_state->memory->vault(rigSpace()));
        TRY_ASSIGN(OpenedVault vault, git::openVault({m_vault, rigSpace(), memory, scratch}));
        TRY_ASSIGN(auto cache, sql::openVaultCache(scratch ? "" : m_vault + "/.git/wikivault/cache.db"));
        return std::make_unique<RealPorts>(std::move(wiki), std::move(vault), std::move(cache), *m_state, m_clock);
    }

    ConflictPolicy m_policy;
    std::string m_directory, m_vault;
    RealGit m_git{m_vault};
    std::optional<sql::SqliteFile> m_rows;
    std::optional<sql::StateDatabase> m_state;
    ForwardClock m_clock;
};

/// Removed with the directory it stands in.
class TemporaryWorld final : public World {
public:
    explicit TemporaryWorld(ConflictPolicy policy) : m_world(openRealWorld(m_directory.path(), policy)) {}
    std::vector<WikiPage> pages() override { return m_world->pages(); }
    void putPage(const WikiPage &page) override { m_world->putPage(page); }
    Files files() override { return m_world->files(); }
    void writeFile(const std::string &path, const std::string &text) override { m_world->writeFile(path, text); }
    void removeFile(const std::string &path) override { m_world->removeFile(path); }
    PersonsGit &git() override { return m_world->git(); }
    Files mainFiles() override { return m_world->mainFiles(); }
    Files mirrorFiles() override { return m_world->mirrorFiles(); }
    std::set<CommitId> history(const std::string &ref) override { return m_world->history(ref); }
    std::string reachableTexts() override { return m_world->reachableTexts(); }
    std::string currentTexts() override { return m_world->currentTexts(); }
    std::string shelvedTexts() override { return m_world->shelvedTexts(); }
    Result<> decide(const PageId &page, const std::string &choice) override { return m_world->decide(page, choice); }
    RunReport sync(const SyncFaults &faults) override { return m_world->sync(faults); }
    RunReport preview() override { return m_world->preview(); }
    void crashed() override { m_world->crashed(); }
    void loseCache() override { m_world->loseCache(); }
    void advance(std::chrono::minutes by) override { m_world->advance(by); }
    std::string fingerprint() override { return m_world->fingerprint(); }
    std::string complaints() override { return m_world->complaints(); }

private:
    test::TempDir m_directory;
    std::unique_ptr<World> m_world;
};

}  // namespace

std::string vaultBelow(const std::string &directory) {
    return directory + "/data/" + rigSpace().str();
}

std::unique_ptr<World> openRealWorld(const std::string &directory, ConflictPolicy policy) {
    return std::make_unique<RealWorld>(directory, policy);
}

std::unique_ptr<World> makeRealWorld(ConflictPolicy policy) {
    return std::make_unique<TemporaryWorld>(policy);
}

}  // namespace wikivault::rig
