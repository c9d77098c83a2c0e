#pragma once

#include "engine/adapters/git/disk_contents.h"
#include "engine/adapters/git/publish_note.h"
#include "engine/ports/work_tree.h"

#include <vector>

namespace wikivault::git {

struct PublisherParts {
    ObjectStore &store;
    DiskContents &contents;
    Beneath &root;
    const PathStates &interrupted;  ///< what an earlier, interrupted publish may have left
};

/// Puts changed paths on disk. New contents are written beside (`.git/wikivault/tmp`), synced and exchanged with what
/// stands there; what comes out is looked at before it goes, so not even a write in the last moment is lost.
class Publisher {
public:
    explicit Publisher(PublisherParts parts) : m_parts(parts) {}
    [[nodiscard]] Result<PublishReport> run(const VaultTree &published, const PathStates &changes);

private:
    enum class Standing {
        Ready,     ///< nothing there, or exactly what the engine left there
        Done,      ///< already as wanted
        Edited,    ///< a person's newer content
        Occupied,  ///< something that is no file of the vault, or no way there
    };
    struct Step {
        std::string path;
        std::optional<TreeEntry> before, after;
        std::string temporary;           ///< name in the temporary directory
        std::optional<DiskStamp> stamp;  ///< what stands there now
    };

    [[nodiscard]] Result<> prepare(const VaultTree &published, const PathStates &changes);
    [[nodiscard]] Standing look(Step &step);
    void settle(const Step &step, Standing standing);
    [[nodiscard]] std::string placeOf(const Step &step) const;
    [[nodiscard]] Result<> removeFiles();
    [[nodiscard]] Result<> removeFile(Step &step);
    [[nodiscard]] Result<> stage();
    [[nodiscard]] Result<> writeTemporary(Step &step);
    [[nodiscard]] Result<> place();
    [[nodiscard]] Result<> placeFile(Step &step);
    [[nodiscard]] Result<Standing> exchange(const Step &step, int directory);
    [[nodiscard]] bool isStill(const Step &step, const std::string &temporary) const;
    void remember(const Step &step, int directory);
    [[nodiscard]] Result<> syncDirectories();
    [[nodiscard]] Result<> syncAll() const;

    PublisherParts m_parts;
    Fd m_temporary;
    std::vector<Step> m_removals, m_writes;
    PublishReport m_report;
    std::vector<std::string> m_touched;  ///< paths whose directories changed
};

}  // namespace wikivault::git
