#include "engine/run/attachment_work.h"
#include "engine/run/carry_attachments.h"

#include <algorithm>

namespace wikivault {

namespace {

/// What a run would carry, told by what both sides have; no byte is transferred.
class Forecast {
public:
    Forecast(Carriage &carriage, AttachmentAgenda &agenda) : m_carriage(carriage), m_agenda(agenda) {}

    Result<> ofKnown() {
        return visitDue(m_agenda, [this](std::span<const AttachmentId> part) -> Result<bool> {
            TRY(m_carriage.pass("/api/files/" + part.front().str()));
            TRY_ASSIGN(const std::vector<Attachment> found, m_carriage.store.find(part));
            for (const AttachmentId &id : part) {
                const auto its =
                    std::find_if(found.begin(), found.end(), [&](const Attachment &one) { return one.id == id; });
                TRY_ASSIGN(const AttachmentWork work,
                           attachmentWork(m_carriage, m_agenda, id, its == found.end() ? nullptr : &*its));
                add(work);
            }
            return true;
        });
    }

    Result<> ofNew() {
        for (const auto &[path, place] : m_agenda.newFiles()) {
            TRY(m_carriage.pass(path));
            Item item = attachmentItem(path, Direction::GitToWiki, Action::Create);
            TRY_ASSIGN(const std::string bytes, m_carriage.cycle.ports.vault.text(m_carriage.tree.at(path).blob));
            if (!m_carriage.cycle.wiki.rows.contains(place.page))
                leave(item, kNoPageOfFolder);
            else if (std::int64_t(bytes.size()) > m_carriage.limit())
                leave(item, tooLarge("the vault's file", std::int64_t(bytes.size())).detail);
            keep(std::move(item));
        }
        return {};
    }

private:
    void add(const AttachmentWork &work) {
        const AttachmentStep step = stepFor(work.sides, m_carriage.limit());
        if (step == AttachmentStep::None) return;
        const bool goesUp = step == AttachmentStep::Upload;
        Item item = attachmentItem(work.path, goesUp ? Direction::GitToWiki : Direction::WikiToGit,
                                   goesUp || work.sides.file ? Action::Update : Action::Create);
        item.page = work.page;
        if (step == AttachmentStep::Missing)
            leave(item, kMissingInTheWiki);
        else if (step == AttachmentStep::TooLarge)
            leave(item, tooLarge("the wiki's file", work.sides.wiki->size).detail);
        else if (work.sides.wiki && !isOfThisSpace(m_carriage.cycle, *work.sides.wiki))
            leave(item, kOfNoPageHere);
        else if (step == AttachmentStep::Compare)
            item.detail = "both sides have it; the run compares them first";
        keep(std::move(item));
    }
    static void leave(Item &item, const std::string &why) {
        item.outcome = Outcome::Skipped;
        item.reason = Reason::NotSynced;
        item.detail = why;
    }
    void keep(Item item) { m_carriage.cycle.attachments.push_back(std::move(item)); }

    Carriage &m_carriage;
    AttachmentAgenda &m_agenda;
};

Result<> foresee(Cycle &cycle) {
    Carriage carriage(cycle);
    TRY(carriage.open());
    AttachmentAgenda agenda(cycle, carriage.bases);
    TRY(agenda.look(carriage.before));
    carriage.total = static_cast<int>(agenda.due().size() / kAttachmentsAskedAtOnce + 1 + agenda.newFiles().size());
    Forecast forecast(carriage, agenda);
    TRY(forecast.ofKnown());
    return forecast.ofNew();
}

}  // namespace

Result<> previewAttachments(Cycle &cycle) {
    if (!cycle.ports.attachments || cycle.isPartial() || cycle.vault.head != HeadState::OnMain) return {};
    TRY(cycle.checkpoint.pass("looking at attachments"));
    const Result<> foreseen = foresee(cycle);
    if (foreseen || foreseen.error().code == ErrorCode::Cancelled) return foreseen;
    // The pages' plan stands without them.
    Item item = attachmentItem(std::string(kAttachmentFolder), Direction::WikiToGit, Action::Update);
    item.outcome = Outcome::Failed;
    item.reason = Reason::Incomplete;
    item.detail = foreseen.error().detail;
    cycle.attachments.push_back(std::move(item));
    return {};
}

}  // namespace wikivault
