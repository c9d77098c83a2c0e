#pragma once

#include "tests/fakes/stand_in_wiki.h"

namespace wikivault::test {

/// The calls of one request, on a database session of its own.
class StandInCalls {
public:
    StandInCalls(StandInWiki &wiki, QJsonObject body);
    HttpAnswer answer(const std::string &path);

private:
    HttpAnswer spaces();
    HttpAnswer info();
    HttpAnswer update();
    HttpAnswer create();
    HttpAnswer move();
    HttpAnswer trash();
    HttpAnswer restore();
    HttpAnswer sidebar();
    HttpAnswer recent();
    HttpAnswer trashed();

    [[nodiscard]] bool isPostgres() const { return m_session->dialect() == sql::Dialect::Postgres; }
    [[nodiscard]] std::string now() const;
    [[nodiscard]] std::string columns() const;
    [[nodiscard]] std::string word(const char *name) const;
    std::vector<QJsonObject> pages(const std::string &where, const sql::Values &values);
    /// The page of the request; nothing with an answer when it is not to be had.
    std::optional<QJsonObject> page(HttpAnswer &answer, bool forWriting);
    std::optional<HttpAnswer> rightsTo(const std::string &space, bool forWriting);
    std::optional<HttpAnswer> validateContent();
    void change(const std::string &sql, const sql::Values &values);
    void touch(const std::string &page);
    /// Stores what somebody typed and then what the call says; the document as it is stored then.
    void store(const std::string &page);
    [[nodiscard]] QJsonArray normalised(const QJsonArray &nodes) const;
    [[nodiscard]] QJsonObject normalisedNode(QJsonObject node) const;
    std::string lastPosition(const std::string &space, const std::string &parent);
    bool isInSubtree(const std::string &root, const std::string &page);
    HttpAnswer listed(std::vector<QJsonObject> items);

    StandInWiki &m_wiki;
    const QJsonObject m_body;
    std::unique_ptr<sql::SqlSession> m_session;
};

/// `{"data":…,"success":true,"status":200}`; without `data` when it is null.
[[nodiscard]] HttpAnswer success(const QJsonValue &data);
[[nodiscard]] HttpAnswer refusal(int status, const std::string &message, const std::string &error);

}  // namespace wikivault::test
