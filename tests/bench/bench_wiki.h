#pragma once

#include "engine/adapters/sql/embedded_wiki.h"

#include <QSqlDatabase>

#include <string>

namespace wikivault::bench {

/// A connection of the benchmark's own, beside the engine's; closes itself.
class WikiHand {
public:
    explicit WikiHand(const std::string &databaseUrl);
    ~WikiHand();
    WikiHand(const WikiHand &) = delete;
    WikiHand &operator=(const WikiHand &) = delete;

    /// Creates Docmost's tables in a Postgres database (resources/sql/stack_wiki.sql) and fills them. Empty: all went
    /// well, else what did not.
    [[nodiscard]] std::string fillPostgres(const sql::EmbeddedContent &wiki);
    [[nodiscard]] std::string setContent(const PageId &page, const std::string &content);

private:
    [[nodiscard]] std::string insertPages(const sql::EmbeddedContent &wiki);
    QSqlDatabase m_database;
};

}  // namespace wikivault::bench
