#include "app/console/single_instance.h"
#include "app/common/driver_lock.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace wikivault;

/// The second start of a profile calls the window that is open; another profile has a window of its own.
class SingleInstanceTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_settings.profile = "demo";
        m_settings.dataDir = m_folder.path();
    }

    void theOpenWindowIsCalled() {
        std::vector<WindowCall> taken;
        WindowCalls calls([&taken](const WindowCall &call) { taken.push_back(call); });
        QVERIFY(calls.listen(m_settings));
        QVERIFY(called(m_settings, {"conflicts", "handbook"}));
        QCOMPARE(taken.size(), std::size_t(1));
        QCOMPARE(taken.front().page, std::string("conflicts"));
        QCOMPARE(taken.front().space, std::string("handbook"));
    }

    void nobodyIsCalledWhereNoWindowIs() {
        QVERIFY(!called(m_settings, {}));
        {
            WindowCalls calls([](const WindowCall &) {});
            QVERIFY(calls.listen(m_settings));
            Settings other = m_settings;
            other.profile = "other";
            QVERIFY(!called(other, {}));
        }
        QVERIFY2(!called(m_settings, {}), "the window is closed");
    }

    void aStartThatOpensNothingSaysSo() {
        const auto said = [](const std::vector<std::string> &words) {
            return QString::fromStdString(handedOverSentence(*readStartOptions(words, {})));
        };
        QVERIFY(said({}).contains(QStringLiteral("brought to the front")));
        QVERIFY(said({}).contains(QStringLiteral("--new-instance")) && !said({}).contains(QStringLiteral("read-only")));
        QVERIFY(said({"--read-only"}).contains(QStringLiteral("--read-only was not applied")));
    }

    void theWindowSaysWhatItKnowsToBeInSync() {
        WindowCalls calls([](const WindowCall &) {}, [] { return std::vector{SpaceId("a"), SpaceId("b")}; });
        QVERIFY(calls.listen(m_settings));
        std::optional<std::vector<SpaceId>> known;
        std::atomic<bool> isDone = false;
        const std::jthread asker([&] { known = spacesInSync(m_settings, {}), isDone = true; });
        QVERIFY(QTest::qWaitFor([&] { return isDone.load(); }, 30000));
        QVERIFY(known && *known == (std::vector{SpaceId("a"), SpaceId("b")}));
    }

    void aSecondWindowDoesNotTakeTheCalls() {
        WindowCalls first([](const WindowCall &) {}), second([](const WindowCall &) {});
        QVERIFY(first.listen(m_settings));
        QVERIFY(!second.listen(m_settings));
    }

private:
    /// Another program calls: this one's event loop goes on.
    static bool called(const Settings &settings, const WindowCall &call) {
        std::atomic<int> answer = -1;
        const std::jthread caller([&] { answer = callRunningWindow(settings, call) ? 1 : 0; });
        return QTest::qWaitFor([&] { return answer >= 0; }, 30000) && answer == 1;
    }

    test::TempDir m_folder;
    Settings m_settings;
};

QTEST_GUILESS_MAIN(SingleInstanceTest)
#include "single_instance_test.moc"
