#include "app/common/logging.h"
#include "tests/support/test_world.h"

#include <QTest>

#include <filesystem>
#include <mutex>

using namespace wikivault;
using namespace wikivault::test;

/// What polls leave in the log of a space that fails for long.
class RunLogTest : public QObject {
    Q_OBJECT

private slots:
    void aFailureIsSaidOnceAndSoIsItsEnd() {
        auto wiki = TestWiki::sqlite();
        QVERIFY(wiki.has_value());
        TestWorld world(std::move(*wiki));
        world.addPage(1, "Page", "alpha");
        QVERIFY(world.sync().ran);
        startLogging({"info", {}, [this](const LogLine &line) { take(line); }, true});
        RunRequest poll;
        poll.space = world.wiki().general();
        poll.trigger = "poll";
        const auto sync = [&] { return world.desks().spaces.sync(poll, {}, {}); };
        const std::string away = world.vault() + ".away";
        std::filesystem::rename(world.vault(), away);
        for (int i = 0; i < 3; ++i)
            QVERIFY(!sync().ran);
        QVERIFY2(countOf("error Space") == 1, m_lines.c_str());
        poll.trigger = "manual";  // whoever asks is told
        QVERIFY(!sync().ran);
        QVERIFY2(countOf("error Space") == 2, m_lines.c_str());
        QCOMPARE(countOf("recovered"), 0);
        std::filesystem::rename(away, world.vault());
        poll.trigger = "poll";
        for (int i = 0; i < 2; ++i)
            QVERIFY(sync().ran);
        QVERIFY2(countOf("info Space general: recovered after 4 failed runs.") == 1, m_lines.c_str());
        QCOMPARE(countOf("recovered"), 1);
        startLogging({});
    }

private:
    void take(const LogLine &line) {
        const std::scoped_lock guard(m_mutex);
        m_lines += line.level + " " + line.text + "\n";
    }
    int countOf(const std::string &part) {
        const std::scoped_lock guard(m_mutex);
        return static_cast<int>(QByteArray::fromStdString(m_lines).count(part.c_str()));
    }
    std::mutex m_mutex;
    std::string m_lines;  // guarded by m_mutex
};

QTEST_GUILESS_MAIN(RunLogTest)
#include "run_log_test.moc"
