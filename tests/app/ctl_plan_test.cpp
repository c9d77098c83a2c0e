#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"

#include <QDir>
#include <QTest>

#include <filesystem>

using namespace wikivault;
using test::CtlRun;
using test::words;

namespace {

QString member(const QJsonObject &object, const char *name) {
    return object.value(QLatin1String(name)).toString();
}

int countItems(const QJsonObject &report, const char *reason) {
    int count = 0;
    for (const QJsonValue item : report.value(QLatin1String("items")).toArray())
        count += member(item.toObject(), "reason") == QLatin1String(reason) ? 1 : 0;
    return count;
}

}  // namespace

namespace {

/// An embedded wiki with three pages and the program that syncs it.
class CtlWorld {
public:
    CtlWorld() : m_wiki(std::move(*test::TestWiki::sqlite())), m_ctl(*m_wiki, m_data.path()) {
        addPage(m_wiki->general(), 1, "Welcome");
        addPage(m_wiki->general(), 2, "Opening hours");
        addPage(m_wiki->engineering(), 3, "Runbook");
    }
    [[nodiscard]] test::TestWiki &wiki() const { return *m_wiki; }
    [[nodiscard]] const test::TempDir &folder() const { return m_data; }
    template <class... Arguments>
    [[nodiscard]] CtlRun run(const Arguments &...arguments) const {
        return m_ctl.run(arguments...);
    }
    [[nodiscard]] std::string vaults() const { return m_ctl.vaults(); }
    [[nodiscard]] std::string file(const std::string &name) const {
        return vaults() + "/" + m_wiki->general().str() + "/" + name;
    }
    void execute(const std::string &sql) const {
        if (const std::string printed = m_wiki->run(sql); !printed.empty()) qFatal("%s", printed.c_str());
    }
    void addPage(const SpaceId &space, int number, const std::string &title) const {
        execute(m_wiki->newPage(space, number, title, title + " text."));
    }
    void editPage(int number, const std::string &text) const {
        execute("update pages set content = '" + test::testBody(text) + "' where id = '" +
                test::testPage(number).str() + "'");
    }

private:
    test::TempDir m_data;
    std::unique_ptr<test::TestWiki> m_wiki;
    test::CtlProgram m_ctl;
};

}  // namespace

