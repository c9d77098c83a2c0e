#include "tests/rig/desk.h"

namespace wikivault::rig {

namespace {

constexpr int kTriesWhenMoved = 3;

RunReport tryOnce(const DeskRun &run) {
    const auto opened = run.open();
    if (!opened) {
        RunReport report;
        report.error = opened.error().detail;
        return report;
    }
    const Checkpoint checkpoint({}, run.faults.lease, {}, run.request.space.id, run.request.run);
    CyclePorts ports = (*opened)->ports();
    RefusingWriter writer(*ports.writer, run.faults, run.onWrite);
    ports.writer = &writer;
    Cycle cycle(ports, run.request, checkpoint);
    runCycle(cycle);
    return cycle.report;
}

}  // namespace

SpaceId rigSpace() {
    return SpaceId("0190a000-0000-7000-8000-000000000003");
}

Result<PageId> RefusingWriter::apply(const SpaceId &space, const PageChange &change) {
    if (m_onWrite) m_onWrite();
    if (m_faults.refuse)
        if (auto refused = m_faults.refuse(change)) return tl::unexpected<Error>(*refused);
    Result<PageId> done = m_inner.apply(space, change);
    if (done && m_faults.losesAnswer && m_faults.losesAnswer())
        return fail(ErrorCode::Unavailable, "the answer got lost in the test");
    return done;
}

RunReport runOnce(DeskRun run) {
    RunRecord record;
    record.space = run.request.space.id;
    record.trigger = run.request.automatic ? "poll" : "manual";
    record.startedAt = run.clock.now();
    record.outcome = "running";
    const auto begun = run.journal.begin(record);
    if (!begun) return {};
    record.id = run.request.run = *begun;
    RunReport report;
    if (const auto closed = run.journal.closeInterrupted(record.space, record.id, run.clock.now()); !closed) return {};
    report = tryOnce(run);
    for (int tries = 1; tries < kTriesWhenMoved && !report.ran && report.moved; ++tries) {
        run.request.earlier = writtenItems(report);
        report = tryOnce(run);
    }
    record.endedAt = run.clock.now();
    record.outcome = report.ran ? "done" : "failed";
    if (const auto finished = run.journal.finish(record, report.items); !finished) report.error = "journal";
    return report;
}

}  // namespace wikivault::rig
