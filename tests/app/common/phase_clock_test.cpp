#include "app/common/phase_clock.h"

#include <QTest>

using namespace wikivault;
using namespace std::chrono_literals;

namespace {

class HandClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override { return m_now; }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override { return m_now.time_since_epoch(); }
    void pass(std::chrono::milliseconds time) { m_now += time; }

private:
    TimePoint m_now{1h};
};

}  // namespace

/// A run says in the log where its time went.
class PhaseClockTest : public QObject {
    Q_OBJECT

private slots:
    void eachPhaseHasItsTime() {
        HandClock clock;
        int handedOn = 0;
        PhaseClock phases(clock, [&](const RunProgress &) { ++handedOn; });
        const ProgressSink sink = phases.sink();
        const auto in = [&](const char *phase, std::chrono::milliseconds time) {
            sink({SpaceId("a"), RunId("1"), phase, {}, 0, 0});
            clock.pass(time);
        };
        QCOMPARE(phases.text(), std::string());
        clock.pass(10s);  // before the first nobody knows of what
        in("opening the vault", 200ms);
        in("reading the wiki", 1000ms);
        in("reading the wiki", 400ms);
        in("recording", 3ms);
        in("writing files", 600ms);
        in("recording", 4ms);
        in("opening the vault", 100ms);  // another try
        QCOMPARE(phases.text(), std::string("0.3 s opening the vault, 1.4 s reading the wiki, 0.6 s writing files"));
        QCOMPARE(handedOn, 7);
    }
};

QTEST_APPLESS_MAIN(PhaseClockTest)
#include "phase_clock_test.moc"