/// Plans, undo and the inbox of settled pages on the command line.
class CtlPlanTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_world = std::make_unique<CtlWorld>();
        m_plan = QString::fromStdString(m_world->folder() / "plan.json");
    }
    void cleanup() { m_world.reset(); }

    void aPreviewLeavesNothingBehindAndProvesIt() {
        const CtlRun plan = m_world->run("plan general --json");
        QVERIFY2(plan.code == 0, plan.err.constData());
        QVERIFY(!QDir(QString::fromStdString(m_world->vaults())).exists());
        const QJsonObject proof = plan.object().value(QStringLiteral("proof")).toObject();
        QCOMPARE(proof.value(QStringLiteral("nothingWritten")), QJsonValue(true));
        QCOMPARE(proof.value(QStringLiteral("filesAfter")), QJsonValue(0));
        QVERIFY(m_world->run("plan general").out.contains("Nothing was written: 0 refs, 0 files"));
        QVERIFY(!QDir(QString::fromStdString(m_world->vaults())).exists());
    }

    void theLinesThatWouldChangeAreShown() {
        QCOMPARE(m_world->run("sync general").code, 0);
        m_world->editPage(1, "Welcome, two.");
        test::writeFile(m_world->file("New.md"), "new\n");
        const CtlRun bare = m_world->run("plan general");
        QVERIFY2(!bare.out.contains("Welcome, two."), bare.out.constData());
        const CtlRun shown = m_world->run(words("plan general --texts -o") << m_plan);
        QVERIFY2(shown.out.contains("--- in git: Welcome.md\n+++ Welcome.md\n@@ ") &&
                     shown.out.contains("\n-Welcome text.\n+Welcome, two.\n"),
                 shown.out.constData());
        QVERIFY2(shown.out.contains("--- nothing yet\n+++ New.md\n@@ ") && shown.out.contains("\n+new\n"),
                 shown.out.constData());
        QVERIFY2(!shown.out.contains("Opening"), shown.out.constData());
        const QString plan = QString::fromStdString(test::readFile(m_plan.toStdString()));
        QVERIFY(plan.contains(QStringLiteral("Welcome.md")) && !plan.contains(QStringLiteral("Welcome, two.")));
        const QByteArray json = m_world->run("plan general --texts --json").out;
        QVERIFY2(json.contains("\"textAfter\":\"---\\ngitmost_id: ") && json.contains("Welcome, two."),
                 json.constData());
        QCOMPARE(m_world->run("sync general").code, 0);
        QVERIFY(m_world->run("plan general --texts").out.contains("No text would change."));
        const CtlRun undo = m_world->run("run undo 2 --dry-run --texts");
        QVERIFY2(undo.out.contains("\n-Welcome, two.\n+Welcome text.\n"), (undo.out + undo.err).constData());
    }

    void partOfASpaceIsCalledThat() {
        const CtlRun part = m_world->run("sync general --only Welcome.md");
        QVERIFY2(part.code == 0 && part.out.contains("Only pages whose file matches Welcome.md were looked at"),
                 part.out.constData());
        QVERIFY(!QFile::exists(QString::fromStdString(m_world->file("Opening hours.md"))));
        const CtlRun spaces = m_world->run("spaces");
        QVERIFY2(spaces.out.contains("Looked at in part at ") && spaces.out.contains("only pages matching Welcome.md"),
                 spaces.out.constData());
        QVERIFY(!m_world->run("sync general").out.contains("Only pages"));
        QVERIFY(m_world->run("spaces").out.contains("In sync as of "));
    }

    void aSavedPlanIsAppliedOnce() {
        save();
        const CtlRun applied = m_world->run(words("apply --json") << m_plan);
        QVERIFY2(applied.code == 0, applied.err.constData());
        QCOMPARE(applied.object().value(QStringLiteral("items")).toArray().size(), 2);
        QVERIFY(!member(applied.object(), "planHash").isEmpty());
        QVERIFY(!test::readFile(m_world->file("Welcome.md")).empty());
        const CtlRun again = m_world->run(words("apply --json") << m_plan);
        QCOMPARE(again.code, 6);
        QCOMPARE(countItems(again.object(), "stale"), 2);
        const CtlRun told = m_world->run(words("apply") << m_plan);
        QVERIFY2(told.code == 6 && told.out.contains("was carried out by run 1"), told.out.constData());
        QCOMPARE(m_world->run("runs --json").array().size(), 1);
        const CtlRun shown = m_world->run("run show 1");
        QVERIFY2(shown.out.contains("It carried out plan "), shown.out.constData());
    }

    void staleItemsAreNamedAndTheRestIsDone() {
        QCOMPARE(m_world->run("sync general").code, 0);
        m_world->editPage(1, "Welcome, two.");
        m_world->editPage(2, "Open at two.");
        save();
        m_world->editPage(1, "Welcome, three.");
        const CtlRun applied = m_world->run(words("apply") << m_plan);
        QCOMPARE(applied.code, 6);
        QVERIFY2(applied.out.contains("stale") && applied.out.contains("Welcome.md"), applied.out.constData());
        QVERIFY(applied.err.contains("make a new one"));
        QVERIFY(body("Opening hours.md") == "Open at two.");
        QVERIFY(body("Welcome.md") == "Welcome text.");
    }

    void pagesAreSkippedByIdOrPath() {
        save();
        const CtlRun applied = m_world->run(words("apply --json --skip Welcome.md --skip")
                                            << QString::fromStdString(test::testPage(2).str()) << m_plan);
        QVERIFY2(applied.code == 0, applied.err.constData());
        QCOMPARE(countItems(applied.object(), "left-out"), 2);
        QVERIFY(test::readFile(m_world->file("Welcome.md")).empty());
        const CtlRun unknown = m_world->run(words("apply --skip Nothing.md") << m_plan);
        QCOMPARE(unknown.code, 64);
        QVERIFY2(unknown.err.contains("Nothing.md"), unknown.err.constData());
    }

    void aPageIsTurnedRoundAndItsLossPutBack() {
        QCOMPARE(m_world->run("sync general").code, 0);
        m_world->editPage(1, "Welcome, two.");
        test::writeFile(m_world->file("New.md"), "new\n");
        save();
        const CtlRun unknown = m_world->run(words("apply --flip New.md") << m_plan);
        QVERIFY2(unknown.code == 64 && unknown.err.contains("no other side"), unknown.err.constData());
        const CtlRun same = m_world->run(words("apply --flip Welcome.md=wiki") << m_plan);
        QVERIFY2(same.code == 64 && same.err.contains("nothing to turn round"), same.err.constData());
        const CtlRun applied = m_world->run(words("apply --json --flip Welcome.md") << m_plan);
        QVERIFY2(applied.code == 0 && applied.out.contains("turned round by a person"), applied.out.constData());
        QVERIFY(body("Welcome.md") == "Welcome text.");
        const auto settled = m_world->run("conflicts --settled --json").array();
        QCOMPARE(settled.size(), 1);
        const CtlRun back = m_world->run(QStringList{QStringLiteral("conflict"), QStringLiteral("restore"),
                                                     member(settled.first().toObject(), "id")});
        QVERIFY2(back.code == 0, back.err.constData());
        QVERIFY(body("Welcome.md") == "Welcome, two.");
    }

    void whatIsNoPlanIsRefused() {
        QCOMPARE(m_world->run(words("apply") << m_plan).code, 64);
        test::writeFile(m_plan.toStdString(), "{}");
        QCOMPARE(m_world->run(words("apply") << m_plan).code, 64);
        save();
        std::string text = test::readFile(m_plan.toStdString());
        text.replace(text.find("Welcome.md"), 10, "Welcomf.md");
        test::writeFile(m_plan.toStdString(), text);
        const CtlRun changed = m_world->run(words("apply") << m_plan);
        QCOMPARE(changed.code, 64);
        QVERIFY2(changed.err.contains("changed after it was made"), changed.err.constData());
        save();
        const CtlRun off =
            m_world->run(words("apply") << m_plan,
                         test::CtlProgram::Variables{{QStringLiteral("GIT_SYNC_ENABLED"), QStringLiteral("false")}});
        QCOMPARE(off.code, 64);
        QVERIFY(!QDir(QString::fromStdString(m_world->vaults())).exists());
    }

    void theGuardIsApprovedWithThePlan() {
        for (int i = 10; i < 18; ++i)
            m_world->addPage(m_world->wiki().general(), i, "Page " + std::to_string(i));
        QCOMPARE(m_world->run("sync general").code, 0);
        for (int i = 10; i < 18; ++i)
            std::filesystem::remove(m_world->file("Page " + std::to_string(i) + ".md"));
        save();
        QCOMPARE(m_world->run(words("apply") << m_plan).code, 5);
        const CtlRun approved = m_world->run(words("apply --approve-guard --json") << m_plan);
        QVERIFY2(approved.code == 0, (approved.err + approved.out).constData());
        const QJsonObject push = approved.object().value(QStringLiteral("push")).toObject();
        QCOMPARE(push.value(QStringLiteral("deleted")).toInt(), 8);
        QVERIFY(m_world->run("run show 3").out.contains("guard approved"));
        QCOMPARE(m_world->run("sync general").code, 0);
    }

    void aRunIsTakenBack() {
        QCOMPARE(m_world->run("sync general").code, 0);
        m_world->editPage(1, "Vandalised.");
        QCOMPARE(m_world->run("sync general").code, 0);
        const std::string rows = m_world->wiki().run("select * from pages");
        const CtlRun preview = m_world->run("run undo 2 --dry-run");
        QVERIFY2(preview.code == 0 && preview.out.contains("takes run 2 back"),
                 (preview.out + preview.err).constData());
        QCOMPARE(m_world->wiki().run("select * from pages"), rows);
        const CtlRun undone = m_world->run("run undo 2 --json --reason oops");
        QVERIFY2(undone.code == 0, (undone.err + undone.out).constData());
        QCOMPARE(body("Welcome.md"), std::string("Welcome text."));
        QVERIFY(m_world->wiki().run("select content from pages").find("Vandalised") == std::string::npos);
        const QJsonObject shown = m_world->run("run show 3 --json").object();
        QCOMPARE(member(shown, "undoOf"), QStringLiteral("2"));
        QCOMPARE(member(shown, "trigger"), QStringLiteral("undo"));
        QVERIFY(member(shown, "reason").endsWith(QStringLiteral(": oops")));
        QVERIFY(m_world->run("run show 3").out.contains("took run 2 back"));
        const CtlRun again = m_world->run("run undo 2");
        QVERIFY2(again.code == 0 && again.out.contains("Run 2 was taken back by run 3"), again.out.constData());
        QCOMPARE(m_world->run("runs --json").array().size(), 3);
        QVERIFY(m_world->run("sync general").out.contains("nothing to do"));
        QCOMPARE(m_world->run("run undo 4").code, 2);
        QCOMPARE(m_world->run("run undo 99").code, 2);
    }

    void anUndoIsAPlanLikeAnyOther() {
        QCOMPARE(m_world->run("sync general").code, 0);
        m_world->editPage(1, "Vandalised.");
        m_world->editPage(2, "Vandalised as well.");
        QCOMPARE(m_world->run("sync general").code, 0);
        QCOMPARE(m_world->run(words("run undo 2 --dry-run -o") << m_plan).code, 0);
        m_world->editPage(2, "Written by somebody.");
        const CtlRun applied = m_world->run(words("apply --json") << m_plan);
        QCOMPARE(applied.code, 6);
        QCOMPARE(member(applied.object(), "planHash").size(), 64);
        QCOMPARE(body("Welcome.md"), std::string("Welcome text."));
        QCOMPARE(m_world->run("sync general").code, 0);
        QCOMPARE(body("Opening hours.md"), std::string("Written by somebody."));
    }

    void aRuleOfTheSpaceKeepsTheOtherText() {
        const test::CtlProgram::Variables rule{
            {QStringLiteral("WIKIVAULT_CONFLICT_POLICY"), QStringLiteral("git-wins")},
            {QStringLiteral("WIKIVAULT_CONFLICT_POLICY.engineering"), QStringLiteral("review")}};
        QCOMPARE(m_world->run("sync --all", rule).code, 0);
        const std::string runbook = m_world->vaults() + "/" + m_world->wiki().engineering().str() + "/Runbook.md";
        for (const std::string &path : {m_world->file("Welcome.md"), runbook})
            test::writeFile(path, withBody(test::readFile(path), "Of git."));
        m_world->editPage(1, "Of the wiki.");
        m_world->editPage(3, "Of the wiki.");
        QCOMPARE(m_world->run("sync --all", rule).code, 4);
        QCOMPARE(m_world->run("conflicts --json").array().size(), 1);
        const QJsonArray settled = m_world->run("conflicts --settled --json").array();
        QCOMPARE(settled.size(), 1);
        const QString id = member(settled[0].toObject(), "id");
        QCOMPARE(member(settled[0].toObject(), "rule"), QStringLiteral("git-wins"));
        QCOMPARE(body("Welcome.md"), std::string("Of git."));
        const CtlRun shown = m_world->run(words("conflict show") << id);
        QVERIFY2(shown.code == 0 && shown.out.contains("Of the wiki."), (shown.out + shown.err).constData());
        QVERIFY(m_world->run("conflicts --settled general").out.contains("seen"));
        QCOMPARE(m_world->run(words("conflict restore --dry-run") << id, rule).code, 0);
        QCOMPARE(body("Welcome.md"), std::string("Of git."));
        const CtlRun restored = m_world->run(words("conflict restore") << id, rule);
        QVERIFY2(restored.code == 0, (restored.out + restored.err).constData());
        QCOMPARE(body("Welcome.md"), std::string("Of the wiki."));
        QCOMPARE(m_world->run("conflict restore 000000000000").code, 2);
        QCOMPARE(m_world->run("conflict restore nonsense").code, 64);
    }

    void severalConflictsAreDecidedAlike() {
        QCOMPARE(m_world->run("sync general").code, 0);
        QStringList ids;
        for (const auto &[number, file] : {std::pair{1, "Welcome.md"}, std::pair{2, "Opening hours.md"}}) {
            ids << QString::fromStdString(test::testPage(number).str());
            m_world->editPage(number, "Of the wiki.");
            test::writeFile(m_world->file(file), withBody(test::readFile(m_world->file(file)), "Of git."));
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
        test::writeFile(m_world->file("Welcome.md"), withBody(test::readFile(m_world->file("Welcome.md")), "Of git."));
        QCOMPARE(m_world->run("sync general").code, 4);
        const QString id = QString::fromStdString(test::testPage(1).str());
        const CtlRun kept = m_world->run(words("conflict resolve --draft --file -") << id,
                                         test::CtlProgram::Variables(), QByteArray("half a thought"));
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

private:
    void save() const {
        const CtlRun plan = m_world->run(words("plan general -o") << m_plan);
        QVERIFY2(plan.code == 0, plan.err.constData());
    }
    [[nodiscard]] std::string body(const std::string &name) const {
        return parsePageFile(test::readFile(m_world->file(name))).body;
    }

    std::unique_ptr<CtlWorld> m_world;
    QString m_plan;
};

QTEST_GUILESS_MAIN(CtlPlanTest)
#include "ctl_plan_test.moc"
