#include "tests/support/story.h"

#include "engine/core/page_file.h"

#include <filesystem>
#include <stdexcept>

using namespace wikivault;
using namespace wikivault::test;

/// Catalogue of failures, section 5: settings and people at work in the vault. Each story ends with two quiet cycles.
class ScenarioSettingsTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void poisonSpace_aRunThatThrowsFreesItsLocks_data() {
        QTest::addColumn<QString>("phase");
        for (const char *phase : {"opening the vault", "looking at the files", "reading the wiki",
                                  "writing pages to the wiki", "writing files"})
            QTest::newRow(phase) << QString::fromLatin1(phase);
    }
    void poisonSpace_aRunThatThrowsFreesItsLocks() {
        QFETCH(const QString, phase);
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        bool isThrown = false;
        const RunReport report = m_world->sync([&](const RunProgress &progress) {
            if (progress.phase != phase.toStdString()) return;
            isThrown = true;
            throw std::runtime_error("poison");
        });
        QVERIFY2(isThrown && !report.ran && has(report.error, "poison"), describe(report).c_str());
        const auto locks = m_world->desks().ledger.locks();
        QVERIFY(locks && locks->empty());
        QVERIFY(!m_world->exists(".git/index.lock"));
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega DOC"));
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
};

QTEST_GUILESS_MAIN(ScenarioSettingsTest)
#include "scenario_settings_test.moc"
