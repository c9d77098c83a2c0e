#include "engine/core/retry_table.h"

#include <QTest>

using namespace wikivault;

/// D25: what kind of failure an answer is, and how it is met.
class RetryTableTest : public QObject {
    Q_OBJECT

private slots:
    void D25_statesOfDatabases_data() {
        QTest::addColumn<QString>("states");
        QTest::addColumn<int>("kind");
        QTest::newRow("transient") << "57P01 57P02 57P03 08000 08006 08P01 XX000 55P03 57014"
                                   << int(FailureClass::Transient);
        QTest::newRow("repeatable") << "40001 40P01" << int(FailureClass::Repeatable);
        QTest::newRow("conflict") << "23505 23503 23P01" << int(FailureClass::Conflict);
        QTest::newRow("auth") << "28000 28P01 42501 25006" << int(FailureClass::Auth);
        QTest::newRow("permanent") << "22001 22P05 42P01 42703 23514 23502 P0001" << int(FailureClass::Permanent);
        QTest::newRow("environment") << "53100 53200 53300 58030" << int(FailureClass::Environment);
    }
    void D25_statesOfDatabases() {
        QFETCH(const QString, states);
        QFETCH(const int, kind);
        for (const QString &state : states.split(QLatin1Char(' ')))
            QVERIFY2(int(classOfSqlState(state.toStdString())) == kind, qPrintable(state));
        QCOMPARE(classOfSqlState(""), FailureClass::Transient);
    }

    void D25_statusesOfServers_data() {
        QTest::addColumn<QString>("statuses");
        QTest::addColumn<int>("kind");
        QTest::newRow("transient") << "408 429 500 502 503 504" << int(FailureClass::Transient);
        QTest::newRow("conflict") << "409 412" << int(FailureClass::Conflict);
        QTest::newRow("auth") << "401 403" << int(FailureClass::Auth);
        QTest::newRow("permanent") << "400 404 413 422" << int(FailureClass::Permanent);
        QTest::newRow("environment") << "507" << int(FailureClass::Environment);
    }
    void D25_statusesOfServers() {
        QFETCH(const QString, statuses);
        QFETCH(const int, kind);
        for (const QString &status : statuses.split(QLatin1Char(' ')))
            QVERIFY2(int(classOfHttpStatus(status.toInt())) == kind, qPrintable(status));
    }

    /// Only what the database took back for another's sake is done again at once, as a whole and five times at most.
    void D25_whatIsTriedAgainAtOnce() {
        for (const FailureClass kind : {FailureClass::Transient, FailureClass::Conflict, FailureClass::Auth,
                                        FailureClass::Permanent, FailureClass::Environment})
            QCOMPARE(ruleOf(kind).tries, 1);
        QCOMPARE(ruleOf(FailureClass::Repeatable).tries, 5);
        QCOMPARE(codeOf(FailureClass::Conflict), ErrorCode::Conflict);
        QCOMPARE(codeOf(FailureClass::Environment), ErrorCode::Unavailable);
    }

    void D25_pausesGrowToTheirBound() {
        const RetryRule rule = ruleOf(FailureClass::Transient);
        const Dice least = [](int) { return 0; }, most = [](int sides) { return sides - 1; };
        QCOMPARE(pauseAfter(rule, 0, most).count(), 0);
        QCOMPARE(pauseAfter(rule, 1, least).count(), 2500);
        QCOMPARE(pauseAfter(rule, 1, most).count(), 5000);
        QCOMPARE(pauseAfter(rule, 3, most).count(), 20'000);
        for (const int failures : {7, 60, 1'000'000})
            QCOMPARE(pauseAfter(rule, failures, most), rule.longest);
    }
};

QTEST_APPLESS_MAIN(RetryTableTest)
#include "retry_table_test.moc"
