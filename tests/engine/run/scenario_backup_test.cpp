#include "tests/support/story.h"

using namespace wikivault;
using namespace wikivault::test;

/// A wiki that came back from a backup (F067, F069): nothing of what it has forgotten is removed from the vault or
/// replaced there, and a person decides what stands.
class ScenarioBackupTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void pagesMissingFromItAreKept() {
        const PageId newest = m_world->addPage(2, "Newest", "precious");
        run();
        m_world->purge(newest);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(holds(run(), Reason::RestoredBackup));
            QCOMPARE(m_world->body("Newest.md"), std::string("precious"));
        }
        m_world->editText(m_page, "as never before");
        QVERIFY(!holds(run(), Reason::RestoredBackup));
        QCOMPARE(m_world->body("Newest.md"), std::string("precious"));
    }

    void olderTextsAreNoEdits() {
        const PageId untouched = m_world->addPage(2, "Untouched", "as ever");
        run();
        backUp("-1 minute");
        m_world->editBody(m_page, testParagraphs({"alpha, a day's work", "middle", "omega"}));
        const PageId newest = m_world->addPage(3, "Newest", "precious");
        run();
        restoreBackup();
        const RunReport report = run();
        QVERIFY2(holds(report, Reason::RestoredBackup), describe(report).c_str());
        expectKept(newest);
        // Somebody works on: the wiki's newest change is newer again than all the vault has seen.
        m_world->editText(untouched, "as never before");
        QVERIFY(!holds(run(), Reason::RestoredBackup));
        QCOMPARE(m_world->body("Untouched.md"), std::string("as never before"));
        expectKept(newest);
        QVERIFY(m_world->desks().review.decide({m_page, Take::Git}).has_value());
        QCOMPARE(pushed(run()), 1);
        QVERIFY(m_world->content(m_page).find("a day's work") != std::string::npos);
        QVERIFY(m_world->desks().review.conflicts({})->empty());
    }

    /// Nobody looked until somebody had worked on in the restored wiki.
    void aPageThatWentFarBackTellsByItself() {
        const PageId other = m_world->addPage(2, "Other", "as ever");
        run();
        backUp("-1 day");
        m_world->editBody(m_page, testParagraphs({"alpha, a day's work", "middle", "omega"}));
        const PageId newest = m_world->addPage(3, "Newest", "precious");
        run();
        restoreBackup();
        m_world->editText(other, "as never before");
        QVERIFY(holds(run(), Reason::RestoredBackup));
        QCOMPARE(m_world->body("Other.md"), std::string("as never before"));
        expectKept(newest);
        run();
        expectKept(newest);
    }

    /// Trashed and put back since, and the backup knows only the first.
    void aPageThatLiesInItsTrashIsKept() {
        const PageId page = m_world->addPage(2, "Newest", "precious");
        run();
        m_world->trash(page);
        run();
        QCOMPARE(fileOf(page), std::string());
        backUp("-1 minute");
        m_world->untrash(page);
        m_world->editText(page, "more precious");
        run();
        restoreBackup();
        for (int i = 0; i < 3; ++i) {
            QVERIFY(holds(run(), Reason::RestoredBackup));
            QCOMPARE(m_world->body("Newest.md"), std::string("more precious"));
        }
        QVERIFY(!m_world->isLive(page));
        // Once somebody works on there, its file brings it back.
        m_world->editText(m_page, "as never before");
        QVERIFY(!holds(run(), Reason::RestoredBackup));
        QVERIFY(m_world->isLive(page));
        QCOMPARE(m_world->body("Newest.md"), std::string("more precious"));
    }

    /// Neither moves a time: the newest change is older than the one the vault has seen.
    void aPageThatComesBackOrIsPurgedIsNoBackup() {
        const PageId page = m_world->addPage(2, "Newest", "precious");
        run();
        for (const bool purged : {false, true}) {
            m_world->trash(page);
            run();
            QCOMPARE(fileOf(page), std::string());
            purged ? m_world->purge(page) : m_world->untrash(page);
            for (int i = 0; i < 2; ++i)
                QVERIFY(!holds(run(), Reason::RestoredBackup));
            QCOMPARE(fileOf(page), std::string(purged ? "" : "Newest.md"));
        }
    }

private:
    void backUp(const std::string &age) {
        m_world->execute("create table backup as select * from pages");
        m_world->execute("update backup set updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '" + age + "')");
    }
    void restoreBackup() {
        m_world->execute("delete from pages");
        m_world->execute("insert into pages select * from backup");
    }
    void expectKept(const PageId &newest) {
        QVERIFY(m_world->body("Page.md").find("a day's work") != std::string::npos);
        QCOMPARE(fileOf(newest), std::string("Newest.md"));
        QCOMPARE(m_world->body("Newest.md"), std::string("precious"));
        const auto conflicts = m_world->desks().review.conflicts({});
        QVERIFY(conflicts && conflicts->size() == 1 && conflicts->front().page == m_page);
    }
};

QTEST_GUILESS_MAIN(ScenarioBackupTest)
#include "scenario_backup_test.moc"
