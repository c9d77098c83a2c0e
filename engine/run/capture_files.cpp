#include "engine/run/capture_files.h"

#include "engine/run/main_twins.h"

#include <algorithm>

namespace wikivault {

namespace {

/// A page is known by its id, so a file that only went elsewhere is never a deletion.
class Capture {
public:
    Capture(Cycle &cycle, const std::vector<DiskChange> &changes)
        : m_cycle(cycle),
          m_changes(changes),
          m_edits(cycle),
          m_twins(cycle, changes, m_sides, m_edits) {}

    Result<> run() {
        VaultState &state = m_cycle.vault;
        VaultTree &disk = m_sides.tree = state.published;
        for (const DiskChange &change : m_changes)
            setEntry(disk, change.path, change.now);
        TRY_ASSIGN(m_sides.left, indexPages(withoutOld(state.published), &state.base, m_cycle.files));
        if (m_wasCutOff) TRY(readLast());
        m_twins.keepCopies(m_sides.left, m_last);
        TRY(m_twins.nameUnnamed(m_sides.left));
        TRY(m_twins.forgetPlaced(m_sides.left));
        TRY(m_twins.nameLeft(m_sides.left));
        TRY_ASSIGN(m_sides.now, indexPages(withoutOld(disk), &m_sides.left, m_cycle.files));
        if (m_wasCutOff) TRY(findTakenUnseen());
        m_twins.keepCopies(m_sides.now, m_last);
        for (const LooseFile &copy : m_unseen.loose)
            TRY(takeMovedCopy(copy));
        for (const auto &[page, was] : m_sides.left.pages)
            TRY(takePage(page, was, disk));
        for (const auto &[page, now] : m_sides.now.pages)
            if (!m_sides.left.pages.contains(page)) TRY(takeNewcomer(page, now));
        TRY(m_twins.takeOld(m_taken));
        for (const DiskChange &change : m_changes)
            if (!m_taken.contains(change.path)) TRY(takePath(change));
        m_edits.apply(m_sides.left, m_sides.now);
        state.published = m_sides.tree;
        return {};
    }

private:
    [[nodiscard]] VaultTree withoutOld(VaultTree tree) const {
        for (const auto &old : m_cycle.vault.notYetReplaced)
            tree.erase(old.first);
        return tree;
    }

    /// The files before a run that was cut off.
    Result<> readLast() {
        TRY_ASSIGN(m_last, indexPages(m_cycle.vault.lastPublished, &m_cycle.vault.base, m_cycle.files));
        return m_twins.settleRivals(m_last);
    }

    /// A page the engine left on disk and a person edited or moved there.
    Result<> takePage(const PageId &page, const IndexedPage &was, const VaultTree &disk) {
        const auto main = m_cycle.vault.main.pages.find(page);
        const auto found = m_sides.now.pages.find(page);
        if (found == m_sides.now.pages.end()) {
            // Edit beats delete: what main changed since stays.
            if (m_wasWritten && main != m_cycle.vault.main.pages.end() && main->second.blob == was.blob)
                m_edits.remove(main->second.path);
            if (!disk.contains(was.path)) m_taken.insert(was.path);
            return {};
        }
        const IndexedPage &now = found->second;
        const bool moved = now.path != was.path;
        if (!moved && now.blob == was.blob) return {};
        m_taken.insert(now.path);
        if (!disk.contains(was.path)) m_taken.insert(was.path);
        // Another file was put in its place.
        if (m_sides.now.withoutId.contains(page)) TRY(m_twins.removeMovedTwin(now.path, m_sides.tree.at(now.path)));
        TRY_ASSIGN(const TreeEntry entry, entryOf(page, now.path));
        if (main == m_cycle.vault.main.pages.end()) {
            m_edits.replace(now.path, entry, page);
            return {};
        }
        const std::string path = moved ? now.path : main->second.path;
        if (path != main->second.path && !isStillThere(was, main->second)) m_edits.remove(main->second.path);
        // Git has the page at both places, as the disk has two files there: the other one is a matter of its own.
        const bool twice = entryAt(m_cycle.vault.mainTree, path) == entry && looseAt(m_sides.now, main->second.path);
        return m_edits.put(path, twice ? path : main->second.path, {was.blob, entry, page});
    }

