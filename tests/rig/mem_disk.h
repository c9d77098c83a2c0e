#pragma once

#include "engine/ports/work_tree.h"
#include "tests/rig/mem_repo.h"

#include <map>
#include <set>
#include <string>

namespace wikivault::rig {

/// The files of a vault, its index and what an interrupted publish noted before it began.
struct MemDisk {
    struct Note {
        std::optional<CommitId> base;
        PathStates states;
    };

    std::map<std::string, std::string> files;
    VaultTree index;
    HeadState head = HeadState::OnMain;
    std::optional<Note> note;
    bool indexLocked = false;  ///< by a crashed run of ours; set aside by the next one
    int writes = 0;

    /// Something that is no such file stands at `path`: a folder, or a file where a folder is needed.
    [[nodiscard]] bool isOccupied(const std::string &path) const;
};

/// The work tree over a MemDisk, with the publish note of the real one: a crash between two files is told from an edit.
class MemWorkTree final : public WorkTree {
public:
    MemWorkTree(MemDisk &disk, MemRepo &repo, Vault &vault) : m_disk(disk), m_repo(repo), m_vault(vault) {}
    Result<HeadState> headState() override { return m_disk.head; }
    Result<DiskScan> scan(const VaultTree &published, std::stop_token stop) override;
    Result<std::string> stamp(std::stop_token stop) override;
    Result<VaultTree> indexed() override { return m_disk.index; }
    Result<std::unique_ptr<IndexGuard>> lockIndex() override;
    Result<PublishReport> publish(const VaultTree &published, const VaultTree &target,
                                  std::unique_ptr<IndexGuard> guard) override;
    Result<> endPublish() override;
    Result<std::vector<Item>> heal() override;

private:
    enum class Standing { Ready, Done, Edited, Occupied };
    struct Step {
        std::string path;
        std::optional<TreeEntry> before, after;
    };

    [[nodiscard]] const MemDisk::Note *validNote() const;
    [[nodiscard]] Result<Standing> look(const Step &step, const MemDisk::Note *note);
    Result<> take(const Step &step, const MemDisk::Note *note, PublishReport &report);
    void makeIndexEqual(const VaultTree &published, const VaultTree &target);

    MemDisk &m_disk;
    MemRepo &m_repo;
    Vault &m_vault;
    std::set<std::string> m_captured;  ///< paths the last scan found deleted
};

}  // namespace wikivault::rig
