#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <csignal>

using namespace wikivault;
using namespace wikivault::test;

/// The doctor on the lock that keeps two programs from writing one space by SQL.
class CtlWriteLockTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { NEED_DOCMOST(m_server); }
    void init() {
        auto wiki = TestWiki::postgres(*m_server, "docmost");
        VERIFY_DONE(wiki);
        m_wiki = std::move(*wiki);
        m_folder = std::make_unique<TempDir>();
        m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_folder->path());
        m_ctl->set("WIKIVAULT_WRITER", "sql");
    }
    void cleanup() {
        m_ctl.reset();
        m_folder.reset();
        m_wiki.reset();
    }

    void aFreeLockIsSaidToBe() {
        QVERIFY2(detail("write lock").contains(QStringLiteral("holds the write lock of 2 spaces")),
                 qPrintable(detail("write lock")));
        m_ctl->set("WIKIVAULT_WRITER", "none");
        QCOMPARE(detail("write lock"), QString());
    }

    void whoKeptItsSessionAloneIsNamed() {
        auto other = m_wiki->open();
        VERIFY_DONE(other);
        VERIFY_DONE((*other)->writer().beginEpoch(m_wiki->general()));
        const std::string session = m_wiki->run("select pid from pg_locks where locktype = 'advisory' and granted");
        const QJsonObject held = check("write lock general");
        QCOMPARE(held.value(QLatin1String("status")).toString(), QStringLiteral("warn"));
        const std::string who = "process " + session + " of the database's server, connected from 127.0.0.1 by " +
                                std::to_string(::getpid()) + "@";
        for (const std::string &part : {who, std::string("does not lead the space any more")})
            QVERIFY2(has(textOf(held, "detail"), part), textOf(held, "detail").c_str());
        QVERIFY2(has(textOf(held, "advice"), "select pg_terminate_backend(" + session + ")"),
                 textOf(held, "advice").c_str());
        QVERIFY(detail("write lock").contains(QStringLiteral("of 1 space:")));
        QCOMPARE(m_wiki->run("select pg_terminate_backend(" + session + ")"), std::string("t"));
        QTRY_VERIFY(detail("write lock").contains(QStringLiteral("of 2 spaces:")));
    }

    /// A run waits for a row of the wiki; meanwhile its process is stopped.
    void aStoppedRunIsToldFromOneThatWorks() {
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
        QCOMPARE(m_ctl->run("sync general").code, 0);
        const std::string file = m_ctl->vaults() + "/" + m_wiki->general().str() + "/Page.md";
        writeFile(file, withBody(readFile(file), "by hand"));
        const auto session = m_wiki->session();
        VERIFY_DONE(session);
        VERIFY_DONE((*session)->begin(sql::TransactionKind::Write));
        VERIFY_DONE((*session)->execute("select 1 from pages for update", {}));
        const auto run = m_ctl->start("sync general");
        const auto status = [this] { return textOf(check("write lock general"), "status"); };
        QTRY_COMPARE_WITH_TIMEOUT(status(), std::string("ok"), 30000);
        QCOMPARE(::kill(static_cast<pid_t>(run->processId()), SIGSTOP), 0);
        QTRY_COMPARE_WITH_TIMEOUT(status(), std::string("warn"), 30000);
        const std::string advice = textOf(check("write lock general"), "advice");
        QVERIFY2(has(advice, "kill -CONT " + std::to_string(run->processId())), advice.c_str());
        (*session)->rollback();
        QCOMPARE(::kill(static_cast<pid_t>(run->processId()), SIGCONT), 0);
        QVERIFY(run->waitForFinished(60000));
        QCOMPARE(m_ctl->run("sync general").code, 0);
        QVERIFY(has(m_wiki->run("select content from pages where title = 'Page'"), "by hand"));
    }

private:
    [[nodiscard]] QJsonObject check(const char *name) const {
        for (const QJsonValue &one : m_ctl->run("doctor --json").array())
            if (one.toObject().value(QLatin1String("name")).toString() == QLatin1String(name)) return one.toObject();
        return {};
    }
    [[nodiscard]] static std::string textOf(const QJsonObject &check, const char *field) {
        return check.value(QLatin1String(field)).toString().toStdString();
    }
    [[nodiscard]] QString detail(const char *name) const {
        return check(name).value(QLatin1String("detail")).toString();
    }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<TempDir> m_folder;
    std::unique_ptr<CtlProgram> m_ctl;
};

QTEST_GUILESS_MAIN(CtlWriteLockTest)
#include "ctl_write_lock_test.moc"