    /// The page's file had lost its id, and another one brings that id elsewhere: it becomes a page of its own.
    [[nodiscard]] bool isStillThere(const IndexedPage &was, const IndexedPage &main) const {
        const LooseFile *file = looseAt(m_sides.now, was.path);
        return main.path == was.path && file && file->blob == was.blob;
    }

    /// Of an id that no page of this space ever had its file is rid for good: that makes it a new page.
    /// A main without history in common with the mirror leaves no base, and the mirror knows its pages all the same.
    Result<bool> wasEverPage(const PageId &page) {
        const VaultState &state = m_cycle.vault;
        if (state.base.pages.contains(page)) return true;
        if (!m_mirror) {
            TRY_ASSIGN(m_mirror, indexPages(state.mirrorTree, &state.base, m_cycle.files));
        }
        return m_mirror->pages.contains(page);
    }

    /// What the disk has of the page; whose file it is, the tree on disk knows better than main.
    Result<TreeEntry> entryOf(const PageId &page, const std::string &path) {
        TreeEntry entry = m_sides.tree.at(path);
        if (!m_sides.now.withoutId.contains(page)) return entry;
        TRY_ASSIGN(const bool wasPage, wasEverPage(page));
        if (!wasPage) return entry;
        TRY_ASSIGN(const std::string text, m_cycle.files.text(entry.blob));
        TRY_ASSIGN(entry.blob, m_cycle.ports.vault.storeText(withId(text, page)));
        return entry;
    }

    /// Pages whose files an interrupted run was to remove, and that are gone: taken away by it, or elsewhere by a
    /// person.
    Result<> findTakenUnseen() {
        m_unseen = m_last;
        for (const auto &[page, file] : m_last.pages)
            if (m_sides.tree.contains(file.path) || m_sides.left.pages.contains(page)) m_unseen.pages.erase(page);
        TRY(m_twins.nameGone(m_unseen));
        return adoptRenamed(m_sides.now, m_unseen, m_cycle.files);
    }

    /// Where main has, without its id, a copy that is not on disk; "" when it has not.
    Result<std::string> whereMainHas(const LooseFile &copy) {
        if (looseAt(m_cycle.vault.main, copy.path)) return copy.path;
        for (const LooseFile &file : m_cycle.vault.main.loose) {
            if (m_sides.tree.contains(file.path)) continue;
            TRY_ASSIGN(const bool same, m_cycle.files.equalBodies(file.blob, copy.blob));
            if (same) return file.path;
        }
        return std::string();
    }

    /// A copy whose id main has taken out, and its person took elsewhere: a run was cut off when it had taken the
    /// page's own file away, so that no other file has the id there.
    Result<> takeMovedCopy(const LooseFile &copy) {
        if (!copy.copiedFrom || m_sides.tree.contains(copy.path)) return {};
        const PageId &page = *copy.copiedFrom;
        const auto now = m_sides.now.pages.find(page);
        if (now == m_sides.now.pages.end() || m_sides.left.pages.contains(page)) return {};
        TRY_ASSIGN(const bool same, m_cycle.files.equalBodies(now->second.blob, copy.blob));
        if (!same) return {};
        TRY_ASSIGN(const std::string ours, whereMainHas(copy));
        if (ours.empty()) return {};
        m_edits.remove(ours);
        m_sides.now.loose.push_back({now->second.path, now->second.blob, page, false, {}});
        setPage(m_sides.now, page, std::nullopt);
        return {};
    }

