#include "tests/support/story.h"

#include "engine/core/page_file.h"

using namespace wikivault;
using namespace wikivault::test;

/// Catalogue of failures, section 2: what the wiki brings and how it is merged. Each story ends with two quiet cycles.
class ScenarioMergeTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void massDelete_ofTheWikiIsHeld() {
        std::vector<PageId> pages;
        for (int n = 10; n < 19; ++n)
            pages.push_back(m_world->addPage(n, "Many " + std::to_string(n), "text"));
        run();
        for (int i = 0; i < 6; ++i)
            m_world->trash(pages[static_cast<std::size_t>(i)]);
        const RunReport report = run();
        QCOMPARE(exitCodeOf({report}, true), 5);
        QCOMPARE(report.pull.deleted, 0);
        QVERIFY(m_world->exists("Many 10.md"));
    }

    void emptyLive_nothingIsDeletedUnproven() {
        const PageId second = m_world->addPage(2, "Second", "text");
        run();
        m_world->trash(m_page);
        m_world->trash(second);
        QCOMPARE(exitCodeOf({run()}, true), 5);
        QVERIFY(m_world->exists("Page.md") && m_world->exists("Second.md"));
        m_world->untrash(m_page);
        m_world->untrash(second);
    }

    void tinyVault_oneOfTwoMayGo() {
        const PageId second = m_world->addPage(2, "Second", "text");
        run();
        m_world->trash(second);
        QCOMPARE(run().pull.deleted, 1);
    }

    void pathReuse_titlesSwappedInTheWiki() {
        const PageId other = m_world->addPage(2, "Other", "other");
        run();
        m_world->retitle(m_page, "Other");
        m_world->retitle(other, "Page");
        run();
        run();
        QCOMPARE(m_world->livePages(), 2);
        const std::string one = m_world->body("Other.md") + m_world->body("Other ~slug100001.md");
        QVERIFY2(has(one, "alpha"), one.c_str());
        QCOMPARE(m_world->title(m_page), std::string("Other"));
        QCOMPARE(m_world->title(other), std::string("Page"));
    }

    void T27_oneUnreadablePage() {
        const PageId bad = m_world->addPage(2, "Bad", "text");
        run();
        m_world->execute("update pages set content = '{\"type\":' where id = '" + bad.str() + "'");
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        const RunReport report = run();
        QVERIFY(holds(report, Reason::Unreadable));
        QCOMPARE(report.pull.written, 1);
        QCOMPARE(gitCli(m_world->vault(), {"log", "-1", "--format=%s", "docmost"}),
                 std::string("docmost: sync 1 page(s)"));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC\n\nmiddle\n\nomega"));
        QCOMPARE(m_world->body("Bad.md"), std::string("text"));
        QVERIFY2(holds(run(), Reason::Unreadable), "it was not read again");
        // Readable from now on, and nothing but the text says so: its time is what it was.
        const std::string time = m_world->value("select updated_at from pages where id = '" + bad.str() + "'");
        m_world->editText(bad, "text again");
        m_world->execute("update pages set updated_at = '" + time + "' where id = '" + bad.str() + "'");
        run();
        QCOMPARE(m_world->body("Bad.md"), std::string("text again"));
    }

    /// Bodies that a cycle reads; a list of rows is read by each.
    void T38_whatIsRead_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<int>("reads");
        QTest::newRow("nothing changed") << QString() << 0;
        QTest::newRow("one page's time moved")
            << QStringLiteral("update pages set updated_at = '2031-01-01T00:00:00.000Z' where title = 'Page'") << 1;
        QTest::newRow("a parent renamed")
            << QStringLiteral("update pages set title = 'Renamed' where title = 'Above'") << 1;
    }
    void T38_whatIsRead() {
        QFETCH(const QString, change);
        QFETCH(const int, reads);
        const PageId above = m_world->addPage(2, "Above", "above");
        for (int n = 3; n < 8; ++n)
            m_world->addPage(n, "Below " + std::to_string(n), "below", above.str());
        run();
        if (!change.isEmpty()) m_world->execute(change.toStdString());
        int read = 0;
        const RunReport report = m_world->sync([&](const RunProgress &progress) {
            if (progress.phase == "reading the wiki") read = std::max(read, progress.total);
        });
        QVERIFY2(report.ran, describe(report).c_str());
        QCOMPARE(read, reads);
        if (change.contains(QStringLiteral("Renamed")))
            QVERIFY(m_world->exists("Renamed/Renamed.md") && m_world->exists("Renamed/Below 3.md"));
    }

    void wedge_aMergeLeftInTheVault() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QVERIFY(runGit(m_world->vault(), {"merge", "docmost"}).code != 0);
        const RunReport report = run();
        QVERIFY(holds(report, Reason::WaitingForPerson));
        QCOMPARE(pushed(report), 0);
        gitCli(m_world->vault(), {"checkout", "--ours", "Page.md"});
        m_world->commitAll("merged by a person");
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega"));
    }

    void waiting_theMirrorAdvancesOnceNotEveryCycle() {
        gitCli(m_world->vault(), {"checkout", "-qb", "work"});
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        run();
        const std::string tip = gitCli(m_world->vault(), {"rev-parse", "docmost"});
        QVERIFY(has(gitCli(m_world->vault(), {"show", "docmost:Page.md"}), "alpha DOC"));
        run();
        run();
        QCOMPARE(gitCli(m_world->vault(), {"rev-parse", "docmost"}), tip);
        gitCli(m_world->vault(), {"checkout", "-q", "main"});
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC\n\nmiddle\n\nomega"));
    }

    void markerLeak_bothChangeOneBlock() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        QCOMPARE(exitCodeOf({run()}, true), 4);
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega"));
        QVERIFY(has(gitCli(m_world->vault(), {"show", "docmost:Page.md"}), "alpha DOC"));
        QVERIFY(has(m_world->content(m_page), "alpha DOC"));
        QVERIFY(!has(gitCli(m_world->vault(), {"grep", "-c", "", "main"}), "<<<<"));
    }

    void openConflicts_surviveARunForAnotherPage() {
        const PageId other = m_world->addPage(2, "Other", "one");
        run();
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->editText(other, "one DOC");
        m_world->writeBody("Other.md", "one GIT");
        QCOMPARE(run().conflicts.size(), std::size_t(2));
        const auto since = m_world->desks().review.conflict(m_page)->summary.since;
        m_world->rename("Page.md", "Renamed.md");
        QVERIFY(m_world->desks().review.decide({other, Take::Wiki}).has_value());
        const RunReport settled = m_world->syncPage(other);
        QVERIFY2(settled.ran, describe(settled).c_str());
        QCOMPARE(exitCodeOf({settled}, true), 4);
        QCOMPARE(m_world->body("Other.md"), std::string("one DOC"));
        const auto left = m_world->desks().review.conflicts({});
        QCOMPARE(left->size(), std::size_t(1));
        QVERIFY(left->front().page == m_page && left->front().since == since);
        QVERIFY(m_world->exists("Renamed.md"));
        run();
        QCOMPARE(m_world->title(m_page), std::string("Renamed"));
        QVERIFY(m_world->desks().review.decide({m_page, Take::Both}).has_value());
        QVERIFY(run().conflicts.empty());
        QCOMPARE(m_world->body("Renamed.md"), std::string("alpha DOC\n\nalpha GIT\n\nmiddle\n\nomega"));
    }

    void conflict_closesWhenTheSidesAgree() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        QCOMPARE(run().conflicts.size(), std::size_t(1));
        m_world->editBody(m_page, testParagraphs({"alpha GIT", "middle", "omega"}));
        QVERIFY(run().conflicts.empty());
        QVERIFY(m_world->desks().review.conflicts({})->empty());
    }

    void conflict_followsLaterEditsOnBothSides() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        m_world->editBody(m_page, testParagraphs({"alpha DOC two", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT two\n\nmiddle\n\nomega");
        QCOMPARE(run().conflicts.size(), std::size_t(1));
        const auto detail = m_world->desks().review.conflict(m_page);
        QVERIFY(has(*detail->wiki, "DOC two") && has(*detail->git, "GIT two") && has(*detail->base, "alpha\n"));
        QVERIFY(m_world->desks().review.decide({m_page, std::string("alpha of both\n\nmiddle\n\nomega")}).has_value());
        QVERIFY(run().conflicts.empty());
        QVERIFY(has(m_world->content(m_page), "alpha of both"));
    }

    void spurious_blankLinesAtTheEnd() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        writeFile(m_world->path("Page.md"), readFile(m_world->path("Page.md")) + "\n\n\n");
        const RunReport report = run();
        QVERIFY(report.conflicts.empty());
        QCOMPARE(pushed(report), 0);
        QVERIFY(has(m_world->body("Page.md"), "alpha DOC"));
    }

    void T28_aTailChangeKeepsTheOtherBlock() {
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        std::string text = readFile(m_world->path("Page.md"));
        text.replace(text.find("alpha"), 5, "alpha GIT");
        text.pop_back();
        writeFile(m_world->path("Page.md"), text);
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), "omega DOC"));
    }

    void T29_gitWinsPerBlock() {
        begin(ConflictPolicy::GitWins);
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega DOC"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        const RunReport report = run();
        QVERIFY(holds(report, Reason::SettledByRule));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega DOC"));
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), "omega DOC"));
        QVERIFY(has(gitCli(m_world->vault(), {"log", "-p", "--all", "--format="}), "alpha DOC"));
    }

    void wikiWins_gitsTextStaysInHistory() {
        begin(ConflictPolicy::WikiWins);
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC\n\nmiddle\n\nomega"));
        QVERIFY(has(gitCli(m_world->vault(), {"log", "-p", "main", "--format="}), "alpha GIT"));
    }
};

QTEST_GUILESS_MAIN(ScenarioMergeTest)
#include "scenario_merge_test.moc"
