#include "tests/support/test_world.h"

#include "engine/core/page_file.h"

#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

/// Runs taken back on both sides (D31, S-32). Each story ends with two quiet cycles and a clean fsck.
class UndoTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        auto wiki = TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        m_home = m_world->addPage(1, "Home", "alpha");
        m_child = m_world->addPage(2, "Child", "one", m_home.str());
        m_other = m_world->addPage(3, "Other: things", "beta");
        const RunReport first = m_world->sync();
        QVERIFY2(first.ran, describe(first).c_str());
        remember();
    }
    void cleanup() { m_world.reset(); }

    void anEditOfTheWikiIsTakenBack() {
        m_world->editText(m_home, "alpha, vandalised");
        undoTheNextRun();
        QVERIFY(m_world->wikiText() == m_wiki);
        expectAsBefore();
    }

    void anEditOfGitIsTakenBack() {
        m_world->writeBody("Home/Child.md", "one, vandalised");
        undoTheNextRun();
        expectAsBefore();
    }

    void renamesAndMovesAreTakenBackWithExactTitles() {
        m_world->retitle(m_other, "Something else");
        std::filesystem::rename(m_world->path("Home/Child.md"), m_world->path("Renamed.md"));
        undoTheNextRun();
        QCOMPARE(m_world->title(m_other), std::string("Other: things"));
        QCOMPARE(m_world->title(m_child), std::string("Child"));
        expectAsBefore();
    }

    void aRenamedFolderGoesBackWithWhatIsInIt() {
        m_world->retitle(m_home, "House");
        undoTheNextRun();
        expectAsBefore();
    }

    void whatTheRunCreatedGoesToTheTrashAndItsFileAway() {
        writeFile(m_world->path("Home/Idea.md"), "A thought.\n");
        undoTheNextRun();
        QCOMPARE(m_world->value("select count(*) from pages where title = 'Idea' and deleted_at is not null"),
                 std::string("1"));
        expectAsBefore();
    }

    void whatTheRunTrashedComesBack_data() {
        QTest::addColumn<bool>("inWiki");
        QTest::newRow("the page") << true;
        QTest::newRow("the file") << false;
    }
    void whatTheRunTrashedComesBack() {
        QFETCH(const bool, inWiki);
        if (inWiki)
            m_world->trash(m_child);
        else
            std::filesystem::remove(m_world->path("Home/Child.md"));
        undoTheNextRun();
        expectAsBefore();
    }

    void everythingAtOnceIsTakenBack() {
        m_world->editText(m_home, "alpha of the wiki");
        m_world->retitle(m_home, "House");
        writeFile(m_world->path("Tools/VPN.md"), "How to connect.\n");
        std::filesystem::remove(m_world->path("Other- things.md"));
        m_world->writeBody("Home/Child.md", "one of git");
        undoTheNextRun();
        expectAsBefore();
    }

    void aPersonsStyleComesBackByteForByte() {
        const std::string styled =
            "---\ngitmost_id: " + m_other.str() + "\ntags: [a, b]\n---\n\nbeta  \n\n* one\n* two\n";
        writeFile(m_world->path("Other- things.md"), styled);
        QVERIFY(m_world->sync().ran);
        m_world->editText(m_other, "nothing left of it");
        undoTheNextRun();
        QCOMPARE(readFile(m_world->path("Other- things.md")), styled);
        expectQuiet();
    }

    void pagesChangedSinceAreNamedAndLeft_data() {
        QTest::addColumn<bool>("inWiki");
        QTest::newRow("in the wiki") << true;
        QTest::newRow("in git") << false;
    }
    void pagesChangedSinceAreNamedAndLeft() {
        QFETCH(const bool, inWiki);
        m_world->editText(m_home, "alpha two");
        m_world->editText(m_other, "beta two");
        QVERIFY(m_world->sync().ran);
        const RunId run = m_world->lastRun().id;
        if (inWiki)
            m_world->editText(m_home, "alpha three");
        else
            m_world->writeBody("Home/Home.md", "alpha three");
        const RunReport report = undo(run);
        const auto left = std::find_if(report.items.begin(), report.items.end(),
                                       [](const Item &item) { return item.reason == Reason::ChangedSince; });
        QVERIFY2(left != report.items.end() && left->page == m_home, describe(report).c_str());
        QVERIFY2(left->detail.find("since run " + run.str()) != std::string::npos, left->detail.c_str());
        QCOMPARE(exitCodeOfApply(report), 1);
        QCOMPARE(m_world->body("Other- things.md"), std::string("beta"));
        QVERIFY(m_world->content(m_other).find("\"beta\"") != std::string::npos);
        QVERIFY(m_world->sync().ran);
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha three"));
        QVERIFY(m_world->content(m_home).find("alpha three") != std::string::npos);
        expectQuiet();
    }

    void otherChangesWaitingMeanwhileAreNotCarriedAlong() {
        m_world->editText(m_home, "alpha two");
        QVERIFY(m_world->sync().ran);
        const RunId run = m_world->lastRun().id;
        m_world->editText(m_other, "beta, newer");
        writeFile(m_world->path("Fresh.md"), "fresh\n");
        const RunReport report = undo(run);
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha"));
        QCOMPARE(m_world->body("Other- things.md"), std::string("beta"));
        QCOMPARE(m_world->value("select count(*) from pages where title = 'Fresh'"), std::string("0"));
        QVERIFY(m_world->sync().ran);
        QCOMPARE(m_world->body("Other- things.md"), std::string("beta, newer"));
        expectQuiet();
    }

    void aPageMadeInTheWikiStays() {
        m_world->addPage(9, "Made by a person", "text");
        QVERIFY(m_world->sync().ran);
        const RunReport report = undo(m_world->lastRun().id);
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        QCOMPARE(m_world->value("select count(*) from pages where deleted_at is not null"), std::string("0"));
        QCOMPARE(m_world->body("Made by a person.md"), std::string("text"));
        expectQuiet();
    }

    void aCreatedPageWithPagesBelowItStays() {
        writeFile(m_world->path("Idea.md"), "A thought.\n");
        QVERIFY(m_world->sync().ran);
        const RunId run = m_world->lastRun().id;
        const std::string idea = m_world->value("select id from pages where title = 'Idea'");
        m_world->addPage(9, "Below", "text", idea);
        QVERIFY(m_world->sync().ran);
        const RunReport report = undo(run);
        QVERIFY2(describe(report).find("children-live") != std::string::npos, describe(report).c_str());
        QCOMPARE(m_world->body("Idea/Idea.md"), std::string("A thought."));
        QCOMPARE(m_world->value("select count(*) from pages where deleted_at is not null"), std::string("0"));
        expectQuiet();
    }

    void theGuardHoldsAnUndoUntilItIsApproved() {
        for (int i = 10; i < 18; ++i)
            writeFile(m_world->path("Page " + std::to_string(i) + ".md"), "text\n");
        QVERIFY(m_world->sync().ran);
        const RunId run = m_world->lastRun().id;
        const Plan plan = m_world->plan({m_world->wiki().general(), run, {}});
        QCOMPARE(exitCodeOfApply(m_world->apply(plan)), 5);
        QCOMPARE(m_world->body("Page 12.md"), std::string("text"));
        const RunReport approved = m_world->apply(PlanOrder{plan, {}, true});
        QVERIFY2(exitCodeOfApply(approved) == 0, describe(approved).c_str());
        expectAsBefore();
    }

    void anUndoCanBeUndone() {
        m_world->editText(m_home, "alpha two");
        writeFile(m_world->path("Idea.md"), "A thought.\n");
        QVERIFY(m_world->sync().ran);
        const std::string after = m_world->wikiText();
        const RunId run = m_world->lastRun().id;
        QCOMPARE(exitCodeOfApply(undo(run)), 0);
        const RunRecord record = m_world->lastRun();
        QCOMPARE(record.trigger, std::string("undo"));
        QCOMPARE(record.undoOf, run.str());
        const RunReport again = undo(record.id);
        QVERIFY2(exitCodeOfApply(again) == 0, describe(again).c_str());
        QVERIFY2(m_world->wikiText() == after, m_world->wikiText().c_str());
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha two"));
        QCOMPARE(m_world->body("Idea.md"), std::string("A thought."));
        expectQuiet();
    }

    void aPreviewOfAnUndoWritesNothing() {
        m_world->editText(m_home, "alpha two");
        QVERIFY(m_world->sync().ran);
        const auto files = snapshot(m_world->vault());
        const std::string rows = m_world->value("select * from pages order by id");
        const Plan plan = m_world->plan({m_world->wiki().general(), m_world->lastRun().id, {}});
        QCOMPARE(plan.items.size(), std::size_t(2));
        QVERIFY(plan.undoOf.has_value());
        QVERIFY(plan.proof && plan.proof->moved.empty());
        QVERIFY(snapshot(m_world->vault()) == files);
        QCOMPARE(m_world->value("select * from pages order by id"), rows);
    }

    void whatCannotBeTakenBackSaysWhy() {
        QVERIFY(m_world->sync().ran);
        const auto nothing =
            m_world->desks().spaces.preview({m_world->wiki().general(), m_world->lastRun().id, {}}, {});
        QVERIFY(!nothing && nothing.error().detail.find("nothing to undo") != std::string::npos);
        const auto unknown = m_world->desks().spaces.preview({m_world->wiki().general(), RunId("4711"), {}}, {});
        QVERIFY(!unknown && unknown.error().code == ErrorCode::NotFound);
        m_world->editText(m_home, "alpha two");
        m_world->trash(m_child);
        QVERIFY(m_world->sync().ran);
        QCOMPARE(m_world->value("delete from pages where id = '" + m_child.str() + "'"), std::string());
        const RunReport report = undo(m_world->lastRun().id);
        QCOMPARE(m_world->body("Home.md"), std::string("alpha"));
        QVERIFY2(describe(report).find("no longer in the wiki's trash") != std::string::npos, describe(report).c_str());
        // The undo left a page out, so last-pushed waits for the first cycle that leaves nothing out.
        QVERIFY(m_world->sync().ran);
        expectQuiet();
    }

