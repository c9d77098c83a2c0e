#include "tests/support/story.h"

#include "engine/core/page_file.h"

using namespace wikivault;
using namespace wikivault::test;

/// Catalogue of failures, section 3: what goes to the wiki and how it is recorded. Failures of the wiki are triggers of
/// its own database. Each story ends with two quiet cycles.
class ScenarioPushTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() {
        begin();
        m_bad = m_world->addPage(2, "Bad", "bad text");
        run();
    }
    void cleanup() { end(); }

    void N13_markersNeverReachTheWiki() {
        const std::string torn = "<<<<<<< ours\nalpha one\n=======\nalpha two\n>>>>>>> theirs\n\nmiddle\n\nomega";
        m_world->writeBody("Page.md", torn);
        writeFile(m_world->path("Fresh.md"), torn + "\n");
        for (int i = 0; i < 2; ++i) {
            const RunReport report = run();
            QVERIFY(holds(report, Reason::Markers));
            QCOMPARE(pushed(report), 0);
            QCOMPARE(m_world->body("Page.md"), torn);
        }
        QVERIFY(!has(m_world->content(m_page), "<<<<"));
        m_world->writeBody("Page.md", "alpha one\n\nmiddle\n\nomega");
        writeFile(m_world->path("Fresh.md"), "settled\n");
        run();
        QVERIFY(has(m_world->content(m_page), "alpha one"));
        QVERIFY(!m_world->idOf("Fresh").empty());
    }

    void review9_markersInAFenceAreText() {
        const std::string fenced = "alpha\n\n```\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n```\n\nomega";
        m_world->writeBody("Page.md", fenced);
        QCOMPARE(run().push.updated, 1);
        QVERIFY(has(m_world->content(m_page), "<<<<<<< ours"));
        QCOMPARE(m_world->body("Page.md"), fenced);
    }

    void T44_aSetextUnderlineIsNoMarker() {
        m_world->writeBody("Page.md", "Heading\n=======\n\nmiddle\n\nomega");
        const RunReport report = run();
        QVERIFY(report.conflicts.empty());
        QCOMPARE(report.push.updated, 1);
        QVERIFY(has(m_world->content(m_page), "heading"));
    }

    void redteam12_aNewFolderWithItsNote() {
        writeFile(m_world->path("Proj/Apple.md"), "apple\n");
        writeFile(m_world->path("Proj/Proj.md"), "project\n");
        run();
        QCOMPARE(m_world->parentOf(PageId(m_world->idOf("Apple"))), m_world->idOf("Proj"));
    }

    void T46_theParentsCreateFailsOnce() {
        writeFile(m_world->path("Proj/Apple.md"), "apple\n");
        writeFile(m_world->path("Proj/Proj.md"), "project\n");
        refuse("insert", "new.title = 'Proj'");
        QCOMPARE(exitCodeOf({run()}, true), 1);
        QVERIFY(m_world->idOf("Apple").empty());
        accept();
        run();
        QCOMPARE(m_world->parentOf(PageId(m_world->idOf("Apple"))), m_world->idOf("Proj"));
        QCOMPARE(m_world->livePages(), 4);
    }

    void T47_aFailingPageNeverRepeatsAnother() {
        refuse("update of content", "new.title = 'Bad'");
        m_world->writeBody("Bad.md", "bad GIT");
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        QCOMPARE(run().push.updated, 1);
        m_world->editBody(m_page, testParagraphs({"alpha GIT", "middle", "omega DOC"}));
        const auto before = gitCli(m_world->vault(), {"rev-list", "--count", "main"});
        for (int i = 0; i < 4; ++i) {
            const RunReport report = run();
            QCOMPARE(report.push.failures, 1);
            QCOMPARE(pushed(report), 0);
        }
        QVERIFY(has(m_world->content(m_page), "omega DOC") && has(m_world->content(m_page), "alpha GIT"));
        QVERIFY(std::stoi(gitCli(m_world->vault(), {"rev-list", "--count", "main"})) <= std::stoi(before) + 2);
        accept();
        run();
        QVERIFY(has(m_world->content(m_bad), "bad GIT"));
    }

    void T48_aFailingPageAndANewOne() {
        refuse("update of content", "new.title = 'Bad'");
        m_world->writeBody("Bad.md", "bad GIT");
        writeFile(m_world->path("New.md"), "new\n");
        for (int i = 0; i < 3; ++i)
            run();
        QCOMPARE(m_world->livePages(), 3);
        QVERIFY(!m_world->exists("New ~git.md"));
        accept();
        run();
    }

    void T49_aTransientFailureOfACreate() {
        refuse("insert", "new.title = 'New'");
        writeFile(m_world->path("New.md"), "new\n");
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        QCOMPARE(run().push.failures, 1);
        accept();
        QCOMPARE(run().push.created, 1);
        QCOMPARE(m_world->livePages(), 3);
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
    }

    void T51_aFailedDeleteIsTriedAgain() {
        refuse("update of deleted_at", "new.title = 'Bad'");
        m_world->remove("Bad.md");
        QCOMPARE(run().push.failures, 1);
        QVERIFY(!m_world->exists("Bad.md"));
        accept();
        QCOMPARE(run().push.deleted, 1);
        QVERIFY(!m_world->exists("Bad.md") && !m_world->isLive(m_bad));
    }

    void T52_aFailedRenameAndAFailedBodyOfARename_data() {
        QTest::addColumn<QString>("column");
        QTest::newRow("title") << QStringLiteral("update of title");
        QTest::newRow("body") << QStringLiteral("update of content");
    }
    void T52_aFailedRenameAndAFailedBodyOfARename() {
        QFETCH(const QString, column);
        refuse(column.toStdString(), "old.title = 'Bad' or new.title = 'Worse'");
        m_world->rename("Bad.md", "Worse.md");
        m_world->writeBody("Worse.md", "bad GIT");
        QVERIFY(run().push.failures > 0);
        QVERIFY(m_world->exists("Worse.md") && !m_world->exists("Bad.md"));
        accept();
        run();
        QCOMPARE(m_world->title(m_bad), std::string("Worse"));
        QVERIFY(has(m_world->content(m_bad), "bad GIT"));
        QCOMPARE(m_world->livePages(), 2);
    }

    void growthBreaker_data() {
        QTest::addColumn<int>("files");
        QTest::newRow("20 pass") << 20;
        QTest::newRow("21 wait") << 21;
    }
    void growthBreaker() {
        QFETCH(const int, files);
        for (int n = 0; n < files; ++n)
            writeFile(m_world->path("Copy " + std::to_string(n) + " ~git.md"), "copy " + std::to_string(n) + "\n");
        const RunReport report = run();
        QCOMPARE(report.push.created, files > 20 ? 0 : files);
        QCOMPARE(exitCodeOf({report}, true), files > 20 ? 5 : 0);
        QVERIFY(m_world->exists("Copy 3 ~git.md"));
    }

    void T54_nothingIsPushedInTheMiddleOfAMerge() {
        gitCli(m_world->vault(), {"checkout", "-qb", "side"});
        m_world->writeBody("Page.md", "alpha SIDE\n\nmiddle\n\nomega");
        m_world->commitAll("side");
        gitCli(m_world->vault(), {"checkout", "-q", "main"});
        m_world->writeBody("Page.md", "alpha MAIN\n\nmiddle\n\nomega");
        m_world->commitAll("main");
        QVERIFY(runGit(m_world->vault(), {"merge", "side"}).code != 0);
        const RunReport report = run();
        QVERIFY(holds(report, Reason::WaitingForPerson));
        QCOMPARE(pushed(report), 0);
        gitCli(m_world->vault(), {"merge", "--abort"});
        run();
        QVERIFY(has(m_world->content(m_page), "alpha MAIN"));
    }

    void T55_idleCyclesMoveNoRef() {
        const std::string before = gitCli(m_world->vault(), {"for-each-ref"});
        for (int i = 0; i < 3; ++i)
            run();
        QCOMPARE(gitCli(m_world->vault(), {"for-each-ref"}), before);
        QCOMPARE(gitCli(m_world->vault(), {"rev-parse", "refs/docmost/last-pushed"}),
                 gitCli(m_world->vault(), {"rev-parse", "main"}));
    }

    void lastPushed_staysWhileSomethingIsHeld() {
        const std::string before = gitCli(m_world->vault(), {"rev-parse", "refs/docmost/last-pushed"});
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QCOMPARE(gitCli(m_world->vault(), {"rev-parse", "refs/docmost/last-pushed"}), before);
    }

    void busyIndex_aCreateIsNotForgotten() {
        writeFile(m_world->path("New.md"), "new\n");
        const std::string lock = m_world->path(".git/index.lock");
        bool locked = false;
        const RunReport report = m_world->sync([&](const RunProgress &progress) {
            if (locked || progress.phase != "writing pages to the wiki" || progress.page.empty()) return;
            locked = true;
            writeFile(lock, "");
        });
        QVERIFY2(report.ran && locked, describe(report).c_str());
        QVERIFY(holds(report, Reason::WaitingForPerson));
        m_world->remove(".git/index.lock");
        run();
        QCOMPARE(m_world->livePages(), 3);
        QVERIFY(!m_world->exists("New ~git.md"));
        QVERIFY(parsePageFile(readFile(m_world->path("New.md"))).id.has_value());
    }

    void interrupted_aRunForAnotherPageForgetsNoIntent() {
        writeFile(m_world->path("New.md"), "new\n");
        std::stop_source stop;
        RunRequest request;
        request.space = m_world->wiki().general();
        const RunReport cut = m_world->desks().spaces.sync(
            request,
            [&](const RunProgress &progress) {
                if (progress.phase == "writing pages to the wiki" && !progress.page.empty()) stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!cut.ran && cut.cancelled);
        m_world->syncPage(m_page);
        run();
        QCOMPARE(m_world->livePages(), 3);
        QVERIFY(!m_world->exists("New ~git.md"));
    }

    void restores_parentsBeforeTheirChildren() {
        const PageId parent = m_world->addPage(9, "Parent", "parent");
        const PageId child = m_world->addPage(8, "Child", "child", parent.str());
        run();
        const std::string one = readFile(m_world->path("Parent/Parent.md"));
        const std::string two = readFile(m_world->path("Parent/Child.md"));
        m_world->remove("Parent");
        QCOMPARE(run().push.deleted, 2);
        writeFile(m_world->path("Parent/Parent.md"), one);
        writeFile(m_world->path("Parent/Child.md"), two);
        const RunReport report = run();
        QCOMPARE(pushed(report), 2);
        QVERIFY(m_world->isLive(parent) && m_world->isLive(child));
        QCOMPARE(m_world->parentOf(child), parent.str());
    }

    void movedIntoABareFolder_thePageFollows() {
        m_world->rename("Page.md", "Tools/Page.md");
        const RunReport report = run();
        QCOMPARE(report.push.created, 1);
        QCOMPARE(report.push.moved, 1);
        QCOMPARE(m_world->parentOf(m_page), m_world->idOf("Tools"));
        QVERIFY(m_world->exists("Tools/Page.md") && m_world->exists("Tools/Tools.md"));
    }

    /// Somebody else's change of a page we wrote last is no echo of ours, however soon it comes.
    void listenerOverSkip_aChangeRightAfterOurWrite() {
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        QCOMPARE(run().push.updated, 1);
        m_world->retitle(m_page, "Renamed");
        RunRequest event;
        event.space = m_world->wiki().general();
        event.trigger = "event";
        QVERIFY(m_world->desks().spaces.sync(event, {}, {}).ran);
        QVERIFY(m_world->exists("Renamed.md") && !m_world->exists("Page.md"));
        m_world->writeBody("Renamed.md", "alpha GIT again\n\nmiddle\n\nomega");
        QCOMPARE(run().push.updated, 1);
        m_world->trash(m_page);
        QVERIFY(m_world->desks().spaces.sync(event, {}, {}).ran);
        QVERIFY(!m_world->exists("Renamed.md"));
    }

    void provenance_theActingUserIsNamed() {
        m_world->execute(
            "insert into users (id, name, email, workspace_id) select "
            "'0190a000-0000-7000-8000-000000000077', 'Kim', 'kim@example.com', workspace_id from spaces limit 1");
        m_world->execute("update pages set last_updated_by_id = '0190a000-0000-7000-8000-000000000077'");
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QCOMPARE(m_world->value("select last_updated_by_id from pages where id = '" + m_page.str() + "'"),
                 m_world->wiki().user().str());
        QVERIFY(
            has(m_world->value("select content from page_history where page_id = '" + m_page.str() + "'"), "alpha"));
    }

private:
    /// The wiki refuses such a change from now on.
    void refuse(const std::string &event, const std::string &when) {
        m_world->execute("create trigger planted before " + event + " on pages when " + when +
                         " begin select raise(abort, 'planted failure'); end");
    }
    void accept() { m_world->execute("drop trigger planted"); }
    PageId m_bad;
};

QTEST_GUILESS_MAIN(ScenarioPushTest)
#include "scenario_push_test.moc"
