#include "tests/support/test_world.h"

#include "engine/core/page_file.h"

#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

namespace {
const std::vector<BlockDraft> kBlocks{{"b1", "wiki-git", ""}, {"b2", "text", "my own\nlines"}};
}

/// Conflicts held, followed, decided and settled by rule (engine.md section 4). Stories end with two quiet cycles.
class ConflictTest : public QObject {
    Q_OBJECT

private slots:
    void init() { begin(ConflictPolicy::Review); }
    void cleanup() { m_world.reset(); }

    void aRecordSurvivesRestartsAndFollowsLaterEdits() {
        clash();
        const ConflictDetail first = detail();
        m_world->restart();
        m_world->editText(m_home, "alpha of the wiki, again");
        QCOMPARE(m_world->sync().conflicts.size(), std::size_t(1));
        const ConflictDetail later = detail();
        QVERIFY(later.summary.since == first.summary.since);
        QCOMPARE(parsePageFile(*later.wiki).body, std::string("alpha of the wiki, again"));
        QVERIFY(later.state != first.state);
        m_world->writeBody("Home.md", "alpha of git, again");
        QCOMPARE(m_world->sync().conflicts.size(), std::size_t(1));
        QCOMPARE(parsePageFile(*detail().git).body, std::string("alpha of git, again"));
        QVERIFY(detail().summary.since == first.summary.since);
        QCOMPARE(parsePageFile(*detail().base).body, std::string("alpha"));
        expectQuiet();
    }

    void itClosesByItselfWhenTheSidesAgree() {
        clash();
        m_world->editText(m_home, "alpha of git");
        const RunReport report = m_world->sync();
        QVERIFY2(exitCodeOf({report}, true) == 0, describe(report).c_str());
        QVERIFY(m_world->desks().review.conflicts({})->empty());
        expectQuiet();
    }

    void aDraftIsKeptAndDecidesNothing() {
        clash();
        QVERIFY(m_world->desks().review.saveDraft(m_home, {"half of a thought", kBlocks}).has_value());
        m_world->restart();
        QCOMPARE(m_world->sync().conflicts.size(), std::size_t(1));
        QVERIFY((detail().draft == ConflictDraft{"half of a thought", kBlocks}));
        QVERIFY(!detail().decided && !detail().draftIsOlder);
        m_world->editText(m_home, "alpha of the wiki, again");
        QVERIFY(m_world->sync().ran);
        QVERIFY((detail().draft == ConflictDraft{"half of a thought", kBlocks}));
        QVERIFY(detail().draftIsOlder);
        QVERIFY(m_world->desks().review.saveDraft(m_home, {}).has_value());
        QVERIFY(detail().draft == ConflictDraft{});
        expectQuiet();
    }

    void aTextOfOnesOwnIsUsed() {
        clash();
        QVERIFY(m_world->desks().review.decide({m_home, std::string("settled by hand")}).has_value());
        settled("settled by hand");
    }

    void eachSideCanBeTaken_data() {
        QTest::addColumn<int>("take");
        QTest::addColumn<QString>("text");
        QTest::newRow("wiki") << int(Take::Wiki) << QStringLiteral("alpha of the wiki");
        QTest::newRow("git") << int(Take::Git) << QStringLiteral("alpha of git");
        QTest::newRow("both") << int(Take::Both) << QStringLiteral("alpha of the wiki\n\nalpha of git");
        QTest::newRow("base") << int(Take::Base) << QStringLiteral("alpha");
    }
    void eachSideCanBeTaken() {
        QFETCH(const int, take);
        QFETCH(const QString, text);
        clash();
        QVERIFY(m_world->desks().review.decide({m_home, static_cast<Take>(take)}).has_value());
        settled(text.toStdString());
    }

    void aSideThatMovedBeforeTheDecisionIsSaid() {
        clash();
        const std::string seen = detail().state;
        m_world->editText(m_home, "alpha of the wiki, again");
        const auto early = m_world->desks().review.decide({m_home, Take::Git, seen});
        QVERIFY(!early && early.error().code == ErrorCode::Conflict);
        QVERIFY2(early.error().detail.find("in the wiki meanwhile") != std::string::npos, early.error().detail.c_str());
        QVERIFY(m_world->sync().ran);
        const auto late = m_world->desks().review.decide({m_home, Take::Git, seen});
        QVERIFY(!late && late.error().code == ErrorCode::Conflict);
        QVERIFY(!detail().decided);
        QVERIFY(m_world->desks().review.decide({m_home, Take::Git, detail().state}).has_value());
        settled("alpha of git");
    }

