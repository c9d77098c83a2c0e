#include "engine/core/markdown/converter.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/compose_body.h"
#include "engine/run/push_steps.h"

#include <algorithm>

namespace wikivault {

namespace {

constexpr std::chrono::seconds kRecordEvery{5};
constexpr int kFirstBackOffMinutes = 1, kLongestBackOffMinutes = 60;

Refusal refusalOf(const Error &error) {
    switch (error.code) {
        case ErrorCode::Conflict:
            return {Outcome::Held, Reason::Stale, "the page changed in the wiki meanwhile; the next run looks again"};
        case ErrorCode::Denied:
        case ErrorCode::NotFound:
        case ErrorCode::Invalid:
        case ErrorCode::Corrupt:
        case ErrorCode::Unavailable:
        case ErrorCode::Cancelled:
        case ErrorCode::LostLease: break;
    }
    return {Outcome::Failed, Reason::WriteFailed, error.detail};
}

void refuse(Cycle &cycle, const PushStep &step, const Refusal &refusal) {
    Item item = itemFor(cycle, step);
    item.outcome = refusal.outcome;
    item.reason = refusal.reason;
    item.detail = refusal.detail;
    cycle.note(item);
    if (refusal.outcome != Outcome::Failed) return;
    ++cycle.report.push.failures;
    BackOff &backOff = cycle.backOffs[step.page];
    ++backOff.failures;
    const int minutes = std::min(kLongestBackOffMinutes, kFirstBackOffMinutes << std::min(backOff.failures - 1, 6));
    backOff.notBefore = cycle.ports.clock.now() + std::chrono::minutes(minutes);
}

/// Bodies of the pages that will be written, as the wiki stores them now.
using StoredBodies = std::map<PageId, std::string>;

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

/// What the writer needs for one step, or why the page is not written.
class StepWriter {
public:
    StepWriter(Cycle &cycle, StoredBodies stored, SentBodies &sent)
        : m_cycle(cycle),
          m_stored(std::move(stored)),
          m_sent(sent) {}

    /// What the wiki could not take of the page that was written last, in words, or "".
    [[nodiscard]] const std::string &losses() const { return m_losses; }

    Result<tl::expected<void, Refusal>> write(const PushStep &step) {
        m_losses.clear();
        if (step.kind == PushKind::Create) return create(step);
        if (step.kind == PushKind::Restore) return restore(step.page);
        const auto content = m_stored.find(step.page);
        if (content == m_stored.end() || !m_cycle.wiki.rows.contains(step.page))
            return refused(
                {Outcome::Held, Reason::Stale, "the page is no longer in the wiki; the next run looks again"});
        TRY_ASSIGN(const auto permitted, mayWrite(step.page, content->second));
        if (!permitted) return refused(permitted.error());
        PageRow &row = m_cycle.wiki.rows.at(step.page);
        const PageState expected{row.title, row.parent, content->second};
        switch (step.kind) {
            case PushKind::Move: {
                const auto parent = m_cycle.merge.parents.at(step.page);
                return apply(MovePage{step.page, expected, parent}, [&] { row.parent = parent; });
            }
            case PushKind::Rename: {
                const std::string title = m_cycle.merge.titles.at(step.page);
                return apply(RenamePage{step.page, expected, title}, [&] { row.title = title; });
            }
            case PushKind::Trash: return trash(step, expected);
            case PushKind::Body: return writeBody(step, expected);
            case PushKind::Create:
            case PushKind::Restore: break;
        }
        return tl::expected<void, Refusal>();
    }

private:
    using Answer = Result<tl::expected<void, Refusal>>;

    static Answer refused(Refusal refusal) { return tl::expected<void, Refusal>(tl::unexpected(std::move(refusal))); }

    Answer apply(const PageChange &change, const std::function<void()> &then = {}) {
        const Result<> outcome = m_cycle.ports.writer->apply(m_cycle.request.space.id, change);
        if (outcome) {
            if (then) then();
            return tl::expected<void, Refusal>();
        }
        const ErrorCode code = outcome.error().code;
        if (code == ErrorCode::LostLease || code == ErrorCode::Cancelled || code == ErrorCode::Unavailable)
            return tl::unexpected<Error>(outcome.error());
        return refused(refusalOf(outcome.error()));
    }

    /// The page is as the plan saw it, and nobody has it open: an editor would write its own text over ours.
    Answer mayWrite(const PageId &page, const std::string &content) {
        if (m_cycle.ports.presence) {
            TRY_ASSIGN(const bool open, m_cycle.ports.presence->isBeingEdited(page));
            if (open)
                return refused({Outcome::Held, Reason::BeingEdited,
                                "somebody has the page open in the wiki; it is written once they have closed it"});
        }
        const auto seen = m_cycle.wiki.blobs.find(page);
        if (seen == m_cycle.wiki.blobs.end()) return tl::expected<void, Refusal>();
        const Result<markdown::Node> stored = markdown::fromJson(content);
        if (!stored) return refused({Outcome::Held, Reason::Unreadable, stored.error().detail});
        TRY_ASSIGN(const std::string planned, m_cycle.files.body(seen->second));
        if (sameInWiki(planned, bodyTextOf(*stored), m_cycle.request.space.schema) || PLANTED("plan-not-compared"))
            return tl::expected<void, Refusal>();
        return refused({Outcome::Held, Reason::Stale, "the page changed in the wiki meanwhile; the next run merges"});
    }

