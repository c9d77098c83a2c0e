#include "tests/support/story.h"

#include "app/common/remote_runs.h"
#include "engine/core/page_file.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace wikivault;
using namespace wikivault::test;

namespace {

bool hasAction(const RunReport &report, Action action) {
    return std::any_of(report.items.begin(), report.items.end(),
                       [&](const Item &item) { return item.action == action && item.outcome == Outcome::Done; });
}

std::string remoteTrouble(const RunReport &report) {
    for (const Item &item : report.items)
        if (item.reason == Reason::Remote) return item.detail;
    return {};
}

}  // namespace

/// A wiki, its vault, a bare repository elsewhere and a person who clones it. Each story ends with everybody equal and
/// two quiet cycles.
class ScenarioRemoteTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() {
        m_folder = std::make_unique<TempDir>();
        gitCli(m_folder->path(), {"init", "-q", "--bare", "-b", "main", bare()});
        begin();
    }
    void cleanup() {
        if (m_follows && !QTest::currentTestFailed())
            QCOMPARE(gitCli(bare(), {"rev-parse", "main"}), gitCli(m_world->vault(), {"rev-parse", "main"}));
        end();
        m_follows = false;
        m_folder.reset();
    }

    void anEmptyRepositoryGetsThePages() {
        const RunReport report = follow();
        QVERIFY2(hasAction(report, Action::Push), describe(report).c_str());
        clonePerson();
        QCOMPARE(personsBody("Page.md"), std::string("alpha\n\nmiddle\n\nomega"));
        QCOMPARE(gitCli(bare(), {"for-each-ref", "--format=%(refname)"}), std::string("refs/heads/main"));
    }

    void aPersonsPushChangesThePage() {
        follow();
        clonePerson();
        writePerson("Page.md", "alpha\n\nmiddle PERSON\n\nomega");
        pushPerson("edit");
        const RunReport report = run();
        QVERIFY2(has(m_world->content(m_page), "middle PERSON"), describe(report).c_str());
        QCOMPARE(m_world->body("Page.md"), std::string("alpha\n\nmiddle PERSON\n\nomega"));
        QVERIFY(hasAction(report, Action::Fetch));
        QVERIFY(has(gitCli(m_world->vault(), {"log", "--format=%an %s", "main"}), "Person edit"));
    }

    void theWikisEditsArriveByPull() {
        follow();
        clonePerson();
        m_world->editBody(m_page, testParagraphs({"alpha", "middle WIKI", "omega"}));
        m_world->addPage(2, "Second", "two");
        run();
        gitCli(person(), {"pull", "-q", "--ff-only"});
        QCOMPARE(personsBody("Page.md"), std::string("alpha\n\nmiddle WIKI\n\nomega"));
        QCOMPARE(personsBody("Second.md"), std::string("two"));
    }

    void allThreeEditDifferentBlocksAtOnce() {
        follow();
        clonePerson();
        writePerson("Page.md", "alpha PERSON\n\nmiddle\n\nomega");
        pushPerson("edit");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle WIKI", "omega"}));
        m_world->writeBody("Page.md", "alpha\n\nmiddle\n\nomega DISK");
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha PERSON\n\nmiddle WIKI\n\nomega DISK"));
        QVERIFY(has(m_world->content(m_page), "omega DISK"));
        gitCli(person(), {"pull", "-q", "--ff-only"});
        QCOMPARE(personsBody("Page.md"), m_world->body("Page.md"));
    }

    void anOverlapWithTheWikiIsAnOrdinaryConflict() {
        follow();
        clonePerson();
        writePerson("Page.md", "alpha\n\nmiddle PERSON\n\nomega");
        pushPerson("edit");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle WIKI", "omega"}));
        const RunReport report = run();
        QCOMPARE(report.conflicts.size(), std::size_t{1});
        QCOMPARE(report.conflicts.front().gitBy, std::string("Person"));
        QVERIFY(has(m_world->content(m_page), "middle WIKI"));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha\n\nmiddle PERSON\n\nomega"));
    }

    /// The person began with a text that the wiki has replaced since.
    void anOverlapThatComesLaterIsAConflictToo() {
        follow();
        clonePerson();
        m_world->editBody(m_page, testParagraphs({"alpha", "middle WIKI", "omega"}));
        run();
        writePerson("Page.md", "alpha\n\nmiddle PERSON\n\nomega");
        commitPerson("late");
        QVERIFY(runGit(person(), {"push", "-q"}).code != 0);
        gitCli(person(), {"fetch", "-q"});
        gitCli(person(), {"push", "-q", "origin", "HEAD:late"});
        gitCli(bare(), {"update-ref", "-d", "refs/heads/late"});
        m_world->editBody(m_page, testParagraphs({"alpha", "middle WIKI 2", "omega"}));
        gitCli(person(), {"merge", "-q", "-X", "ours", "-m", "merged", "origin/main"});
        gitCli(person(), {"push", "-q"});
        const RunReport report = run();
        QCOMPARE(report.conflicts.size(), std::size_t{1});
        QVERIFY(has(m_world->content(m_page), "WIKI 2"));
    }

    void pagesArePushedMovedAndDeleted() {
        m_world->addPage(2, "Other", "two");
        m_world->addPage(3, "Third", "three");
        run();
        follow();
        clonePerson();
        writeFile(person() + "/New.md", "brand new\n");
        gitCli(person(), {"mv", "Page.md", "Renamed.md"});
        gitCli(person(), {"rm", "-q", "Other.md"});
        pushPerson("many");
        run();
        QCOMPARE(m_world->title(m_page), std::string("Renamed"));
        QVERIFY(!m_world->isLive(testPage(2)));
        QVERIFY(!m_world->idOf("New").empty());
        QVERIFY(m_world->isLive(testPage(3)));
        gitCli(person(), {"pull", "-q", "--ff-only"});
        QVERIFY(has(readFile(person() + "/New.md"), "gitmost_id"));
    }

    void aRemoteThatIsAwayStopsNothing() {
        follow();
        ::rename(bare().c_str(), (bare() + ".away").c_str());
        m_world->editBody(m_page, testParagraphs({"alpha", "middle WIKI", "omega"}));
        const RunReport report = run();
        QVERIFY(report.ran);
        QVERIFY2(has(remoteTrouble(report), "there.git"), describe(report).c_str());
        QCOMPARE(m_world->body("Page.md"), std::string("alpha\n\nmiddle WIKI\n\nomega"));
        QCOMPARE(exitCodeOf({report}, true), 1);
        ::rename((bare() + ".away").c_str(), bare().c_str());
        run();
    }

    /// The poll asks a remote that failed more and more seldom, and says so once per try only.
    void aPollWaitsForARemoteThatFailed() {
        follow();
        ::rename(bare().c_str(), (bare() + ".away").c_str());
        QVERIFY(!remoteTrouble(poll()).empty());
        QVERIFY(poll().isQuiet());
        ::rename((bare() + ".away").c_str(), bare().c_str());
        QVERIFY(poll().isQuiet());
        run();
    }

    /// F091: somebody pushes between our fetch and our push.
    void somebodyPushesMeanwhile() {
        follow();
        clonePerson();
        writePerson("Page.md", "alpha PERSON\n\nmiddle\n\nomega");
        commitPerson("edit");
        // The hook lets the person in first, once.
        hook("if [ -e " + m_folder->path() + "/once ]; then rm " + m_folder->path() +
             "/once; unset GIT_DIR GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES; git -C " +
             person() + " push -q --no-verify " + bare() + " HEAD:main; fi");
        writeFile(m_folder->path() + "/once", "");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega WIKI"}));
        const RunReport report = run();
        QVERIFY2(report.ran && remoteTrouble(report).empty(), describe(report).c_str());
        QVERIFY(::access((m_folder->path() + "/once").c_str(), F_OK) != 0);
        QCOMPARE(m_world->body("Page.md"), std::string("alpha PERSON\n\nmiddle\n\nomega WIKI"));
        QVERIFY(has(m_world->content(m_page), "alpha PERSON"));
    }

    /// F091: somebody who pushes without pause is faster each time. His edits come in, ours wait for the next run,
    /// which the poll makes as if nothing had failed.
    void somebodyWhoIsAlwaysFasterDelaysOnlyThePush() {
        follow();
        clonePerson();
        letPersonPushFirst(kTriesWhenRemoteMoved);
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega WIKI"}));
        const RunReport report = run();
        QVERIFY2(has(remoteTrouble(report), "before each push of this run"), describe(report).c_str());
        QVERIFY(has(m_world->content(m_page), "alpha PERSON"));
        QVERIFY(!has(gitCli(bare(), {"show", "main:Page.md"}), "omega WIKI"));
        const RunReport next = poll();
        QVERIFY2(remoteTrouble(next).empty(), describe(next).c_str());
        QVERIFY(has(gitCli(bare(), {"show", "main:Page.md"}), "omega WIKI"));
        QVERIFY(has(m_world->content(m_page), "alpha PERSON PERSON PERSON PERSON PERSON PERSON\""));
    }
    /// Once beaten, a run pushes before it asks the wiki, however slow that is.
    void whoWasBeatenPushesBeforeTheWikiHasItsTurn() {
        follow();
        clonePerson();
        letPersonPushFirst(1);
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega WIKI"}));
        const RunReport report = run();
        QVERIFY2(remoteTrouble(report).empty(), describe(report).c_str());
        const std::string wikiThen = readFile(m_folder->path() + "/wiki");
        QVERIFY(has(wikiThen, "omega WIKI"));
        QVERIFY(!has(wikiThen, "PERSON"));
        QVERIFY(has(m_world->content(m_page), "alpha PERSON"));
    }

    /// F101
    void aRewrittenBranchStopsTheRemoteOnly() {
        follow();
        clonePerson();
        writePerson("Page.md", "alpha\n\nmiddle PERSON\n\nomega");
        pushPerson("edit");
        run();
        gitCli(person(), {"fetch", "-q"});
        gitCli(person(), {"reset", "-q", "--hard", "origin/main~1"});
        writeFile(person() + "/Kept.md", "kept\n");
        gitCli(person(), {"add", "-A"});
        gitCli(person(), {"commit", "-q", "-m", "rewritten"});
        gitCli(person(), {"push", "-q", "-f"});
        const std::string theirs = gitCli(bare(), {"rev-parse", "main"});
        m_world->editBody(m_page, testParagraphs({"alpha", "middle PERSON", "omega WIKI"}));
        const RunReport report = run();
        QVERIFY2(has(remoteTrouble(report), "rewritten"), describe(report).c_str());
        QCOMPARE(gitCli(bare(), {"rev-parse", "main"}), theirs);
        QCOMPARE(m_world->body("Page.md"), std::string("alpha\n\nmiddle PERSON\n\nomega WIKI"));
        QVERIFY(!m_world->exists("Kept.md"));
        // Publishing ours elsewhere leaves the branch as it is; following it takes it in.
        QVERIFY(hasAction(act(RemoteAct::Push, "ours"), Action::Push));
        QCOMPARE(gitCli(bare(), {"rev-parse", "ours"}), gitCli(m_world->vault(), {"rev-parse", "main"}));
        const RunReport followed = act(RemoteAct::Follow);
        QVERIFY2(followed.ran && remoteTrouble(followed).empty(), describe(followed).c_str());
        QVERIFY(m_world->exists("Kept.md"));
        QVERIFY(has(m_world->body("Page.md"), "omega WIKI"));
        QCOMPARE(gitCli(bare(), {"merge-base", "main", theirs}), theirs);
        run();
    }

    void aDeletedBranchIsNotMadeAgainByItself() {
        follow();
        gitCli(bare(), {"update-ref", "-d", "refs/heads/main"});
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega WIKI"}));
        const RunReport report = run();
        QVERIFY2(has(remoteTrouble(report), "gone from the server"), describe(report).c_str());
        QVERIFY(runGit(bare(), {"rev-parse", "-q", "--verify", "main"}).code != 0);
        QVERIFY(hasAction(act(RemoteAct::Push), Action::Push));
        run();
    }

    /// F100
    void otherFilesWaitForAPerson() {
        clonePerson();
        writeFile(person() + "/Stranger.md", "of another space\n");
        pushPerson("theirs");
        const std::string theirs = gitCli(bare(), {"rev-parse", "main"});
        const RunReport report = follow();
        QVERIFY2(has(remoteTrouble(report), "Stranger.md"), describe(report).c_str());
        QCOMPARE(gitCli(bare(), {"rev-parse", "main"}), theirs);
        QVERIFY(m_world->idOf("Stranger").empty());
        const RunReport followed = act(RemoteAct::Follow);
        QVERIFY2(remoteTrouble(followed).empty(), describe(followed).c_str());
        QVERIFY(!m_world->idOf("Stranger").empty());
        QVERIFY(m_world->exists("Page.md"));
    }

    /// The vault was made anew: the pages of the old one are known by their ids.
    void theSamePagesAreAdopted() {
        clonePerson();
        writeFile(person() + "/Page.md", readFile(m_world->path("Page.md")));
        pushPerson("an older vault");
        const RunReport report = follow();
        QVERIFY2(remoteTrouble(report).empty(), describe(report).c_str());
        QCOMPARE(m_world->livePages(), 1);
        QCOMPARE(m_world->body("Page.md"), std::string("alpha\n\nmiddle\n\nomega"));
    }

    void anotherTextOfAPageWaitsForAPerson() {
        clonePerson();
        writeFile(person() + "/Page.md", withBody(readFile(m_world->path("Page.md")), "an old text"));
        pushPerson("an older vault");
        QVERIFY(has(remoteTrouble(follow()), "Page.md, which differs"));
        QVERIFY(has(m_world->content(m_page), "middle"));
        m_follows = false;
    }

    /// F135 to F138: links, submodules, attributes and the engine's own names.
    void hostileTreesDoNothing() {
        follow();
        clonePerson();
        ::symlink("/etc/passwd", (person() + "/Link.md").c_str());
        writeFile(person() + "/.gitattributes", "*.md filter=evil\n");
        writeFile(person() + "/.gitignore", "*\n");
        gitCli(person(), {"add", "-A", "-f"});
        gitCli(person(), {"update-index", "--add", "--cacheinfo",
                          "160000," + gitCli(person(), {"rev-parse", "HEAD"}) + ",module"});
        gitCli(person(), {"commit", "-q", "-m", "hostile"});
        gitCli(person(), {"push", "-q", "origin", "HEAD:main", "HEAD:docmost", "HEAD:refs/docmost/last-pushed"});
        const std::string mirror = gitCli(m_world->vault(), {"rev-parse", "docmost"});
        m_world->editBody(m_page, testParagraphs({"alpha", "middle WIKI", "omega"}));
        const RunReport report = run();
        QVERIFY2(report.ran && remoteTrouble(report).empty(), describe(report).c_str());
        QVERIFY(m_world->idOf("Link").empty());
        QVERIFY(has(m_world->content(m_page), "middle WIKI"));
        QCOMPARE(gitCli(m_world->vault(), {"rev-parse", "docmost~1"}), mirror);
        QVERIFY(has(gitCli(bare(), {"ls-tree", "main"}), "120000 blob"));
    }

    /// A page's file became a link there.
    void aLinkInAPagesPlaceIsNoDeletion() {
        follow();
        clonePerson();
        ::unlink((person() + "/Page.md").c_str());
        ::symlink("/etc/passwd", (person() + "/Page.md").c_str());
        pushPerson("link");
        run();
        QVERIFY(m_world->isLive(m_page));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha\n\nmiddle\n\nomega"));
    }

    /// F139
    void forgedCommitsWedgeNothing() {
        follow();
        clonePerson();
        writePerson("Page.md", "alpha\n\nmiddle PERSON\n\nomega");
        gitCli(person(), {"add", "-A"});
        gitCli(person(), {"-c", "user.name=Kim \x1b[31m", "-c", "user.email=docmost-sync@local", "commit", "-q", "-m",
                          "docmost: sync 9 page(s)\n\nDocmost-Sync-Source: docmost\nWiki-Sync-Epoch: 999999999",
                          "--date=2099-01-01T00:00:00"});
        gitCli(person(), {"push", "-q"});
        run();
        QVERIFY(has(m_world->content(m_page), "middle PERSON"));
        m_world->editBody(m_page, testParagraphs({"alpha", "middle PERSON", "omega WIKI"}));
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha\n\nmiddle PERSON\n\nomega WIKI"));
    }

    void twoSpacesMayNotShareABranch() {
        m_world->change([&](Settings &settings) {
            settings.remoteTemplate = "file://" + bare() + "{slug}";
            settings.spaceRemotes["general"] = "file://" + bare();
            settings.spaceRemotes["second"] = "file://" + bare();
        });
        m_world->execute(
            "insert into spaces (id, name, slug, workspace_id) select '99999999-9999-4999-8999-999999999999', "
            "'Second', "
            "'second', workspace_id from spaces limit 1");
        const RunReport report = run();
        QVERIFY2(has(remoteTrouble(report), "would both follow"), describe(report).c_str());
        m_world->change([&](Settings &settings) { settings.spaceRemotes.clear(), settings.remoteTemplate.clear(); });
    }

    void aPreviewAsksNobody() {
        follow();
        clonePerson();
        writePerson("Page.md", "alpha\n\nmiddle PERSON\n\nomega");
        pushPerson("edit");
        const auto before = snapshot(m_world->vault());
        QVERIFY(m_world->plan().items.empty());
        QVERIFY(snapshot(m_world->vault()) == before);
        run();
    }

