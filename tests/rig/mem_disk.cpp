#include "tests/rig/mem_disk.h"

#include "tests/rig/hooks.h"
#include "tests/rig/mem_merge.h"

#include <functional>

namespace wikivault::rig {

namespace {

class MemIndexGuard final : public IndexGuard {
public:
    explicit MemIndexGuard(MemDisk &disk) : m_disk(disk) { m_disk.indexLocked = true; }
    ~MemIndexGuard() override { m_disk.indexLocked = false; }

private:
    MemDisk &m_disk;
};

}  // namespace

bool MemDisk::isOccupied(const std::string &path) const {
    const auto below = files.lower_bound(path + "/");
    if (below != files.end() && below->first.starts_with(path + "/")) return true;
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
        if (files.contains(path.substr(0, slash))) return true;
    return false;
}

const MemDisk::Note *MemWorkTree::validNote() const {
    return m_disk.note && m_disk.note->base == m_repo.tip(refs::kWorkTree) ? &*m_disk.note : nullptr;
}

Result<DiskScan> MemWorkTree::scan(const VaultTree &published, std::stop_token) {
    const MemDisk::Note *note = validNote();
    DiskScan scan;
    m_captured.clear();
    const auto add = [&](const std::string &path, const std::optional<TreeEntry> &now) {
        const auto before = entryAt(published, path);
        const auto state = note ? note->states.find(path) : PathStates::const_iterator();
        const bool isNoted = note && state != note->states.end();
        if (isNoted && state->second != now) scan.interrupted.insert(*state);
        if (before == now) return;
        if (isNoted && state->second == now) {
            scan.finished.insert(*state);
            return;
        }
        if (!now) m_captured.insert(path);
        scan.changes.push_back({path, before, now});
    };
    PathStates found;
    for (const auto &[path, entry] : published)
        found[path] = std::nullopt;
    for (const auto &[path, text] : m_disk.files) {
        if (!published.contains(path) && !isPageFile(path)) {
            ++scan.untrackedIgnored;
            continue;
        }
        ++scan.filesExamined;
        TRY_ASSIGN(const BlobId blob, m_vault.storeText(text));
        found[path] = TreeEntry{blob};
    }
    for (const auto &[path, now] : found)
        add(path, now);
    for (const auto &[path, state] : note ? note->states : PathStates{})
        if (state && !found.contains(path)) scan.interrupted.emplace(path, state);
    return scan;
}

Result<std::string> MemWorkTree::stamp(std::stop_token) {
    reach("stamp");
    std::string all;
    for (const auto &[path, text] : m_disk.files)
        all += path + '\n' + text + '\n';
    return std::to_string(all.size()) + '|' + std::to_string(std::hash<std::string>{}(all));
}

Result<std::unique_ptr<IndexGuard>> MemWorkTree::lockIndex() {
    reach("lockIndex");
    if (m_disk.indexLocked) return nullptr;
    return std::make_unique<MemIndexGuard>(m_disk);
}

Result<MemWorkTree::Standing> MemWorkTree::look(const Step &step, const MemDisk::Note *note) {
    const auto left = note ? note->states.find(step.path) : PathStates::const_iterator();
    const bool noted = note && left != note->states.end();
    const auto file = m_disk.files.find(step.path);
    if (file == m_disk.files.end()) {
        if (m_disk.isOccupied(step.path)) return step.after ? Standing::Occupied : Standing::Done;
        if (!step.after) return Standing::Done;
        return step.before && !(noted && !left->second) ? Standing::Edited : Standing::Ready;
    }
    TRY_ASSIGN(const BlobId blob, m_vault.storeText(file->second));
    const TreeEntry now{blob};
    if (step.after == now) return Standing::Done;
    if (step.before == now) return Standing::Ready;
    return step.before || isPageFile(step.path) ? Standing::Edited : Standing::Occupied;
}

Result<> MemWorkTree::take(const Step &step, const MemDisk::Note *note, PublishReport &report) {
    reach("publish file");
    TRY_ASSIGN(const Standing standing, look(step, note));
    if (standing == Standing::Edited) report.leftAlone.push_back(step.path);
    if (standing == Standing::Occupied) report.blocked.push_back(step.path);
    if (standing != Standing::Ready && standing != Standing::Done) return {};
    if (standing == Standing::Ready && step.after) {
        TRY_ASSIGN(m_disk.files[step.path], m_vault.text(step.after->blob));
    } else if (standing == Standing::Ready) {
        m_disk.files.erase(step.path);
    }
    if (standing == Standing::Ready) ++m_disk.writes;
    if (step.after)
        report.onDisk.insert_or_assign(step.path, *step.after);
    else
        report.onDisk.erase(step.path);
    return {};
}

void MemWorkTree::makeIndexEqual(const VaultTree &published, const VaultTree &target) {
    VaultTree index = target;
    for (const auto &[path, entry] : m_disk.index) {
        const bool gone =
            published.contains(path) || m_captured.contains(path) || (isPageFile(path) && !m_disk.files.contains(path));
        if (!target.contains(path) && !gone) index.emplace(path, entry);
    }
    if (index == m_disk.index) return;
    reach("index");
    m_disk.index = index;
    ++m_disk.writes;
}

Result<PublishReport> MemWorkTree::publish(const VaultTree &published, const VaultTree &target,
                                           std::unique_ptr<IndexGuard> guard) {
    if (!guard) return fail(ErrorCode::Invalid, "publishing needs the index lock");
    reach("publishing");
    const std::optional<MemDisk::Note> interrupted = validNote() ? m_disk.note : std::nullopt;
    const MemDisk::Note *note = interrupted ? &*interrupted : nullptr;
    std::map<std::string, Step> steps;
    const auto want = [&](const std::string &path) {
        steps[path] = {path, entryAt(published, path), entryAt(target, path)};
    };
    for (const auto &[path, entry] : published)
        if (entryAt(target, path) != entry) want(path);
    for (const auto &[path, entry] : target)
        if (entryAt(published, path) != entry) want(path);
    if (note)
        for (const auto &[path, state] : note->states)
            want(path);
    if (!steps.empty()) {
        TRY(m_vault.flush());
        m_disk.note = MemDisk::Note{m_repo.tip(refs::kWorkTree), {}};
        for (const auto &[path, step] : steps)
            m_disk.note->states[path] = step.after;
        ++m_disk.writes;
        reach("noted");
    }
    PublishReport report{published, {}, {}};
    for (const bool removing : {true, false})
        for (const auto &[path, step] : steps)
            if (step.after.has_value() != removing) TRY(take(step, note, report));
    makeIndexEqual(published, target);
    reach("published");
    return report;
}

Result<> MemWorkTree::endPublish() {
    reach("publish ended");
    m_disk.note.reset();
    return {};
}

Result<std::vector<Item>> MemWorkTree::heal() {
    m_disk.indexLocked = false;
    return std::vector<Item>{};
}

}  // namespace wikivault::rig
