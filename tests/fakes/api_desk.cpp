#include "tests/fakes/api_desk.h"

#include "engine/core/page_file.h"

#include <algorithm>

namespace wikivault::test {

namespace {

bool isApiWrite(const std::string &path) {
    return path == "/pages/update" || path == "/pages/create" || path == "/pages/move" || path == "/pages/delete" ||
           path == "/pages/restore";
}

}  // namespace

ApiDesk::ApiDesk(std::unique_ptr<TestWiki> wiki, bool fork)
    : m_wiki(std::move(wiki)),
      m_server(*m_wiki, fork),
      m_ctl(*m_wiki, m_folder) {
    m_ctl.set("GIT_SYNC_SERVICE_USER_ID", "");
    m_ctl.set("DOCMOST_API_URL", m_server.url());
    m_ctl.set("DOCMOST_EMAIL", StandInWiki::kEmail);
    m_ctl.set("DOCMOST_PASSWORD", StandInWiki::kPassword);
    addPage(1, "Anchor", "alpha");
    addPage(2, "Branch", "beta");
}

CtlRun ApiDesk::sync(int code) {
    CtlRun run = m_ctl.run("sync general --json");
    if (run.code != code) qWarning("exit code %d\n%s%s", run.code, run.out.constData(), run.err.constData());
    return run;
}

void ApiDesk::expectQuiet() {
    const int before = writes();
    for (int i = 0; i < 2; ++i)
        QCOMPARE(sync().code, 0);
    QCOMPARE(writes(), before);
}

std::string ApiDesk::idOf(const std::string &title) {
    return ask("select id from pages where deleted_at is null and title = '" + title + "'");
}

std::string ApiDesk::contentOf(const std::string &title) {
    return ask("select cast(content as text) from pages where title = '" + title + "'");
}

int ApiDesk::writes() {
    const auto calls = m_server.calls();
    return static_cast<int>(std::count_if(calls.begin(), calls.end(), isApiWrite));
}

std::string ApiDesk::path(const std::string &file) const {
    return m_ctl.vaults() + "/" + m_wiki->general().str() + "/" + file;
}

std::string ApiDesk::body(const std::string &file) const {
    return parsePageFile(readFile(path(file))).body;
}

std::string ApiDesk::idIn(const std::string &file) const {
    const auto id = parsePageFile(readFile(path(file))).id;
    return id ? id->str() : "no id";
}

void ApiDesk::writeBody(const std::string &file, const std::string &text) const {
    writeFile(path(file), withBody(readFile(path(file)), text));
}

void ApiDesk::addPage(int number, const std::string &title, const std::string &text) {
    const std::string printed = ask(m_wiki->newPage(m_wiki->general(), number, title, text));
    QVERIFY2(printed.empty(), printed.c_str());
}

void ApiDesks::addStores() {
    QTest::addColumn<QString>("store");
    for (const char *store : {"sqlite", "docmost", "fork"})
        QTest::newRow(store) << QString::fromLatin1(store);
}

std::unique_ptr<ApiDesk> ApiDesks::open(const QString &store) {
    const bool isSqlite = store == QStringLiteral("sqlite");
    if (!isSqlite && !m_postgres) {
        auto server = PostgresServer::startWithDocmost();
        if (!server && server.error().code != ErrorCode::NotFound) qFatal("%s", server.error().detail.c_str());
        if (!server) m_whyNone = server.error().detail;
        if (!server) return nullptr;
        m_postgres = std::move(*server);
    }
    auto wiki = isSqlite ? TestWiki::sqlite() : TestWiki::postgres(*m_postgres, store.toStdString());
    if (!wiki) qFatal("%s", wiki.error().detail.c_str());
    return std::make_unique<ApiDesk>(std::move(*wiki), store == QStringLiteral("fork"));
}

}  // namespace wikivault::test