    /// A page that is on disk though nobody knows that it was left there: a crash came in between, or its person put it
    /// there while the engine was about to.
    Result<> takeNewcomer(const PageId &page, const IndexedPage &now) {
        const auto main = m_cycle.vault.main.pages.find(page);
        if (main == m_cycle.vault.main.pages.end()) return {};
        const std::string &path = main->second.path;
        if (path != now.path && isCopyOnDisk(path, page)) return {};
        TRY_ASSIGN(const std::optional<BlobId> base, baseOfNewcomer(page, now));
        if (!base) return {};
        m_taken.insert(now.path);
        if (path != now.path) m_edits.remove(path);
        TRY_ASSIGN(const TreeEntry entry, entryOf(page, now.path));
        return m_edits.put(now.path, path, {*base, entry, page});
    }

    /// The very text main had lately, what stood there before, or else what both sides agreed on.
    Result<std::optional<BlobId>> baseOfNewcomer(const PageId &page, const IndexedPage &now) {
        TRY_ASSIGN(const std::optional<BlobId> earlier, m_edits.earlierText(page, now.blob));
        if (earlier) return earlier;
        if (const auto last = m_last.pages.find(page); last != m_last.pages.end())
            return std::optional(last->second.blob);
        if (const auto agreed = m_cycle.vault.base.pages.find(page); agreed != m_cycle.vault.base.pages.end())
            return std::optional(agreed->second.blob);
        const IndexedPage &main = m_cycle.vault.main.pages.at(page);
        // Elsewhere: its id came with main's file.
        return main.path == now.path ? std::optional<BlobId>() : std::optional(main.blob);
    }

    [[nodiscard]] bool isCopyOnDisk(const std::string &path, const PageId &page) const {
        const LooseFile *file = looseAt(m_sides.now, path);
        return file && file->copiedFrom == page;
    }

    /// A file that is no page the engine left there: a new one, a copy, or something that is no page at all.
    Result<> takePath(const DiskChange &change) {
        const VaultTree &main = m_cycle.vault.mainTree;
        const auto ours = main.find(change.path);
        const bool untouched = change.before && ours != main.end() && ours->second.blob == change.before->blob;
        if (!change.now) return takeRemoval(change);
        if (ours != main.end() && ours->second == *change.now) return {};
        if (!isPageFile(change.path)) return takeNew(change);
        TRY_ASSIGN(const std::string twin, m_twins.whereMainTookIt(change));
        if (!twin.empty()) {
            TRY_ASSIGN(const std::string text, m_cycle.files.text(change.now->blob));
            TRY_ASSIGN(const BlobId now, m_cycle.ports.vault.storeText(withId(text, std::nullopt)));
            return m_edits.put(twin, twin, {change.before->blob, TreeEntry{now, change.now->mode}, {}});
        }
        TRY_ASSIGN(const std::optional<PageId> page, m_twins.leftBehind(change, m_taken));
        if (page) {
            const std::string &path = m_cycle.vault.main.pages.at(*page).path;
            m_taken.insert(path);
            return m_edits.put(path, path, {change.before->blob, *change.now, page});
        }
        const bool pageLeft = m_sides.left.byPath.contains(change.path);
        if (!change.before || pageLeft) TRY(m_twins.removeTwinOfMoved(change));
        if (ours == main.end() || pageLeft) TRY(m_twins.removeMovedTwin(change.path, *change.now));
        if (ours == main.end() || untouched || pageLeft) return takeNew(change);
        if (change.before) {
            TRY_ASSIGN(const FileIdentity before, m_cycle.files.identity(change.before->blob));
            TRY_ASSIGN(const FileIdentity now, m_cycle.files.identity(ours->second.blob));
            if (before.id == now.id)
                return m_edits.put(change.path, change.path, {change.before->blob, *change.now, {}});
            TRY_ASSIGN(const bool named, m_cycle.files.equalBodies(change.before->blob, ours->second.blob));
            if (named && (!before.id || wasCopy(change.path))) return putNamed(change, now.id);
        }
        return takeStranger(change.path, *change.now);
    }

