#include "engine/core/merge/merge_text.h"
#include "engine/run/cycle.h"

#include <algorithm>

namespace wikivault {

namespace {

std::string freeSidePath(const VaultTree &tree, const std::string &path) {
    const std::string stem = path.substr(0, path.size() - 3);
    for (int n = 1;; ++n) {
        const std::string candidate = stem + (n == 1 ? " ~git.md" : " ~git-" + std::to_string(n) + ".md");
        if (!tree.contains(candidate)) return candidate;
    }
}

/// Takes what people did to the files over into main, page by page: the tree the engine left on disk is the base, main
/// is one side, the disk the other. A page is known by its id, so a file that only went elsewhere is never a deletion.
class Capture {
public:
    Capture(Cycle &cycle, const DiskScan &scan) : m_cycle(cycle), m_scan(scan) {}

    Result<> run() {
        VaultState &state = m_cycle.vault;
        VaultTree disk = state.published;
        for (const DiskChange &change : m_scan.changes) {
            if (change.now)
                disk[change.path] = *change.now;
            else
                disk.erase(change.path);
        }
        TRY_ASSIGN(m_base, indexPages(state.published, &state.base, m_cycle.files));
        TRY_ASSIGN(m_disk, indexPages(disk, &m_base, m_cycle.files));
        for (const auto &[page, was] : m_base.pages)
            TRY(takePage(page, was, disk));
        for (const DiskChange &change : m_scan.changes)
            if (!m_taken.contains(change.path)) TRY(takePath(change));
        apply();
        state.published = std::move(disk);
        return {};
    }

private:
    /// A page the engine left on disk and a person edited or moved there.
    Result<> takePage(const PageId &page, const IndexedPage &was, const VaultTree &disk) {
        const auto main = m_cycle.vault.main.pages.find(page);
        const auto found = m_disk.pages.find(page);
        if (found == m_disk.pages.end()) {
            // Edit beats delete: what main changed since stays.
            if (m_wasWritten && main != m_cycle.vault.main.pages.end() && main->second.blob == was.blob)
                m_removals.insert(main->second.path);
            if (!disk.contains(was.path)) m_taken.insert(was.path);
            return {};
        }
        const IndexedPage &now = found->second;
        const bool moved = now.path != was.path;
        if (!moved && now.blob == was.blob) return {};
        m_taken.insert(now.path);
        if (!disk.contains(was.path)) m_taken.insert(was.path);
        const TreeEntry entry = disk.at(now.path);
        if (main == m_cycle.vault.main.pages.end()) {
            m_puts.emplace_back(now.path, entry);
            return {};
        }
        const std::string path = moved ? now.path : main->second.path;
        if (path != main->second.path) m_removals.insert(main->second.path);
        return put(path, main->second.path, {was.blob, entry});
    }

    /// A file that is no page the engine left there: a new one, a copy, or something that is no page at all.
    Result<> takePath(const DiskChange &change) {
        const VaultTree &main = m_cycle.vault.mainTree;
        const auto ours = main.find(change.path);
        const bool untouched = change.before && ours != main.end() && ours->second.blob == change.before->blob;
        if (!change.now) {
            if (untouched && m_wasWritten) m_removals.insert(change.path);
            return {};
        }
        if (ours != main.end() && ours->second == *change.now) return {};
        const bool pageLeft = m_base.byPath.contains(change.path);
        if (ours == main.end() || untouched || pageLeft || !isPageFile(change.path)) {
            m_puts.emplace_back(change.path, *change.now);
            return {};
        }
        if (change.before) return put(change.path, change.path, {change.before->blob, *change.now});
        return takeStranger(change.path, *change.now);
    }

    /// A file that the engine never left there stands where main has a page since: another document, unless it is equal.
    Result<> takeStranger(const std::string &path, const TreeEntry &now) {
        const BlobId ours = m_cycle.vault.mainTree.at(path).blob;
        TRY_ASSIGN(const FileIdentity disk, m_cycle.files.identity(now.blob));
        TRY_ASSIGN(const FileIdentity main, m_cycle.files.identity(ours));
        TRY_ASSIGN(const bool equal, m_cycle.files.equalBodies(now.blob, ours));
        if (!equal) return putAside(path, now.blob);
        if (disk.id == main.id) m_puts.emplace_back(path, now);
        return {};
    }

    struct DiskFile {
        BlobId base;
        TreeEntry now;
    };

    /// Disk and main both changed the file since it was left there: merged; what overlaps is set aside as a file of its
    /// own.
    Result<> put(const std::string &path, const std::string &mainPath, const DiskFile &file) {
        TreeEntry entry = m_cycle.vault.mainTree.at(mainPath);
        if (entry.blob == file.base || entry.blob == file.now.blob) {
            m_puts.emplace_back(path, file.now);
            return {};
        }
        if (file.now.blob != file.base) {
            TRY_ASSIGN(const std::string base, m_cycle.files.body(file.base));
            TRY_ASSIGN(const std::string disk, m_cycle.files.text(file.now.blob));
            TRY_ASSIGN(const std::string ours, m_cycle.files.body(entry.blob));
            const merge::MergedBody merged = merge::mergeBodies(base, ours, parsePageFile(disk).body);
            if (merged.isClean()) {
                TRY_ASSIGN(entry.blob, m_cycle.ports.vault.storeText(withBody(disk, merged.text)));
            } else {
                TRY(putAside(path, file.now.blob));
            }
        }
        m_puts.emplace_back(path, entry);
        return {};
    }

