#pragma once

#include "engine/adapters/docmost/wiki_api.h"
#include "tests/rig/real_faults.h"

#include <memory>
#include <string>

namespace wikivault::rig {

/// The API of the server that stands in for the wiki in `directory`; null where pages are written as rows.
[[nodiscard]] std::unique_ptr<docmost::WikiApi> openRealApi(const std::string &directory, const Clock &clock);

/// A server over the wiki in `directory`, in a process of its own: runs there write through it while this lives.
class StandInProcess {
public:
    explicit StandInProcess(const std::string &directory);
    ~StandInProcess();
    StandInProcess(const StandInProcess &) = delete;
    StandInProcess &operator=(const StandInProcess &) = delete;

private:
    const std::string m_address;  ///< the file that holds it
    QProcess m_process;
};

}  // namespace wikivault::rig