    void aSideThatMovesAfterTheDecisionKeepsItAsADraft() {
        clash();
        QVERIFY(m_world->desks().review.decide({m_home, std::string("settled by hand")}).has_value());
        m_world->editText(m_home, "alpha of the wiki, again");
        const RunReport report = m_world->sync();
        QCOMPARE(report.conflicts.size(), std::size_t(1));
        QVERIFY2(describe(report).find("after the decision was made") != std::string::npos, describe(report).c_str());
        QVERIFY(!detail().decided);
        QCOMPARE(detail().draft.text, std::optional<std::string>("settled by hand"));
        QVERIFY(detail().draftIsOlder);
        QVERIFY(m_world->content(m_home).find("again") != std::string::npos);
        expectQuiet();
    }

    void aDecisionAboutOnePageLeavesTheOthersAlone() {
        clash();
        m_world->editText(m_other, "beta of the wiki");
        m_world->writeBody("Other.md", "beta of git");
        QCOMPARE(m_world->sync().conflicts.size(), std::size_t(2));
        QVERIFY(m_world->desks().review.saveDraft(m_other, {"a draft", {}}).has_value());
        QVERIFY(m_world->desks().review.decide({m_home, Take::Wiki}).has_value());
        RunRequest one;
        one.space = m_world->wiki().general();
        one.onlyPage = m_home;
        const RunReport report = m_world->desks().spaces.sync(one, {}, {});
        QVERIFY2(report.ran, describe(report).c_str());
        const auto open = m_world->desks().review.conflicts({});
        QCOMPARE(open->size(), std::size_t(1));
        QCOMPARE(m_world->desks().review.conflict(m_other)->draft.text, std::optional<std::string>("a draft"));
        QCOMPARE(m_world->body("Home.md"), std::string("alpha of the wiki"));
        expectQuiet();
    }

    void markersAreHeldAndNeverReachTheWiki() {
        const std::string marked = "<<<<<<< HEAD\nalpha of me\n=======\nalpha of you\n>>>>>>> work";
        m_world->writeBody("Home.md", marked);
        writeFile(m_world->path("New.md"), marked + "\n");
        const RunReport report = m_world->sync();
        QCOMPARE(report.conflicts.size(), std::size_t(1));
        QVERIFY(report.conflicts[0].kind == ConflictKind::Markers);
        QVERIFY(m_world->value("select content from pages").find("<<<<") == std::string::npos);
        for (const Take take : {Take::Git, Take::Both}) {
            const auto refused = m_world->desks().review.decide({m_home, take});
            QVERIFY(!refused && refused.error().code == ErrorCode::Invalid);
        }
        const auto refused = m_world->desks().review.decide({m_home, marked});
        QVERIFY(!refused && refused.error().code == ErrorCode::Invalid);
        m_world->writeBody("Home.md", "alpha of both");
        std::filesystem::remove(m_world->path("New.md"));
        QVERIFY(m_world->sync().conflicts.empty());
        QVERIFY(m_world->content(m_home).find("alpha of both") != std::string::npos);
        expectQuiet();
    }

    void markersOfARestoredPageAreNotPushed() {
        const std::string file = readFile(m_world->path("Other.md"));
        std::filesystem::remove(m_world->path("Other.md"));
        QVERIFY(m_world->sync().ran);
        writeFile(m_world->path("Other.md"), withBody(file, "<<<<<<< a\nx\n=======\ny\n>>>>>>> b"));
        const RunReport report = m_world->sync();
        QVERIFY2(report.ran, describe(report).c_str());
        QVERIFY(m_world->value("select content from pages").find("<<<<") == std::string::npos);
        QCOMPARE(m_world->value("select count(*) from pages where deleted_at is null"), std::string("2"));
    }

    void theBaseOfAMarkedFileCanBeTaken() {
        m_world->writeBody("Home.md", "<<<<<<< a\nx\n=======\ny\n>>>>>>> b");
        QVERIFY(m_world->sync().ran);
        QVERIFY(m_world->desks().review.decide({m_home, Take::Base}).has_value());
        settled("alpha");
    }

