#include "engine/adapters/docmost/server_access.h"

#include "engine/adapters/docmost/wiki_api.h"
#include "engine/adapters/system/system.h"
#include "tests/fakes/stand_in_wiki.h"
#include "tests/support/verify.h"

#include <QTest>

using namespace wikivault;
using namespace wikivault::test;

/// How one server is logged in to.
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
};

QTEST_GUILESS_MAIN(ServerAccessTest)
#include "server_access_test.moc"
