#include "engine/run/capture_files.h"

#include <algorithm>

namespace wikivault {

namespace {

/// Takes what people did to the files over into main, page by page: the tree the engine left on disk is the base, main
/// is one side, the disk the other. A page is known by its id, so a file that only went elsewhere is never a deletion.
class Capture {
public:
    Capture(Cycle &cycle, const std::vector<DiskChange> &changes)
        : m_cycle(cycle),
          m_changes(changes),
          m_edits(cycle) {}

    Result<> run() {
        VaultState &state = m_cycle.vault;
        VaultTree &disk = m_diskTree = state.published;
        for (const DiskChange &change : m_changes) {
            if (change.now)
                disk[change.path] = *change.now;
            else
                disk.erase(change.path);
        }
        TRY_ASSIGN(m_base, indexPages(state.published, &state.base, m_cycle.files));
        TRY_ASSIGN(m_disk, indexPages(disk, &m_base, m_cycle.files));
        TRY(findTakenUnseen());
        for (const auto &[page, was] : m_base.pages)
            TRY(takePage(page, was, disk));
        for (const auto &[page, now] : m_disk.pages)
            if (!m_base.pages.contains(page)) TRY(takeNewcomer(page, now));
        for (const DiskChange &change : m_changes)
            if (!m_taken.contains(change.path)) TRY(takePath(change));
        m_edits.apply(m_disk);
        state.published = m_diskTree;
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
                m_edits.remove(main->second.path);
            if (!disk.contains(was.path)) m_taken.insert(was.path);
            return {};
        }
        const IndexedPage &now = found->second;
        const bool moved = now.path != was.path;
        if (!moved && now.blob == was.blob) return {};
        m_taken.insert(now.path);
        if (!disk.contains(was.path)) m_taken.insert(was.path);
        TRY_ASSIGN(const TreeEntry entry, entryOf(page, now.path));
        if (main == m_cycle.vault.main.pages.end()) {
            m_edits.replace(now.path, entry);
            return {};
        }
        const std::string path = moved ? now.path : main->second.path;
        if (path != main->second.path) m_edits.remove(main->second.path);
        return m_edits.put(path, main->second.path, {was.blob, entry, page});
    }

    /// What the disk has of the page; whose file it is, the tree on disk knows better than main.
    Result<TreeEntry> entryOf(const PageId &page, const std::string &path) {
        TreeEntry entry = m_diskTree.at(path);
        if (!m_disk.withoutId.contains(page)) return entry;
        TRY_ASSIGN(const std::string text, m_cycle.files.text(entry.blob));
        TRY_ASSIGN(entry.blob, m_cycle.ports.vault.storeText(withId(text, page)));
        return entry;
    }

    /// Pages whose files an interrupted run was to remove, and that are gone: taken away by it, or elsewhere by a
    /// person.
    Result<> findTakenUnseen() {
        const VaultState &state = m_cycle.vault;
        if (state.leftOnDisk == state.lastPublished) return {};
        TRY_ASSIGN(PageIndex last, indexPages(state.lastPublished, &state.base, m_cycle.files));
        std::erase_if(last.pages, [&](const auto &page) {
            return m_diskTree.contains(page.second.path) || m_base.pages.contains(page.first);
        });
        m_unseen = std::move(last);
        return adoptRenamed(m_disk, m_unseen, m_cycle.files);
    }

    /// A page that is on disk though nobody knows that it was left there: a crash came in between. What stood there
    /// before, or else what both sides agreed on, has to do as its base.
    Result<> takeNewcomer(const PageId &page, const IndexedPage &now) {
        const auto main = m_cycle.vault.main.pages.find(page);
        if (main == m_cycle.vault.main.pages.end()) return {};
        const std::string &path = main->second.path;
        if (path != now.path && isCopyOnDisk(path, page)) return {};
        const auto unseen = m_unseen.pages.find(page);
        const auto agreed = m_cycle.vault.base.pages.find(page);
        std::optional<BlobId> base;
        if (unseen != m_unseen.pages.end())
            base = unseen->second.blob;
        else if (agreed != m_cycle.vault.base.pages.end())
            base = agreed->second.blob;
        if (!base) return {};
        m_taken.insert(now.path);
        if (path != now.path) m_edits.remove(path);
        TRY_ASSIGN(const TreeEntry entry, entryOf(page, now.path));
        return m_edits.put(now.path, path, {*base, entry, page});
    }