    void aRuleSettlesAtOnceAndTheOtherTextIsKept_data() {
        QTest::addColumn<bool>("gitWins");
        QTest::newRow("git wins") << true;
        QTest::newRow("the wiki wins") << false;
    }
    void aRuleSettlesAtOnceAndTheOtherTextIsKept() {
        QFETCH(const bool, gitWins);
        begin(gitWins ? ConflictPolicy::GitWins : ConflictPolicy::WikiWins);
        const std::string kept = gitWins ? "alpha of git" : "alpha of the wiki";
        const std::string lost = gitWins ? "alpha of the wiki" : "alpha of git";
        m_world->editBody(m_home, testParagraphs({"alpha", "omega"}));
        QVERIFY(m_world->sync().ran);
        m_world->editBody(m_home, testParagraphs({"alpha of the wiki", "omega"}));
        m_world->writeBody("Home.md", "alpha of git\n\nomega");
        const RunReport report = m_world->sync();
        QVERIFY2(exitCodeOf({report}, true) == 0, describe(report).c_str());
        QCOMPARE(m_world->body("Home.md"), kept + "\n\nomega");
        expectQuiet();

        m_world->restart();
        const auto inbox = m_world->desks().review.settled({});
        QCOMPARE(inbox->size(), std::size_t(1));
        const SettledSummary &page = inbox->front();
        QVERIFY(page.page == m_home && !page.seen && page.run == report.run.str());
        QCOMPARE(page.loser, std::string(gitWins ? "wiki" : "git"));
        const auto texts = m_world->desks().review.settledDetail(page.id);
        QCOMPARE(parsePageFile(gitWins ? *texts->wiki : *texts->git).body, lost + "\n\nomega");
        QVERIFY(m_world->desks().review.markSeen(page.id).has_value());
        QVERIFY(m_world->desks().review.settled({})->front().seen);

        m_world->editBody(m_home, testParagraphs({kept, "omega, later"}));
        QVERIFY(m_world->sync().ran);
        const RunReport back = m_world->apply(m_world->plan({m_world->wiki().general(), {}, page.id}));
        QVERIFY2(exitCodeOfApply(back) == 0, describe(back).c_str());
        QCOMPARE(m_world->body("Home.md"), lost + "\n\nomega, later");
        QVERIFY(m_world->content(m_home).find(lost) != std::string::npos);
        expectQuiet();
        const Plan again = m_world->plan({m_world->wiki().general(), {}, page.id});
        QVERIFY(std::none_of(again.items.begin(), again.items.end(), isAction));
    }

    void whatAnotherEngineLeftOutIsKept() {
        clash();
        const std::string tree = gitCli(m_world->vault(), {"rev-parse", "docmost^{tree}"});
        const std::string commit =
            gitCli(m_world->vault(), {"-c", "user.name=Node", "-c", "user.email=n@example.com", "commit-tree", tree,
                                      "-p", "docmost", "-m", "docmost: sync 1 page(s)"});
        gitCli(m_world->vault(), {"update-ref", "refs/heads/docmost", commit});
        m_world->editText(m_home, "alpha of git");
        const RunReport report = m_world->sync();
        QVERIFY2(exitCodeOf({report}, true) == 0, describe(report).c_str());
        QVERIFY(m_world->desks().review.conflicts({})->empty());
        const auto inbox = m_world->desks().review.settled({});
        QVERIFY(inbox->size() == 1 && inbox->front().loser == "wiki" && inbox->front().rule == "another-engine");
        expectQuiet();
        const RunReport back = m_world->apply(m_world->plan({m_world->wiki().general(), {}, inbox->front().id}));
        QVERIFY2(exitCodeOfApply(back) == 0, describe(back).c_str());
        QCOMPARE(m_world->body("Home.md"), std::string("alpha of the wiki"));
        expectQuiet();
    }

    void aTextThatWasWrittenOverSinceIsNotPutBack() {
        begin(ConflictPolicy::GitWins);
        clashing();
        QVERIFY(m_world->sync().ran);
        m_world->editText(m_home, "something new altogether");
        QVERIFY(m_world->sync().ran);
        const auto inbox = m_world->desks().review.settled({});
        const RunReport back = m_world->apply(m_world->plan({m_world->wiki().general(), {}, inbox->front().id}));
        QCOMPARE(exitCodeOfApply(back), 1);
        QCOMPARE(m_world->body("Home.md"), std::string("something new altogether"));
        expectQuiet();
    }

