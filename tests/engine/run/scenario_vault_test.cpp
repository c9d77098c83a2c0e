#include "tests/support/story.h"

#include "engine/core/page_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <algorithm>
#include <ctime>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

namespace {

bool heals(const RunReport &report) {
    return std::any_of(report.items.begin(), report.items.end(),
                       [](const Item &item) { return item.action == Action::Heal; });
}

void makeOld(const std::string &path) {
    const struct timespec hourAgo { std::time(nullptr) - 3600, 0 };
    const struct timespec times[2] = {hourAgo, hourAgo};
    QCOMPARE(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
}

}  // namespace

/// Catalogue of failures, section 5: a vault that was damaged or is used in strange ways. Each story ends with two
/// quiet cycles.
class ScenarioVaultTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void D3N3_anOldIndexLock() {
        writeFile(m_world->path(".git/index.lock"), "");
        makeOld(m_world->path(".git/index.lock"));
        m_world->editText(m_page, "alpha DOC");
        const RunReport report = run();
        QVERIFY2(heals(report), describe(report).c_str());
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
    }

    void D3N3F1_aFreshIndexLockIsSomebodys() {
        writeFile(m_world->path(".git/index.lock"), "theirs");
        m_world->editText(m_page, "alpha DOC");
        const RunReport report = run();
        QVERIFY(holds(report, Reason::WaitingForPerson));
        QCOMPARE(readFile(m_world->path(".git/index.lock")), std::string("theirs"));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha\n\nmiddle\n\nomega"));
        m_world->remove(".git/index.lock");
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
    }

    void D3N1_mainIsLost() {
        gitCli(m_world->vault(), {"update-ref", "-d", "refs/heads/main"});
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        const RunReport report = run();
        QVERIFY2(heals(report), describe(report).c_str());
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
    }

    void aMergedBranchIsNoSyncOfTheWiki() {
        gitCli(m_world->vault(), {"switch", "-q", "-c", "work"});
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        gitCli(m_world->vault(), {"commit", "-q", "-am", "on a branch"});
        gitCli(m_world->vault(), {"switch", "-q", "main"});
        gitCli(m_world->vault(), {"merge", "-q", "--no-ff", "-m", "merge work", "work"});
        const RunReport report = run();
        QVERIFY2(!heals(report), describe(report).c_str());
        QVERIFY2(has(m_world->content(m_page), "alpha GIT"), describe(report).c_str());
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega"));
    }

    void theMirrorIsLost() {
        gitCli(m_world->vault(), {"update-ref", "-d", "refs/heads/docmost"});
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        run();
        QVERIFY(has(m_world->body("Page.md"), "alpha GIT"));
        QCOMPARE(m_world->livePages(), 1);
        // Without its mirror the page has no base: two different texts are a conflict, never an overwrite.
        const auto conflicts = m_world->desks().review.conflicts({});
        QCOMPARE(conflicts->size(), std::size_t(1));
        QVERIFY(m_world->desks().review.decide({m_page, Take::Git}).has_value());
        QVERIFY(run().conflicts.empty());
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
    }

    void theRecordOfTheWorkTreeIsLost() {
        const PageId other = m_world->addPage(2, "Other", "other");
        run();
        gitCli(m_world->vault(), {"update-ref", "-d", "refs/wikivault/worktree"});
        m_world->remove("Other.md");
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QVERIFY(m_world->isLive(other));
        QCOMPARE(m_world->body("Other.md"), std::string("other"));
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
    }

    void L30_noCommonHistory() {
        const std::string tree = gitCli(m_world->vault(), {"rev-parse", "main^{tree}"});
        const std::string root = gitCli(m_world->vault(), {"commit-tree", tree, "-m", "another beginning"});
        gitCli(m_world->vault(), {"update-ref", "refs/heads/docmost", root});
        const RunReport report = run();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        m_world->editText(m_page, "alpha DOC");
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
    }

    void dirtyMain_theFilesAreCommittedAndNothingIsLost() {
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        writeFile(m_world->path("Loose.md"), "loose\n");
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
        QVERIFY(!m_world->idOf("Loose").empty());
        QVERIFY(has(gitCli(m_world->vault(), {"log", "--format=%an %s", "main"}), "Local local: working-tree changes"));
    }

    void aStagedButUncommittedChange() {
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        gitCli(m_world->vault(), {"add", "Page.md"});
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
    }

