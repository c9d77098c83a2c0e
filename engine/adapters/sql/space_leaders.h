#pragma once

#include "engine/adapters/sql/sql_session.h"
#include "engine/core/ids.h"
#include "engine/core/time.h"

#include <map>
#include <string>
#include <vector>

/// Who alone writes a space by SQL where no schema `wikivault` says who leads: the session of the wiki's database that
/// holds the space's advisory lock, for as long as it lives.
namespace wikivault::sql {

struct SpaceLeader {
    std::string session;      ///< the server's process
    std::string address;      ///< where it is connected from
    std::string program;      ///< `pid@host` of the client, or the name it gave
    TimePoint connectedAt{};  ///< by the server's clock
};

/// Waits for the lock as long as a statement waits for any.
[[nodiscard]] Result<> leadSpace(SqlSession &session, const SpaceId &space);
/// The lock this session took last, unless the connection was lost since.
[[nodiscard]] Result<bool> leadsSpace(SqlSession &session, const SpaceId &space);
/// Of those of `spaces` that have one; one query.
[[nodiscard]] Result<std::map<SpaceId, SpaceLeader>> spaceLeaders(SqlSession &session,
                                                                  const std::vector<SpaceId> &spaces);
/// `process 4711 of the database's server, connected from 10.0.0.7 by 815@desk`.
[[nodiscard]] std::string describeLeader(const SpaceLeader &leader);
/// What to do about one whose program hangs.
[[nodiscard]] std::string endLeader(const SpaceLeader &leader);

}  // namespace wikivault::sql
