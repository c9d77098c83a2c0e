#pragma once

#include "engine/run/attachment_agenda.h"

/// What one run has carried so far, and how it is recorded.
namespace wikivault {

/// Errors that are one file's own: the others are carried all the same.
[[nodiscard]] bool isOfTheFileAlone(const Error &error);
[[nodiscard]] Item attachmentItem(const std::string &path, Direction direction, Action action);

class Carriage {
public:
    explicit Carriage(Cycle &cycle);
    /// What the last look left.
    Result<> open();
    /// The end: what is left waits for the next run.
    Result<> close();

    Cycle &cycle;
    AttachmentStore &store;
    AttachmentMemory before, memory;  ///< of the last look, and of this one
    VaultTree tree;                   ///< main's, as it is to be
    AttachmentBases bases;
    int total = 0;

    /// The run's time is over, or nothing more can be done in it.
    [[nodiscard]] bool isOver() const;
    [[nodiscard]] std::int64_t limit() const { return cycle.request.attachmentLimit; }
    /// Stands before each transfer.
    Result<> pass(const std::string &path);
    /// `refersTo`: the page it was looked at for.
    void agree(const Attachment &wiki, const BlobId &blob, const PageId &refersTo);
    /// One more is done; every now and then it is recorded.
    Result<> carried(std::size_t bytes);
    /// Main goes on, then what is known of it: a crash in between makes the next run compare.
    Result<> record();
    /// It was like that when it was looked at last: said once.
    [[nodiscard]] bool isKnownTrouble(const std::string &name, const std::string &state);
    /// Tells it in `item` and keeps it, unless it was known.
    void noteTrouble(const std::string &name, AttachmentTrouble trouble, Item item);
    /// The wiki does not answer: after some of these nothing more is tried in this run. Any other error is returned.
    Result<> failed(const std::string &path, const Error &error);

private:
    Recorded<AttachmentBases> m_recorded;
    const std::chrono::milliseconds m_begun;
    bool m_hasStopped = false;
    int m_done = 0, m_files = 0, m_failures = 0;
    std::size_t m_bytes = 0;  ///< not recorded yet
};

/// Attachments the wiki knows: downloads, changed files, conflicts.
Result<> carryKnown(Carriage &carriage, AttachmentAgenda &agenda);
/// Files people added to a page's folder.
Result<> carryNew(Carriage &carriage, const AttachmentAgenda &agenda);
[[nodiscard]] Error tooLarge(const std::string &what, std::int64_t bytes);

}  // namespace wikivault