    void aStashAndItsReturn() {
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        gitCli(m_world->vault(), {"stash"});
        run();
        QVERIFY(!has(m_world->content(m_page), "GIT"));
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        run();
        gitCli(m_world->vault(), {"stash", "pop"});
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), "omega DOC"));
    }

    void aRevertAndAResetOfAPerson() {
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->commitAll("edit");
        const std::string edit = gitCli(m_world->vault(), {"rev-parse", "HEAD"});
        run();
        gitCli(m_world->vault(), {"revert", "--no-edit", edit});
        run();
        QVERIFY(!has(m_world->content(m_page), "GIT"));
        gitCli(m_world->vault(), {"reset", "-q", "--hard", "HEAD~1"});
        run();
        QCOMPARE(m_world->livePages(), 1);
        QVERIFY(has(m_world->content(m_page), "middle"));
    }

    void aRebaseOfAPerson() {
        gitCli(m_world->vault(), {"checkout", "-qb", "work"});
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->commitAll("work");
        gitCli(m_world->vault(), {"checkout", "-q", "main"});
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        run();
        gitCli(m_world->vault(), {"checkout", "-q", "work"});
        gitCli(m_world->vault(), {"rebase", "-q", "main"});
        gitCli(m_world->vault(), {"checkout", "-q", "main"});
        gitCli(m_world->vault(), {"merge", "-q", "work"});
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), "omega DOC"));
    }

    void anotherEngineFastForwardsTheMirrorToMain() {
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->commitAll("edit");
        run();
        m_world->writeBody("Page.md", "alpha GIT two\n\nmiddle\n\nomega");
        m_world->commitAll("edit again");
        // As the Node engine does after it pushed: the wiki holds main's text by now.
        m_world->editBody(m_page, testParagraphs({"alpha GIT two", "middle", "omega"}));
        gitCli(m_world->vault(), {"update-ref", "refs/heads/docmost", "refs/heads/main"});
        const RunReport report = run();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        m_world->editBody(m_page, testParagraphs({"alpha GIT two", "middle", "omega DOC"}));
        run();
        QVERIFY(has(m_world->body("Page.md"), "omega DOC"));
    }

    /// HEAD stands on main's tip and only the files differ: it is attached again, and what stood there is kept.
    void L28_aDetachedHeadAtMainWithADirtyTree() {
        gitCli(m_world->vault(), {"checkout", "-q", "--detach"});
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        const RunReport report = run();
        QVERIFY2(heals(report), describe(report).c_str());
        QCOMPARE(gitCli(m_world->vault(), {"symbolic-ref", "HEAD"}), std::string("refs/heads/main"));
        const std::string rescue = gitCli(m_world->vault(), {"for-each-ref", "--format=%(refname)", "refs/wikivault"});
        QVERIFY2(has(rescue, "refs/wikivault/rescue/"), rescue.c_str());
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega DOC"));
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), "omega DOC"));
    }

    /// Somewhere else, with files nobody committed: they stay as they are, the mirror goes on, nothing is pushed.
    void L28_anyOtherHeadWithADirtyTreeWaits_data() {
        QTest::addColumn<bool>("detached");
        QTest::newRow("a commit of its own") << true;
        QTest::newRow("a third branch") << false;
    }
    void L28_anyOtherHeadWithADirtyTreeWaits() {
        QFETCH(const bool, detached);
        gitCli(m_world->vault(), detached ? std::vector<std::string>{"checkout", "-q", "--detach"}
                                          : std::vector<std::string>{"checkout", "-qb", "third"});
        writeFile(m_world->path("Beside.md"), "beside\n");
        m_world->commitAll("a commit beside main");
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        writeFile(m_world->path("Loose.md"), "loose\n");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        const std::string main = gitCli(m_world->vault(), {"rev-parse", "main"});
        const auto files = filesOf(m_world->vault());
        for (int i = 0; i < 2; ++i) {
            const RunReport report = run();
            QVERIFY2(holds(report, Reason::WaitingForPerson) && pushed(report) == 0, describe(report).c_str());
            QVERIFY(filesOf(m_world->vault()) == files);
        }
        QCOMPARE(gitCli(m_world->vault(), {"rev-parse", "main"}), main);
        QVERIFY(has(gitCli(m_world->vault(), {"show", "docmost:Page.md"}), "omega DOC"));
        gitCli(m_world->vault(), {"checkout", "-q", "main"});
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega DOC"));
        QVERIFY(!m_world->idOf("Loose").empty() && m_world->idOf("Beside").empty());
    }

    void L29_aStaleConfigLock() {
        writeFile(m_world->path(".git/config.lock"), "");
        makeOld(m_world->path(".git/config.lock"));
        m_world->editText(m_page, "alpha DOC");
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
    }
};

QTEST_GUILESS_MAIN(ScenarioVaultTest)
#include "scenario_vault_test.moc"