    void anEditBeatsARemoval_data() {
        QTest::addColumn<bool>("gitWins");
        QTest::addColumn<bool>("removedInWiki");
        for (const bool gitWins : {true, false})
            for (const bool inWiki : {true, false})
                QTest::addRow("%s, removed in %s", gitWins ? "git wins" : "wiki wins", inWiki ? "the wiki" : "git")
                    << gitWins << inWiki;
    }
    void anEditBeatsARemoval() {
        QFETCH(const bool, gitWins);
        QFETCH(const bool, removedInWiki);
        begin(gitWins ? ConflictPolicy::GitWins : ConflictPolicy::WikiWins);
        if (removedInWiki) {
            m_world->trash(m_home);
            m_world->writeBody("Home.md", "alpha, edited");
        } else {
            m_world->editText(m_home, "alpha, edited");
            std::filesystem::remove(m_world->path("Home.md"));
        }
        const RunReport report = m_world->sync();
        QVERIFY2(exitCodeOf({report}, true) == 0, describe(report).c_str());
        QCOMPARE(m_world->body("Home.md"), std::string("alpha, edited"));
        QVERIFY(m_world->content(m_home).find("alpha, edited") != std::string::npos);
        QCOMPARE(m_world->value("select count(*) from pages where deleted_at is null"), std::string("2"));
        expectQuiet();
        const auto inbox = m_world->desks().review.settled({});
        QVERIFY(inbox->size() == 1 && inbox->front().kind == ConflictKind::Existence);
        const RunReport back = m_world->apply(m_world->plan({m_world->wiki().general(), {}, inbox->front().id}));
        QVERIFY2(exitCodeOfApply(back) == 0, describe(back).c_str());
        QVERIFY(!std::filesystem::exists(m_world->path("Home.md")));
        QCOMPARE(m_world->value("select count(*) from pages where deleted_at is null"), std::string("1"));
        expectQuiet();
    }

    void aRemovalAgainstAnEditWaitsForReview_data() {
        QTest::addColumn<bool>("removedInWiki");
        QTest::addColumn<bool>("keep");
        for (const bool inWiki : {true, false})
            for (const bool keep : {true, false})
                QTest::addRow("removed in %s, %s", inWiki ? "the wiki" : "git", keep ? "kept" : "let go")
                    << inWiki << keep;
    }
    void aRemovalAgainstAnEditWaitsForReview() {
        QFETCH(const bool, removedInWiki);
        QFETCH(const bool, keep);
        if (removedInWiki)
            m_world->trash(m_home), m_world->writeBody("Home.md", "alpha, edited");
        else
            m_world->editText(m_home, "alpha, edited"), std::filesystem::remove(m_world->path("Home.md"));
        const RunReport held = m_world->sync();
        QCOMPARE(held.conflicts.size(), std::size_t(1));
        QVERIFY(held.conflicts[0].kind == ConflictKind::Existence);
        expectQuiet();
        const Take take = removedInWiki == keep ? Take::Git : Take::Wiki;
        const auto decided = m_world->desks().review.decide({m_home, take});
        QVERIFY2(decided.has_value(), decided ? "" : decided.error().detail.c_str());
        const RunReport report = m_world->sync();
        QVERIFY2(exitCodeOf({report}, true) == 0, describe(report).c_str());
        QCOMPARE(m_world->body("Home.md"), std::string(keep ? "alpha, edited" : ""));
        QCOMPARE(m_world->value("select count(*) from pages where deleted_at is null"), std::string(keep ? "2" : "1"));
        expectQuiet();
    }

private:
    void begin(ConflictPolicy policy) {
        auto wiki = TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki), policy);
        m_home = m_world->addPage(1, "Home", "alpha");
        m_other = m_world->addPage(2, "Other", "beta");
        const RunReport first = m_world->sync();
        QVERIFY2(first.ran, describe(first).c_str());
    }
    void clashing() {
        m_world->editText(m_home, "alpha of the wiki");
        m_world->writeBody("Home.md", "alpha of git");
    }
    void clash() {
        clashing();
        const RunReport report = m_world->sync();
        QVERIFY2(report.conflicts.size() == 1, describe(report).c_str());
    }
    ConflictDetail detail() {
        auto found = m_world->desks().review.conflict(m_home);
        return found ? std::move(*found) : ConflictDetail();
    }
    void settled(const std::string &body) {
        const RunReport report = m_world->sync();
        QVERIFY2(exitCodeOf({report}, true) == 0, describe(report).c_str());
        QCOMPARE(m_world->body("Home.md"), body);
        QVERIFY(m_world->desks().review.conflicts({})->empty());
        for (const SettledSummary &page : *m_world->desks().review.settled({}))
            QCOMPARE(page.rule, std::string("person"));  // no rule chose
        expectQuiet();
    }
    void expectQuiet() {
        const std::string moved = m_world->disturbance();
        QVERIFY2(moved.empty(), moved.c_str());
    }

    std::unique_ptr<TestWorld> m_world;
    PageId m_home, m_other;
};

QTEST_GUILESS_MAIN(ConflictTest)
#include "conflict_test.moc"
