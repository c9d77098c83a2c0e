#include "tests/fakes/api_desk.h"
#include "tests/support/redis_server.h"
#include "tests/support/verify.h"

using namespace wikivault;
using namespace wikivault::test;

/// The built program writes through the API of a wiki where something goes wrong meanwhile: nothing is lost, and
/// nothing is there twice.
class CtlApiFaultsTest : public QObject, protected ApiStory {
    Q_OBJECT

private slots:
    void initTestCase_data() { ApiDesks::addStores(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void aPageIsNeverMadeTwice();
    void aTextWithoutAnswerIsFound();
    void aLargePageThatBrokeOffIsFinished();
    void lostLock_endsAWriteThatIsUnderWay_data();
    void lostLock_endsAWriteThatIsUnderWay();
    void F084_aPageThatIsRefusedStopsNoOther_data();
    void F084_aPageThatIsRefusedStopsNoOther();
    void F082_aPageThatGoesWhileItIsWritten_data();
    void F082_aPageThatGoesWhileItIsWritten();
    void T45_nothingIsMadeWhereTheListIsNotWhole();
    void L43_aPageComesWithItsText();
    void L43_aPageWithoutItsTextGetsIt();
};

/// The wiki made the page, the answer was lost and nothing could be read afterwards: the next run finds it.
void CtlApiFaultsTest::aPageIsNeverMadeTwice() {
    QCOMPARE(m_desk->sync().code, 0);
    writeFile(m_desk->path("Fresh.md"), "fresh text\n");
    writeFile(m_desk->path("Folder/Inside.md"), "inside\n");
    m_desk->server().failNext("/pages/create", Fault::DoneClosed);
    for (int i = 0; i < 2; ++i)
        m_desk->server().failNext("/pages/sidebar-pages", Fault::Refused500);
    QCOMPARE(m_desk->sync(1).code, 1);
    m_desk->server().failNext("/pages/create", Fault::DoneHalf, 1);
    m_desk->server().failNext("/pages/sidebar-pages", Fault::Refused500);
    m_desk->server().failNext("/pages/sidebar-pages", Fault::Refused500);
    m_desk->sync(2);
    QCOMPARE(m_desk->sync().code, 0);
    for (const char *title : {"Fresh", "Folder", "Inside"})
        QCOMPARE(m_desk->ask(std::string("select count(*) from pages where title = '") + title + "'"),
                 std::string("1"));
    QCOMPARE(m_desk->idIn("Fresh.md"), m_desk->idOf("Fresh"));
    QCOMPARE(m_desk->ask("select parent_page_id from pages where title = 'Inside'"), m_desk->idOf("Folder"));
    m_desk->expectQuiet();
}

void CtlApiFaultsTest::aTextWithoutAnswerIsFound() {
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->writeBody("Anchor.md", "alpha from git");
    m_desk->server().failNext("/pages/update", Fault::DoneHalf, 1);
    m_desk->server().failNext("/pages/update", Fault::Refused500);
    m_desk->server().failNext("/pages/update", Fault::Refused500);
    QCOMPARE(m_desk->sync(2).code, 2);
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->expectQuiet();
}

/// Half of a page is no edit of the wiki's: nothing of it may be taken for a deletion.
void CtlApiFaultsTest::aLargePageThatBrokeOffIsFinished() {
    QCOMPARE(m_desk->sync().code, 0);
    std::string large;
    for (int i = 0; i < 3000; ++i)
        large += "paragraph " + std::to_string(i) + ' ' + std::string(600, 'x') + "\n\n";
    large += "the end";
    m_desk->writeBody("Anchor.md", large);
    m_desk->server().failNext("/pages/update", Fault::Refused500, 2);
    m_desk->server().failNext("/pages/update", Fault::Refused500, 1);
    QCOMPARE(m_desk->sync(2).code, 2);
    const std::string stored = "select cast(content as text) from pages where id = '" + testPage(1).str() + "'";
    QVERIFY(has(m_desk->ask(stored), "paragraph 0") && !has(m_desk->ask(stored), "the end"));
    QCOMPARE(m_desk->sync().code, 0);
    QVERIFY(has(m_desk->ask(stored), "the end"));
    QCOMPARE(m_desk->body("Anchor.md"), large);
    m_desk->expectQuiet();
}

void CtlApiFaultsTest::lostLock_endsAWriteThatIsUnderWay_data() {
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<bool>("dies");
    QTest::addColumn<bool>("comesBack");
    const QString key = QStringLiteral("git-sync:lock:");
    QTest::newRow("somebody else has it") << QStringList{QStringLiteral("SET"), key, QStringLiteral("somebody-else"),
                                                         QStringLiteral("PX"), QStringLiteral("600000")}
                                          << false << false;
    QTest::newRow("F049 Redis dies") << QStringList() << true << false;
    QTest::newRow("F055 everything is deleted") << QStringList{QStringLiteral("FLUSHALL")} << false << false;
    QTest::newRow("F057 Redis begins anew") << QStringList() << true << true;
}

/// The wiki hangs while the lock goes: the call is given up, and nothing is written after it.
void CtlApiFaultsTest::lostLock_endsAWriteThatIsUnderWay() {
    QFETCH(const QStringList, command);
    QFETCH(const bool, dies);
    QFETCH(const bool, comesBack);
    if (m_desk->wiki().isPostgres()) QSKIP("the store makes no difference to the lock: tried with SQLite");
    const auto redis = RedisServer::start();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    QVERIFY(redis.has_value());
    m_desk->ctl().set("REDIS_URL", (*redis)->url());
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->writeBody("Anchor.md", "alpha from git");
    m_desk->writeBody("Branch.md", "branch from git");
    const int before = m_desk->server().count("/pages/update");
    m_desk->server().failNext("/pages/update", Fault::Silence, 1);  // the text itself, behind the flush
    const auto run = m_desk->ctl().start("sync general");
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->server().count("/pages/update"), before + 2, 30000);
    const std::string key = "git-sync:lock:" + m_desk->wiki().general().str();
    std::vector<std::string> words;
    for (const QString &word : command)
        words.push_back(word.endsWith(QLatin1Char(':')) ? key : word.toStdString());
    if (!words.empty()) (*redis)->run(words);
    if (dies) (*redis)->stop();
    if (comesBack) QVERIFY((*redis)->launch());
    // A renewal is due every ten seconds, and may be missing for twenty; the call itself would wait for a minute.
    QVERIFY(run->waitForFinished(35000));
    const QByteArray said = run->readAllStandardOutput() + run->readAllStandardError();
    QVERIFY2(run->exitCode() == 2 && said.contains("lock"), said.constData());
    QCOMPARE(m_desk->server().count("/pages/update"), before + 2);
    QCOMPARE(m_desk->ask("select count(*) from pages where cast(content as text) like '%from git%'"), std::string("0"));
    if (dies && !comesBack) QVERIFY((*redis)->launch());
    (*redis)->run({"DEL", key});
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->expectQuiet();
}

void CtlApiFaultsTest::F084_aPageThatIsRefusedStopsNoOther_data() {
    QTest::addColumn<int>("fault");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("413") << int(Fault::TooLarge) << QByteArray("413");
    QTest::newRow("422") << int(Fault::Unprocessable) << QByteArray("422");
    QTest::newRow("500 for this page alone") << int(Fault::Refused500) << QByteArray("500");
}

/// It is set aside with its reason; polls leave it for a while, a person does not have to.
void CtlApiFaultsTest::F084_aPageThatIsRefusedStopsNoOther() {
    if (m_desk->wiki().isPostgres()) QSKIP("the store makes no difference to what its server refuses");
    QFETCH(const int, fault);
    QFETCH(const QByteArray, said);
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->writeBody("Anchor.md", "alpha from git");
    m_desk->writeBody("Branch.md", "branch from git");
    m_desk->server().failNext("/pages/update", Fault(fault), 1);  // the text itself, behind the flush
    if (Fault(fault) == Fault::Refused500)
        m_desk->server().failNext("/pages/update", Fault(fault), 1);  // and once more
    const CtlRun refused = m_desk->sync(1);
    QVERIFY2(refused.code == 1 && refused.out.contains(said), refused.out.constData());
    QVERIFY(!has(m_desk->contentOf("Anchor"), "from git"));
    QVERIFY(has(m_desk->contentOf("Branch"), "branch from git"));
    QProcess shell;
    shell.start(QStringLiteral("sqlite3"), {QString::fromStdString(m_desk->ctl().vaults() + "/.wikivault/state.db"),
                                            QStringLiteral("select page from back_offs")});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.readAllStandardOutput().trimmed(), QByteArray::fromStdString(testPage(1).str()));
    QCOMPARE(m_desk->sync().code, 0);
    QVERIFY(has(m_desk->contentOf("Anchor"), "alpha from git"));
    m_desk->expectQuiet();
}

