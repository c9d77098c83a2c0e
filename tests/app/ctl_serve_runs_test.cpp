#include "tests/support/serve_story.h"

using namespace wikivault;

/// What the built program does as a headless driver: what changes on either side reaches the other, and whoever asks is
/// served.
class CtlServeRunsTest : public QObject, protected test::ServeStory {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void anEditInTheWikiReachesItsFile();
    void onlyADriverKnowsThatASpaceIsInSync();
    void aSpaceRunsOnRequest();
    void eventsAreFollowed();
    void aPausedSpaceWaits();
    void anEditOfAFileWakesTheDriver();
    void aRunDoesNotWakeItself();
};

void CtlServeRunsTest::anEditInTheWikiReachesItsFile() {
    m_ctl->set("WIKIVAULT_CONFLICT_POLICY.nosuch", "git-wins");
    startDriver();
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += m_driver->readAllStandardError()).contains("nosuch does nothing"), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(textOf("Page.md").contains("alpha"), kPatienceMs);
    editPage("beta");
    QTRY_VERIFY_WITH_TIMEOUT(textOf("Page.md").contains("beta"), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT((said += m_driver->readAllStandardError()).contains("ended after"), kPatienceMs);
    QVERIFY2(said.contains(" Space general: run ") && said.contains(": 1 done, 1 to git, 0 to the wiki"),
             said.constData());
}

void CtlServeRunsTest::onlyADriverKnowsThatASpaceIsInSync() {
    const auto state = [this] {
        for (const auto &space : run("spaces --json").array())
            if (space.toObject()[QStringLiteral("slug")] == QStringLiteral("general"))
                return space.toObject()[QStringLiteral("state")].toString();
        return QString();
    };
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "3600000");
    QCOMPARE(run("sync general").code, 0);
    QCOMPARE(state(), QStringLiteral("in-sync"));  // the run has just looked
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "1000");
    QTest::qWait(1100);
    QCOMPARE(state(), QStringLiteral("unknown"));
    startDriver();
    QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("in-sync"), kPatienceMs);
}

void CtlServeRunsTest::aSpaceRunsOnRequest() {
    startDriver();
    const auto triggered = m_ctl->run(QStringList{QStringLiteral("trigger"), QStringLiteral("general"),
                                                  QStringLiteral("--reason"), QStringLiteral("because")});
    QCOMPARE(triggered.code, 0);
    QCOMPARE(run("wait-idle --timeout 50").code, 0);
    const QByteArray runs = run("runs general --json").out;
    QVERIFY2(runs.contains("\"because\"") && runs.contains("\"control\""), runs.constData());
    const auto unknown = run("trigger nowhere");
    QCOMPARE(unknown.code, 64);
    QVERIFY2(unknown.err.contains("There is no space \"nowhere\""), unknown.err.constData());
    QCOMPARE(run("pause general").code, 0);
    const auto paused = run("trigger general");
    QVERIFY2(paused.code == 1 && paused.err.contains("wikivaultctl resume general"), paused.err.constData());
    QCOMPARE(run("sync general").code, paused.code);
    QVERIFY(run("resume general").out.contains("is no longer paused"));
    QVERIFY(run("resume general").out.contains("was not paused"));
    const QJsonObject status = run("status --json").object();
    QCOMPARE(status.value(QStringLiteral("pid")).toInteger(), m_driver->processId());
    QCOMPARE(status.value(QStringLiteral("spaces")).toArray().size(), 2);
}

void CtlServeRunsTest::eventsAreFollowed() {
    startDriver();
    const auto events = m_ctl->start("events");
    QVERIFY(events->waitForReadyRead(kPatienceMs));
    QByteArray seen = events->readAllStandardOutput();
    QCOMPARE(run("trigger general").code, 0);
    const auto has = [&](const char *part) {
        seen += events->readAllStandardOutput();
        return seen.contains(part);
    };
    QTRY_VERIFY_WITH_TIMEOUT(has("\"event\":\"started\""), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(has("\"event\":\"finished\""), kPatienceMs);
    events->terminate();
    QVERIFY(events->waitForFinished(kPatienceMs));
    QCOMPARE(events->exitCode(), 0);
}

void CtlServeRunsTest::aPausedSpaceWaits() {
    startDriver();
    QTRY_VERIFY_WITH_TIMEOUT(textOf("Page.md").contains("alpha"), kPatienceMs);
    QCOMPARE(run("pause general --for 3x").code, 64);
    QCOMPARE(run("pause").code, 64);
    QCOMPARE(run("pause general --for 1h --reason moving").code, 0);
    QVERIFY(run("spaces").out.contains("moving"));
    QCOMPARE(run("wait-idle").code, 0);
    editPage("beta");
    QCOMPARE(run("sync general").code, 1);
    QVERIFY(textOf("Page.md").contains("alpha"));
    QCOMPARE(run("resume --all").code, 0);
    QTRY_VERIFY_WITH_TIMEOUT(textOf("Page.md").contains("beta"), kPatienceMs);
}

/// The driver looks once in an hour, so what happens sooner was noticed.
void CtlServeRunsTest::anEditOfAFileWakesTheDriver() {
    QCOMPARE(run("sync --all").code, 0);
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "3600000");
    startDriver();
    QTRY_VERIFY_WITH_TIMEOUT(run("status").out.contains("Changes of files are noticed at once"), kPatienceMs);
    QCOMPARE(run("wait-idle").code, 0);
    QByteArray text = textOf("Page.md");
    test::writeFile(file("Page.md"), text.replace("alpha", "by hand").toStdString());
    const auto inWiki = [this] {
        return m_wiki->run("select content from pages where id = '" + test::testPage(1).str() + "'");
    };
    QTRY_VERIFY_WITH_TIMEOUT(inWiki().find("by hand") != std::string::npos, kPatienceMs);
    QCOMPARE(run("wait-idle").code, 0);
    QStringList causes;  // a look at what the driver itself wrote may follow
    for (const auto &one : run("runs general --json").array())
        causes << one[QLatin1String("trigger")].toString() + QLatin1Char(' ') + one[QLatin1String("reason")].toString();
    QVERIFY2(causes.contains(QStringLiteral("event files")), qPrintable(causes.join(QLatin1Char(','))));
}

void CtlServeRunsTest::aRunDoesNotWakeItself() {
    QCOMPARE(run("sync --all").code, 0);
    startDriver();
    QTRY_VERIFY_WITH_TIMEOUT(run("status").out.contains("Changes of files are noticed at once"), kPatienceMs);
    const auto events = m_ctl->start("events");
    QVERIFY(events->waitForReadyRead(kPatienceMs));
    editPage("beta");
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 2, "Other", "gamma")), std::string());
    QTRY_VERIFY_WITH_TIMEOUT(textOf("Page.md").contains("beta") && textOf("Other.md").contains("gamma"), kPatienceMs);
    QTest::qWait(1500);  // longer than news of files wait; more only makes the test blind, not red
    events->terminate();
    QVERIFY(events->waitForFinished(kPatienceMs));
    const QByteArray seen = events->readAllStandardOutput();
    QVERIFY2(seen.contains("\"event\":\"started\""), seen.constData());
    QVERIFY2(!seen.contains("\"trigger\":\"event\""), seen.constData());
}

QTEST_GUILESS_MAIN(CtlServeRunsTest)
#include "ctl_serve_runs_test.moc"
