#include "app/common/space_state.h"

#include <QTest>

#include <ctime>

using namespace wikivault;

namespace {

TimePoint at(const char *time) {
    return *fromIso8601(time);
}

}  // namespace

/// The sentence of a space: its moments as the reader's clock shows them.
class SpaceStateTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        qputenv("TZ", "Asia/Kolkata");  // half an hour off every whole hour
        ::tzset();
    }

    void momentsAreUtcOrLocal() {
        const TimePoint noon = at("2026-11-24T12:00:00.000Z");
        QCOMPARE(utcMoment(at("2026-11-24T09:05:00.000Z"), noon), std::string("09:05 UTC"));
        QCOMPARE(localMoment(at("2026-11-24T09:05:00.000Z"), noon), std::string("14:35"));
        QCOMPARE(utcMoment(at("2026-11-23T20:00:00.000Z"), noon), std::string("2026-11-23 20:00 UTC"));
        QCOMPARE(localMoment(at("2026-11-23T20:00:00.000Z"), noon), std::string("01:30"));  // today, over there
    }

    void theSentenceUsesThem() {
        SpaceFacts facts;
        facts.space.selected = true;
        RunRecord run;
        run.outcome = "done";
        run.startedAt = at("2026-11-24T09:05:00.000Z");
        facts.runs.newest = facts.runs.newestReal = run;
        const TimePoint now = at("2026-11-24T12:00:00.000Z");
        QVERIFY(makeSpaceRow(facts, now, &utcMoment).sentence.starts_with("In sync as of 09:05 UTC:"));
        QVERIFY(makeSpaceRow(facts, now, &localMoment).sentence.starts_with("In sync as of 14:35:"));
        facts.pause.emplace();
        facts.pause->until = at("2026-11-24T13:00:00.000Z");
        QCOMPARE(makeSpaceRow(facts, now, &localMoment).sentence, std::string("Paused until 18:30."));
    }
};

QTEST_APPLESS_MAIN(SpaceStateTest)
#include "space_state_test.moc"