    [[nodiscard]] bool isCopyOnDisk(const std::string &path, const PageId &page) const {
        return std::any_of(m_disk.loose.begin(), m_disk.loose.end(),
                           [&](const LooseFile &file) { return file.path == path && file.copiedFrom == page; });
    }

    /// A file that is no page the engine left there: a new one, a copy, or something that is no page at all.
    Result<> takePath(const DiskChange &change) {
        const VaultTree &main = m_cycle.vault.mainTree;
        const auto ours = main.find(change.path);
        const bool untouched = change.before && ours != main.end() && ours->second.blob == change.before->blob;
        if (!change.now) return takeRemoval(change);
        if (ours != main.end() && ours->second == *change.now) return {};
        TRY_ASSIGN(const std::string twin, whereMainTookIt(change));
        if (!twin.empty()) {
            TRY_ASSIGN(const std::string text, m_cycle.files.text(change.now->blob));
            TRY_ASSIGN(const BlobId now, m_cycle.ports.vault.storeText(withId(text, std::nullopt)));
            return m_edits.put(twin, twin, {change.before->blob, TreeEntry{now, change.now->mode}, {}});
        }
        TRY_ASSIGN(const std::optional<PageId> page, leftBehind(change));
        if (page) {
            const std::string &path = m_cycle.vault.main.pages.at(*page).path;
            m_taken.insert(path);
            return m_edits.put(path, path, {change.before->blob, *change.now, page});
        }
        if (!change.before) TRY(removeTwinOfMoved(change));
        if (ours == main.end()) TRY(removeMovedTwin(*change.now));
        const bool pageLeft = m_base.byPath.contains(change.path);
        if (ours == main.end() || untouched || pageLeft || !isPageFile(change.path)) return takeNew(change);
        if (change.before) {
            TRY_ASSIGN(const FileIdentity before, m_cycle.files.identity(change.before->blob));
            TRY_ASSIGN(const FileIdentity now, m_cycle.files.identity(ours->second.blob));
            if (before.id == now.id)
                return m_edits.put(change.path, change.path, {change.before->blob, *change.now, {}});
            TRY_ASSIGN(const bool named, m_cycle.files.equalBodies(change.before->blob, ours->second.blob));
            if (!before.id && named) return putNamed(change, *now.id);
        }
        return takeStranger(change.path, *change.now);
    }

