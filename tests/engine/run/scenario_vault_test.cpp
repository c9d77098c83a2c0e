#include "tests/support/test_world.h"

#include "engine/core/page_file.h"

#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <algorithm>
#include <ctime>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

namespace {

bool has(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

bool holds(const RunReport &report, Reason reason) {
    return std::any_of(report.items.begin(), report.items.end(), [&](const Item &i) { return i.reason == reason; });
}

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
class ScenarioVaultTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        auto wiki = TestWiki::sqlite();
        QVERIFY(wiki.has_value());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        m_page = m_world->addPage(1, "Page", "x");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega"}));
        run();
    }
    void cleanup() {
        if (!QTest::currentTestFailed()) {
            const std::string moved = m_world->disturbance();
            QVERIFY2(moved.empty(), moved.c_str());
        }
        m_world.reset();
    }

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

    void L28_aDetachedHeadWaits() {
        gitCli(m_world->vault(), {"checkout", "-q", "--detach"});
        m_world->editText(m_page, "alpha DOC");
        run();
        gitCli(m_world->vault(), {"checkout", "-q", "main"});
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
    }

    void L29_aStaleConfigLock() {
        writeFile(m_world->path(".git/config.lock"), "");
        makeOld(m_world->path(".git/config.lock"));
        m_world->editText(m_page, "alpha DOC");
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
    }

    void hostileSettings_ofTheVaultChangeNothing() {
        gitCli(m_world->vault(), {"config", "core.autocrlf", "true"});
        gitCli(m_world->vault(), {"config", "commit.gpgsign", "true"});
        gitCli(m_world->vault(), {"config", "core.hooksPath", m_world->path(".git/hooks")});
        writeFile(m_world->path(".git/hooks/pre-commit"), "#!/bin/sh\nexit 1\n");
        std::filesystem::permissions(m_world->path(".git/hooks/pre-commit"), std::filesystem::perms::owner_all);
        m_world->editText(m_page, "alpha DOC");
        writeFile(m_world->path("New.md"), "new\n");
        run();
        QVERIFY(!has(readFile(m_world->path("Page.md")), "\r"));
        QVERIFY(!m_world->idOf("New").empty());
        gitCli(m_world->vault(), {"config", "--unset", "core.hooksPath"});
    }

    void L22_attributesHaveNoEffect() {
        writeFile(m_world->path(".gitattributes"), "*.md working-tree-encoding=UTF-16 text eol=crlf filter=none\n");
        gitCli(m_world->vault(), {"add", ".gitattributes"});
        gitCli(m_world->vault(), {"commit", "-qm", "attributes"});
        m_world->editText(m_page, "alpha DOC");
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
        gitCli(m_world->vault(), {"rm", "-qf", ".gitattributes"});
        gitCli(m_world->vault(), {"commit", "-qm", "no attributes"});
        run();
    }

    void L23_ignoredPagesArePagesAllTheSame() {
        writeFile(m_world->path(".gitignore"), "*.md\n");
        gitCli(m_world->vault(), {"add", ".gitignore"});
        gitCli(m_world->vault(), {"commit", "-qm", "ignore"});
        m_world->addPage(2, "Fresh", "fresh");
        writeFile(m_world->path("Mine.md"), "mine\n");
        run();
        QCOMPARE(m_world->body("Fresh.md"), std::string("fresh"));
        QVERIFY(!m_world->idOf("Mine").empty());
    }

    void environment_ofAnotherRepository() {
        const TempDir elsewhere;
        gitCli(elsewhere.path(), {"init", "-q"});
        qputenv("GIT_DIR", QByteArray::fromStdString(elsewhere / ".git"));
        qputenv("GIT_WORK_TREE", QByteArray::fromStdString(elsewhere.path()));
        m_world->editText(m_page, "alpha DOC");
        const RunReport report = m_world->sync();
        qunsetenv("GIT_DIR");
        qunsetenv("GIT_WORK_TREE");
        QVERIFY2(report.ran, describe(report).c_str());
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
        QVERIFY(runGit(elsewhere.path(), {"rev-parse", "-q", "--verify", "HEAD"}).code != 0);
    }

    void cyrillicNames_areMovesAsAnyOther() {
        const PageId page = m_world->addPage(2, "Привет мир", "текст");
        run();
        m_world->rename("Привет мир.md", "До свидания.md");
        run();
        QCOMPARE(m_world->title(page), std::string("До свидания"));
        QCOMPARE(m_world->livePages(), 2);
    }

    void identity_ofTheVaultIsNotTouched() {
        gitCli(m_world->vault(), {"config", "user.name", "Kim"});
        gitCli(m_world->vault(), {"config", "user.email", "kim@example.com"});
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QCOMPARE(gitCli(m_world->vault(), {"config", "user.name"}), std::string("Kim"));
    }

    void aFileThePersonMadeWhileTheEnginePublishes() {
        m_world->addPage(2, "Fresh", "by the wiki");
        bool written = false;
        const RunReport report = m_world->sync([&](const RunProgress &progress) {
            if (written || progress.phase != "recording") return;
            written = true;
            writeFile(m_world->path("Fresh.md"), "by a person\n");
        });
        QVERIFY2(report.ran && written, describe(report).c_str());
        run();
        QVERIFY(has(m_world->content(testPage(2)), "by the wiki"));
        QCOMPARE(m_world->body("Fresh.md"), std::string("by the wiki"));
        QCOMPARE(m_world->body("Fresh ~git.md"), std::string("by a person"));
        QCOMPARE(m_world->livePages(), 3);
    }

    void aBranchSwitchedWhileTheEngineReads() {
        m_world->editText(m_page, "alpha DOC");
        bool switched = false;
        const RunReport report = m_world->sync([&](const RunProgress &progress) {
            if (switched || progress.phase != "comparing both sides") return;
            switched = true;
            gitCli(m_world->vault(), {"checkout", "-qb", "work"});
        });
        QVERIFY2(report.ran && switched, describe(report).c_str());
        QVERIFY(holds(report, Reason::WaitingForPerson));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha\n\nmiddle\n\nomega"));
        gitCli(m_world->vault(), {"checkout", "-q", "main"});
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
    }

    void aCommitWhileTheEngineReads() {
        m_world->editText(m_page, "alpha DOC");
        bool committed = false;
        const RunReport report = m_world->sync([&](const RunProgress &progress) {
            if (committed || progress.phase != "comparing both sides") return;
            committed = true;
            writeFile(m_world->path("New.md"), "new\n");
            m_world->commitAll("in between");
        });
        QVERIFY2(report.ran && committed, describe(report).c_str());
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC"));
        QVERIFY(!m_world->idOf("New").empty());
    }

private:
    RunReport run() {
        RunReport report = m_world->sync();
        if (!report.ran) qFatal("%s", describe(report).c_str());
        return report;
    }

    std::unique_ptr<TestWorld> m_world;
    PageId m_page;
};

QTEST_GUILESS_MAIN(ScenarioVaultTest)
#include "scenario_vault_test.moc"
