#include "engine/adapters/sql/sql_page_writer.h"

#include "engine/adapters/sql/space_leaders.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/json.h"
#include "engine/core/retry_table.h"
#include "engine/core/rig_hooks.h"

#include <thread>

namespace wikivault::sql {

namespace {

tl::unexpected<Error> changedMeanwhile() {
    return fail(ErrorCode::Conflict, "the page is not (any more) as it was read; the wiki changed meanwhile");
}

Result<std::string> searchText(const std::string &content) {
    TRY_ASSIGN(const markdown::Node document, markdown::fromJson(content));
    std::string text = markdown::plainText(document);
    std::erase(text, '\0');
    return text;
}

}  // namespace

Result<PageId> SqlPageWriter::apply(const SpaceId &space, const PageChange &change) {
    const PageId &id = std::visit([](const auto &one) -> const PageId & { return one.id; }, change);
    if (!parseUuid(space.str()) || !parseUuid(id.str()))
        return fail(ErrorCode::Invalid,
                    "\"" + id.str() + "\" in space \"" + space.str() + "\" is no page: both must be uuids");
    if (m_session.inTransaction())
        return fail(ErrorCode::Invalid, "a page cannot be written while a snapshot of the wiki is open");
    FAILPOINT("wiki.asked");
    const RetryRule rule = ruleOf(FailureClass::Repeatable);
    for (int tries = 1;; ++tries) {
        const Result<> written = applyOnce(space, change);
        if (written) return id;
        if (!m_session.mayRepeat() || tries == rule.tries) return tl::unexpected<Error>(written.error());
        std::this_thread::sleep_for(pauseAfter(rule, tries, m_dice));
    }
}

Result<> SqlPageWriter::applyOnce(const SpaceId &space, const PageChange &change) {
    TRY_ASSIGN(Transaction transaction, Transaction::begin(m_session, TransactionKind::Write));
    TRY(demandUser());
    if (m_fenced || m_leads) TRY(demandEpoch(space));
    if (m_session.dialect() == Dialect::Postgres) TRY(anyRow(statements::kQueueSpace, {space}));
    TRY(std::visit([&](const auto &one) { return write(space, one); }, change));
    FAILPOINT("wiki.writing");
    TRY(transaction.commit());
    FAILPOINT("wiki.written");
    return {};
}

Result<> SqlPageWriter::beginEpoch(const SpaceId &space) {
    if (!m_fenced) return m_session.dialect() == Dialect::Postgres ? leadBySession(space) : Result<>();
    TRY_ASSIGN(Transaction transaction, Transaction::begin(m_session, TransactionKind::Write));
    TRY(m_session.query(statements::kNextEpoch.postgres, {space}, [this](const Row &row) -> Result<> {
        m_epoch = row.number(0);
        return {};
    }));
    return transaction.commit();
}

/// The lock ends with the session. A stopped process keeps it: nobody writes beside it, whatever became of its lease.
Result<> SqlPageWriter::leadBySession(const SpaceId &space) {
    if (const auto led = leadSpace(m_session, space); !led) return tl::unexpected(heldBySomebody(space, led.error()));
    m_leads = space;
    return {};
}

Error SqlPageWriter::heldBySomebody(const SpaceId &space, const Error &cause) {
    const auto leaders = spaceLeaders(m_session, {space});
    if (!leaders || leaders->empty()) return cause;
    const SpaceLeader &leader = leaders->begin()->second;
    return {ErrorCode::Unavailable, "another session writes this space in the wiki's database: " +
                                        describeLeader(leader) + ". " + endLeader(leader)};
}

/// Shared with the other writers of this epoch; the next one waits for their transactions to end.
Result<> SqlPageWriter::demandEpoch(const SpaceId &space) {
    bool isOurs = false;
    if (!m_fenced) {
        TRY_ASSIGN(isOurs, leadsSpace(m_session, space));
        if (isOurs && m_leads == space) return {};
        return fail(ErrorCode::LostLease,
                    "the connection to the wiki's database was lost during the run, and with it the sole right to "
                    "write this space; nothing more is written, the next run goes on");
    }
    TRY(m_session.query(statements::kEpoch.postgres, {space, m_epoch}, [&isOurs](const Row &) -> Result<> {
        isOurs = true;
        return {};
    }));
    if (isOurs) return {};
    return fail(
        ErrorCode::LostLease,
        "another console has begun a run of this space since, says the shared journal; nothing more is written");
}

Result<> SqlPageWriter::write(const SpaceId &space, const CreatePage &change) {
    TRY_ASSIGN(const auto stored, storedPage(change.id));
    if (stored && !stored->trashed && stored->space == space) return {};
    if (stored) return fail(ErrorCode::Conflict, "a page with this id is in the trash or in another space already");
    if (markdown::holdsNul(change.content))
        return fail(ErrorCode::Invalid, "the page holds the character U+0000, which the wiki cannot store");
    TRY(demandParent(space, change.parent));
    TRY_ASSIGN(const std::string position, positionAtEnd(space, change.parent));
    TRY_ASSIGN(const std::string text, searchText(change.content));
    return changeOne(statements::kInsertPage, {change.id, randomSlugId(m_dice), change.title, position, change.content,
                                               text, change.parent, space, m_user});
}

Result<> SqlPageWriter::write(const SpaceId &space, const UpdateBody &change) {
    if (markdown::holdsNul(change.content))
        return fail(ErrorCode::Invalid, "the page holds the character U+0000, which the wiki cannot store");
    TRY(demandExpected(space, change.id, change.expected));
    TRY_ASSIGN(const std::string text, searchText(change.content));
    if (m_columns.hasTable("page_history")) TRY(m_session.execute(rendered(statements::kKeepHistory), {change.id}));
    return changeOne(statements::kUpdateBody, {change.content, text, m_user, m_user, change.id});
}

Result<> SqlPageWriter::write(const SpaceId &space, const MovePage &change) {
    TRY(demandExpected(space, change.id, change.expected));
    if (change.parent == change.expected.parent) return {};
    TRY(demandParent(space, change.parent));
    if (change.parent) {
        TRY_ASSIGN(const bool below, anyRow(statements::kWouldCycle, {change.parent, change.id}));
        if (below || *change.parent == change.id)
            return fail(ErrorCode::Conflict, "the page cannot be moved below itself");
    }
    TRY_ASSIGN(const std::string position, positionAtEnd(space, change.parent));
    return changeOne(statements::kMovePage, {change.parent, position, m_user, m_user, change.id});
}

Result<> SqlPageWriter::write(const SpaceId &space, const RenamePage &change) {
    TRY(demandExpected(space, change.id, change.expected));
    return changeOne(statements::kRenamePage, {change.title, m_user, m_user, change.id});
}

Result<> SqlPageWriter::write(const SpaceId &space, const TrashPage &change) {
    TRY(demandExpected(space, change.id, change.expected));
    TRY_ASSIGN(const bool hasChildren, anyRow(statements::kHasLiveChildren, {change.id}));
    if (hasChildren)
        return fail(ErrorCode::Conflict, "the page has live children in the wiki; it is trashed after them");
    return changeOne(statements::kTrashPage, {m_user, change.id});
}

Result<> SqlPageWriter::write(const SpaceId &space, const RestorePage &change) {
    TRY_ASSIGN(const auto stored, storedPage(change.id));
    if (!stored || stored->space != space) return changedMeanwhile();
    if (!stored->trashed) {
        if (stored->parent == change.parent) return {};
        return fail(ErrorCode::Conflict, "the page is not in the trash (any more)");
    }
    TRY(demandParent(space, change.parent));
    std::string position = stored->position;
    if (stored->parent != change.parent || position.empty()) {
        TRY_ASSIGN(position, positionAtEnd(space, change.parent));
    }
    return changeOne(statements::kRestorePage, {change.parent, position, change.id});
}

Result<> SqlPageWriter::demandUser() {
    if (!parseUuid(m_user.str()))
        return fail(ErrorCode::Denied,
                    "no acting user is set: GIT_SYNC_SERVICE_USER_ID must hold the uuid of a user of the wiki");
    TRY_ASSIGN(const bool known, anyRow(statements::kUserExists, {m_user}));
    if (known) return {};
    return fail(ErrorCode::Denied,
                "the wiki has no user with the id " + m_user.str() + "; check GIT_SYNC_SERVICE_USER_ID");
}

Result<> SqlPageWriter::demandExpected(const SpaceId &space, const PageId &page, const PageState &expected) {
    TRY_ASSIGN(const bool asExpected,
               anyRow(statements::kPageAsExpected, {page, space, expected.title, expected.parent, expected.content}));
    if (!asExpected && !PLANTED("no-row-cas")) return changedMeanwhile();
    return {};
}

Result<> SqlPageWriter::demandParent(const SpaceId &space, const std::optional<PageId> &parent) {
    if (!parent) return {};
    bool lives = false;
    if (parseUuid(parent->str())) {
        TRY_ASSIGN(lives, anyRow(statements::kLiveParent, {parent, space}));
    }
    if (!lives) return fail(ErrorCode::Conflict, "the parent page is not live in this space (any more)");
    return {};
}

Result<std::optional<SqlPageWriter::StoredPage>> SqlPageWriter::storedPage(const PageId &page) {
    std::optional<StoredPage> stored;
    const auto keep = [&stored](const Row &row) -> Result<> {
        stored = StoredPage{row.number(0) != 0, SpaceId(row.text(1)), std::nullopt, row.text(3)};
        if (!row.isNull(2)) stored->parent = PageId(row.text(2));
        return {};
    };
    TRY(m_session.query(rendered(statements::kPageOf), {page}, keep));
    return stored;
}

Result<bool> SqlPageWriter::anyRow(const Statement &statement, const Values &values) {
    bool any = false;
    TRY(m_session.query(rendered(statement), values, [&any](const Row &) -> Result<> {
        any = true;
        return {};
    }));
    return any;
}

Result<std::string> SqlPageWriter::positionAtEnd(const SpaceId &space, const std::optional<PageId> &parent) {
    std::optional<std::string> last;
    TRY(m_session.query(rendered(statements::kLastPosition), {space, parent}, [&last](const Row &row) -> Result<> {
        last = row.text(0);
        return {};
    }));
    return positionBetween(last, std::nullopt, m_dice);
}

Result<> SqlPageWriter::changeOne(const Statement &statement, const Values &values) {
    TRY_ASSIGN(const int changed, m_session.execute(rendered(statement), values));
    if (changed != 1) return changedMeanwhile();
    return {};
}

}  // namespace wikivault::sql