    /// A new file that main has given its id to while somebody was writing in it.
    Result<> putNamed(const DiskChange &change, const PageId &page) {
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
        const auto isHere = [&](const LooseFile &file) { return file.path == change.path; };
        if (!untouched && std::any_of(m_base.loose.begin(), m_base.loose.end(), isHere)) {
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
        for (const LooseFile &file : m_disk.loose) {
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

    /// Where main has, since, a file without an id that somebody edits at its old place.
    Result<std::string> whereMainTookIt(const DiskChange &change) {
        const PageIndex &main = m_cycle.vault.main;
        const bool isThere = m_cycle.vault.mainTree.contains(change.path) && !main.byPath.contains(change.path);
        if (!change.before || isThere) return std::string();
        std::vector<LooseFile> files = main.loose;
        for (const PageId &page : main.withoutId)
            files.push_back({main.pages.at(page).path, main.pages.at(page).blob, {}, false, {}});
        for (const LooseFile &file : files) {
            if (m_cycle.vault.published.contains(file.path) || m_diskTree.contains(file.path)) continue;
            TRY_ASSIGN(const bool same, m_cycle.files.equalBodies(file.blob, change.before->blob));
            if (same) return file.path;
        }
        return std::string();
    }

    /// A file without an id that main took elsewhere since, and its person as well.
    Result<> removeTwinOfMoved(const DiskChange &change) {
        for (const DiskChange &gone : m_changes) {
            if (gone.now || !gone.before || gone.before->blob != change.now->blob) continue;
            if (m_base.byPath.contains(gone.path)) continue;
            TRY_ASSIGN(const std::string twin, whereMainTookIt(gone));
            if (!twin.empty() && m_edits.remove(twin)) return {};
        }
        return {};
    }

    /// The page whose file the engine took elsewhere while somebody was writing in it here.
    Result<std::optional<PageId>> leftBehind(const DiskChange &change) {
        const std::optional<PageId> nobody;
        const auto ours = m_cycle.vault.mainTree.find(change.path);
        if (ours != m_cycle.vault.mainTree.end() && ours->second == change.before) return nobody;
        const auto &copies = m_base.loose;
        const auto copy =
            std::find_if(copies.begin(), copies.end(), [&](const LooseFile &file) { return file.path == change.path; });
        if (copy == copies.end() || !copy->copiedFrom) return nobody;
        const auto main = m_cycle.vault.main.pages.find(*copy->copiedFrom);
        if (main == m_cycle.vault.main.pages.end() || main->second.path == change.path) return nobody;
        const std::string &path = main->second.path;
        const auto isEdited = [&](const DiskChange &other) { return other.path == path; };
        const bool isAlone = std::none_of(m_changes.begin(), m_changes.end(), isEdited) && !m_taken.contains(path);
        if (!m_base.byPath.contains(path) || !isAlone) return nobody;
        TRY_ASSIGN(const FileIdentity now, m_cycle.files.identity(change.now->blob));
        return now.id == copy->copiedFrom ? now.id : nobody;
    }

    /// A file without an id that a person moved before the engine knew that it stood there: committed, or put there by
    /// a run that was cut off.
    Result<> removeMovedTwin(const TreeEntry &now) {
        std::string twin;
        double best = kAlike;
        TRY_ASSIGN(const FileIdentity identity, m_cycle.files.identity(now.blob));
        TRY_ASSIGN(const std::string body, m_cycle.files.body(now.blob));
        const auto lines = proseLines(body);
        for (const LooseFile &file : m_cycle.vault.main.loose) {
            const bool wasLeft = m_cycle.vault.published.contains(file.path);
            if (wasLeft || m_diskTree.contains(file.path)) continue;
            if (file.blob == now.blob && m_edits.remove(file.path)) return {};
            if (identity.id) continue;
            TRY_ASSIGN(const bool went, wentFromDisk(file.blob));
            if (!went) continue;
            TRY_ASSIGN(const std::string other, m_cycle.files.body(file.blob));
            const double alike = likeness(lines, proseLines(other));
            if (alike >= best) best = alike, twin = file.path;
        }
        if (!twin.empty()) m_edits.remove(twin);
        return {};
    }

    /// This very text stood on disk and is not there any more.
    Result<bool> wentFromDisk(const BlobId &blob) {
        for (const auto &[path, left] : m_cycle.vault.lastPublished) {
            if (m_diskTree.contains(path) || !isPageFile(path, left.mode)) continue;
            TRY_ASSIGN(const bool same, m_cycle.files.equalBodies(left.blob, blob));
            if (same) return true;
        }
        return false;
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
    VaultTree m_diskTree;
    PageIndex m_base, m_disk, m_unseen;
    std::set<std::string> m_taken;  ///< paths whose page was dealt with
    MainEdits m_edits;
};

}  // namespace

Result<> captureFiles(Cycle &cycle, const std::vector<DiskChange> &changes) {
    return Capture(cycle, changes).run();
}

}  // namespace wikivault
