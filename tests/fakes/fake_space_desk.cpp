#include "tests/fakes/fake_space_desk.h"

#include <algorithm>
#include <stdexcept>

namespace wikivault {

void FakeSpaceDesk::addSpace(const std::string &space) {
    const std::lock_guard lock(m_mutex);
    SpaceRow &row = m_spaces[space].row;
    row.space.id = SpaceId(space);
    row.space.selected = true;
}

void FakeSpaceDesk::setSelected(const std::string &space, bool selected) {
    const std::lock_guard lock(m_mutex);
    m_spaces[space].row.space.selected = selected;
}

void FakeSpaceDesk::setPaused(const std::string &space, bool paused) {
    const std::lock_guard lock(m_mutex);
    m_spaces[space].row.pause = paused ? std::optional(Pause{}) : std::nullopt;
}

void FakeSpaceDesk::setLastSuccess(const std::string &space, TimePoint time) {
    const std::lock_guard lock(m_mutex);
    m_spaces[space].row.lastSuccess = time;
}

void FakeSpaceDesk::touch(const std::string &space) {
    const std::lock_guard lock(m_mutex);
    ++m_spaces[space].changes;
}

void FakeSpaceDesk::failRunsOf(const std::string &space, const std::string &error) {
    const std::lock_guard lock(m_mutex);
    m_spaces[space].error = error;
}

void FakeSpaceDesk::throwInRunsOf(const std::string &space) {
    const std::lock_guard lock(m_mutex);
    m_spaces[space].throws = true;
}

void FakeSpaceDesk::failDigests(const std::string &error) {
    const std::lock_guard lock(m_mutex);
    m_digestError = error;
}

void FakeSpaceDesk::hold(const std::string &space) {
    const std::lock_guard lock(m_mutex);
    m_spaces[space].held = true;
}

void FakeSpaceDesk::release(const std::string &space) {
    const std::lock_guard lock(m_mutex);
    m_spaces[space].held = false;
    m_moved.notify_all();
}

void FakeSpaceDesk::waitForRuns(const std::string &space, int count) {
    std::unique_lock lock(m_mutex);
    m_moved.wait(lock, [&] { return m_spaces[space].begun >= count; });
}

int FakeSpaceDesk::runsOf(const std::string &space) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_spaces.find(space);
    return found == m_spaces.end() ? 0 : found->second.begun;
}

int FakeSpaceDesk::mostAtOnce() const {
    const std::lock_guard lock(m_mutex);
    return m_mostAtOnce;
}

bool FakeSpaceDesk::everOverlapped() const {
    const std::lock_guard lock(m_mutex);
    return m_overlapped;
}

int FakeSpaceDesk::questions() const {
    const std::lock_guard lock(m_mutex);
    return m_questions;
}

int FakeSpaceDesk::lists() const {
    const std::lock_guard lock(m_mutex);
    return m_lists;
}

std::vector<std::string> FakeSpaceDesk::triggersOf(const std::string &space) const {
    const std::lock_guard lock(m_mutex);
    return m_spaces.at(space).triggers;
}

RunRequest FakeSpaceDesk::lastRequest(const std::string &space) const {
    const std::lock_guard lock(m_mutex);
    return m_spaces.at(space).last;
}

Result<std::vector<SpaceRow>> FakeSpaceDesk::spaces(std::stop_token) {
    const std::lock_guard lock(m_mutex);
    ++m_lists;
    std::vector<SpaceRow> rows;
    for (const auto &[name, kept] : m_spaces)
        rows.push_back(kept.row);
    return rows;
}

Result<> FakeSpaceDesk::setEnabled(const SpaceId &space, bool enabled) {
    setSelected(space.str(), enabled);
    return {};
}

Result<> FakeSpaceDesk::setPause(const SpaceId &space, const std::optional<Pause> &pause) {
    const std::lock_guard lock(m_mutex);
    m_spaces[space.str()].row.pause = pause;
    return {};
}

void FakeSpaceDesk::writeInRunsOf(const std::string &space) {
    const std::lock_guard lock(m_mutex);
    m_spaces[space].writes = true;
}

RunReport FakeSpaceDesk::sync(const RunRequest &request, const ProgressSink &progress, std::stop_token stop) {
    RunReport report;
    report.space = request.space;
    std::unique_lock lock(m_mutex);
    Kept &kept = m_spaces[request.space.str()];
    ++kept.begun;
    kept.last = request;
    kept.triggers.push_back(request.trigger + (request.order ? " " + request.order->plan.hash : ""));
    if (kept.writes) report.wikiSeen = SpaceDigest{{}, ++kept.changes, "0"}.text();
    m_overlapped = m_overlapped || ++kept.running > 1;
    m_mostAtOnce = std::max(m_mostAtOnce, ++m_running);
    m_moved.notify_all();
    lock.unlock();
    RunProgress step;
    step.space = request.space;
    step.phase = "working";
    progress(step);
    lock.lock();
    m_moved.wait(lock, stop, [&kept] { return !kept.held; });
    --kept.running;
    --m_running;
    if (kept.throws) throw std::runtime_error("the desk fell over");
    report.cancelled = stop.stop_requested();
    report.error = kept.error;
    report.ran = !report.cancelled && report.error.empty();
    return report;
}

Result<Plan> FakeSpaceDesk::preview(const PlanRequest &request, std::stop_token) {
    Plan plan;
    plan.space = request.space;
    return plan;
}

Result<std::vector<WatchedSpace>> FakeSpaceDesk::watch(std::stop_token) {
    const std::lock_guard lock(m_mutex);
    ++m_questions;
    m_moved.notify_all();
    if (!m_digestError.empty()) return fail(ErrorCode::Unavailable, m_digestError);
    std::vector<WatchedSpace> watched;
    for (const auto &[name, kept] : m_spaces)
        watched.push_back({{kept.row.space, kept.changes, "0"}, kept.row.pause, kept.row.lastSuccess});
    return watched;
}

}  // namespace wikivault
