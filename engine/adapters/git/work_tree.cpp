#include "engine/adapters/git/work_tree.h"

#include "engine/adapters/git/git_refs.h"
#include "engine/adapters/git/heal.h"
#include "engine/adapters/git/index_file.h"
#include "engine/adapters/git/publisher.h"
#include "engine/adapters/git/vault_config.h"
#include "engine/core/rig_hooks.h"

#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace wikivault::git {

namespace {

constexpr const char *kStatCache = "stat-cache";
constexpr const char *kPublishNote = "publishing";

bool exists(const std::string &path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

/// Git puts a new file in the place of the old one whenever it writes.
DiskStamp indexStamp(const std::string &gitDir) {
    struct stat status {};
    return ::lstat((gitDir + "/index").c_str(), &status) == 0 ? stampOf(status) : DiskStamp{};
}

bool isBefore(const DiskFile &a, const DiskFile &b) {
    return a.path < b.path;
}

tl::unexpected<Error> refuseScratch() {
    return fail(ErrorCode::Denied, "a preview writes nothing to the vault");
}

// `A/B/` in the list covers everything below it.
bool isCovered(const std::unordered_set<std::string> &unreadable, const std::string &path) {
    if (unreadable.empty()) return false;
    if (unreadable.contains(path)) return true;
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
        if (unreadable.contains(path.substr(0, slash + 1))) return true;
    return false;
}

}  // namespace

GitWorkTree::GitWorkTree(std::shared_ptr<ObjectStore> store)
    : m_store(std::move(store)),
      m_cache(m_store->ownFile(kStatCache)),
      m_contents(*m_store, m_cache, keepsExecutableBits(m_store->place().gitDir)) {}

std::unique_ptr<WorkTree> makeWorkTree(std::shared_ptr<ObjectStore> store) {
    return std::make_unique<GitWorkTree>(std::move(store));
}

Result<HeadState> GitWorkTree::headState() {
    static constexpr std::array kInProgress{"MERGE_HEAD",   "REVERT_HEAD",  "CHERRY_PICK_HEAD", "BISECT_LOG",
                                            "rebase-merge", "rebase-apply", "sequencer"};
    const std::string &gitDir = m_store->place().gitDir;
    for (const char *name : kInProgress)
        if (exists(gitDir + "/" + name)) return HeadState::OperationPending;
    TRY_ASSIGN(std::string head, readFile(gitDir + "/HEAD", 4096));
    while (!head.empty() && (head.back() == '\n' || head.back() == ' '))
        head.pop_back();
    return head == std::string("ref: ") + refs::kMain ? HeadState::OnMain : HeadState::OtherBranch;
}

Result<CommitId> GitWorkTree::workTreeTip() const {
    TRY_ASSIGN(const auto tip, GitRefs(*m_store).tip(refs::kWorkTree));
    return tip.value_or(CommitId{});
}

Result<> GitWorkTree::takeUpNote() {
    m_note = PublishNote::load(m_store->ownFile(kPublishNote));
    if (!m_note) return {};
    TRY_ASSIGN(const CommitId tip, workTreeTip());
    // Once the ref has moved on, that publish was finished, and its note would hide a person's way back.
    if (m_note->base != tip || PLANTED("note-ignored")) m_note.reset();
    return {};
}

void GitWorkTree::addChange(const std::string &path, const std::optional<TreeEntry> &before,
                            const std::optional<TreeEntry> &now, DiskScan &scan) const {
    const auto left = m_note ? m_note->states.find(path) : PathStates::const_iterator();
    const bool isNoted = m_note && left != m_note->states.end();
    if (isNoted && left->second != now) scan.interrupted.insert(*left);
    if (before == now) return;
    if (isNoted && left->second == now) {
        scan.finished.insert(*left);
        return;
    }
    scan.changes.push_back({path, before, now});
}

void GitWorkTree::compareFile(Beneath &root, const DiskFile &file, const VaultTree &published, DiskScan &scan) {
    const auto tracked = published.find(file.path);
    const std::optional<TreeEntry> before = tracked == published.end() ? std::nullopt : std::optional(tracked->second);
    ++scan.filesExamined;
    const Result<TreeEntry> now = m_contents.entryOf(root, file, before);
    if (now) return addChange(file.path, before, *now, scan);
    if (now.error().code == ErrorCode::NotFound) return addChange(file.path, before, std::nullopt, scan);
    scan.unreadable.push_back(file.path);
}

void GitWorkTree::findMissing(const VaultTree &published, const DiskListing &listing, DiskScan &scan) {
    const std::unordered_set<std::string> unreadable(listing.unreadable.begin(), listing.unreadable.end());
    std::optional<std::unordered_set<std::string>> sparse;
    auto file = listing.files.begin();
    for (const auto &[path, entry] : published) {
        while (file != listing.files.end() && file->path < path)
            ++file;
        const bool present = file != listing.files.end() && file->path == path;
        if (present || entry.mode == kSubmoduleMode || isCovered(unreadable, path)) continue;
        // A sparse checkout leaves files out on purpose.
        if (!sparse) sparse = sparsePaths(m_store->place().gitDir);
        if (!sparse->contains(path)) addChange(path, entry, std::nullopt, scan);
    }
}

Result<DiskListing> GitWorkTree::listing(const Beneath &root, const VaultTree &published, std::stop_token stop) {
    if (auto seen = std::exchange(m_seen, std::nullopt)) {
        auto relevant = relevantOf(std::move(*seen), published);
        const auto pathOf = [](const auto &entry) { return std::string_view(entry.first); };
        if (relevant && std::ranges::includes(relevant->files, published, {}, &DiskFile::path, pathOf))
            return std::move(*relevant);
    }
    return listDisk(root, &published, std::move(stop));
}

Result<DiskScan> GitWorkTree::scan(const VaultTree &published, std::stop_token stop) {
    TRY(takeUpNote());
    TRY_ASSIGN(Beneath root, Beneath::open(m_store->place().vaultDir));
    TRY_ASSIGN(const DiskListing listing, this->listing(root, published, stop));
    DiskScan scan;
    scan.untrackedIgnored = listing.untracked;
    scan.unreadable = listing.unreadable;
    for (const DiskFile &file : listing.files) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped while reading the vault's files");
        compareFile(root, file, published, scan);
    }
    findMissing(published, listing, scan);
    const auto isThere = [&](const std::string &path) {
        return std::binary_search(listing.files.begin(), listing.files.end(), DiskFile{path, {}}, isBefore);
    };
    for (const auto &[path, state] : m_note ? m_note->states : PathStates{})
        if (state && !published.contains(path) && !isThere(path)) scan.interrupted.emplace(path, state);
    std::sort(scan.changes.begin(), scan.changes.end(),
              [](const DiskChange &a, const DiskChange &b) { return a.path < b.path; });
    m_captured.clear();
    for (const DiskChange &change : scan.changes)
        if (!change.now) m_captured.insert(change.path);
    if (m_store->place().scratch) return scan;
    m_cache.retain([&](const std::string &path) { return isThere(path); });
    m_cache.save();
    return scan;
}

