#include "app/common/driver.h"

#include "engine/adapters/system/system.h"
#include "tests/fakes/fake_space_desk.h"

#include <QTest>

#include <atomic>

using namespace wikivault;

namespace {

Settings quickSettings() {
    Settings settings;
    settings.databaseUrl = "sqlite:///nowhere";
    settings.enabled = true;
    settings.pollIntervalMs = 3'600'000;
    settings.debounceMs = 20;
    return settings;
}

}  // namespace

/// Who drives changes hands while runs wait for a lane.
class DriverQueueTest : public QObject {
    Q_OBJECT

private slots:
    void runsThatWaitAreDroppedWithTheSeat();
};

void DriverQueueTest::runsThatWaitAreDroppedWithTheSeat() {
    const std::vector<std::string> spaces = {"a", "b", "c", "d", "e", "f"};
    FakeSpaceDesk desk;
    for (const std::string &space : spaces) {
        desk.addSpace(space);
        desk.hold(space);
    }
    std::atomic_bool elsewhere = false;
    std::atomic_int dropped = 0;
    SyncEvents events;
    events.finished = [](const RunReport &) {};
    events.dropped = [&dropped](const RunRequest &) { ++dropped; };
    const auto clock = system::makeClock();
    Driver driver(desk, quickSettings(), *clock, std::move(events), {true, [&elsewhere] { return elsewhere.load(); }});
    const auto begun = [&] {
        driver.tick();
        int runs = 0;
        for (const std::string &space : spaces)
            runs += desk.runsOf(space);
        return runs;
    };
    QTRY_COMPARE(begun(), 4);  // so many lanes there are
    QTRY_VERIFY(!driver.service().isIdle());
    elsewhere = true;
    for (const std::string &space : spaces)
        desk.release(space);
    QTRY_COMPARE(dropped.load(), 2);
    QTRY_VERIFY(driver.service().isIdle());
    QCOMPARE(begun(), 4);
    elsewhere = false;  // and comes back: what they were to see is not forgotten
    QTRY_COMPARE(begun(), 6);
    for (const std::string &space : spaces)
        QCOMPARE(desk.runsOf(space), 1);
}

QTEST_GUILESS_MAIN(DriverQueueTest)
#include "driver_test.moc"
