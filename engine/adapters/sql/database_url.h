#pragma once

#include "engine/core/result.h"

#include <map>
#include <string>

namespace wikivault::sql {

enum class Dialect { Postgres, Sqlite };

/// A database URL taken apart. Holds the password: never log it, say `shown` instead.
struct DatabaseUrl {
    Dialect dialect = Dialect::Postgres;
    std::string path;  ///< SQLite: the file
    std::string host, database, user, password, schema;
    std::map<std::string, std::string> options;  ///< every other libpq keyword, `port` included
    std::string shown;                           ///< fit for people and logs
};

/// `postgresql://…` as libpq reads it (several hosts, socket directories, percent-encoding, TLS modes) plus `schema=`
/// and `sslmode=no-verify` as Node wikis write them; `sqlite:///absolute/path`. Invalid: anything else, said in one
/// sentence.
[[nodiscard]] Result<DatabaseUrl> parseDatabaseUrl(const std::string &url);

}  // namespace wikivault::sql
