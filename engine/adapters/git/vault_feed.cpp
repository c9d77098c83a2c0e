#include "engine/adapters/git/vault_feed.h"

#include "engine/adapters/git/folder_watch.h"
#include "engine/adapters/git/published_look.h"
#include "engine/ports/listening_feed.h"

#include <spdlog/spdlog.h>

#include <poll.h>
#include <sys/eventfd.h>
#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <mutex>

namespace wikivault::git {

namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// An editor writes a file in several steps: looked at when they are over, or when they take too long.
constexpr milliseconds kSettle{50}, kLongest{500};

class VaultFeed final : public ListeningFeed {
public:
    explicit VaultFeed(std::string dataDir)
        : ListeningFeed({kFromFiles, false, "The vaults are being looked at"}),
          m_dataDir(std::move(dataDir)),
          m_bell(::eventfd(0, EFD_CLOEXEC)) {}
    ~VaultFeed() override { stop(); }
    VaultFeed(const VaultFeed &) = delete;
    VaultFeed &operator=(const VaultFeed &) = delete;

    [[nodiscard]] bool tellsAll() const override { return false; }
    [[nodiscard]] bool covers(const SpaceId &space) const override {
        const std::scoped_lock guard(m_mutex);
        return m_covered.contains(space);
    }
    void runBegins(const SpaceId &space) override {
        const std::string branches = branchesOf(vaultOf(space));
        const std::scoped_lock guard(m_mutex);
        m_busy.insert_or_assign(space, Busy{branches, m_watched.contains(space)});
    }
    void runEnded(const SpaceId &space, bool quiet) override {
        const std::string branches = branchesOf(vaultOf(space));
        {
            const std::scoped_lock guard(m_mutex);
            const Busy before = std::exchange(m_busy[space], {});
            m_busy.erase(space);
            // A run that moved nothing can tell what a person moved meanwhile; any other is followed by one.
            if (quiet && before.branches != branches) m_unseen.insert(space);
            // The run saw what had happened before the watch began.
            if (before.wasWatched && m_watched.contains(space)) m_covered.insert(space);
            m_branches[space] = branches;
            m_ended.insert(space);
        }
        ring();
    }

private:
    struct Busy {
        std::string branches;
        bool wasWatched = false;
    };
    [[nodiscard]] std::string vaultOf(const SpaceId &space) const { return m_dataDir + "/" + space.str(); }
    [[nodiscard]] static SpaceId spaceOf(const std::string &vault) {
        return SpaceId(vault.substr(vault.rfind('/') + 1));
    }
    void ring() const {
        const std::uint64_t one = 1;
        if (::write(m_bell.value(), &one, sizeof one) < 0) spdlog::warn("The watch over the vaults cannot be woken.");
    }

    void listen(const std::stop_token &stop) override {
        const std::stop_callback wake(stop, [this] { ring(); });
        auto watch = FolderWatch::open();
        if (!watch) return say(false, "Changes of files are looked for in every interval: " + watch.error().detail);
        addAll(*watch);
        bool waits = false;          // something was not looked at yet
        Steady::time_point since{};  // when the first of it happened
        while (!stop.stop_requested()) {
            std::array<pollfd, 2> sources{{{watch->descriptor(), POLLIN, 0}, {m_bell.value(), POLLIN, 0}}};
            const int ready = ::poll(sources.data(), sources.size(), waits ? static_cast<int>(kSettle.count()) : -1);
            if (stop.stop_requested()) return;
            if ((sources[1].revents & POLLIN) != 0) answerBell();
            gather(*watch);
            if (!waits && hasPending()) {
                waits = true;
                since = Steady::now();
            }
            if (waits && (ready == 0 || Steady::now() - since >= kLongest)) {
                look();
                waits = false;
            }
        }
    }

    void addAll(FolderWatch &watch) {
        std::error_code problem;
        for (const auto &entry : std::filesystem::directory_iterator(m_dataDir, problem))
            if (const auto id = parseUuid(entry.path().filename().string()); id && entry.is_directory(problem))
                cover(watch, SpaceId(*id));
        if (m_refusal.empty()) say(true, "Changes of files are noticed at once");
    }

    void cover(FolderWatch &watch, const SpaceId &space) {
        if (watch.watches(vaultOf(space))) return;
        const Result<> added = watch.add(vaultOf(space));
        if (!added && added.error().code == ErrorCode::NotFound) return;  // no run has made it yet
        if (!added) {
            m_refusal = added.error().detail;
            return say(false,
                       "Not every vault can be watched; the others are looked at in every interval: " + m_refusal);
        }
        const std::string branches = branchesOf(vaultOf(space));
        const std::scoped_lock guard(m_mutex);
        m_branches.try_emplace(space, branches);
        m_watched.insert(space);
    }