    /// A page that is gone for good comes back under its own id.
    Answer restore(const PageId &page) {
        std::optional<PageId> parent = m_cycle.merge.parents.at(page);
        if (isCreated(m_cycle, parent)) parent.reset();
        if (m_cycle.merge.sides.at(page).absence != Absence::Gone) return apply(RestorePage{page, parent});
        TRY_ASSIGN(const std::string body, m_cycle.files.body(m_cycle.merge.mainBlobs.at(page)));
        markdown::Node empty;
        empty.type = "doc";
        const auto made = compose(page, body, empty);
        if (!made) return refused(made.error());
        return apply(CreatePage{page, parent, m_cycle.merge.titles.at(page), made->content});
    }

    Answer create(const PushStep &step) {
        const PendingCreate &pending = *step.create;
        if (pending.parent && m_failedCreates.contains(*pending.parent)) {
            m_failedCreates.insert(step.page);
            return refused({Outcome::Held, Reason::ParentMissing, "its parent page could not be created; it waits"});
        }
        std::string body;
        if (pending.blob) {
            TRY_ASSIGN(body, m_cycle.files.body(*pending.blob));
        }
        if (hasConflictMarkers(body)) {
            m_failedCreates.insert(step.page);
            return refused(
                {Outcome::Held, Reason::Markers, "the file holds conflict markers; settle them in the file"});
        }
        markdown::Node empty;
        empty.type = "doc";
        auto made = compose(step.page, body, empty);
        if (!made) {
            m_failedCreates.insert(step.page);
            return refused(made.error());
        }
        Answer answer = apply(CreatePage{pending.id, pending.parent, pending.name, made->content});
        if (answer && *answer)
            m_sent.emplace(step.page, std::move(made->doc));
        else
            m_failedCreates.insert(step.page);
        return answer;
    }

    Answer trash(const PushStep &step, const PageState &expected) {
        return apply(TrashPage{step.page, expected}, [&] {
            m_cycle.wiki.rows.erase(step.page);
            m_cycle.wiki.blobs.erase(step.page);
            m_cycle.wiki.keys.erase(step.page);
        });
    }

    Answer writeBody(const PushStep &step, const PageState &expected) {
        TRY_ASSIGN(const std::string body, m_cycle.files.body(m_cycle.merge.mainBlobs.at(step.page)));
        if (hasConflictMarkers(body))
            return refused(
                {Outcome::Held, Reason::Markers, "the file holds conflict markers; settle them in the file"});
        const Result<markdown::Node> stored = markdown::fromJson(expected.content);
        if (!stored) return refused({Outcome::Held, Reason::Unreadable, stored.error().detail});
        auto made = compose(step.page, body, *stored);
        if (!made) return refused(made.error());
        const std::string content = made->content;
        return apply(UpdateBody{step.page, expected, content}, [&] {
            m_stored[step.page] = content;
            m_sent[step.page] = std::move(made->doc);
        });
    }

    tl::expected<NewBody, Refusal> compose(const PageId &page, const std::string &body, const markdown::Node &stored) {
        auto made = composeBody(page, body, stored, m_cycle.request.space.schema);
        m_losses = made ? made->losses : std::string();
        return made;
    }

    Cycle &m_cycle;
    std::string m_losses;
    StoredBodies m_stored;
    SentBodies &m_sent;
    std::set<PageId> m_failedCreates;
};

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

}  // namespace

Result<> executeSteps(Cycle &cycle, const std::vector<PushStep> &steps, SentBodies &sent) {
    TRY_ASSIGN(StoredBodies stored, readStored(cycle, steps));
    StepWriter writer(cycle, std::move(stored), sent);
    int done = 0;
    TimePoint recorded = cycle.ports.clock.now();
    for (const PushStep &step : steps) {
        Item item = itemFor(cycle, step);
        TRY(cycle.checkpoint.pass("writing pages to the wiki", item.path, done++, static_cast<int>(steps.size())));
        if (waitsInBackOff(cycle, step.page)) {
            refuse(cycle, step, {Outcome::Held, Reason::BackOff, "it failed before and is tried again later"});
            continue;
        }
        if (missingParent(cycle, step)) {
            refuse(cycle, step, {Outcome::Held, Reason::ParentMissing, kParentWaits});
            continue;
        }
        TRY_ASSIGN(const auto answer, writer.write(step));
        if (!answer) {
            refuse(cycle, step, answer.error());
            continue;
        }
        cycle.backOffs.erase(step.page);
        if (!writer.losses().empty()) item.detail = writer.losses();
        if (step.kind == PushKind::Restore || !isRestored(cycle, step.page)) {
            cycle.note(item);
            countWritten(cycle.report.push, step.kind);
        }
        cycle.merge.written.insert(step.page);
        if (step.kind == PushKind::Restore || cycle.ports.clock.now() - recorded < kRecordEvery) continue;
        TRY(takeOverWrites(cycle, sent));
        TRY(recordMeanwhile(cycle));
        recorded = cycle.ports.clock.now();
    }
    return {};
}

}  // namespace wikivault