void CtlApiFaultsTest::F082_aPageThatGoesWhileItIsWritten_data() {
    QTest::addColumn<bool>("isForGood");
    QTest::newRow("into the trash") << false;
    QTest::newRow("for good") << true;
}

/// Between two calls for it: git's text is not lost, and whoever takes it has it in the wiki once.
void CtlApiFaultsTest::F082_aPageThatGoesWhileItIsWritten() {
    QFETCH(const bool, isForGood);
    const std::string deed = isForGood ? "delete from pages" : "update pages set deleted_at = updated_at";
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->writeBody("Anchor.md", "alpha from git");
    m_desk->server().afterNext("/pages/update", [this, deed] {
        QCOMPARE(m_desk->ask(deed + " where id = '" + testPage(1).str() + "'"), std::string());
    });
    const CtlRun gone = m_desk->ctl().run("sync general --json");
    QVERIFY2(gone.code == 1 || gone.code == 4, (gone.out + gone.err).constData());
    QCOMPARE(m_desk->sync(4).code, 4);  // a person decides
    QCOMPARE(m_desk->body("Anchor.md"), std::string("alpha from git"));
    const std::string live = "select count(*) from pages where deleted_at is null and cast(content as text) like ";
    QCOMPARE(m_desk->ask(live + "'%alpha from git%'"), std::string("0"));
    const std::string resolve = "conflict resolve " + testPage(1).str() + " --take git";
    const CtlRun resolved = m_desk->ctl().run(resolve.c_str());
    QVERIFY2(resolved.code == (isForGood ? 1 : 0), (resolved.out + resolved.err).constData());
    if (isForGood) {  // the API gives no page its old id again
        QVERIFY2(resolved.out.contains("deleted the page for good"), resolved.out.constData());
        writeFile(m_desk->path("Anchor.md"), "alpha from git\n");
        QCOMPARE(m_desk->sync().code, 0);
    }
    QCOMPARE(m_desk->ask(live + "'%alpha from git%'"), std::string("1"));
    QCOMPARE(m_desk->body("Anchor.md"), std::string("alpha from git"));
    m_desk->expectQuiet();
}

