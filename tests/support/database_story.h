#pragma once

#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <memory>
#include <string>

namespace wikivault::test {

/// What stories of the built program on a wiki in PostgreSQL begin with, a synced space of the pages "Page 1" and
/// "Page 2", and what has to be so in the end, whatever happened to the database meanwhile. `m_server` is the story's
/// to start.
class DatabaseStory {
protected:
    void begin() {
        auto wiki = TestWiki::postgres(*m_server, "docmost");
        VERIFY_DONE(wiki);
        m_wiki = std::move(*wiki);
        m_data = std::make_unique<TempDir>();
        m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
        m_ctl->set("WIKIVAULT_WRITER", "sql");
        m_ctl->set("DATABASE_URL", url("guarded:right", m_server->port()));
        QCOMPARE(m_wiki->run("grant all on all tables in schema public to guarded"), std::string());
        for (const int number : {1, 2})
            QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), number, "Page " + std::to_string(number), "alpha")),
                     std::string());
        QCOMPARE(m_ctl->run("sync general").code, 0);
    }
    void end() {
        if (m_server) static_cast<void>(m_server->run("postgres", "alter role guarded connection limit -1"));
        m_ctl.reset();
        m_wiki.reset();
        m_data.reset();
    }
    [[nodiscard]] std::string file(const std::string &name) const {
        return m_ctl->vaults() + "/" + m_wiki->general().str() + "/" + name;
    }
    [[nodiscard]] std::string body(const std::string &name) const { return parsePageFile(readFile(file(name))).body; }
    [[nodiscard]] std::string url(const std::string &user, int port) const {
        const std::string name = m_wiki->url().substr(m_wiki->url().rfind('/'));
        return "postgresql://" + user + "@127.0.0.1:" + std::to_string(port) + name;
    }
    /// In the wiki, in a file, and a new file.
    void editBothSides() {
        writeFile(file("Page 1.md"), withBody(readFile(file("Page 1.md")), "by hand"));
        writeFile(file("New.md"), "new text\n");
        QCOMPARE(m_wiki->run("update pages set updated_at = clock_timestamp(), content = '" + testBody("of the wiki") +
                             "' where title = 'Page 2'"),
                 std::string());
    }
    void expectConverged() {
        expectNothingHalf();
        QCOMPARE(historyOf("Page 1"), std::string("1"));
        QVERIFY(has(m_wiki->run("select content from pages where title = 'Page 1'"), "by hand"));
        QVERIFY(has(m_wiki->run("select content from pages where title = 'New'"), "new text"));
        QCOMPARE(m_wiki->run("select count(*) from pages where title in ('Page 1', 'Page 2', 'New')"),
                 std::string("3"));
        QCOMPARE(body("Page 1.md"), std::string("by hand"));
        QCOMPARE(body("Page 2.md"), std::string("of the wiki"));
        QCOMPARE(body("New.md"), std::string("new text"));
        QCOMPARE(runGit(m_ctl->vaults() + "/" + m_wiki->general().str(), {"fsck", "--full", "--strict"}).code, 0);
        const CtlRun quiet = m_ctl->run("sync general --json");
        QVERIFY2(quiet.code == 0, quiet.err.constData());
        QVERIFY(quiet.array().first().toObject().value(QLatin1String("items")).toArray().isEmpty());
    }
    /// Whatever became of a run: each change is there as a whole, once, or not at all.
    void expectNothingHalf() {
        const bool isWritten = has(m_wiki->run("select content from pages where title = 'Page 1'"), "by hand");
        QCOMPARE(historyOf("Page 1"), std::string(isWritten ? "1" : "0"));
        QCOMPARE(historyOf("Page 2"), std::string("0"));
        const std::string made = m_wiki->run("select count(*) from pages where title = 'New'");
        QVERIFY2(made == "0" || made == "1", made.c_str());
        QCOMPARE(m_wiki->run("select count(*) from pages where title = 'New' and content::text like '%new text%'"),
                 made);
        QVERIFY(has(m_wiki->run("select content from pages where title = 'Page 2'"), "of the wiki"));
    }
    [[nodiscard]] std::string historyOf(const std::string &title) const {
        return m_wiki->run("select count(*) from page_history h join pages p on p.id = h.page_id where p.title = '" +
                           title + "'");
    }
    [[nodiscard]] CtlRun syncThrough(int port) const {
        return m_ctl->run("sync general",
                          {{QStringLiteral("DATABASE_URL"), QString::fromStdString(url("guarded:right", port))}});
    }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
};

}  // namespace wikivault::test
