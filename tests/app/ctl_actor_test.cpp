#include "tests/support/serve_story.h"

using namespace wikivault;

/// In whose name runs act, and what is said where there is nobody.
class CtlActorTest : public QObject, protected test::ServeStory {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void nobodyToActAsIsSaidWhereverARunIsAwaited();
    void theDoctorJudgesByTheRuleOfRuns_data();
    void theDoctorJudgesByTheRuleOfRuns();
};

void CtlActorTest::nobodyToActAsIsSaidWhereverARunIsAwaited() {
    const QByteArray sentence = "Nobody to act as: no run begins until GIT_SYNC_SERVICE_USER_ID";
    m_ctl->set("GIT_SYNC_SERVICE_USER_ID", "");
    startDriver();
    const auto trigger = run("trigger general");
    QCOMPARE(trigger.code, 1);
    QVERIFY2(trigger.err.contains(sentence) && trigger.err.contains("start serve again"), trigger.err.constData());
    for (const char *command : {"status", "activity", "spaces"}) {
        const auto said = run(command);
        QCOMPARE(said.code, 0);
        QVERIFY2(said.out.contains(sentence), said.out.constData());
    }
    QVERIFY(run("status --json")
                .object()[QStringLiteral("actorProblem")]
                .toString()
                .startsWith(QString::fromUtf8(sentence)));
    end();
    m_ctl->set("GIT_SYNC_SERVICE_USER_ID", m_wiki->user().str());
    startDriver();
    QCOMPARE(run("trigger general").code, 0);
    for (const char *command : {"status", "activity", "spaces"})
        QVERIFY(!run(command).out.contains("Nobody to act as"));
}

void CtlActorTest::theDoctorJudgesByTheRuleOfRuns_data() {
    using Variables = test::CtlProgram::Variables;
    const auto closed = QStringLiteral("http://127.0.0.1:1/api");
    const Variables api = {{QStringLiteral("DOCMOST_API_URL"), closed},
                           {QStringLiteral("DOCMOST_TOKEN"), QStringLiteral("token")},
                           {QStringLiteral("GIT_SYNC_SERVICE_USER_ID"), {}}};
    const auto with = [](Variables variables, const char *name, const QString &value) {
        variables[QLatin1String(name)] = value;
        return variables;
    };
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("detail");
    QTest::newRow("a user writes") << Variables() << "ok"
                                   << "Writes as user ";
    QTest::newRow("a user, and nothing is written")
        << Variables{{QStringLiteral("WIKIVAULT_WRITER"), QStringLiteral("none")}} << "ok"
        << "without a writer nothing is written";
    QTest::newRow("an account nobody reaches") << with(api, "WIKIVAULT_WRITER", QStringLiteral("api")) << "unknown"
                                               << "did not say";
    QTest::newRow("an account that nothing is written by")
        << with(api, "WIKIVAULT_WRITER", QStringLiteral("sql")) << "fail"
        << "Nobody is named";
}

void CtlActorTest::theDoctorJudgesByTheRuleOfRuns() {
    QFETCH(const test::CtlProgram::Variables, variables);
    QFETCH(const QString, status);
    QFETCH(const QString, detail);
    const auto checks = m_ctl->run("doctor --json", variables).array();
    const auto isActor = [](const QJsonValue &check) {
        return check[QLatin1String("name")] == QStringLiteral("acting user");
    };
    const auto check = std::find_if(checks.begin(), checks.end(), isActor);
    QVERIFY(check != checks.end());
    QCOMPARE((*check)[QLatin1String("status")].toString(), status);
    QVERIFY2((*check)[QLatin1String("detail")].toString().contains(detail),
             qPrintable((*check)[QLatin1String("detail")].toString()));
    // The rule itself.
    const bool isNobody = m_ctl->run("sync general --json", variables).out.contains("no-service-user");
    QCOMPARE(isNobody, status == QStringLiteral("fail"));
}

QTEST_GUILESS_MAIN(CtlActorTest)
#include "ctl_actor_test.moc"
