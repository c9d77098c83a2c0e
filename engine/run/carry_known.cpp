#include "engine/run/attachment_work.h"

namespace wikivault {

namespace {

using Work = AttachmentWork;

std::string bothSides(const AttachmentSides &sides) {
    const std::string file = sides.file ? toHex(*sides.file) : "none";
    return file + '|' + (sides.wiki ? sides.wiki->updatedAt + '|' + std::to_string(sides.wiki->size) : "none");
}

class Carrier {
public:
    Carrier(Carriage &carriage, AttachmentAgenda &agenda)
        : m_carriage(carriage),
          m_cycle(carriage.cycle),
          m_agenda(agenda) {}

    Result<> run() {
        return visitDue(m_agenda, [this](std::span<const AttachmentId> part) -> Result<bool> {
            if (m_carriage.isOver()) return false;
            TRY(carryPart(part));
            return true;
        });
    }

private:
    Result<> carryPart(std::span<const AttachmentId> ids) {
        const auto found = m_carriage.store.find(ids);
        if (!found) return m_carriage.failed(std::string(kAttachmentFolder), found.error());
        std::map<AttachmentId, Attachment> wiki;
        for (const Attachment &attachment : *found)
            wiki.emplace(attachment.id, attachment);
        for (const AttachmentId &id : ids) {
            if (m_carriage.isOver()) break;
            const auto its = wiki.find(id);
            TRY_ASSIGN(const Work work,
                       attachmentWork(m_carriage, m_agenda, id, its == wiki.end() ? nullptr : &its->second));
            const Result<> done = carry(work);
            if (done || isOfTheFileAlone(done.error())) m_carriage.memory.pending.erase(id);
            if (done) continue;
            if (isOfTheFileAlone(done.error()))
                noteTrouble(work, done.error());
            else
                TRY(m_carriage.failed(work.path, done.error()));
        }
        return {};
    }

    /// Errors of the file alone are its trouble.
    Result<> carry(const Work &work) {
        const AttachmentStep step = stepFor(work.sides, m_carriage.limit());
        if (step != AttachmentStep::None && work.sides.wiki && !isOfThisSpace(m_cycle, *work.sides.wiki))
            return fail(ErrorCode::NotFound, kOfNoPageHere);
        if (step != AttachmentStep::None && m_carriage.isKnownTrouble(work.id.str(), bothSides(work.sides))) return {};
        switch (step) {
            case AttachmentStep::None:
                if (!work.sides.file) m_carriage.bases.erase(work.id);
                return {};
            case AttachmentStep::Download: return download(work);
            case AttachmentStep::Upload: return upload(work);
            case AttachmentStep::Compare: return compare(work);
            case AttachmentStep::Missing: return fail(ErrorCode::NotFound, kMissingInTheWiki);
            case AttachmentStep::TooLarge:
                return tl::unexpected<Error>(tooLarge("the wiki's file", work.sides.wiki->size));
        }
        return {};
    }

    void noteTrouble(const Work &work, const Error &error) {
        Item item = attachmentItem(work.path, Direction::WikiToGit, Action::Update);
        item.page = work.page;
        const bool isConflict = error.code == ErrorCode::Conflict;
        item.outcome = isConflict ? Outcome::Held : Outcome::Skipped;
        item.reason = isConflict ? Reason::Conflict : Reason::NotSynced;
        m_carriage.noteTrouble(work.id.str(), {work.page, {}, bothSides(work.sides), error.detail}, std::move(item));
    }

    Result<std::string> read(const Work &work) {
        TRY(m_carriage.pass(work.path));
        return m_carriage.store.read(*work.sides.wiki, m_carriage.limit());
    }

    Result<> download(const Work &work) {
        TRY_ASSIGN(const std::string bytes, read(work));
        TRY_ASSIGN(const BlobId blob, m_cycle.ports.vault.storeText(bytes));
        return take(work, blob, bytes.size());
    }

    Result<> take(const Work &work, const BlobId &blob, std::size_t size) {
        m_carriage.tree[work.path].blob = blob;
        m_carriage.agree(*work.sides.wiki, blob, work.page);
        m_cycle.note(
            attachmentItem(work.path, Direction::WikiToGit, work.sides.file ? Action::Update : Action::Create));
        return m_carriage.carried(size);
    }

    Result<> upload(const Work &work) {
        TRY_ASSIGN(const std::string bytes, m_cycle.ports.vault.text(*work.sides.file));
        if (std::int64_t(bytes.size()) > m_carriage.limit())
            return tl::unexpected<Error>(tooLarge("the vault's file", std::int64_t(bytes.size())));
        const Attachment &wiki = *work.sides.wiki;
        // Overwritten is overwritten: the wiki keeps no earlier texts of a file.
        TRY_ASSIGN(const std::vector<Attachment> now, m_carriage.store.find(std::span(&work.id, 1)));
        if (now.empty() || now.front() != wiki) return {};
        TRY(m_carriage.pass(work.path));
        TRY_ASSIGN(const Attachment made,
                   m_carriage.store.upload({wiki.page.value_or(work.page), wiki.name, bytes, work.id}));
        m_carriage.agree(made, *work.sides.file, work.page);
        m_cycle.note(attachmentItem(work.path, Direction::GitToWiki, Action::Update));
        return m_carriage.carried(bytes.size());
    }

    /// Both changed, or nobody knows whether they did.
    Result<> compare(const Work &work) {
        TRY_ASSIGN(const std::string bytes, read(work));
        TRY_ASSIGN(const BlobId blob, m_cycle.ports.vault.storeText(bytes));
        if (blob == *work.sides.file) {
            m_carriage.agree(*work.sides.wiki, blob, work.page);
            return m_carriage.carried(0);
        }
        if (m_cycle.request.policy == ConflictPolicy::WikiWins) return take(work, blob, bytes.size());
        if (m_cycle.request.policy == ConflictPolicy::GitWins) return overwrite(work, blob);
        return fail(ErrorCode::Conflict,
                    "changed in the wiki and in the vault; remove the file here to take the wiki's, or save it under a "
                    "new name in the page's folder to have both");
    }

    /// The wiki's bytes go into main's history before the file's take their place there.
    Result<> overwrite(const Work &work, const BlobId &theirs) {
        m_carriage.tree[work.path].blob = theirs;
        TRY(m_carriage.record());
        m_carriage.tree[work.path].blob = *work.sides.file;
        return m_carriage.isOver() ? Result<>() : upload(work);
    }

    Carriage &m_carriage;
    Cycle &m_cycle;
    AttachmentAgenda &m_agenda;
};

}  // namespace

Result<> carryKnown(Carriage &carriage, AttachmentAgenda &agenda) {
    return Carrier(carriage, agenda).run();
}

}  // namespace wikivault