private:
    [[nodiscard]] std::string bare() const { return m_folder->path() + "/there.git"; }
    [[nodiscard]] std::string person() const { return m_folder->path() + "/person"; }

    RunReport follow() {
        m_world->change([&](Settings &settings) { settings.spaceRemotes["general"] = "file://" + bare(); });
        m_follows = true;
        return m_world->sync();
    }
    RunReport act(RemoteAct act, const std::string &branch = {}) {
        RunRequest request;
        request.space = m_world->wiki().general();
        request.remoteAct = act;
        request.remoteBranch = branch;
        return m_world->desks().spaces.sync(request, {}, {});
    }
    RunReport poll() {
        RunRequest request;
        request.space = m_world->wiki().general();
        request.trigger = "poll";
        return m_world->desks().spaces.sync(request, {}, {});
    }
    void clonePerson() const {
        gitCli(m_folder->path(), {"clone", "-q", bare(), person()});
        gitCli(person(), {"config", "user.name", "Person"});
        gitCli(person(), {"config", "user.email", "person@example.invalid"});
    }
    void writePerson(const std::string &file, const std::string &body) const {
        writeFile(person() + "/" + file, withBody(readFile(person() + "/" + file), body));
    }
    [[nodiscard]] std::string personsBody(const std::string &file) const {
        return parsePageFile(readFile(person() + "/" + file)).body;
    }
    void commitPerson(const std::string &subject) const {
        gitCli(person(), {"add", "-A"});
        gitCli(person(), {"commit", "-q", "-m", subject});
    }
    void pushPerson(const std::string &subject) const {
        commitPerson(subject);
        gitCli(person(), {"push", "-q", "origin", "HEAD:main"});
    }
    void hook(const std::string &script) const {
        writeFile(bare() + "/hooks/pre-receive", "#!/bin/sh\n" + script + "\n");
        ::chmod((bare() + "/hooks/pre-receive").c_str(), 0755);
    }
    /// Before each of our next pushes the person adds a word and pushes; before the one that comes through, what the
    /// wiki holds is written down.
    void letPersonPushFirst(int times) const {
        const std::string folder = m_folder->path(),
                          wiki = m_world->wiki().url().substr(std::string("sqlite://").size());
        writeFile(folder + "/turns", std::string(static_cast<std::size_t>(times), 'x'));
        hook(
            "[ -z \"$PERSON\" ] || exit 0\n"
            "cd " +
            folder +
            "\n"
            "if [ ! -s turns ]; then [ -e wiki ] || sqlite3 " +
            wiki +
            " 'select content from pages' > wiki; exit 0; fi\n"
            "truncate -s -1 turns\n"
            "unset GIT_DIR GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\n"
            "export PERSON=1\n"
            "sed -i 's/^alpha.*/& PERSON/' person/Page.md\n"
            "git -C person commit -q -am edit\n"
            "git -C person push -q " +
            bare() + " HEAD:main");
    }

    std::unique_ptr<TempDir> m_folder;
    bool m_follows = false;
};

QTEST_GUILESS_MAIN(ScenarioRemoteTest)
#include "scenario_remote_test.moc"