Result<std::string> GitWorkTree::stamp(std::stop_token stop) {
    TRY_ASSIGN(const Beneath root, Beneath::open(m_store->place().vaultDir));
    const std::int64_t now = wallClockNs();
    Result<DiskListing> listing = listDisk(root, nullptr, std::move(stop));
    if (!listing && listing.error().code == ErrorCode::Cancelled) return tl::unexpected<Error>(listing.error());
    if (!listing || !listing->unreadable.empty()) return std::string();
    m_seen = std::move(*listing);
    std::size_t sum = 0;
    std::string text;
    for (const DiskFile &file : m_seen->files) {
        if (!isSettled(file.stamp, now) || !isSettled({file.stamp.ctimeNs}, now)) return std::string();
        text = file.path;
        text.append(reinterpret_cast<const char *>(&file.stamp), sizeof file.stamp);
        sum += std::hash<std::string>{}(text);
    }
    return std::to_string(m_seen->files.size()) + '|' + std::to_string(sum);
}

Result<VaultTree> GitWorkTree::indexed() {
    TRY_ASSIGN(const Index index, openIndex(m_store->place().gitDir + "/index"));
    VaultTree entries;
    for (std::size_t i = 0; i < git_index_entrycount(index.get()); ++i) {
        const git_index_entry *entry = git_index_get_byindex(index.get(), i);
        if (git_index_entry_stage(entry) == 0)
            entries.emplace(entry->path, TreeEntry{fromOid<BlobId>(entry->id), entry->mode});
    }
    return entries;
}

Result<std::unique_ptr<IndexGuard>> GitWorkTree::lockIndex() {
    if (m_store->place().scratch) return refuseScratch();
    return lockIndexFile(m_store->place().gitDir);
}

Result<PublishReport> GitWorkTree::publish(const VaultTree &published, const VaultTree &target,
                                           std::unique_ptr<IndexGuard> guard) {
    if (m_store->place().scratch) return refuseScratch();
    auto *held = dynamic_cast<HeldIndex *>(guard.get());
    if (held == nullptr) return fail(ErrorCode::Invalid, "publishing needs the index lock of lockIndex()");
    TRY_ASSIGN(Beneath root, Beneath::open(m_store->place().vaultDir));
    TRY(takeUpNote());
    PathStates changes = differencesOf(published, target);
    const PathStates interrupted = m_note ? m_note->states : PathStates{};
    for (const auto &[path, state] : interrupted) {
        const auto wanted = target.find(path);
        changes.emplace(path, wanted == target.end() ? std::nullopt : std::optional(wanted->second));
    }
    if (!changes.empty()) {
        // Objects first: a note or a file must never name what the vault cannot give back.
        TRY(m_store->flush());
        TRY_ASSIGN(const CommitId base, workTreeTip());
        TRY((PublishNote{base, changes}.save(m_store->ownFile(kPublishNote))));
    }
    FAILPOINT("publish.noted");
    Publisher publisher({*m_store, m_contents, root, interrupted});
    TRY_ASSIGN(PublishReport report, publisher.run(published, changes));
    const auto level = [&] { return LevelIndex{indexStamp(m_store->place().gitDir), published, target, m_captured}; };
    if (!changes.empty() || m_level != level()) {
        m_level.reset();
        TRY(held->makeEqual({published, target, m_captured, root, m_cache}));
        m_level = level();
    }
    FAILPOINT("publish.done");
    m_cache.save();
    return report;
}

Result<> GitWorkTree::endPublish() {
    if (m_store->place().scratch) return refuseScratch();
    const std::string note = m_store->ownFile(kPublishNote);
    if (::unlink(note.c_str()) != 0 && errno != ENOENT) return failErrno("removing", note);
    return {};
}

Result<std::vector<Item>> GitWorkTree::heal() {
    if (m_store->place().scratch) return std::vector<Item>{};
    return Healer(*m_store, *this).run();
}

}  // namespace wikivault::git