/// Whether an earlier try made the page cannot be told then.
void CtlApiFaultsTest::T45_nothingIsMadeWhereTheListIsNotWhole() {
    std::string pages;
    for (int number = 10; number < 160; ++number)
        pages +=
            m_desk->wiki().newPage(m_desk->wiki().general(), number, "Page " + std::to_string(number), "x") + ";\n";
    QCOMPARE(m_desk->ask(pages), std::string());
    m_desk->ctl().set("DATABASE_URL", "");
    QCOMPARE(m_desk->sync().code, 0);
    writeFile(m_desk->path("Fresh.md"), "fresh text\n");
    // Pages that were to come go where the list was read already.
    int moved = 0;
    const std::function<void()> move = [&] {
        QCOMPARE(m_desk->ask("update pages set updated_at = '2099-01-01T00:00:00." + std::to_string(100 + moved) +
                             "Z' where id = '" + testPage(10 + moved).str() + "'"),
                 std::string());
        if (++moved < 8) m_desk->server().afterNext("/pages/recent", move);
    };
    m_desk->server().afterNext("/pages/recent", move);
    const CtlRun held = m_desk->sync(1);
    QVERIFY2(held.out.contains("could not be read whole"), held.out.constData());
    QCOMPARE(m_desk->server().count("/pages/create"), 0);
    m_desk->server().afterNext("/pages/recent", [] {});
    QCOMPARE(m_desk->sync().code, 0);
    QCOMPARE(m_desk->ask("select count(*) from pages where title = 'Fresh'"), std::string("1"));
    QCOMPARE(m_desk->idIn("Fresh.md"), m_desk->idOf("Fresh"));
    m_desk->expectQuiet();
}

/// One request makes the page and its text, so that nobody sees it without.
void CtlApiFaultsTest::L43_aPageComesWithItsText() {
    QCOMPARE(m_desk->sync().code, 0);
    writeFile(m_desk->path("Fresh.md"), "fresh text\n");
    std::string seen;
    m_desk->server().afterNext("/pages/create", [this, &seen] {
        seen = m_desk->ask("select cast(content as text) from pages where title = 'Fresh'");
    });
    const int before = m_desk->server().count("/pages/update");
    QCOMPARE(m_desk->sync().code, 0);
    QVERIFY2(has(seen, "fresh text"), seen.c_str());
    QCOMPARE(m_desk->server().count("/pages/update"), before);
    m_desk->expectQuiet();
}

/// A wiki that makes the page and keeps nothing of its text: named, and the text follows into that very page.
void CtlApiFaultsTest::L43_aPageWithoutItsTextGetsIt() {
    QCOMPARE(m_desk->sync().code, 0);
    writeFile(m_desk->path("Fresh.md"), "fresh text\n");
    m_desk->server().afterNext("/pages/create", [this] {
        QCOMPARE(m_desk->ask("update pages set content = null where title = 'Fresh'"), std::string());
    });
    const CtlRun refused = m_desk->sync(1);
    QVERIFY2(refused.out.contains("stored something else than was sent for the new page"), refused.out.constData());
    QCOMPARE(m_desk->sync().code, 0);
    QCOMPARE(m_desk->ask("select count(*) from pages where title like 'Fresh%'"), std::string("1"));
    QVERIFY(has(m_desk->ask("select cast(content as text) from pages where title = 'Fresh'"), "fresh text"));
    QCOMPARE(m_desk->body("Fresh.md"), std::string("fresh text"));
    m_desk->expectQuiet();
}

QTEST_GUILESS_MAIN(CtlApiFaultsTest)
#include "ctl_api_faults_test.moc"
