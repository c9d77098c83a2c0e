#include "tests/support/story.h"

#include "engine/core/page_file.h"

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

/// Rows of the catalogue of failures that stand in no other scenario test. Each story ends with two quiet cycles.
///
/// Elsewhere: SPEC 8 incomplete fetch, T-39, T-50, L-31, L-32 in rig.history (an incomplete list, a lost lease, a crash
/// at every step); T-26, T-32, T-40 to T-42, #1 retry-adopt in rig.kill and rig.disk; L-33, L-34 in the tests of
/// the cycle and of the runtime; T-53 in the preview's; L-37 in the wiki database's.
///
/// Rows that cannot happen here:
/// - move-on-success, T-43, WEDGE-b's abort, dirty docmost, -z alignment, copy status, L-24 to L-26: the engine merges
///   trees, checks nothing out and reads no output of git.
/// - #13 on: there is no setting that merges markers away; a file with markers is always held.
/// - T-45, writing by SQL: a page's id is chosen before it is sent, so an incomplete list makes neither a second page
///   nor a wrong one. Through the API it waits: app.ctl_api.
/// - T-56, method binding, git missing: no scripting language and no git program stand between the engine and the
/// vault.
/// - T-57: superseded by T-47 in the catalogue itself.
/// - interrupted pull or write-back before a push, config.lock collision, push guard race, engine refs push, L-27,
/// L-38,
///   L-39: nobody pushes into a vault through this program; it serves no git over HTTP.
/// - L-43, writing by SQL: a page and its body are one transaction. Through the API they are one request: app.ctl_api.
class ScenarioRowsTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    /// Nothing tells the first half from a copy (T-14): it loses the id on main in that very cycle, and becomes a page
    /// of its own as soon as the wiki takes one. So the second half is a deletion, of a page whose text lives on.
    void T03_aMoveWhoseHalvesComeInTwoCycles_data() {
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("the new half is a page by then") << false;
        QTest::newRow("the wiki refused to make it one") << true;
    }
    void T03_aMoveWhoseHalvesComeInTwoCycles() {
        QFETCH(const bool, isRefused);
        if (isRefused)
            m_world->execute(
                "create trigger planted before insert on pages begin select raise(abort, 'planted failure'); end");
        writeFile(m_world->path("Sub/Moved.md"), readFile(m_world->path("Page.md")));
        m_world->commitAll("the new half");
        run();
        QVERIFY(parsePageFile(gitCli(m_world->vault(), {"show", "main:Sub/Moved.md"})).id != std::optional(m_page));
        if (isRefused) m_world->execute("drop trigger planted");
        m_world->remove("Page.md");
        m_world->commitAll("the old half");
        const RunReport report = run();
        QVERIFY2(report.push.deleted == 1 && m_world->livePages() == 2, describe(report).c_str());
        const PageId moved(m_world->idOf("Moved"));
        QVERIFY(has(m_world->content(moved), "middle") && has(m_world->content(m_page), "middle"));
        QCOMPARE(m_world->parentOf(moved), m_world->idOf("Sub"));
        QCOMPARE(fileOf(moved), std::string("Sub/Moved.md"));
    }

    void DP31b_oneMalformedIdAmongGoodOnes() {
        writeFile(m_world->path("Ghost.md"), printPageFile(testPage(900), "ghost"));
        for (const char *id : {"not-a-uuid", "0190b000", "'; drop table pages; --"})
            writeFile(m_world->path(std::string("Bad ") + id[0] + ".md"),
                      "---\ngitmost_id: \"" + std::string(id) + "\"\n---\n\nbad\n");
        m_world->editText(m_page, "alpha DOC");
        QVERIFY(holds(run(), Reason::InvalidId));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
        QCOMPARE(m_world->body("Ghost.md"), std::string("ghost"));
    }

    void N1D1_anIdOfNoPageStopsNothing() {
        writeFile(m_world->path("Old.md"), printPageFile(testPage(901), "from another wiki"));
        writeFile(m_world->path("New.md"), "new\n");
        for (int i = 0; i < 2; ++i)
            QVERIFY(holds(run(), Reason::InvalidId));
        QVERIFY(!m_world->idOf("New").empty());
        QCOMPARE(m_world->body("Old.md"), std::string("from another wiki"));
    }

    void T25_twoFilesOfOnePageInTheMirror() {
        const std::string text = readFile(m_world->path("Page.md"));
        const std::string blob = gitCli(m_world->vault(), {"hash-object", "-w", "--stdin"}, text);
        const std::string tree = gitCli(m_world->vault(), {"mktree"},
                                        "100644 blob " + blob + "\tPage.md\n100644 blob " + blob + "\tStray.md\n");
        const std::string tip = gitCli(m_world->vault(), {"rev-parse", "docmost"});
        const std::string commit = gitCli(m_world->vault(), {"commit-tree", tree, "-p", tip, "-m", "strays"});
        gitCli(m_world->vault(), {"update-ref", "refs/heads/docmost", commit});
        m_world->editText(m_page, "alpha DOC");
        run();
        run();
        QVERIFY(m_world->isLive(m_page));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
        QCOMPARE(gitCli(m_world->vault(), {"ls-tree", "--name-only", "docmost", "Stray.md"}), std::string());
    }

    void wedgeB_anUnmergedIndexWithoutAMerge() {
        const std::string blob = gitCli(m_world->vault(), {"rev-parse", "main:Page.md"});
        std::string entries;
        for (const char *stage : {"1", "2", "3"})
            entries += "100644 " + blob + " " + stage + "\tPage.md\n";
        gitCli(m_world->vault(), {"rm", "-q", "--cached", "Page.md"});
        gitCli(m_world->vault(), {"update-index", "--index-info"}, entries);
        m_world->editText(m_page, "alpha DOC");
        run();
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
        QCOMPARE(gitCli(m_world->vault(), {"ls-files", "-u"}), std::string());
    }

    /// Its create was cut off before the file got the id, which is all that T-32 leaves.
    void T33_aCutOffCreateWhosePageWasWrittenAnew() {
        writeFile(m_world->path("Fresh.md"), "what git says\n");
        m_world->commitAll("a new page");
        bool isSent = false;
        std::stop_source stop;
        RunRequest request;
        request.space = m_world->wiki().general();
        const auto cut = [&](const RunProgress &progress) {
            if (progress.phase == "writing pages to the wiki" && !progress.page.empty()) isSent = true;
            if (isSent && progress.phase != "writing pages to the wiki") stop.request_stop();
        };
        const RunReport report = m_world->desks().spaces.sync(request, cut, stop.get_token());
        QVERIFY2(!report.ran && isSent, describe(report).c_str());
        const PageId fresh(m_world->idOf("Fresh"));
        QVERIFY(!fresh.isEmpty() && !parsePageFile(readFile(m_world->path("Fresh.md"))).id);
        m_world->trash(fresh);
        m_world->untrash(fresh);
        m_world->editText(fresh, "what the wiki says");
        m_world->restart();
        run();
        QVERIFY(has(m_world->content(fresh), "what the wiki says"));
        QCOMPARE(m_world->livePages(), 2);
        QVERIFY(has(readFile(m_world->path("Fresh.md")), "what"));
    }

    void N13diff3_theBaseOfAMarkerDoesNotLeak() {
        m_world->writeBody(
            "Page.md", "<<<<<<< ours\nalpha one\n||||||| base\nalpha\n=======\nalpha two\n>>>>>>> theirs\n\nmiddle");
        const RunReport report = run();
        QVERIFY(holds(report, Reason::Markers));
        QCOMPARE(pushed(report), 0);
        m_world->writeBody("Page.md", "alpha one\n\nalpha two\n\nmiddle");
        run();
        QVERIFY(has(m_world->content(m_page), "alpha two") && !has(m_world->content(m_page), "|||||||"));
    }

    void redteam6_aNewFileTakesNoSibling() {
        const PageId one = m_world->addPage(6, "Foo", "one"), two = m_world->addPage(7, "Foo", "two");
        run();
        writeFile(m_world->path("Foo fresh.md"), "three\n");
        m_world->rename("Foo fresh.md", "foo.md");
        QCOMPARE(run().push.created, 1);
        QVERIFY(has(m_world->content(one), "one") && has(m_world->content(two), "two"));
        QCOMPARE(m_world->livePages(), 4);
    }

    void bug3_whoClonesGetsMain() {
        m_world->editText(m_page, "alpha DOC");
        run();
        const TempDir clones;
        gitCli(clones.path(), {"clone", "-q", m_world->vault(), "clone"});
        QCOMPARE(gitCli(clones / "clone", {"rev-parse", "--abbrev-ref", "HEAD"}), std::string("main"));
        QVERIFY(has(readFile(clones / "clone/Page.md"), "alpha DOC"));
    }

    void L06_aFileFromAnotherVault() {
        const PageId foreign = m_world->addPage(7, "Foreign", "theirs");
        m_world->moveToSpace(foreign, m_world->wiki().engineering());
        writeFile(m_world->path("Foreign.md"), printPageFile(foreign, "theirs"));
        m_world->commitAll("moved over");
        const RunReport report = run();
        QVERIFY(holds(report, Reason::ForeignSpace));
        QVERIFY(m_world->isLive(foreign));
        QCOMPARE(m_world->body("Foreign.md"), std::string("theirs"));
    }

    void L07_manyRealDeletionsGoOnceApproved() {
        std::vector<PageId> pages;
        for (int n = 10; n < 20; ++n)
            pages.push_back(m_world->addPage(n, "Many " + std::to_string(n), "text"));
        run();
        for (const PageId &page : pages)
            m_world->trash(page);
        QVERIFY(holds(run(), Reason::Guard));
        QVERIFY(m_world->exists("Many 10.md"));
        PlanOrder order{m_world->plan(), {}, true};
        QVERIFY(m_world->apply(order).ran);
        for (int n = 10; n < 20; ++n)
            QVERIFY(!m_world->exists("Many " + std::to_string(n) + ".md"));
        QVERIFY(m_world->exists("Page.md"));
    }

    /// More pages make fewer of the deletions, and are no approval of them.
    void whatTheGuardHeldWaitsForItsApproval() {
        std::vector<PageId> pages;
        for (int n = 10; n < 20; ++n)
            pages.push_back(m_world->addPage(n, "Many " + std::to_string(n), "text"));
        run();
        for (int n = 10; n < 16; ++n)
            m_world->remove("Many " + std::to_string(n) + ".md");
        QVERIFY(holds(run(), Reason::Guard));
        for (int n = 0; n < 40; ++n)
            writeFile(m_world->path("New " + std::to_string(n) + ".md"), "new " + std::to_string(n) + "\n");
        run();
        const RunReport report = run();
        QVERIFY2(holds(report, Reason::Guard), describe(report).c_str());
        for (const PageId &page : pages)
            QVERIFY(m_world->isLive(page));
        PlanOrder order{m_world->plan(), {}, true};
        QVERIFY(m_world->apply(order).ran);
        QVERIFY(!m_world->isLive(pages.front()) && m_world->isLive(pages.back()));
        m_world->remove("Many 19.md");
        run();
        QVERIFY(!m_world->isLive(pages.back()));
    }

    void L40_anEditorsLeftoversStayAlone() {
        for (const char *name : {"Page.md~", ".Page.md.swp", "#Page.md#", "Thumbs.db", ".obsidian/workspace.json"})
            writeFile(m_world->path(name), "junk");
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        const RunReport report = run();
        QVERIFY2(has(describe(report), "5 untracked file(s)") && holds(report, Reason::NotSynced),
                 describe(report).c_str());
        QCOMPARE(exitCodeOf({report}, true), 0);
        for (int again = 0; again < 3; ++again)  // whether it looks at every file or at their stamps alone
            QVERIFY(has(describe(run()), "5 untracked file(s)"));
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
        QVERIFY(!has(gitCli(m_world->vault(), {"ls-tree", "-r", "--name-only", "main"}), "junk"));
        QCOMPARE(gitCli(m_world->vault(), {"ls-tree", "-r", "--name-only", "main"}), std::string("Page.md"));
        for (const char *name : {"Page.md~", ".Page.md.swp", "#Page.md#", "Thumbs.db", ".obsidian"})
            std::filesystem::remove_all(m_world->path(name));
    }

    void quotepath_aCyrillicNameMoves() {
        m_world->rename("Page.md", "Раздел/Страница.md");
        m_world->commitAll("перенос");
        const RunReport report = run();
        QCOMPARE(report.push.deleted, 0);
        QCOMPARE(m_world->title(m_page), std::string("Страница"));
        QVERIFY(m_world->exists("Раздел/Страница.md"));
        QVERIFY2(has(gitCli(m_world->vault(), {"-c", "core.quotepath=false", "ls-tree", "-r", "main"}), "Страница.md"),
                 describe(report).c_str());
    }

    void redteam15_somebodyCommitsToTheMirror() {
        const std::string blob = gitCli(m_world->vault(), {"hash-object", "-w", "--stdin"}, "by hand\n");
        const std::string tree = gitCli(m_world->vault(), {"mktree"}, "100644 blob " + blob + "\tByHand.md\n");
        const std::string tip = gitCli(m_world->vault(), {"rev-parse", "docmost"});
        const std::string stray = gitCli(m_world->vault(), {"commit-tree", tree, "-p", tip, "-m", "by hand"});
        gitCli(m_world->vault(), {"update-ref", "refs/heads/docmost", stray});
        m_world->editText(m_page, "alpha DOC");
        const RunReport report = run();
        QVERIFY2(has(describe(report), "docmost is the wiki's mirror"), describe(report).c_str());
        QVERIFY(!has(describe(run()), "docmost is the wiki's mirror"));
        QVERIFY(m_world->isLive(m_page));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
        QVERIFY(has(gitCli(m_world->vault(), {"log", "--format=%H", "docmost"}), stray));
    }

    void redteam15_aMirrorThatFollowsMainIsNobodys() {
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->commitAll("a person's");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        run();
        gitCli(m_world->vault(), {"update-ref", "refs/heads/docmost", "refs/heads/main"});
        QVERIFY(!has(describe(run()), "docmost is the wiki's mirror"));
    }

    void L42_aVaultThatWasWipedIsMadeAgain() {
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        const std::string away = m_world->vault() + ".away";
        std::filesystem::rename(m_world->vault(), away);
        const RunReport refused = m_world->sync();
        QVERIFY2(!refused.ran && !refused.error.empty(), "a vault that is gone was taken for an empty one");
        QVERIFY(m_world->isLive(m_page));
        std::filesystem::remove_all(m_world->vault());
        std::filesystem::rename(away, m_world->vault());
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
    }
};

QTEST_GUILESS_MAIN(ScenarioRowsTest)
#include "scenario_rows_test.moc"
