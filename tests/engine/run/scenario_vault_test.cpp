#include "tests/support/story.h"

#include "engine/core/page_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <algorithm>
#include <ctime>
#include <filesystem>
#include <set>

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

    /// What was agreed on last is remembered, and stands in main.
    void theMirrorIsLost() {
        gitCli(m_world->vault(), {"update-ref", "-d", "refs/heads/docmost"});
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        const RunReport report = run();
        QVERIFY2(heals(report) && report.conflicts.empty(), describe(report).c_str());
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
        QCOMPARE(m_world->livePages(), 1);
    }

    void theMirrorAndTheMemoryOfItAreLost() {
        gitCli(m_world->vault(), {"update-ref", "-d", "refs/heads/docmost"});
        std::filesystem::remove_all(m_world->vault() + "/../.wikivault");
        m_world->restart();
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

    /// While a run has it open: at its old path is nothing afterwards.
    void F039_theVaultGoesAway_data() {
        QTest::addColumn<QString>("phase");
        QTest::addColumn<bool>("isDeleted");
        for (const char *phase : {"opening the vault", "looking at the files", "reading the wiki",
                                  "comparing both sides", "writing pages to the wiki", "recording", "writing files"})
            for (const bool isDeleted : {false, true})
                QTest::addRow("%s, %s", phase, isDeleted ? "deleted" : "moved")
                    << QString::fromLatin1(phase) << isDeleted;
    }
    void F039_theVaultGoesAway() {
        QFETCH(const QString, phase);
        QFETCH(const bool, isDeleted);
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->commitAll("a person's edit");
        const std::string vault = m_world->vault(), away = vault + ".away";
        std::filesystem::copy(vault, away, std::filesystem::copy_options::recursive);
        bool isGone = false;
        std::set<std::string> phases;
        const RunReport report = m_world->sync([&](const RunProgress &progress) {
            phases.insert(progress.phase);
            if (isGone || progress.phase != phase.toStdString()) return;
            isGone = true;
            if (isDeleted)
                std::filesystem::remove_all(vault);
            else
                std::filesystem::remove_all(away), std::filesystem::rename(vault, away);
        });
        std::string seen;
        for (const std::string &one : phases)
            seen += one + "; ";
        QVERIFY2(isGone, seen.c_str());
        QVERIFY2(!report.ran && report.error.size() > 20, describe(report).c_str());
        QVERIFY2(!std::filesystem::exists(vault), report.error.c_str());
        const RunReport next = m_world->sync();
        QVERIFY2(!next.ran && !std::filesystem::exists(vault), describe(next).c_str());
        QCOMPARE(m_world->livePages(), 1);
        std::filesystem::rename(away, vault);
        // What a run that was cut off left locked waits until nobody can be at work there.
        if (m_world->exists(".git/index.lock")) makeOld(m_world->path(".git/index.lock"));
        const RunReport again = run();
        QVERIFY2(m_world->body("Page.md") == "alpha GIT\n\nmiddle\n\nomega DOC", describe(again).c_str());
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), "omega DOC"));
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
