#include "tests/support/story.h"

#include <sys/stat.h>

using namespace wikivault;
using namespace wikivault::test;

/// Two consoles with vaults of their own follow one branch for one wiki. What one of them took from the wiki reaches
/// the other with its commits: it is no edit of git's. Each story ends with all equal and quiet.
class ScenarioConsolesTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() {
        m_folder = std::make_unique<TempDir>();
        gitCli(m_folder->path(), {"init", "-q", "--bare", "-b", "main", bare()});
        begin();
        m_other = m_world->addPage(2, "Other", "two");
        m_world->change([&](Settings &settings) { settings.spaceRemotes["general"] = "file://" + bare(); });
        m_world->change([&](Settings &settings) {
            Settings others = settings;
            others.dataDir = m_folder->path() + "/data";
            m_second = std::make_unique<Composition>(others, "test");
        });
        syncBoth();
        gitCli(m_folder->path(), {"clone", "-q", bare(), person()});
    }
    void cleanup() {
        if (!QTest::currentTestFailed()) {
            for (int rounds = 0; rounds < 3; ++rounds)
                syncBoth();
            const std::string tip = gitCli(bare(), {"rev-parse", "main"});
            QCOMPARE(gitCli(m_world->vault(), {"rev-parse", "main"}), tip);
            QCOMPARE(gitCli(secondVault(), {"rev-parse", "main"}), tip);
            const RunReport quiet = second();
            QVERIFY2(quiet.isQuiet(), describe(quiet).c_str());
        }
        m_second.reset();
        end();
        m_folder.reset();
    }

    void whoGoesOnTypingIsNotInConflictWithHimself() {
        m_world->editBody(m_page, testParagraphs({"alpha", "middle one", "omega"}));
        run();
        m_world->editBody(m_page, testParagraphs({"alpha", "middle one two", "omega"}));
        const RunReport report = second();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QVERIFY(has(m_world->content(m_page), "middle one two"));
        QVERIFY(has(secondsFile("Page.md"), "middle one two"));
    }

    void whatIsTakenBackInTheWikiStaysTakenBack() {
        m_world->editBody(m_page, testParagraphs({"alpha", "middle, or not", "omega"}));
        run();
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega"}));
        const RunReport report = second();
        QVERIFY2(!has(m_world->content(m_page), "or not"), describe(report).c_str());
        QVERIFY(!has(secondsFile("Page.md"), "or not"));
    }

    void aNewPageGoesOn() {
        const PageId page = m_world->addPage(3, "New", "one");
        run();
        m_world->editText(page, "one two");
        const RunReport report = second();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QVERIFY(has(secondsFile("New.md"), "one two"));
    }

    void aPageThatIsPutBackStays() {
        m_world->trash(m_other);
        run();
        QVERIFY(!has(gitCli(bare(), {"ls-tree", "main"}), "Other.md"));
        m_world->untrash(m_other);
        const RunReport report = second();
        QVERIFY2(m_world->isLive(m_other), describe(report).c_str());
        QVERIFY(has(secondsFile("Other.md"), "two"));
    }

    void aTitleThatIsTakenBackStaysTakenBack() {
        m_world->retitle(m_other, "Another");
        run();
        m_world->retitle(m_other, "Other");
        const RunReport report = second();
        QVERIFY2(m_world->title(m_other) == "Other", describe(report).c_str());
        QVERIFY(has(secondsFile("Other.md"), "two"));
    }

    /// The first console has put a person's text into the wiki, where somebody goes on with it.
    void whatWasPushedMayBeEditedAtOnce() {
        pushPerson("alpha\n\nmiddle PERSON\n\nomega");
        run();
        m_world->editBody(m_page, testParagraphs({"alpha", "middle PERSON and more", "omega"}));
        const RunReport report = second();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QVERIFY(has(secondsFile("Page.md"), "middle PERSON and more"));
    }

    /// What the first console took from the wiki could not be pushed before the second took something later.
    void aConsoleWhosePushFailedCatchesUp() {
        refusePushes(true);
        m_world->editBody(m_page, testParagraphs({"alpha", "middle one", "omega"}));
        run();
        refusePushes(false);
        m_world->editBody(m_page, testParagraphs({"alpha", "middle one two", "omega"}));
        second();
        m_world->editBody(m_page, testParagraphs({"alpha", "middle one two three", "omega"}));
        const RunReport report = run();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QCOMPARE(m_world->livePages(), 2);
        QVERIFY(has(m_world->content(m_page), "middle one two three"));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha\n\nmiddle one two three\n\nomega"));
    }

    void aConsoleWhosePushFailedPushesLater() {
        refusePushes(true);
        m_world->editBody(m_page, testParagraphs({"alpha", "middle one", "omega"}));
        second();
        m_world->editBody(m_page, testParagraphs({"alpha", "middle one two", "omega"}));
        run();
        refusePushes(false);
        second();
        m_world->editBody(m_page, testParagraphs({"alpha", "middle one two three", "omega"}));
        const RunReport report = run();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QCOMPARE(m_world->livePages(), 2);
        QVERIFY(has(m_world->content(m_page), "middle one two three"));
    }

    /// They share no lock here: the first runs while the second is about to write.
    void aFileThatBothFetchedBecomesOnePage() {
        writeFile(person() + "/New.md", "brand new\n");
        gitCli(person(), {"add", "-A"});
        gitCli(person(), {"commit", "-q", "-m", "new"});
        gitCli(person(), {"push", "-q", "origin", "HEAD:main"});
        bool isFirst = true;
        const RunReport report = second([&](const RunProgress &progress) {
            if (progress.phase == "writing pages to the wiki" && std::exchange(isFirst, false)) run();
        });
        QVERIFY(!isFirst);
        QVERIFY2(m_world->livePages() == 3, describe(report).c_str());
        run();
        second();
        QCOMPARE(m_world->livePages(), 3);
    }

    /// Main and the person's branch hold each other's commits, and there is no single newest common ancestor.
    void crosswiseMergesAreNoConflict() {
        refusePushes(true);
        commitPerson("alpha\n\nmiddle\n\nomega PERSON");
        m_world->editBody(m_page, testParagraphs({"alpha one", "middle", "omega"}));
        run();
        const std::string first = gitCli(m_world->vault(), {"rev-parse", "main"});
        refusePushes(false);
        // The person's branch gets there first; main merges it, while the person merges what main was before that.
        gitCli(person(), {"push", "-q", "origin", "HEAD:main"});
        gitCli(person(), {"fetch", "-q", m_world->vault(), "main"});
        refusePushes(true);
        run();
        m_world->editBody(m_page, testParagraphs({"alpha one two", "middle", "omega PERSON"}));
        run();
        refusePushes(false);
        gitCli(person(), {"merge", "-q", "-m", "crosswise", first});
        pushPerson("alpha one\n\nmiddle\n\nomega PERSON too");
        const RunReport report = run();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QCOMPARE(m_world->livePages(), 2);
        QCOMPARE(m_world->body("Page.md"), std::string("alpha one two\n\nmiddle\n\nomega PERSON too"));
    }

    void anEditOfGitsIsStillOne() {
        pushPerson("alpha\n\nmiddle PERSON\n\nomega");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle WIKI", "omega"}));
        QCOMPARE(run().conflicts.size(), std::size_t{1});
        m_world->editText(m_other, "two and a half");
        run();
        const RunReport report = second();
        QCOMPARE(report.conflicts.size(), std::size_t{1});
        QVERIFY(has(m_world->content(m_page), "middle WIKI"));
        QVERIFY(has(secondsFile("Page.md"), "middle PERSON"));
        QVERIFY(has(secondsFile("Other.md"), "two and a half"));
        m_world->editBody(m_page, testParagraphs({"alpha", "middle PERSON", "omega"}));
    }

    void bothSidesOfAPageMoveOn() {
        m_world->editBody(m_page, testParagraphs({"alpha WIKI", "middle", "omega"}));
        run();
        gitCli(person(), {"pull", "-q", "--ff-only"});
        pushPerson("alpha WIKI\n\nmiddle\n\nomega PERSON");
        m_world->editBody(m_page, testParagraphs({"alpha WIKI 2", "middle", "omega"}));
        const RunReport report = second();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QVERIFY(has(m_world->content(m_page), "omega PERSON") && has(m_world->content(m_page), "alpha WIKI 2"));
    }

