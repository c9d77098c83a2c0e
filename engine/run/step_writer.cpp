#include "engine/run/step_writer.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/rig_hooks.h"

namespace wikivault {

namespace {

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

StepWriter::Answer refused(Refusal refusal) {
    return tl::expected<void, Refusal>(tl::unexpected(std::move(refusal)));
}

StepWriter::Answer permitted() {
    return tl::expected<void, Refusal>();
}

}  // namespace

StepWriter::Answer StepWriter::write(const PushStep &step) {
    m_losses.clear();
    if (step.kind == PushKind::Create) return create(step);
    if (step.kind == PushKind::Restore) return restore(step.page);
    const auto content = m_stored.find(step.page);
    const auto row = m_cycle.wiki.rows.find(step.page);
    if (content == m_stored.end() || row == m_cycle.wiki.rows.end())
        return refused({Outcome::Held, Reason::Stale, "the page is no longer in the wiki; the next run looks again"});
    TRY_ASSIGN(const auto may, mayWrite(step, content->second));
    if (!may) return refused(may.error());
    const PageState expected{row->second.title, row->second.parent, content->second};
    if (step.kind == PushKind::Trash) return trash(step, expected);
    return step.kind == PushKind::Body ? writeBody(step, expected) : writePlace(step, expected);
}

StepWriter::Answer StepWriter::writePlace(const PushStep &step, const PageState &expected) {
    PageRow &row = m_cycle.wiki.rows.at(step.page);
    if (step.kind == PushKind::Move) {
        const auto parent = m_cycle.merge.parents.at(step.page);
        return apply(MovePage{step.page, expected, parent}, [&] { row.parent = parent; });
    }
    const std::string title = m_cycle.merge.titles.at(step.page);
    return apply(RenamePage{step.page, expected, title}, [&] { row.title = title; });
}

StepWriter::Answer StepWriter::apply(const PageChange &change, const std::function<void()> &then) {
    const Result<PageId> outcome = m_cycle.ports.writer->apply(m_cycle.request.space.id, change);
    if (outcome) {
        m_written = *outcome;
        if (then) then();
        return tl::expected<void, Refusal>();
    }
    const ErrorCode code = outcome.error().code;
    if (code == ErrorCode::LostLease || code == ErrorCode::Cancelled || code == ErrorCode::Unavailable)
        return tl::unexpected<Error>(outcome.error());
    return refused(refusalOf(outcome.error()));
}

StepWriter::Answer StepWriter::restore(const PageId &page) {
    std::optional<PageId> parent = m_cycle.merge.parents.at(page);
    if (isCreated(m_cycle, parent)) parent.reset();
    if (m_cycle.merge.sides.at(page).absence != Absence::Gone) return apply(RestorePage{page, parent});
    if (m_cycle.ports.writer->namesPages())
        return refused({Outcome::Held, Reason::InvalidId,
                        "the wiki has deleted the page for good and gives every new page an id of its own; remove "
                        "the line gitmost_id from the file to make a new page of it"});
    TRY_ASSIGN(const std::string body, m_cycle.files.body(m_cycle.merge.mainBlobs.at(page)));
    markdown::Node empty;
    empty.type = "doc";
    const auto made = compose(page, body, empty);
    if (!made) return refused(made.error());
    return apply(CreatePage{page, parent, m_cycle.merge.titles.at(page), made->content, {}});
}

StepWriter::Answer StepWriter::create(const PushStep &step) {
    const PendingCreate &pending = *step.create;
    if (pending.parent && m_failedCreates.contains(*pending.parent)) {
        m_failedCreates.insert(step.page);
        return refused({Outcome::Held, Reason::ParentMissing, "its parent page could not be created; it waits"});
    }
    // Whether an earlier try made the page can be told by the list only.
    if (m_cycle.ports.writer->namesPages() && !m_cycle.wiki.list.complete) {
        m_failedCreates.insert(step.page);
        return refused({Outcome::Held, Reason::Incomplete,
                        "the wiki's list of pages could not be read whole; new pages wait for the next run"});
    }
    std::string body;
    if (pending.blob) {
        TRY_ASSIGN(body, m_cycle.files.body(*pending.blob));
    }
    if (hasConflictMarkers(body)) {
        m_failedCreates.insert(step.page);
        return refused({Outcome::Held, Reason::Markers, "the file holds conflict markers; settle them in the file"});
    }
    markdown::Node empty;
    empty.type = "doc";
    auto made = compose(step.page, body, empty);
    if (!made) {
        m_failedCreates.insert(step.page);
        return refused(made.error());
    }
    std::set<PageId> namesakes = namesakesOf(m_cycle, pending.name, pending.parent);
    namesakes.insert(m_cycle.merge.written.begin(), m_cycle.merge.written.end());
    Answer answer = apply(CreatePage{pending.id, pending.parent, pending.name, made->content, std::move(namesakes)});
    if (answer && *answer)
        m_sent.emplace(m_written, std::move(made->doc));
    else
        m_failedCreates.insert(step.page);
    return answer;
}

StepWriter::Answer StepWriter::trash(const PushStep &step, const PageState &expected) {
    return apply(TrashPage{step.page, expected}, [&] {
        m_cycle.wiki.rows.erase(step.page);
        m_cycle.wiki.blobs.erase(step.page);
        m_cycle.wiki.keys.erase(step.page);
    });
}

StepWriter::Answer StepWriter::writeBody(const PushStep &step, const PageState &expected) {
    TRY_ASSIGN(const std::string body, m_cycle.files.body(m_cycle.merge.mainBlobs.at(step.page)));
    if (hasConflictMarkers(body))
        return refused({Outcome::Held, Reason::Markers, "the file holds conflict markers; settle them in the file"});
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

tl::expected<NewBody, Refusal> StepWriter::compose(const PageId &page, const std::string &body,
                                                   const markdown::Node &stored) {
    auto made = composeBody(page, body, stored, m_cycle.request.space.schema);
    m_losses = made ? made->losses : std::string();
    return made;
}

/// A write that does not reach open editors would be overwritten by them; one that does comes between a person's
/// keystrokes, so it may be told to wait.
StepWriter::Answer StepWriter::awaitEditors(const PushStep &step) {
    if (!m_cycle.ports.presence) return permitted();
    const bool reaches = m_cycle.ports.writer->reachesEditors();
    const bool touchesText = step.kind == PushKind::Body || step.kind == PushKind::Trash;
    if (reaches && (!touchesText || m_cycle.request.openPages == OpenPages::MergeNow)) return permitted();
    TRY_ASSIGN(const bool open, m_cycle.ports.presence->isBeingEdited(step.page));
    if (!open) return permitted();
    if (!reaches)
        return refused({Outcome::Held, Reason::BeingEdited,
                        "somebody has the page open in the wiki; it is written once they have closed it"});
    const TimePoint now = m_cycle.ports.clock.now();
    const auto seen = m_cycle.editing.before.find(step.page);
    const TimePoint since = seen == m_cycle.editing.before.end() ? now : seen->second;
    if (now - since >= kLongestWaitForEditors) return permitted();
    m_cycle.editing.now[step.page] = since;
    return refused({Outcome::Held, Reason::BeingEdited,
                    "somebody has the page open in the wiki; it is written once they have closed it, and merged with "
                    "what they write after " +
                        toIso8601(since + kLongestWaitForEditors)});
}

/// The page is as the plan saw it, and writing it tramples nobody.
StepWriter::Answer StepWriter::mayWrite(const PushStep &step, const std::string &content) {
    TRY_ASSIGN(const auto free, awaitEditors(step));
    if (!free) return refused(free.error());
    const auto seen = m_cycle.wiki.blobs.find(step.page);
    if (seen == m_cycle.wiki.blobs.end()) return permitted();
    const Result<markdown::Node> stored = markdown::fromJson(content);
    if (!stored) return refused({Outcome::Held, Reason::Unreadable, stored.error().detail});
    TRY_ASSIGN(const std::string planned, m_cycle.files.body(seen->second));
    if (sameInWiki(planned, bodyTextOf(*stored), m_cycle.request.space.schema) || PLANTED("plan-not-compared"))
        return permitted();
    return refused({Outcome::Held, Reason::Stale, "the page changed in the wiki meanwhile; the next run merges"});
}

}  // namespace wikivault
