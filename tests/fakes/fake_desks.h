#pragma once

#include "engine/ports/compare_desk.h"
#include "engine/ports/desk.h"
#include "engine/ports/remote_desk.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace wikivault {

/// A small world behind the desks: three spaces, runs, locks, a conflict. It keeps what happened to it.
class FakeDesks final : public SpaceDesk, public ReviewDesk, public LedgerDesk, public RemoteDesk, public CompareDesk {
public:
    explicit FakeDesks(TimePoint now) : m_now(now) {}

    /// The world of the screenshots: spaces in every state, plans, conflicts, runs, locks.
    void fill();
    /// Beside it: a thousand spaces, long names, names from right to left, errors.
    void stress();
    void addSpace(SpaceRow row);
    void setPlan(const Plan &plan);
    void addConflict(const ConflictDetail &detail);
    void openInWiki(const PageId &page);
    void addSettled(const SettledDetail &detail);
    void addRun(const RunRecord &run, const std::vector<Item> &items);
    void addLock(const LockInfo &lock);
    void addRemote(const RemoteRow &row);
    /// What the server says when it is asked.
    void answerTestsWith(const RemoteProblem &answer);
    /// Every question is answered with this error; an empty one ends that.
    void failWith(const std::optional<Error> &error);
    /// Every run fails with this; "" ends that.
    void failRunsWith(const std::string &error) {
        const std::lock_guard guard(m_mutex);
        m_runError = error;
    }
    /// Every call waits until release() or its stop token.
    void hang();
    void release();

    [[nodiscard]] int runsOf(const SpaceId &space) const;
    [[nodiscard]] std::string lastReason() const;
    [[nodiscard]] RunRequest lastRequest() const;
    [[nodiscard]] std::string trustedKey() const;
    [[nodiscard]] int previews() const;
    /// How often somebody read what the wiki has.
    [[nodiscard]] int looks() const;
    [[nodiscard]] std::vector<Decision> decisions() const;
    [[nodiscard]] bool isFlagged(const SpaceId &space) const;
    [[nodiscard]] std::size_t lockCount() const;
    /// The threads that have asked something.
    [[nodiscard]] std::set<std::thread::id> callers() const;

    Result<std::vector<SpaceRow>> spaces(std::stop_token stop) override;
    Result<> setEnabled(const SpaceId &space, bool enabled) override;
    Result<> setPause(const SpaceId &space, const std::optional<Pause> &pause) override;
    RunReport sync(const RunRequest &request, const ProgressSink &progress, std::stop_token stop) override;
    Result<Plan> preview(const PlanRequest &request, std::stop_token stop) override;
    Result<std::vector<WatchedSpace>> watch(std::stop_token stop) override;
    Result<std::vector<ConflictSummary>> conflicts(const std::optional<SpaceId> &space) override;
    Result<ConflictDetail> conflict(const PageId &page) override;
    Result<bool> isBeingEdited(const PageId &page) override;
    Result<> decide(const Decision &decision) override;
    Result<> saveDraft(const PageId &page, const ConflictDraft &draft) override;
    Result<std::vector<SettledSummary>> settled(const std::optional<SpaceId> &space) override;
    Result<SettledDetail> settledDetail(const std::string &id) override;
    Result<> markSeen(const std::string &id) override;
    Result<std::vector<RunRecord>> runs(const RunFilter &filter) override;
    Result<RunRecord> run(const RunId &id) override;
    Result<std::vector<Item>> items(const RunId &id) override;
    Result<std::vector<LockInfo>> locks() override;
    Result<> releaseLock(const SpaceId &space, const std::string &expectedHolder) override;
    std::vector<DoctorCheck> doctor(std::stop_token stop) override;
    Result<std::vector<RemoteRow>> remotes(std::stop_token stop) override;
    Result<RemoteProblem> test(const SpaceId &space, std::stop_token stop) override;
    Result<RemoteNews> fetch(const SpaceId &space, std::stop_token stop) override;
    Result<> trustHost(const SpaceId &space, const std::string &fingerprint, std::stop_token stop) override;
    Result<FollowPreview> previewFollow(const SpaceId &space, std::stop_token stop) override;
    Result<Comparison> compare(const RunId &from, const std::optional<RunId> &to, std::stop_token stop) override;
    Result<PageHistory> history(const SpaceId &space, const std::string &page, std::stop_token stop) override;
    Result<PageSpot> find(const SpaceId &space, const std::string &page) override;
    Result<std::vector<BlockOrigin>> origins(const ConflictDetail &conflict, std::stop_token stop) override;
    Result<std::pair<std::string, std::string>> texts(const SpaceId &space, const PageDifference &page) override;

private:
    Result<> wait(const std::stop_token &stop);
    void fillSpaces();
    void fillPlan();
    void fillConflicts();
    void fillSettled();
    void fillRuns();
    void fillRemotes();
    void stressRemote(const SpaceRow &space);
    void stressConflict(const SpaceId &space, int number);
    void stressLock(const SpaceId &space, int number);
    void stressRun(const SpaceId &space, int number);
    void stressPlan();

    const TimePoint m_now;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_moved;
    // guarded by m_mutex
    bool m_hanging = false;
    std::optional<Error> m_error;
    std::string m_runError;
    std::vector<SpaceRow> m_spaces;
    std::map<SpaceId, Plan> m_plans;
    std::vector<ConflictDetail> m_conflicts;
    std::vector<SettledDetail> m_settled;
    std::vector<RunRecord> m_runs;
    std::set<PageId> m_openInWiki;
    std::map<RunId, std::vector<Item>> m_items;
    std::vector<LockInfo> m_locks;
    std::map<SpaceId, int> m_runCounts;
    std::vector<Decision> m_decisions;
    RunRequest m_lastRequest;
    std::vector<RemoteRow> m_remotes;
    RemoteProblem m_testAnswer;
    std::string m_trustedKey;
    int m_previews = 0, m_looks = 0;
    std::set<std::thread::id> m_callers;
};

}  // namespace wikivault
