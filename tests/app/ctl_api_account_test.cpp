#include "tests/fakes/api_desk.h"
#include "tests/support/verify.h"

using namespace wikivault;
using namespace wikivault::test;

/// The account that writes through the wiki's API, and its password.
class CtlApiAccountTest : public QObject, protected ApiStory {
    Q_OBJECT

private slots:
    void initTestCase_data() { ApiDesks::addStores(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void withoutAnAccountChangesWait();
    void theDoctorKnowsTheAccount();
    void secretsStayWhereTheyAre();
};

void CtlApiAccountTest::withoutAnAccountChangesWait() {
    if (!m_desk->wiki().isPostgres()) QSKIP("the embedded wiki has no server; it is written directly");
    m_desk->ctl().set("DOCMOST_API_URL", "");
    m_desk->ctl().set("GIT_SYNC_SERVICE_USER_ID", m_desk->wiki().user().str());
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->writeBody("Anchor.md", "alpha from git");
    const QString file = QString::fromStdString(m_desk->folder() + "/plan.json");
    const CtlRun planned = m_desk->ctl().run(words("plan general -o") << file);
    QVERIFY2(planned.out.contains(" held ") && planned.out.contains("no-writer: no account"), planned.out.constData());
    const CtlRun applied = m_desk->ctl().run(words("apply") << file);
    QVERIFY2(applied.code == 1 && applied.out.contains("no-writer: no account"), applied.out.constData());
    const CtlRun held = m_desk->sync(1);
    QCOMPARE(held.code, 1);
    QVERIFY(held.out.contains("no-writer") && held.out.contains("DOCMOST_EMAIL"));
    QVERIFY(!has(m_desk->ask("select cast(content as text) from pages where title = 'Anchor'"), "from git"));
    m_desk->ctl().set("DOCMOST_API_URL", m_desk->server().url());
    QCOMPARE(m_desk->sync().code, 0);
    QVERIFY(has(m_desk->ask("select cast(content as text) from pages where title = 'Anchor'"), "from git"));
}

void CtlApiAccountTest::theDoctorKnowsTheAccount() {
    CtlRun run = m_desk->ctl().run("doctor");
    QVERIFY2(run.out.contains("takes pages' texts"), run.out.constData());
    QVERIFY2(run.out.contains("is writer of General"), run.out.constData());
    m_desk->server().setRole(m_desk->wiki().general(), "reader");
    m_desk->server().setRole(m_desk->wiki().engineering(), "");
    run = m_desk->ctl().run("doctor");
    QVERIFY2(run.out.contains("may only read General"), run.out.constData());
    QVERIFY2(run.out.contains("no member of Engineering"), run.out.constData());
    run = m_desk->ctl().run("spaces");
    QVERIFY2(run.out.contains("may only read here") && run.out.contains("is no member"), run.out.constData());
    m_desk->ctl().set("DOCMOST_PASSWORD", "wrong secret");
    run = m_desk->ctl().run("doctor");
    QVERIFY2(run.out.contains("does not know this account"), run.out.constData());
}

void CtlApiAccountTest::secretsStayWhereTheyAre() {
    m_desk->ctl().set("DOCMOST_PASSWORD", "");
    writeFile(m_desk->folder() + "/secret", std::string(StandInWiki::kPassword) + "\n");
    m_desk->ctl().set("DOCMOST_PASSWORD_COMMAND", "cat " + m_desk->folder() + "/secret");
    m_desk->ctl().set("LOG_LEVEL", "debug");
    CtlRun run = m_desk->sync();
    QCOMPARE(run.code, 0);
    QVERIFY(!(run.out + run.err).contains(StandInWiki::kPassword));
    m_desk->ctl().set("DOCMOST_PASSWORD_COMMAND", "exit 3");
    m_desk->writeBody("Anchor.md", "alpha from git");
    run = m_desk->sync(2);
    QVERIFY2(run.out.contains("DOCMOST_PASSWORD_COMMAND"), run.out.constData());
    for (const auto &[file, state] : snapshot(m_desk->folder()))
        if (!file.ends_with("secret"))
            QVERIFY2(!has(readFile(m_desk->folder() + "/" + file), StandInWiki::kPassword), file.c_str());
}

QTEST_GUILESS_MAIN(CtlApiAccountTest)
#include "ctl_api_account_test.moc"