    [[nodiscard]] bool wasCopy(const std::string &path) const {
        const LooseFile *file = looseAt(m_sides.left, path);
        return file && file->copiedFrom;
    }

    /// A new file that main has given its id to while somebody was writing in it; of a copy main took the id out first.
    Result<> putNamed(const DiskChange &change, const std::optional<PageId> &page) {
        TRY_ASSIGN(const std::string text, m_cycle.files.text(change.now->blob));
        TreeEntry entry = *change.now;
        TRY_ASSIGN(entry.blob, m_cycle.ports.vault.storeText(withId(text, page)));
        return m_edits.put(change.path, change.path, {change.before->blob, entry, page});
    }

    /// A file that is no page and that its person removed.
    Result<> takeRemoval(const DiskChange &change) {
        const auto ours = m_cycle.vault.mainTree.find(change.path);
        if (!change.before || ours == m_cycle.vault.mainTree.end() || !m_wasWritten) return {};
        bool untouched = ours->second.blob == change.before->blob;
        if (!untouched && looseAt(m_sides.left, change.path)) {
            // A copy whose id main has taken out.
            TRY_ASSIGN(const FileIdentity identity, m_cycle.files.identity(ours->second.blob));
            TRY_ASSIGN(const bool equal, m_cycle.files.equalBodies(ours->second.blob, change.before->blob));
            untouched = equal && !identity.id;
        }
        if (untouched) m_edits.remove(change.path);
        return {};
    }

    /// A copy of a page that main has elsewhere by now loses the id: there it could pass for the page.
    Result<> takeNew(const DiskChange &change) {
        TreeEntry entry = *change.now;
        for (const LooseFile &file : m_sides.now.loose) {
            if (file.path != change.path || !file.copiedFrom) continue;
            const auto main = m_cycle.vault.main.pages.find(*file.copiedFrom);
            const auto agreed = m_cycle.vault.base.pages.find(*file.copiedFrom);
            if (main == m_cycle.vault.main.pages.end() || agreed == m_cycle.vault.base.pages.end()) continue;
            if (main->second.path == agreed->second.path) continue;
            TRY_ASSIGN(const std::string text, m_cycle.files.text(entry.blob));
            TRY_ASSIGN(entry.blob, m_cycle.ports.vault.storeText(withId(text, std::nullopt)));
        }
        m_edits.replace(change.path, entry);
        return {};
    }

    /// A file that the engine never left there stands where main has a page since: another document, unless it is
    /// equal.
    Result<> takeStranger(const std::string &path, const TreeEntry &now) {
        const BlobId ours = m_cycle.vault.mainTree.at(path).blob;
        TRY_ASSIGN(const FileIdentity disk, m_cycle.files.identity(now.blob));
        TRY_ASSIGN(const FileIdentity main, m_cycle.files.identity(ours));
        TRY_ASSIGN(const bool equal, m_cycle.files.equalBodies(now.blob, ours));
        if (!equal) return m_edits.putAside(path, now.blob);
        if (disk.id == main.id) m_edits.replace(path, now);
        return {};
    }

    Cycle &m_cycle;
    const std::vector<DiskChange> &m_changes;
    /// Nobody knows what was left on disk: a file that is not there was not deleted, it was never written.
    const bool m_wasWritten = m_cycle.vault.workTreeTip.has_value();
    DiskSides m_sides;
    const bool m_wasCutOff = m_cycle.vault.leftOnDisk != m_cycle.vault.lastPublished;
    PageIndex m_last, m_unseen;
    std::optional<PageIndex> m_mirror;  ///< once it was asked for
    std::set<std::string> m_taken;      ///< paths whose page was dealt with
    MainEdits m_edits;
    MainTwins m_twins;
};

}  // namespace

Result<> captureFiles(Cycle &cycle, const std::vector<DiskChange> &changes) {
    return Capture(cycle, changes).run();
}

}  // namespace wikivault
