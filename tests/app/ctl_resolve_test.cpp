#include "tests/support/ctl_world.h"

#include <QTest>

using namespace wikivault;
using namespace wikivault::test;

/// Conflicts, and the inbox of pages that a rule settled, on the command line.
class CtlResolveTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_world = std::make_unique<CtlWorld>(); }
    void cleanup() { m_world.reset(); }

    void aRuleOfTheSpaceKeepsTheOtherText() {
        const CtlProgram::Variables rule{
            {QStringLiteral("WIKIVAULT_CONFLICT_POLICY"), QStringLiteral("git-wins")},
            {QStringLiteral("WIKIVAULT_CONFLICT_POLICY.engineering"), QStringLiteral("review")}};
        QCOMPARE(m_world->run("sync --all", rule).code, 0);
        const std::string runbook = m_world->vaults() + "/" + m_world->wiki().engineering().str() + "/Runbook.md";
        for (const std::string &path : {m_world->file("Welcome.md"), runbook})
            writeFile(path, withBody(readFile(path), "Of git."));
        m_world->editPage(1, "Of the wiki.");
        m_world->editPage(3, "Of the wiki.");
        QCOMPARE(m_world->run("sync --all", rule).code, 4);
        QCOMPARE(m_world->run("conflicts --json").array().size(), 1);
        const QJsonArray settled = m_world->run("conflicts --settled --json").array();
        QCOMPARE(settled.size(), 1);
        const QString id = member(settled[0].toObject(), "id");
        QCOMPARE(member(settled[0].toObject(), "rule"), QStringLiteral("git-wins"));
        QCOMPARE(m_world->body("Welcome.md"), std::string("Of git."));
        const CtlRun shown = m_world->run(words("conflict show") << id);
        QVERIFY2(shown.code == 0 && shown.out.contains("Of the wiki."), (shown.out + shown.err).constData());
        const CtlRun blame = m_world->run(words("conflict show --blame") << id);
        QVERIFY2(blame.code == 64 && blame.err.contains("has no blocks any more"), (blame.out + blame.err).constData());
        QVERIFY(m_world->run("conflicts --settled general").out.contains("seen"));
        QVERIFY(m_world->run("conflicts --settled").out.contains("  general  "));
        QVERIFY2(m_world->run("conflicts").out.contains("  engineering  "), m_world->run("conflicts").out.constData());
        QCOMPARE(m_world->run(words("conflict restore --dry-run") << id, rule).code, 0);
        QCOMPARE(m_world->body("Welcome.md"), std::string("Of git."));
        const CtlRun restored = m_world->run(words("conflict restore") << id, rule);
        // 4: another conflict of the space waits; what was put back is marked all the same.
        QVERIFY2(restored.code == 0 || restored.code == 4, (restored.out + restored.err).constData());
        QCOMPARE(m_world->body("Welcome.md"), std::string("Of the wiki."));
        QVERIFY(m_world->run("conflicts --settled general").out.contains("put back"));
        QVERIFY(m_world->run("conflicts --settled --json").array()[0].toObject()[QStringLiteral("putBack")].toBool());
        QCOMPARE(m_world->run("conflict restore 000000000000").code, 2);
        QCOMPARE(m_world->run("conflict restore nonsense").code, 64);
    }

    void severalConflictsAreDecidedAlike() {
        QCOMPARE(m_world->run("sync general").code, 0);
        QStringList ids;
        for (const auto &[number, file] : {std::pair{1, "Welcome.md"}, std::pair{2, "Opening hours.md"}}) {
            ids << QString::fromStdString(testPage(number).str());
            m_world->editPage(number, "Of the wiki.");
            m_world->writeBody(file, "Of git.");
        }
        QCOMPARE(m_world->run("sync general").code, 4);
        QCOMPARE(m_world->run(words("conflict resolve --take git nonsense") + ids).code, 64);
        QCOMPARE(m_world->run(words("conflict resolve --file - ") + ids).code, 64);
        QCOMPARE(m_world->run("conflicts --json").array().size(), 2);
        const CtlRun decided = m_world->run(words("conflict resolve --json --take git") + ids);
        QVERIFY2(decided.code == 0, (decided.out + decided.err).constData());
        QCOMPARE(decided.array().size(), 2);
        QCOMPARE(m_world->run("conflicts --json").array().size(), 0);
        QCOMPARE(m_world->run("conflicts --settled --json").array().size(), 2);
        QVERIFY(m_world->wiki().run("select content from pages").find("Of the wiki.") == std::string::npos);
        QCOMPARE(m_world->run("sync general").code, 0);
    }

    void draftsAndStatesOfAConflict() {
        QCOMPARE(m_world->run("sync general").code, 0);
        m_world->editPage(1, "Of the wiki.");
        m_world->writeBody("Welcome.md", "Of git.");
        QCOMPARE(m_world->run("sync general").code, 4);
        const QString id = QString::fromStdString(testPage(1).str());
        const CtlRun kept = m_world->run(words("conflict resolve --draft --file -") << id, CtlProgram::Variables(),
                                         QByteArray("half a thought"));
        QVERIFY2(kept.code == 0, kept.err.constData());
        const QJsonObject shown = m_world->run(words("conflict show --json") << id).object();
        QCOMPARE(member(shown, "draft"), QStringLiteral("half a thought"));
        QVERIFY(shown.value(QStringLiteral("decided")).isNull());
        QCOMPARE(m_world->run("sync general").code, 4);
        m_world->editPage(1, "Of the wiki, again.");
        const CtlRun moved = m_world->run(words("conflict resolve --take git") << id);
        QCOMPARE(moved.code, 4);
        QVERIFY2(moved.err.contains("in the wiki meanwhile"), moved.err.constData());
        QVERIFY(m_world->run(words("conflict show") << id).out.contains("Of the wiki, again."));
        const CtlRun old = m_world->run(words("conflict resolve --take git --expect") << member(shown, "state") << id);
        QCOMPARE(old.code, 4);
        const QString state = member(m_world->run(words("conflict show --json") << id).object(), "state");
        const CtlRun settled = m_world->run(words("conflict resolve --take git --expect") << state << id);
        QVERIFY2(settled.code == 0, (settled.out + settled.err).constData());
        QVERIFY(m_world->wiki().run("select content from pages").find("Of git.") != std::string::npos);
    }

    void eachBlockSaysWhoBroughtIt() {
        QCOMPARE(m_world->run("sync general").code, 0);
        m_world->editPage(1, "Of the wiki.");
        m_world->writeBody("Welcome.md", "Of git.");
        QCOMPARE(m_world->run("sync general").code, 4);
        const QString id = QString::fromStdString(testPage(1).str());
        const auto origins = [&] { return m_world->run(words("conflict show --blame --json") << id).array(); };
        const QJsonArray found = origins();
        QCOMPARE(found.size(), 1);
        const QJsonObject wiki = found[0].toObject()[QStringLiteral("wiki")].toObject();
        const QJsonObject git = found[0].toObject()[QStringLiteral("git")].toObject();
        QCOMPARE(member(wiki, "commit").size(), 40);
        QCOMPARE(member(git, "commit").size(), 40);
        QVERIFY(member(wiki, "commit") != member(git, "commit"));
        QVERIFY(member(wiki, "subject").startsWith(QStringLiteral("docmost: sync")));
        // What other pages bring meanwhile is not to blame.
        m_world->editPage(2, "Somewhere else.");
        QCOMPARE(m_world->run("sync general").code, 4);
        QCOMPARE(origins()[0].toObject()[QStringLiteral("git")].toObject(), git);
        const CtlRun text = m_world->run(words("conflict show --blame") << id);
        QVERIFY2(text.out.startsWith("Lines with - are the wiki's, lines with + are git's.\n\nBlock 1\n  wiki  ") &&
                     text.out.contains("-Of the wiki."),
                 text.out.constData());
    }

private:
    std::unique_ptr<CtlWorld> m_world;
};

QTEST_GUILESS_MAIN(CtlResolveTest)
#include "ctl_resolve_test.moc"
