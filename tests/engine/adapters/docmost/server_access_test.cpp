#include "engine/adapters/docmost/server_access.h"

#include "engine/adapters/docmost/wiki_api.h"
#include "engine/adapters/system/system.h"
#include "tests/fakes/stand_in_wiki.h"
#include "tests/support/verify.h"

#include <QTest>

using namespace wikivault;
using namespace wikivault::test;

namespace {

/// Time passes when a test says so.
class SetClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override { return TimePoint(m_since); }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override { return m_since; }
    void pass(std::chrono::milliseconds time) { m_since += time; }

private:
    std::chrono::milliseconds m_since{1'000'000};
};

}  // namespace

/// How one server is logged in to, and left alone.
class ServerAccessTest : public QObject {
    Q_OBJECT

private slots:
    void F085_aThrottledLoginWaitsAsLongAsItIsTold_data() {
        QTest::addColumn<QString>("told");
        QTest::addColumn<int>("seconds");
        QTest::newRow("seconds") << "7" << 7;
        QTest::newRow("nothing") << "" << 60;
        QTest::newRow("a date") << "Fri, 27 Nov 2026 08:00:00 GMT" << 60;
        QTest::newRow("no time at all") << "0" << 60;
        QTest::newRow("the past") << "-5" << 60;
        QTest::newRow("a year") << "31536000" << 900;
        QTest::newRow("no number a machine has") << "99999999999999999999999" << 60;
    }
    /// A quarter of an hour at most, and a minute where nothing sensible is said.
    void F085_aThrottledLoginWaitsAsLongAsItIsTold() {
        QFETCH(const QString, told);
        QFETCH(const int, seconds);
        const auto wiki = TestWiki::sqlite();
        VERIFY_DONE(wiki);
        StandInWiki server(**wiki, false);
        server.throttlesLogin = true;
        server.retryAfter = told.toStdString();
        const auto clock = system::makeClock();
        const auto access =
            docmost::makeServerAccess({server.url(), StandInWiki::kEmail, StandInWiki::kPassword, ""}, *clock);
        VERIFY_DONE(access);
        const auto refused = docmost::openWikiApi(*access, Unflagged::All, {})->roles();
        QVERIFY(!refused);
        const std::string words = "the next try is in " + std::to_string(seconds) + " s";
        QVERIFY2(refused.error().detail.find(words) != std::string::npos, refused.error().detail.c_str());
    }

    void F085_anyAnswerMayAskForRest_data() {
        QTest::addColumn<int>("fault");
        QTest::addColumn<QString>("told");
        QTest::addColumn<int>("seconds");
        const QString date = QStringLiteral("Fri, 27 Nov 2026 08:02:00 GMT");
        for (const auto &[name, fault] : {std::pair("429", Fault::Throttled), std::pair("503", Fault::Busy)}) {
            QTest::addRow("%s, seconds", name) << int(fault) << "7" << 7;
            QTest::addRow("%s, a date", name) << int(fault) << date << 120;
            QTest::addRow("%s, a year", name) << int(fault) << "31536000" << 900;
            QTest::addRow("%s, the past", name) << int(fault) << "-5" << 60;
            QTest::addRow("%s, no sense", name) << int(fault) << "soon" << 60;
        }
    }
    /// Until then nobody asks it for anything; a little longer, so that not all come back at once.
    void F085_anyAnswerMayAskForRest() {
        QFETCH(const int, fault);
        QFETCH(const QString, told);
        QFETCH(const int, seconds);
        open();
        QVERIFY(isWell());
        m_server->retryAfter = told.toStdString();
        m_server->date = "Fri, 27 Nov 2026 08:00:00 GMT";
        m_server->failNext("/spaces", Fault(fault));
        QVERIFY(!isWell());
        const int asked = m_server->count("/spaces");
        m_clock.pass(std::chrono::seconds(seconds) - std::chrono::milliseconds(1));
        const auto refused = m_api->roles();
        QVERIFY(!refused && refused.error().code == ErrorCode::Unavailable);
        const std::string &why = refused.error().detail;
        QVERIFY2(why.find("asks to be called less often; the next try is in") != std::string::npos, why.c_str());
        QCOMPARE(m_server->count("/spaces"), asked);
        m_clock.pass(std::chrono::milliseconds(std::min(seconds * 100, (900 - seconds) * 1000) + 1));
        QVERIFY(isWell());
    }

