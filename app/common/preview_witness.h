#pragma once

#include "app/common/port_factory.h"
#include "engine/core/plan.h"

#include <map>
#include <string>
#include <tuple>

namespace wikivault {

/// Both sides of a space as they stand at one moment, by what any write would move.
class PreviewWitness {
public:
    /// Looks through its own handles; writes nothing. `wiki` is a read-only connection.
    static Result<PreviewWitness> look(PortFactory &ports, const SpaceId &space, WikiReader &wiki);
    [[nodiscard]] static PlanProof compare(const PreviewWitness &before, const PreviewWitness &after);

private:
    using FileMark = std::tuple<std::int64_t, std::int64_t, std::uint64_t>;  ///< size, nanoseconds, inode

    std::map<std::string, std::string> m_refs;
    std::map<std::string, FileMark> m_files;
    std::map<std::string, bool> m_folders;  ///< of the data directory, itself included
    std::string m_rows;
};

}  // namespace wikivault
