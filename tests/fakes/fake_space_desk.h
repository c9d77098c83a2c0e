#pragma once

#include "engine/ports/desk.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace wikivault {

/// A desk that keeps what happened. Runs of spaces named in hold() wait until release() or cancellation.
class FakeSpaceDesk final : public SpaceDesk {
public:
    void addSpace(const std::string &space);
    void setSelected(const std::string &space, bool selected);
    void setPaused(const std::string &space, bool paused);
    void setLastSuccess(const std::string &space, TimePoint time);
    void touch(const std::string &space);                                 ///< its digest moves
    void failRunsOf(const std::string &space, const std::string &error);  ///< "" = they succeed again
    void throwInRunsOf(const std::string &space);
    void failDigests(const std::string &error);
    /// Each of its runs writes in the wiki, so its digest moves, and says what it saw when it had written.
    void writeInRunsOf(const std::string &space);
    void hold(const std::string &space);
    void release(const std::string &space);

    /// Blocks until that many runs of the space have begun.
    void waitForRuns(const std::string &space, int count);
    [[nodiscard]] int runsOf(const std::string &space) const;
    [[nodiscard]] int mostAtOnce() const;
    [[nodiscard]] bool everOverlapped() const;  ///< two runs of one space at the same time
    [[nodiscard]] int questions() const;        ///< watch() asked so far
    [[nodiscard]] int lists() const;            ///< spaces() asked so far
    /// Why each run of the space began, with the hash of the plan it was to carry out: `poll`, `apply 1a2b`.
    [[nodiscard]] std::vector<std::string> triggersOf(const std::string &space) const;
    [[nodiscard]] RunRequest lastRequest(const std::string &space) const;

    Result<std::vector<SpaceRow>> spaces(std::stop_token stop) override;
    Result<> setEnabled(const SpaceId &space, bool enabled) override;
    Result<> setPause(const SpaceId &space, const std::optional<Pause> &pause) override;
    RunReport sync(const RunRequest &request, const ProgressSink &progress, std::stop_token stop) override;
    Result<Plan> preview(const PlanRequest &request, std::stop_token stop) override;
    Result<std::vector<WatchedSpace>> watch(std::stop_token stop) override;

private:
    struct Kept {
        SpaceRow row;
        std::int64_t changes = 0;
        std::string error;
        bool throws = false, held = false, writes = false;
        int begun = 0, running = 0;
        RunRequest last;
        std::vector<std::string> triggers;
    };
    mutable std::mutex m_mutex;
    std::condition_variable_any m_moved;
    std::map<std::string, Kept> m_spaces;  // guarded by m_mutex, like all below
    std::string m_digestError;
    int m_running = 0, m_mostAtOnce = 0, m_questions = 0, m_lists = 0;
    bool m_overlapped = false;
};

}  // namespace wikivault
