#include "engine/run/undo.h"

#include "engine/core/merge/merge_text.h"
#include "engine/core/page_path.h"
#include "engine/run/commits.h"
#include "engine/run/page_sides.h"

namespace wikivault {

namespace {

constexpr int kRunsLookedAt = 10'000;

std::optional<PageSide> sideIn(const PageIndex &index, const PageId &page) {
    const auto found = index.pages.find(page);
    if (found == index.pages.end()) return std::nullopt;
    return PageSide{pageNameOf(found->second.path), parentIn(index, found->second.path), found->second.blob};
}

/// One run's doings, page by page.
struct UndoBook {
    PageIndex before, after;          ///< what both sides agreed on
    PageIndex mainBefore, mainAfter;  ///< the files with their bytes
};

/// The journal outlives a vault that is made anew.
Result<> expectInVault(Cycle &cycle, const std::optional<CommitId> &commit) {
    if (!commit) return {};
    const auto found = cycle.ports.vault.commitFacts(*commit);
    if (found) return {};
    const bool isMissing = found.error().code == ErrorCode::Corrupt || found.error().code == ErrorCode::NotFound;
    if (!isMissing) return tl::unexpected<Error>(found.error());
    return fail(ErrorCode::NotFound, "Run " + cycle.request.undo->run.str() + " cannot be taken back: its commit " +
                                         toHex(*commit).substr(0, 12) +
                                         " is not in this vault, which was made anew since or has lost a part of its "
                                         "history. Take the texts from the older vault that was set aside beside it "
                                         "(wikivaultctl doctor names it), or from the page history of the wiki.");
}

Result<UndoBook> openBook(Cycle &cycle) {
    const UndoOrder &order = *cycle.request.undo;
    for (const auto &commit : {std::optional(order.agreedBefore), order.agreedAfter, order.mainBefore, order.mainAfter})
        TRY(expectInVault(cycle, commit));
    UndoBook book;
    TRY_ASSIGN(book.before, pagesAt(cycle, order.agreedBefore));
    TRY_ASSIGN(book.after, pagesAt(cycle, order.agreedAfter ? order.agreedAfter : cycle.vault.agreed));
    TRY_ASSIGN(book.mainBefore, pagesAt(cycle, order.mainBefore));
    TRY_ASSIGN(book.mainAfter, pagesAt(cycle, order.agreedAfter ? order.mainAfter : cycle.vault.mainTip));
    return book;
}

std::set<PageId> pagesOf(const UndoBook &book) {
    std::set<PageId> pages;
    for (const auto &[page, file] : book.before.pages)
        if (sideIn(book.before, page) != sideIn(book.after, page)) pages.insert(page);
    for (const auto &[page, file] : book.after.pages)
        if (!book.before.pages.contains(page)) pages.insert(page);
    return pages;
}

void noteLeft(Cycle &cycle, const PageId &page, const std::string &path, Reason reason, const std::string &why) {
    Item item;
    item.page = page;
    item.path = path;
    item.direction = Direction::GitToWiki;
    item.outcome = reason == Reason::LeftOut ? Outcome::Skipped : Outcome::Held;
    item.reason = reason;
    item.detail = why;
    cycle.note(item);
    cycle.merge.leftOut.insert(page);
}

/// One page of the run on its way back.
class PageUndo {
public:
    PageUndo(Cycle &cycle, const UndoBook &book, const PageSides &now, const PageId &page)
        : m_cycle(cycle),
          m_book(book),
          m_now(now),
          m_page(page),
          m_was(sideIn(book.before, page)),
          m_became(sideIn(book.after, page)) {}

    Result<> decide() {
        if (!m_was && !m_cycle.request.undo->made.contains(m_page)) {
            leave(Reason::LeftOut, "the page was made in the wiki; the run only wrote its file, which stays");
            return {};
        }
        TRY_ASSIGN(const std::string moved, whatMoved());
        if (!moved.empty()) {
            leave(Reason::ChangedSince, moved);
            return {};
        }
        if (!m_was) {
            m_cycle.merge.wanted.emplace(m_page, std::nullopt);
            return {};
        }
        PageSide side{m_was->name, m_was->parent, m_was->blob};
        TRY_ASSIGN(side.blob, fileToBe());
        m_cycle.merge.wanted.emplace(m_page, side);
        return {};
    }

private:
    void leave(Reason reason, const std::string &why) {
        const auto file = (m_became ? m_book.after : m_book.before).pages.find(m_page);
        noteLeft(m_cycle, m_page, file->second.path, reason, why);
    }

    std::string run() const { return m_cycle.request.undo->run.str(); }

    Result<bool> isAsTheRunLeftIt(const std::optional<PageSide> &side) {
        if (!side || side->name != m_became->name || side->parent != m_became->parent) return false;
        return m_cycle.files.equalBodies(side->blob, m_became->blob);
    }

    /// Why the page cannot be taken back, or "".
    Result<std::string> whatMoved() {
        if (!m_became) {
            if (m_now.wiki || m_now.git) return "the page came back since run " + run();
            if (m_now.absence == Absence::Trashed) return std::string();
            return std::string("the page is no longer in the wiki's trash, so it cannot be restored");
        }
        TRY_ASSIGN(const bool wikiStands, isAsTheRunLeftIt(m_now.wiki));
        if (!wikiStands) return changedInWiki();
        TRY_ASSIGN(const bool gitStands, isAsTheRunLeftIt(m_now.git));
        if (!gitStands)
            return m_now.git ? "its file was changed since run " + run() : "its file was removed since run " + run();
        return std::string();
    }

