#include "engine/adapters/remote/push_report.h"

#include "engine/adapters/remote/git_words.h"

#include <QTest>

using namespace wikivault;
using namespace wikivault::remote;

class PushReportTest : public QObject {
    Q_OBJECT

private slots:
    /// F094
    void eachRefHasItsOwnResult() {
        const std::string said =
            "To file:///srv/v.git\n"
            " \t1111111:refs/heads/main\t1111111..2222222\n"
            "!\t1111111:refs/heads/side\t[remote rejected] (pre-receive hook declined)\n"
            "*\t1111111:refs/heads/new\t[new branch]\n"
            "=\t1111111:refs/heads/same\t[up to date]\nDone\n";
        QVERIFY(pushedRef(said, "refs/heads/main").moved);
        QVERIFY(pushedRef(said, "refs/heads/new").moved);
        QVERIFY(pushedRef(said, "refs/heads/same").moved);
        const PushedRef side = pushedRef(said, "refs/heads/side");
        QVERIFY(side.isNamed && !side.moved);
        QCOMPARE(side.reason, std::string("[remote rejected] (pre-receive hook declined)"));
        QVERIFY(!pushedRef(said, "refs/heads/other").isNamed);
        QVERIFY(!pushedRef("", "refs/heads/main").isNamed);
        QVERIFY(!pushedRef("+\t1:refs/heads/main\tforced\n", "refs/heads/main").moved);
    }

    void whatWasSaidIsMadeFitForALine() {
        const std::string words =
            lastWords("Counting objects: 1\rCounting objects: 2\nremote: \x1b[31mno\x1b[0m\nhint: x\n");
        QCOMPARE(words, std::string("remote:  [31mno [0m"));
        QVERIFY(lastWords(std::string(100000, 'x')).size() < 600);
    }

    void whatGitSaysHasAKind_data() {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("kind");
        QTest::newRow("host") << "ssh: Could not resolve hostname x: Name or service not known"
                              << "unreachable";
        QTest::newRow("404") << "fatal: repository 'https://h/x.git/' not found"
                             << "not-found";
        QTest::newRow("403") << "fatal: unable to access 'https://h/x/': The requested URL returned error: 403"
                             << "auth-refused";
        QTest::newRow("token") << "fatal: Authentication failed for 'https://h/x.git/'"
                               << "auth-refused";
        QTest::newRow("slow") << "error: RPC failed; curl 28 Operation too slow"
                              << "timed-out";
        QTest::newRow("tree") << "error: object 12: hasDotgit: contains '.git'\nfatal: fsck error in packed object"
                              << "hostile";
        QTest::newRow("revoked") << "@ WARNING: REVOKED HOST KEY DETECTED! @"
                                 << "host-key-changed";
        QTest::newRow("other") << "something new"
                               << "other";
    }
    void whatGitSaysHasAKind() {
        QFETCH(QString, said);
        ChildOutcome outcome;
        outcome.end = ChildEnd::Exited;
        outcome.code = 128;
        outcome.err = said.toStdString();
        const RemoteProblem problem = problemOf(outcome, "looking");
        const auto word = toWord(problem.fault);
        QTEST(QString::fromUtf8(word.data(), qsizetype(word.size())), "kind");
        QVERIFY(problem.detail.starts_with("looking failed: "));
    }
};

QTEST_APPLESS_MAIN(PushReportTest)
#include "push_report_test.moc"