    void answerBell() {
        std::uint64_t count = 0;
        if (::read(m_bell.value(), &count, sizeof count) < 0) return;
    }

    /// Runs that ended are taken first: what they did is in the queue by then.
    void gather(FolderWatch &watch) {
        std::set<SpaceId> ended;
        {
            const std::scoped_lock guard(m_mutex);
            ended = std::exchange(m_ended, {});
        }
        for (const SpaceId &space : ended)
            cover(watch, space);
        FolderWatch::News news = watch.take();
        for (auto &[vault, paths] : news.paths)
            m_pending[spaceOf(vault)].merge(paths);
        {
            const std::scoped_lock guard(m_mutex);
            for (const std::string &vault : news.refs)
                m_moved.insert(spaceOf(vault));
            for (const std::string &vault : news.lost) {
                m_watched.erase(spaceOf(vault));
                m_covered.erase(spaceOf(vault));
                m_unseen.insert(spaceOf(vault));
            }
        }
        if (news.overflow) watchAnew(watch);
    }

    /// What the kernel dropped may have been new folders, which nobody watches then.
    void watchAnew(FolderWatch &watch) {
        std::set<SpaceId> spaces;
        {
            const std::scoped_lock guard(m_mutex);
            spaces = std::exchange(m_watched, {});
            m_covered.clear();
            m_unseen.insert(spaces.begin(), spaces.end());
        }
        for (const SpaceId &space : spaces) {
            watch.remove(vaultOf(space));
            cover(watch, space);
        }
    }

    [[nodiscard]] bool isFree(const SpaceId &space) const { return !m_busy.contains(space); }

    [[nodiscard]] bool hasPending() const {
        const std::scoped_lock guard(m_mutex);
        const auto free = [this](const SpaceId &space) { return isFree(space); };
        return std::any_of(m_pending.begin(), m_pending.end(), [&](const auto &entry) { return free(entry.first); }) ||
               std::any_of(m_moved.begin(), m_moved.end(), free) || std::any_of(m_unseen.begin(), m_unseen.end(), free);
    }

    void look() {
        std::set<SpaceId> told = takeMoved();
        for (auto &[space, paths] : takePending()) {
            if (told.contains(space)) continue;
            const auto differs = differsFromPublished(vaultOf(space), paths);
            if (!differs || *differs) told.insert(space);  // the run says what is wrong with the vault
        }
        if (!told.empty()) tell({kFromFiles, {told.begin(), told.end()}, false});
    }

    std::map<SpaceId, std::set<std::string>> takePending() {
        std::map<SpaceId, std::set<std::string>> taken;
        const std::scoped_lock guard(m_mutex);
        for (auto it = m_pending.begin(); it != m_pending.end();)
            if (const auto at = it++; isFree(at->first)) taken.insert(m_pending.extract(at));
        return taken;
    }

    /// Spaces whose branches stand elsewhere than a run left them, and those nobody watched for a while.
    std::set<SpaceId> takeMoved() {
        std::set<SpaceId> told, moved;
        {
            const std::scoped_lock guard(m_mutex);
            told = takeFree(m_unseen);
            moved = takeFree(m_moved);
        }
        for (const SpaceId &space : moved) {
            const std::string now = branchesOf(vaultOf(space));
            const std::scoped_lock guard(m_mutex);
            if (!isFree(space) || m_ended.contains(space))
                m_moved.insert(space);  // a run came in between, and may be what moved them
            else if (std::exchange(m_branches[space], now) != now)
                told.insert(space);
        }
        return told;
    }

    [[nodiscard]] std::set<SpaceId> takeFree(std::set<SpaceId> &spaces) const {
        std::set<SpaceId> taken;
        for (auto it = spaces.begin(); it != spaces.end();)
            if (const auto at = it++; isFree(*at)) taken.insert(spaces.extract(at));
        return taken;
    }

    void say(bool listening, const std::string &detail) {
        if (setStatus(listening, detail)) spdlog::info("{}.", detail);
    }

    const std::string m_dataDir;
    const Fd m_bell;
    std::string m_refusal;                               // own thread only, like m_pending
    std::map<SpaceId, std::set<std::string>> m_pending;  // paths to look at
    mutable std::mutex m_mutex;                 ///< never held while files are read: drivers ask covers() all the time
    std::map<SpaceId, Busy> m_busy;             // spaces that run; guarded by m_mutex, like all below
    std::map<SpaceId, std::string> m_branches;  // as the last run left them
    std::set<SpaceId> m_watched, m_covered, m_ended, m_moved, m_unseen;
};

}  // namespace

std::unique_ptr<ChangeFeed> makeVaultFeed(const std::string &dataDir) {
    return std::make_unique<VaultFeed>(dataDir);
}

}  // namespace wikivault::git