    Result<> putAside(const std::string &path, const BlobId &blob) {
        TRY_ASSIGN(const std::string text, m_cycle.files.text(blob));
        TRY_ASSIGN(const BlobId aside, m_cycle.ports.vault.storeText(withId(text, std::nullopt)));
        m_asides.emplace_back(path, TreeEntry{aside});
        return {};
    }

    /// All at once: files may have changed places with each other.
    void apply() {
        VaultTree &main = m_cycle.vault.mainTree;
        for (const std::string &path : m_removals)
            main.erase(path);
        for (const auto &[path, entry] : m_puts) {
            const bool isFree = !main.contains(path) || !isPageFile(path) || belongsHere(path);
            main[isFree ? path : freeSidePath(main, path)] = entry;
        }
        for (const auto &[path, entry] : m_asides) {
            // An interrupted run may have set it aside already.
            const auto same = [&blob = entry.blob](const auto &file) { return file.second.blob == blob; };
            if (std::none_of(main.begin(), main.end(), same)) main[freeSidePath(main, path)] = entry;
        }
    }

    /// What main has at `path` is the page the disk has there, or no page at all.
    [[nodiscard]] bool belongsHere(const std::string &path) const {
        const auto ours = m_cycle.vault.main.byPath.find(path);
        const auto disk = m_disk.byPath.find(path);
        return ours == m_cycle.vault.main.byPath.end() || (disk != m_disk.byPath.end() && disk->second == ours->second);
    }

    Cycle &m_cycle;
    const DiskScan &m_scan;
    /// Nobody knows what was left on disk: a file that is not there was not deleted, it was never written.
    const bool m_wasWritten = m_cycle.vault.workTreeTip.has_value();
    PageIndex m_base, m_disk;
    std::set<std::string> m_taken;  ///< paths whose page was dealt with
    std::set<std::string> m_removals;
    std::vector<std::pair<std::string, TreeEntry>> m_puts, m_asides;
};

Result<> commitCapture(Cycle &cycle) {
    CommitFacts facts;
    TRY_ASSIGN(facts.tree, cycle.ports.vault.storeTree(cycle.vault.mainTree));
    if (cycle.vault.mainTip) facts.parents.push_back(*cycle.vault.mainTip);
    facts.info = {
        {"Local", "local@local"}, "local: working-tree changes\n\nDocmost-Sync-Source: local\n", cycle.nowSeconds()};
    TRY_ASSIGN(cycle.vault.captured, cycle.ports.vault.storeCommit(facts));
    cycle.vault.mainAuthor = facts.info.author.name;
    cycle.vault.mainTime = toIso8601(cycle.ports.clock.now());
    return {};
}

void noteUnreadableFile(Cycle &cycle, const std::string &path) {
    Item item;
    item.path = path;
    item.direction = Direction::GitToWiki;
    item.outcome = Outcome::Skipped;
    item.reason = Reason::Unreadable;
    item.detail = "the file cannot be read (not a regular file, or no permission)";
    cycle.note(item);
}

}  // namespace

Item waitingItem(HeadState head) {
    Item waiting;
    waiting.direction = Direction::GitToWiki;
    waiting.outcome = Outcome::Held;
    waiting.reason = Reason::WaitingForPerson;
    waiting.detail = head == HeadState::OtherBranch
                         ? "another branch than main is checked out in the vault; the engine waits until main is back"
                         : "a merge, rebase or cherry-pick is in progress in the vault; finish or abort it";
    return waiting;
}

Result<> captureDisk(Cycle &cycle) {
    VaultState &state = cycle.vault;
    TRY_ASSIGN(state.main, indexPages(state.mainTree, &state.base, cycle.files));
    if (!cycle.ports.workTree) return {};
    TRY_ASSIGN(state.head, cycle.ports.workTree->headState());
    if (state.head != HeadState::OnMain) {
        cycle.note(waitingItem(state.head));
        return {};
    }
    TRY(cycle.checkpoint.pass("looking at the files"));
    TRY_ASSIGN(const DiskScan scan, cycle.ports.workTree->scan(state.published, cycle.checkpoint.cancel()));
    for (const std::string &path : scan.unreadable)
        noteUnreadableFile(cycle, path);
    if (scan.changes.empty()) return {};
    const VaultTree before = state.mainTree;
    TRY(Capture(cycle, scan).run());
    if (state.mainTree != before) {
        TRY(commitCapture(cycle));
        TRY_ASSIGN(state.main, indexPages(state.mainTree, &state.base, cycle.files));
    }
    return cycle.request.preview ? Result<>() : recordCapture(cycle);
}

}  // namespace wikivault