private:
    void remember() {
        m_wiki = m_world->wikiText();
        m_files.clear();
        for (const auto &[name, state] : filesOf(m_world->vault()))
            m_files.emplace(name, state.contents);
    }
    RunReport undo(const RunId &run) { return m_world->apply(m_world->plan({m_world->wiki().general(), run, {}})); }
    void undoTheNextRun() {
        const RunReport report = m_world->sync();
        QVERIFY2(report.ran, describe(report).c_str());
        QVERIFY(m_world->wikiText() != m_wiki || !sameFiles());
        const RunReport back = undo(report.run);
        QVERIFY2(exitCodeOfApply(back) == 0, describe(back).c_str());
    }
    bool sameFiles() const {
        std::map<std::string, std::string> now;
        for (const auto &[name, state] : filesOf(m_world->vault()))
            now.emplace(name, state.contents);
        return now == m_files;
    }
    void expectAsBefore() {
        QVERIFY2(m_world->wikiText() == m_wiki, (m_world->wikiText() + "\n---\n" + m_wiki).c_str());
        QVERIFY(sameFiles());
        expectQuiet();
    }
    void expectQuiet() {
        const std::string moved = m_world->disturbance();
        QVERIFY2(moved.empty(), moved.c_str());
    }

    std::unique_ptr<TestWorld> m_world;
    std::string m_wiki;
    std::map<std::string, std::string> m_files;
    PageId m_home, m_child, m_other;
};

QTEST_GUILESS_MAIN(UndoTest)
#include "undo_test.moc"