    void F086_fiveFailuresInARowShut_data() {
        QTest::addColumn<int>("fault");
        QTest::newRow("500") << int(Fault::Refused500);
        QTest::newRow("no answer") << int(Fault::DoneClosed);
    }
    void F086_fiveFailuresInARowShut() {
        QFETCH(const int, fault);
        open();
        QVERIFY(isWell());
        for (int i = 0; i < 40; ++i)
            m_server->failNext("/spaces", Fault(fault));
        int asked = m_server->count("/spaces");
        for (int i = 0; i < 10; ++i)
            QVERIFY(!isWell());
        QCOMPARE(m_server->count("/spaces"), asked + 5);
        const std::string why = m_api->roles().error().detail;
        QVERIFY2(why.find("failed 5 times in a row and is left alone; the next try is in") != std::string::npos,
                 why.c_str());
        // Longer each time, and half of the pause is for chance; one request then finds out.
        for (const int most : {5, 10, 20, 40}) {
            m_clock.pass(std::chrono::milliseconds(most * 500 - 1));
            QVERIFY(!isWell());
            QCOMPARE(m_server->count("/spaces"), asked + 5);
            m_clock.pass(std::chrono::milliseconds(most * 500 + 1));
            for (int i = 0; i < 3; ++i)
                QVERIFY(!isWell());
            QCOMPARE(m_server->count("/spaces"), ++asked + 5);
        }
    }

    void F086_whoIsWellAgainIsAskedAgain() {
        open();
        for (int i = 0; i < 5; ++i)
            m_server->failNext("/spaces", Fault::Refused500);
        for (int i = 0; i < 4; ++i)
            QVERIFY(!isWell());
        m_clock.pass(std::chrono::seconds(5));
        for (int i = 0; i < 6; ++i)
            QVERIFY(isWell());
    }

    /// Never five in a row.
    void F086_flappingShutsNothing() {
        open();
        for (int i = 0; i < 6; ++i) {
            m_server->failNext("/spaces", Fault::Refused500);
            m_server->failNext("/spaces", Fault::Refused500);
            QVERIFY(!isWell());
            QVERIFY(isWell());
        }
    }

    /// An answer to one page says nothing of the server.
    void F084_F086_refusalsShutNothing() {
        open();
        for (const Fault fault : {Fault::TooLarge, Fault::Stale, Fault::Html})
            for (int i = 0; i < 6; ++i) {
                m_server->failNext("/spaces", fault);
                QVERIFY(!isWell());
            }
        QVERIFY(isWell());
    }

    /// A server that answers nothing is not asked to let anybody in either.
    void F086_loginsCountAsWell() {
        open();
        for (int i = 0; i < 40; ++i)
            m_server->failNext("/auth/login", Fault::Refused500);
        for (int i = 0; i < 12; ++i)
            QVERIFY(!isWell());
        QCOMPARE(m_server->count("/auth/login"), 5);
    }

private:
    void open() {
        m_api.reset();
        auto wiki = TestWiki::sqlite();
        VERIFY_DONE(wiki);
        m_wiki = std::move(*wiki);
        m_server = std::make_unique<StandInWiki>(*m_wiki, false);
        const auto access =
            docmost::makeServerAccess({m_server->url(), StandInWiki::kEmail, StandInWiki::kPassword, ""}, m_clock);
        VERIFY_DONE(access);
        m_api = docmost::openWikiApi(*access, Unflagged::All, {});
    }
    [[nodiscard]] bool isWell() { return m_api->roles().has_value(); }

    SetClock m_clock;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<StandInWiki> m_server;
    std::unique_ptr<docmost::WikiApi> m_api;
};

QTEST_GUILESS_MAIN(ServerAccessTest)
#include "server_access_test.moc"
