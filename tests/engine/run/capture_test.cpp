#include "tests/support/test_world.h"

#include "engine/core/page_file.h"

#include <QTest>

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

/// What people do to the files, taken over page by page (engine.md section 2). Stories end with two quiet cycles.
class CaptureTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        auto wiki = TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        m_home = m_world->addPage(1, "Home", "alpha");
        m_other = m_world->addPage(2, "Other", "beta");
        const RunReport first = m_world->sync();
        QVERIFY2(first.ran, describe(first).c_str());
    }
    void cleanup() { m_world.reset(); }

    void anEditOverAnOlderTextIsAConflictLikeAnyOther() {
        editBothDuringARun();
        const RunReport report = m_world->sync();
        QVERIFY2(report.conflicts.size() == 1, describe(report).c_str());
        QVERIFY(!m_world->exists("Home ~git.md"));
        QCOMPARE(m_world->body("Home.md"), std::string("alpha of git"));
        const auto detail = m_world->desks().review.conflict(m_home);
        QVERIFY(detail.has_value());
        QCOMPARE(parsePageFile(*detail->base).body, std::string("alpha"));
        QCOMPARE(parsePageFile(*detail->wiki).body, std::string("alpha of the wiki"));
        QVERIFY(m_world->desks().review.decide({m_home, Take::Both}).has_value());
        QVERIFY(m_world->sync().ran);
        QCOMPARE(m_world->body("Home.md"), std::string("alpha of the wiki\n\nalpha of git"));
        expectQuiet();
    }

    void itSurvivesAnotherProcess() {
        editBothDuringARun();
        QCOMPARE(m_world->sync().conflicts.size(), std::size_t(1));
        m_world->restart();
        QCOMPARE(m_world->sync().conflicts.size(), std::size_t(1));
        QVERIFY(m_world->content(m_home).find("alpha of the wiki") != std::string::npos);
        expectQuiet();
    }

    void whoCommitsAndWritesOnKeepsOneFile() {
        writeFile(m_world->path("Idea.md"), "one\n\ntwo\n");
        m_world->commitAll("an idea");
        writeFile(m_world->path("Idea.md"), "one\n\ntwo and a half\n");
        QVERIFY(m_world->sync().ran);
        QVERIFY(!m_world->exists("Idea ~git.md"));
        QCOMPARE(m_world->livePages(), 3);
        QCOMPARE(m_world->body("Idea.md"), std::string("one\n\ntwo and a half"));
        expectQuiet();
    }

    /// git takes the name from the vault's configuration then.
    void whoHasNoNameInGitIsNotTheEngine() {
        writeFile(m_world->path("Idea.md"), "one\n\ntwo\n");
        gitCli(m_world->vault(), {"add", "-A"});
        gitCli(m_world->vault(), {"commit", "-qm", "an idea", "--author=Docmost Sync <docmost-sync@local>"});
        writeFile(m_world->path("Idea.md"), "one\n\ntwo and a half\n");
        QVERIFY(m_world->sync().ran);
        QVERIFY(!m_world->exists("Idea ~git.md"));
        QCOMPARE(m_world->body("Idea.md"), std::string("one\n\ntwo and a half"));
        expectQuiet();
    }

    void whatWasCommittedAndRemovedStaysAway() {
        writeFile(m_world->path("Idea.md"), "one\n");
        m_world->commitAll("an idea");
        m_world->remove("Idea.md");
        QVERIFY(m_world->sync().ran);
        QCOMPARE(m_world->livePages(), 2);
        expectQuiet();
    }

    void aPageMovedInACommitAndEditedSinceIsThatPage() {
        std::filesystem::create_directory(m_world->path("Other"));
        m_world->rename("Home.md", "Other/Home.md");
        m_world->commitAll("moved");
        m_world->writeBody("Other/Home.md", "alpha, edited");
        QVERIFY(m_world->sync().ran);
        QCOMPARE(m_world->livePages(), 2);
        QCOMPARE(m_world->parentOf(m_home), m_other.str());
        QVERIFY(m_world->content(m_home).find("edited") != std::string::npos);
        expectQuiet();
    }

    void aGarbledIdThatMovedAlongIsNoDeletion() {
        std::string text = readFile(m_world->path("Home.md"));
        const std::size_t at = text.find(m_home.str());
        QVERIFY(at != std::string::npos);
        text.replace(at, m_home.str().size(), "no-id-at-all");
        m_world->remove("Home.md");
        writeFile(m_world->path("Elsewhere.md"), text);
        const RunReport report = m_world->sync();
        QVERIFY2(m_world->isLive(m_home), describe(report).c_str());
        QVERIFY2(describe(report).find("is no page id") != std::string::npos, describe(report).c_str());
        QCOMPARE(readFile(m_world->path("Elsewhere.md")), text);
        QCOMPARE(m_world->livePages(), 2);
    }

private:
    /// The wiki's edit is on main and could not be put on disk: somebody was writing there.
    void editBothDuringARun() {
        m_world->editText(m_home, "alpha of the wiki");
        bool done = false;
        const RunReport report = m_world->sync([&](const RunProgress &event) {
            if (done || event.phase != "comparing both sides") return;
            done = true;
            m_world->writeBody("Home.md", "alpha of git");
        });
        QVERIFY2(report.ran && done, describe(report).c_str());
        QCOMPARE(m_world->body("Home.md"), std::string("alpha of git"));
    }
    void expectQuiet() {
        const std::string moved = m_world->disturbance();
        QVERIFY2(moved.empty(), moved.c_str());
    }

    std::unique_ptr<TestWorld> m_world;
    PageId m_home, m_other;
};

QTEST_GUILESS_MAIN(CaptureTest)
#include "capture_test.moc"
