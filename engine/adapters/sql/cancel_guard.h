#pragma once

#include "engine/adapters/sql/database_url.h"

#include <memory>
#include <stop_token>

class QSqlDatabase;

namespace wikivault::sql {

/// While it lives, a stop request ends the statement that runs on the connection. Asking to stop never blocks: a server
/// that does not honour the request within seconds loses the connection.
class CancelGuard {
public:
    CancelGuard(const QSqlDatabase &database, Dialect dialect, std::stop_token stop);
    ~CancelGuard();
    CancelGuard(const CancelGuard &) = delete;
    CancelGuard &operator=(const CancelGuard &) = delete;

private:
    class Watch;
    std::unique_ptr<Watch> m_watch;
};

}  // namespace wikivault::sql