private:
    [[nodiscard]] std::string bare() const { return m_folder->path() + "/there.git"; }
    [[nodiscard]] std::string person() const { return m_folder->path() + "/person"; }
    [[nodiscard]] std::string secondVault() const {
        return m_folder->path() + "/data/" + m_world->wiki().general().str();
    }
    [[nodiscard]] std::string secondsFile(const std::string &name) const {
        return readFile(secondVault() + "/" + name);
    }
    void refusePushes(bool refuse) const {
        writeFile(bare() + "/hooks/pre-receive", refuse ? "#!/bin/sh\nexit 1\n" : "#!/bin/sh\nexit 0\n");
        ::chmod((bare() + "/hooks/pre-receive").c_str(), 0755);
    }
    RunReport second(const ProgressSink &sink = {}) {
        RunRequest request;
        request.space = m_world->wiki().general();
        RunReport report = m_second->desks().spaces.sync(request, sink, {});
        if (!report.ran) qFatal("%s", describe(report).c_str());
        return report;
    }
    void syncBoth() {
        run();
        second();
        run();
    }
    void commitPerson(const std::string &body) const {
        const std::string file = person() + "/Page.md";
        writeFile(file, withBody(readFile(file), body));
        gitCli(person(), {"commit", "-q", "-am", "edit"});
    }
    void pushPerson(const std::string &body) const {
        commitPerson(body);
        gitCli(person(), {"push", "-q", "origin", "HEAD:main"});
    }

    std::unique_ptr<TempDir> m_folder;
    std::unique_ptr<Composition> m_second;
    PageId m_other;
};

QTEST_GUILESS_MAIN(ScenarioConsolesTest)
#include "scenario_consoles_test.moc"
