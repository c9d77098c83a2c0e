#pragma once

#include "engine/adapters/sql/column_map.h"
#include "engine/adapters/sql/statements.h"
#include "engine/core/position.h"
#include "engine/ports/page_store.h"

#include <random>

namespace wikivault::sql {

/// Writes pages over a session that outlives it, in the name of a user of the wiki.
class SqlPageWriter : public PageWriter {
public:
    /// `fenced`: the schema `wikivault` is there and knows who leads. Without it Postgres lets one session at a time
    /// lead a space; SQLite has one host, and that its locks.
    SqlPageWriter(SqlSession &session, const ColumnMap &columns, UserId user, bool fenced)
        : m_session(session),
          m_columns(columns),
          m_user(std::move(user)),
          m_fenced(fenced),
          m_dice(seededDice(std::random_device{}())) {}
    Result<PageId> apply(const SpaceId &space, const PageChange &change) override;
    Result<> beginEpoch(const SpaceId &space) override;

    /// Denied: the wiki does not know the user to act as.
    Result<> demandUser();

private:
    /// One transaction with everything it looks at.
    Result<> applyOnce(const SpaceId &space, const PageChange &change);
    Result<> write(const SpaceId &space, const CreatePage &change);
    Result<> write(const SpaceId &space, const UpdateBody &change);
    Result<> write(const SpaceId &space, const MovePage &change);
    Result<> write(const SpaceId &space, const RenamePage &change);
    Result<> write(const SpaceId &space, const TrashPage &change);
    Result<> write(const SpaceId &space, const RestorePage &change);

    struct StoredPage {
        bool trashed = false;
        SpaceId space;
        std::optional<PageId> parent;
        std::string position;
    };
    Result<> demandEpoch(const SpaceId &space);
    Result<> leadBySession(const SpaceId &space);
    [[nodiscard]] Error heldBySomebody(const SpaceId &space, const Error &cause);
    Result<> demandExpected(const SpaceId &space, const PageId &page, const PageState &expected);
    Result<> demandParent(const SpaceId &space, const std::optional<PageId> &parent);
    Result<std::optional<StoredPage>> storedPage(const PageId &page);
    Result<bool> anyRow(const Statement &statement, const Values &values);
    Result<std::string> positionAtEnd(const SpaceId &space, const std::optional<PageId> &parent);
    Result<> changeOne(const Statement &statement, const Values &values);
    [[nodiscard]] std::string rendered(const Statement &statement) const {
        return render(statement, m_session.dialect(), m_columns);
    }

    SqlSession &m_session;
    const ColumnMap &m_columns;
    UserId m_user;
    const bool m_fenced;
    std::int64_t m_epoch = 0;        ///< 0: none was begun
    std::optional<SpaceId> m_leads;  ///< without the schema: the space whose lock this session took
    Dice m_dice;
};

}  // namespace wikivault::sql
