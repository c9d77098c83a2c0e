#include "tests/support/test_wiki.h"

#include "engine/adapters/sql/embedded_wiki.h"

#include <QProcess>

#include <atomic>

namespace wikivault::test {

namespace {

sql::EmbeddedContent smallWiki() {
    sql::EmbeddedContent content;
    content.workspace = WorkspaceId("0190a000-0000-7000-8000-000000000001");
    content.workspaceName = "Test";
    content.users = {{UserId("0190a000-0000-7000-8000-000000000002"), "Admin", "admin@example.com", "owner"}};
    content.spaces = {{SpaceId("0190a000-0000-7000-8000-000000000003"), "general", "General", ""},
                      {SpaceId("0190a000-0000-7000-8000-000000000004"), "engineering", "Engineering", "Runbooks"}};
    content.createdAt = TimePoint(std::chrono::milliseconds(1767225600000));
    return content;
}

}  // namespace

Result<std::unique_ptr<TestWiki>> TestWiki::sqlite() {
    auto wiki = std::make_unique<TestWiki>();
    wiki->m_name = wiki->m_folder.filePath(QStringLiteral("wiki.db")).toStdString();
    wiki->m_url = "sqlite://" + wiki->m_name;
    TRY(sql::createEmbeddedWiki(wiki->m_name, smallWiki()));
    TRY(wiki->findNames());
    return wiki;
}

Result<std::unique_ptr<TestWiki>> TestWiki::of(const std::string &file) {
    auto wiki = std::make_unique<TestWiki>();
    wiki->m_name = file;
    wiki->m_url = "sqlite://" + file;
    TRY(wiki->findNames());
    return wiki;
}

Result<std::unique_ptr<TestWiki>> TestWiki::postgres(PostgresServer &server, const std::string &from) {
    static std::atomic<int> counter{0};
    auto wiki = std::make_unique<TestWiki>();
    wiki->m_name = "wiki_" + std::to_string(++counter);
    wiki->m_server = &server;
    wiki->m_url = server.url(wiki->m_name);
    TRY(server.createDatabase(wiki->m_name, from));
    TRY(wiki->findNames());
    return wiki;
}

Result<> TestWiki::findNames() {
    m_general = SpaceId(run("select id from spaces where slug = 'general'"));
    m_engineering = SpaceId(run("select id from spaces where slug = 'engineering'"));
    m_user = UserId(run("select id from users where name = 'Admin'"));
    if (m_general.isEmpty() || m_engineering.isEmpty() || m_user.isEmpty())
        return fail(ErrorCode::NotFound, "the wiki has not the spaces and the user a test needs");
    return {};
}

sql::WikiDatabaseRequest TestWiki::request() const {
    sql::WikiDatabaseRequest request;
    request.databaseUrl = m_url;
    request.serviceUserId = m_user.str();
    return request;
}

std::string TestWiki::run(const std::string &sql) const {
    if (m_server) {
        const auto printed = m_server->run(m_name, sql);
        return printed ? *printed : "error: " + printed.error().detail;
    }
    QProcess shell;
    shell.start(QStringLiteral("sqlite3"), {QStringLiteral("-cmd"), QStringLiteral(".timeout 5000"),
                                            QString::fromStdString(m_name), QString::fromStdString(sql)});
    shell.waitForFinished(30000);
    const std::string complaint = shell.readAllStandardError().trimmed().toStdString();
    return complaint.empty() ? shell.readAllStandardOutput().trimmed().toStdString() : "error: " + complaint;
}

std::string TestWiki::newPage(const SpaceId &space, int number, const std::string &title,
                              const std::string &text) const {
    return newPageOf(space, number, title, testBody(text));
}

std::string TestWiki::newPageOf(const SpaceId &space, int number, const std::string &title,
                                const std::string &document) const {
    const std::string user = "'" + m_user.str() + "'";
    return "insert into pages (id, slug_id, title, position, content, space_id, workspace_id, creator_id, "
           "last_updated_by_id) select '" +
           testPage(number).str() + "', 'slug" + std::to_string(number) + "', '" + title + "', 'a" +
           std::to_string(1000 + number) + "', '" + document + "', id, workspace_id, " + user + ", " + user +
           " from spaces where id = '" + space.str() + "'";
}

PageId testPage(int number) {
    std::string digits = std::to_string(number);
    return PageId("0190b000-0000-7000-8000-" + std::string(12 - digits.size(), '0') + digits);
}

std::string testBody(const std::string &text) {
    return R"({"type": "doc", "content": [{"type": "paragraph", "content": [{"text": ")" + text +
           R"(", "type": "text"}]}]})";
}

}  // namespace wikivault::test
