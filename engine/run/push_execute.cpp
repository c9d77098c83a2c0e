#include "engine/run/step_writer.h"

#include <algorithm>

namespace wikivault {

namespace {

constexpr std::chrono::seconds kRecordEvery{5};
constexpr int kFirstBackOffMinutes = 1, kLongestBackOffMinutes = 60;

void refuse(Cycle &cycle, const PushStep &step, const Refusal &refusal) {
    Item item = itemFor(cycle, step);
    item.outcome = refusal.outcome;
    item.reason = refusal.reason;
    item.detail = refusal.detail;
    cycle.note(item);
    if (refusal.reason == Reason::Stale) cycle.wiki.keys.erase(step.page);  // its time may be what it was
    if (refusal.outcome != Outcome::Failed) return;
    ++cycle.report.push.failures;
    BackOff &backOff = cycle.backOffs[step.page];
    ++backOff.failures;
    const int minutes = std::min(kLongestBackOffMinutes, kFirstBackOffMinutes << std::min(backOff.failures - 1, 6));
    backOff.notBefore = cycle.ports.clock.now() + std::chrono::minutes(minutes);
}

Result<StoredBodies> readStored(Cycle &cycle, const std::vector<PushStep> &steps) {
    std::vector<PageId> pages;
    for (const PushStep &step : steps)
        if (step.kind != PushKind::Create && step.kind != PushKind::Restore) pages.push_back(step.page);
    std::sort(pages.begin(), pages.end());
    pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
    StoredBodies stored;
    if (pages.empty()) return stored;
    TRY_ASSIGN(std::vector<PageBody> bodies,
               cycle.ports.pages.bodies(cycle.request.space.id, pages, cycle.checkpoint.cancel()));
    for (PageBody &body : bodies)
        stored.emplace(body.id, std::move(body.content));
    return stored;
}

void countWritten(PushCounts &push, PushKind kind) {
    switch (kind) {
        case PushKind::Restore:
        case PushKind::Create: ++push.created; break;
        case PushKind::Move: ++push.moved; break;
        case PushKind::Rename: ++push.renamed; break;
        case PushKind::Body: ++push.updated; break;
        case PushKind::Trash: ++push.deleted; break;
    }
}

bool waitsInBackOff(const Cycle &cycle, const PageId &page) {
    const auto backOff = cycle.backOffs.find(page);
    return cycle.request.automatic && backOff != cycle.backOffs.end() &&
           backOff->second.notBefore > cycle.ports.clock.now();
}

void noteWritten(Cycle &cycle, const PushStep &step, Item item, const StepWriter &writer) {
    cycle.backOffs.erase(step.page);
    takeGivenId(cycle, step.page, writer.written());
    item.page = writer.written();
    if (!writer.losses().empty()) item.detail += (item.detail.empty() ? "" : "; ") + writer.losses();
    if (step.kind == PushKind::Restore || !isRestored(cycle, step.page)) {
        cycle.note(item);
        countWritten(cycle.report.push, step.kind);
    }
    cycle.merge.written.insert(writer.written());
}

/// A write without an answer may be the page's fault or the wiki's. It was the page's when another one was answered in
/// the same push; two in a row, or one alone, end the push.
class Silence {
public:
    explicit Silence(Cycle &cycle) : m_cycle(cycle) {}

    Result<> notice(const PushStep &step, const Error &error) {
        if (error.code != ErrorCode::Unavailable || m_step) return tl::unexpected<Error>(error);
        m_step = &step;
        m_error = error;
        return {};
    }
    void answered() {
        m_isWell = true;
        if (m_step) refuse(m_cycle, *m_step, {Outcome::Failed, Reason::WriteFailed, m_error.detail});
        m_step = nullptr;
    }
    Result<> end() {
        if (m_step && !m_isWell) return tl::unexpected<Error>(m_error);
        answered();
        return {};
    }

private:
    Cycle &m_cycle;
    const PushStep *m_step = nullptr;
    Error m_error;
    bool m_isWell = false;
};

}  // namespace

Result<> executeSteps(Cycle &cycle, const std::vector<PushStep> &steps, SentBodies &sent) {
    TRY_ASSIGN(StoredBodies stored, readStored(cycle, steps));
    StepWriter writer(cycle, std::move(stored), sent);
    TreeOfPush tree(cycle);
    Silence silence(cycle);
    int done = 0;
    TimePoint recorded = cycle.ports.clock.now();
    for (const PushStep &step : steps) {
        Item item = itemFor(cycle, step);
        TRY(cycle.checkpoint.pass("writing pages to the wiki", item.path, done++, static_cast<int>(steps.size())));
        if (waitsInBackOff(cycle, step.page)) {
            refuse(cycle, step, {Outcome::Held, Reason::BackOff, "it failed before and is tried again later"});
            continue;
        }
        if (const std::string obstacle = tree.obstacleOf(step); !obstacle.empty()) {
            refuse(cycle, step, {Outcome::Held, Reason::ParentMissing, obstacle});
            continue;
        }
        const StepWriter::Answer answer = writer.write(step);
        if (!answer) {
            TRY(silence.notice(step, answer.error()));
            continue;
        }
        if (*answer || answer->error().outcome == Outcome::Failed) silence.answered();
        if (!*answer) {
            refuse(cycle, step, answer->error());
            continue;
        }
        tree.take(step);
        noteWritten(cycle, step, std::move(item), writer);
        if (step.kind == PushKind::Restore || cycle.ports.clock.now() - recorded < kRecordEvery) continue;
        TRY(takeOverWrites(cycle, sent));
        TRY(recordMeanwhile(cycle));
        recorded = cycle.ports.clock.now();
    }
    return silence.end();
}

}  // namespace wikivault
