#include "tests/support/ctl_program.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <unistd.h>
#include <filesystem>

using namespace wikivault;

/// What the program says, and leaves alone, where something is not as it should be.
class CtlTroubleTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void whatWaitsIsToldOnce();
    void aVaultThatIsGoneIsNotMadeAgain();
    void doctorKnowsWhoIsUnknown();
    void whatMayNotBeReadIsNotTakenForAbsent();
    void aWrongPasswordOfRedisIsSaidOnceAndWell();

private:
    [[nodiscard]] test::CtlRun runWithoutRights(const char *arguments, const test::CtlProgram::Variables &more) const;
    [[nodiscard]] test::CtlRun run(const char *arguments) const { return m_ctl->run(arguments); }
    [[nodiscard]] QString vault() const {
        return QString::fromStdString(m_ctl->vaults() + "/" + m_wiki->general().str());
    }

    std::unique_ptr<test::TempDir> m_data;
    std::unique_ptr<test::TestWiki> m_wiki;
    std::unique_ptr<test::CtlProgram> m_ctl;
};

void CtlTroubleTest::init() {
    m_data = std::make_unique<test::TempDir>();
    auto wiki = test::TestWiki::sqlite();
    QVERIFY(wiki.has_value());
    m_wiki = std::move(*wiki);
    m_ctl = std::make_unique<test::CtlProgram>(*m_wiki, m_data->path());
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "300");
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
    QCOMPARE(run("sync general").code, 0);
}

void CtlTroubleTest::whatWaitsIsToldOnce() {
    constexpr int kPatienceMs = 60'000;
    const std::string file = vault().toStdString() + "/Page.md";
    QFile page(QString::fromStdString(file));
    QVERIFY(page.open(QIODevice::ReadOnly));
    test::writeFile(file, page.readAll().replace("alpha", "of the file").toStdString());
    QCOMPARE(m_wiki->run("update pages set content = '" + test::testBody("of the wiki") + "' where id = '" +
                         test::testPage(1).str() + "'"),
             std::string());
    QCOMPARE(run("sync general").code, 4);
    const auto runs = run("runs --json").array().size();

    const auto driver = m_ctl->start("serve");
    QTRY_COMPARE_WITH_TIMEOUT(run("status").code, 0, kPatienceMs);
    const auto events = m_ctl->start("events");
    QByteArray seen;
    QTRY_VERIFY_WITH_TIMEOUT((seen += events->readAllStandardOutput()).count("\"event\":\"finished\"") >= 3,
                             kPatienceMs);
    events->terminate();
    QVERIFY(events->waitForFinished(kPatienceMs));
    driver->terminate();
    QVERIFY(driver->waitForFinished(kPatienceMs));
    QCOMPARE(run("runs --json").array().size(), runs);
    QVERIFY(!driver->readAllStandardError().contains("conflict"));
    QVERIFY(run("conflicts").out.contains("Page.md"));
    QVERIFY2(run("spaces").out.contains("conflict"), run("spaces").out.constData());
}

void CtlTroubleTest::aVaultThatIsGoneIsNotMadeAgain() {
    const QString away = vault() + QStringLiteral(".away");
    QVERIFY(QDir().rename(vault(), away));
    const test::CtlRun failed = run("sync general");
    QCOMPARE(failed.code, 2);
    QVERIFY2(failed.out.contains("was here before and is gone"), failed.out.constData());
    QVERIFY(!QFileInfo::exists(vault()));
    const test::CtlRun examined = run("doctor");
    QVERIFY2(examined.out.contains("was here before and is gone"), examined.out.constData());
    QVERIFY(QDir().rename(away, vault()));
    QCOMPARE(run("sync general").code, 0);
}

void CtlTroubleTest::doctorKnowsWhoIsUnknown() {
    QVERIFY(!run("doctor").out.contains("has no user with the id"));
    m_ctl->set("GIT_SYNC_SERVICE_USER_ID", "00000000-0000-4000-8000-0000000000ff");
    const test::CtlRun examined = run("doctor");
    QVERIFY2(examined.out.contains("has no user with the id"), examined.out.constData());
    QCOMPARE(examined.out.count("acting user"), 1);
}

/// As a user whom rights stop; root's programs are without what lets them pass.
test::CtlRun CtlTroubleTest::runWithoutRights(const char *arguments, const test::CtlProgram::Variables &more) const {
    const QStringList wrapper =
        ::geteuid() == 0 ? test::words("setpriv --bounding-set=-dac_override,-dac_read_search") : test::words("env");
    return m_ctl->runUnder(wrapper, arguments, more);
}

void CtlTroubleTest::whatMayNotBeReadIsNotTakenForAbsent() {
    const std::string config = *m_data / "config", profile = config + "/wikivault/default.ini";
    test::writeFile(profile, "GIT_SYNC_ENABLED = true\n");
    const test::CtlProgram::Variables own = {{QStringLiteral("XDG_CONFIG_HOME"), QString::fromStdString(config)}};
    QCOMPARE(run("pause general").code, 0);
    QCOMPARE(runWithoutRights("spaces", own).code, 0);
    namespace fs = std::filesystem;
    for (const std::string &closed : {profile, fs::path(profile).parent_path().string()}) {
        const fs::perms before = fs::status(closed).permissions();
        fs::permissions(closed, fs::perms::none);
        const test::CtlRun refused = runWithoutRights("spaces", own);
        fs::permissions(closed, before);
        QCOMPARE(refused.code, 64);
        QVERIFY2(refused.err.contains("default.ini, which cannot be read (Permission denied)"),
                 refused.err.constData());
    }
    for (const std::string &closed : {m_ctl->vaults(), m_ctl->vaults() + "/.wikivault"}) {
        fs::permissions(closed, fs::perms::none);
        const test::CtlRun listed = runWithoutRights("spaces", own), synced = runWithoutRights("sync general", own),
                           examined = runWithoutRights("doctor", own);
        fs::permissions(closed, fs::perms::owner_all);
        for (const test::CtlRun &refused : {listed, synced, examined}) {
            QCOMPARE(refused.code == 0, false);
            QVERIFY2((refused.out + refused.err).contains(QByteArray::fromStdString(closed) + " may not be entered"),
                     (refused.out + refused.err).constData());
        }
        QVERIFY2(!examined.out.contains("does not exist yet"), examined.out.constData());
    }
}

void CtlTroubleTest::aWrongPasswordOfRedisIsSaidOnceAndWell() {
    const auto redis = test::RedisServer::start();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    VERIFY_DONE(redis);
    std::string url = (*redis)->url();
    m_ctl->set("REDIS_URL", url.insert(url.find("//") + 2, ":wrong@"));
    (*redis)->run({"CONFIG", "SET", "requirepass", "right"});
    for (const char *command : {"doctor", "spaces", "activity", "sync general", "locks"}) {
        const test::CtlRun said = run(command);
        const QByteArray text = said.out + said.err;
        QVERIFY2(text.count("WRONGPASS") == 1 && !text.contains(".."), text.constData());
    }
}

QTEST_GUILESS_MAIN(CtlTroubleTest)
#include "ctl_trouble_test.moc"
