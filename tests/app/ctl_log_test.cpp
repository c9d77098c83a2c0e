#include "tests/support/ctl_world.h"

#include <QTest>

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

/// The log tells what was done, by whom and how it ended, and no text of a page; standard error repeats none of it.
class CtlLogTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_world = std::make_unique<CtlWorld>(); }
    void everyActLeavesALine() {
        QCOMPARE(m_world->run("sync general --reason because").code, 0);
        m_world->editPage(1, "Secret words of the wiki.");
        m_world->writeBody("Welcome.md", "Secret words of git.");
        const CtlRun synced = m_world->run("sync general");
        QCOMPARE(synced.code, 4);
        QVERIFY2(!synced.err.contains(" info "), synced.err.constData());
        const QString page = QString::fromStdString(testPage(1).str());
        QCOMPARE(m_world->run(words("conflict resolve --take git") << page).code, 0);
        QCOMPARE(m_world->run("pause general --for 1h").code, 0);
        QCOMPARE(m_world->run("resume general").code, 0);
        QCOMPARE(m_world->run("enable general").code, 0);
        QCOMPARE(m_world->run("disable general").code, 0);
        const QByteArray log = text();
        for (const char *line :
             {"Space general: run 1 (manual) begins, by ", "Space general: run 2 (manual) begins, by ",
              "Space general: run 2 (manual) ended after ",
              "0 done, 0 to git, 0 to the wiki, 1 left open, 1 conflict\n", "was decided by ", ": git\n",
              ": paused by ", ": resumed by ", ": enabled by ", ": disabled by "})
            QVERIFY2(log.contains(line), (line + QByteArray(" is not in\n") + log).constData());
        QVERIFY2(!log.contains("Secret"), log.constData());
    }
    void itsLinesAreChosenAsInTheWindow() {
        for (const char *sync : {"sync general", "sync general", "sync engineering"})
            QCOMPARE(m_world->run(sync).code, 0);
        std::filesystem::remove_all(m_world->vaults() + "/" + m_world->wiki().general().str());
        QCOMPARE(m_world->run("sync general").code, 2);
        const auto log = [this](const char *options) {
            return m_world->run((QByteArray("log ") + options).constData()).out;
        };
        const QByteArray all = log("");
        QVERIFY2(all.contains("Space general: run 2 ") && all.contains("Space engineering: run 3 "), all.constData());
        const QByteArray ofSpace = log("engineering");
        QVERIFY2(ofSpace.contains("run 3 ") && !ofSpace.contains("general"), ofSpace.constData());
        const QByteArray ofRun = log("--run 4");
        QVERIFY2(ofRun.contains("run 4 ") && !ofRun.contains("run 2 "), ofRun.constData());
        const QByteArray bad = log("--level error");
        QVERIFY2(bad.contains("run 4 (manual) failed") && !bad.contains(" info "), bad.constData());
        const QByteArray words = log("--text BEGINS --limit 1");
        QVERIFY2(words.contains("run 4 (manual) begins") && words.count("begins") == 1, words.constData());
        const QJsonArray json = m_world->run("log --json --level error").array();
        QVERIFY(!json.isEmpty() && member(json[0].toObject(), "level") == QStringLiteral("error"));
        QCOMPARE(m_world->run("log --level loud").code, 64);
        QCOMPARE(m_world->run("log nowhere").code, 64);
        QVERIFY(log("--text nonesuch").contains("No line of the log matches."));
    }
    void aFailureIsSaidOnce() {
        QCOMPARE(m_world->run("sync general").code, 0);
        std::filesystem::remove_all(m_world->vaults() + "/" + m_world->wiki().general().str());
        const CtlRun failed = m_world->run("sync general");
        QCOMPARE(failed.code, 2);
        QVERIFY2((failed.out + failed.err).count("was there") <= 1, (failed.out + failed.err).constData());
        QVERIFY2(!failed.err.contains(" error "), failed.err.constData());
        QVERIFY2(failed.err.contains("looks at connections, rights and disk"), failed.err.constData());
        QVERIFY2(text().contains(" error Space general: run 2 (manual) failed after "), text().constData());
    }

private:
    [[nodiscard]] QByteArray text() const {
        return QByteArray::fromStdString(readFile(m_world->vaults() + "/.wikivault/wikivault.log"));
    }
    std::unique_ptr<CtlWorld> m_world;
};

QTEST_GUILESS_MAIN(CtlLogTest)
#include "ctl_log_test.moc"