    std::string changedInWiki() const {
        const auto row = m_cycle.wiki.rows.find(m_page);
        if (row == m_cycle.wiki.rows.end()) return "it was removed in the wiki since run " + run();
        const std::string &by = row->second.updatedBy;
        return by.empty() ? "it was changed in the wiki since run " + run()
                          : "it was changed by " + by + " in the wiki since run " + run();
    }

    /// The page file as it was: its very bytes where nobody wrote in it since, else the agreed text in today's file.
    Result<BlobId> fileToBe() {
        if (m_was && m_became && m_now.git && m_was->blob == m_became->blob) return m_now.git->blob;
        const auto before = m_book.mainBefore.pages.find(m_page);
        if (before != m_book.mainBefore.pages.end()) {
            const auto after = m_book.mainAfter.pages.find(m_page);
            const bool untouched =
                !m_now.git || (after != m_book.mainAfter.pages.end() && after->second.blob == m_now.git->blob);
            TRY_ASSIGN(const bool agreed, m_cycle.files.equalBodies(before->second.blob, m_was->blob));
            if (untouched && agreed) return before->second.blob;
        }
        if (!m_now.git) return m_was->blob;
        TRY_ASSIGN(const std::string file, m_cycle.files.text(m_now.git->blob));
        TRY_ASSIGN(const std::string body, m_cycle.files.body(m_was->blob));
        return m_cycle.ports.vault.storeText(withBody(file, merge::adoptBlocks(parsePageFile(file).body, body)));
    }

    Cycle &m_cycle;
    const UndoBook &m_book;
    const PageSides &m_now;
    const PageId &m_page;
    const std::optional<PageSide> m_was, m_became;
};

}  // namespace

namespace {

/// A run that the program's end cut off wrote nothing down: what was before it is what the run before left, and what it
/// did is what the next run found.
Result<> fillFromNeighbours(RunJournal &journal, RunRecord &record) {
    TRY_ASSIGN(const std::vector<RunRecord> runs, journal.runs({record.space, kRunsLookedAt}));
    bool isOlder = false;
    for (const RunRecord &other : runs) {  // newest first
        if (other.id == record.id) {
            isOlder = true;
        } else if (!isOlder && !other.agreedBefore.empty()) {
            record.agreedAfter = other.agreedBefore;
            record.mainAfter = other.mainBefore;
        } else if (isOlder && !other.agreedAfter.empty()) {
            record.agreedBefore = other.agreedAfter;
            record.mainBefore = other.mainAfter;
            break;
        }
    }
    return {};
}

}  // namespace

Result<UndoOrder> undoOrderOf(RunJournal &journal, const RunId &run) {
    TRY_ASSIGN(RunRecord record, journal.run(run));
    if (record.outcome == "interrupted") TRY(fillFromNeighbours(journal, record));
    const std::string name = "Run " + run.str();
    if (record.outcome == "running") return fail(ErrorCode::Invalid, name + " is still running.");
    const auto before = parseObjectId<CommitId>(record.agreedBefore),
               after = parseObjectId<CommitId>(record.agreedAfter);
    const bool cutOff = record.outcome == "interrupted";
    if (!before || (!after && !cutOff))
        return fail(ErrorCode::Invalid, name +
                                            " cannot be taken back: the journal does not hold what both sides agreed "
                                            "on before and after it (" +
                                            record.outcome + ").");
    if (before == after)
        return fail(ErrorCode::Invalid, name + " changed nothing that both sides agree on; there is nothing to undo.");
    UndoOrder order{
        run, parseObjectId<CommitId>(record.mainBefore), parseObjectId<CommitId>(record.mainAfter), *before, after, {},
        {}};
    TRY_ASSIGN(const std::vector<Item> items, journal.items(run));
    for (const Item &item : items) {
        if (!item.page || item.outcome != Outcome::Done) continue;
        const bool makes = item.action == Action::Create || item.action == Action::Restore;
        if (makes && item.direction == Direction::GitToWiki) order.made.insert(*item.page);
        if (!item.fromTitle.empty()) order.titles.emplace(*item.page, item.fromTitle);
    }
    return order;
}

Result<> askAboutTakenBack(Cycle &cycle) {
    if (!cycle.request.undo) return {};
    TRY_ASSIGN(const UndoBook book, openBook(cycle));
    cycle.wiki.askedFor = pagesOf(book);
    return {};
}

Result<> takeBack(Cycle &cycle) {
    if (!cycle.request.restore.empty()) return putBackSettled(cycle);
    if (!cycle.request.undo) return {};
    TRY_ASSIGN(const UndoBook book, openBook(cycle));
    cycle.merge.exactTitles = cycle.request.undo->titles;
    const FolderOwners owners(cycle);
    for (const PageId &page : pagesOf(book)) {
        const PageSides now = sidesOf(cycle, owners, page);
        TRY(PageUndo(cycle, book, now, page).decide());
    }
    return {};
}

}  // namespace wikivault
