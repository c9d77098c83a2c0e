#include "tests/support/ctl_world.h"

#include <QDir>
#include <QTest>

#include <filesystem>

using namespace wikivault;
using test::CtlRun;
using test::member;
using test::words;

namespace {

int countItems(const QJsonObject &report, const char *reason) {
    int count = 0;
    for (const QJsonValue item : report.value(QLatin1String("items")).toArray())
        count += member(item.toObject(), "reason") == QLatin1String(reason) ? 1 : 0;
    return count;
}

}  // namespace

/// Plans and undo on the command line.
class CtlPlanTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_world = std::make_unique<test::CtlWorld>();
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

    void filesThatAreNoPagesAreCounted() {
        QCOMPARE(m_world->run("sync general").code, 0);
        test::writeFile(m_world->file("picture.svg"), "<svg/>");
        test::writeFile(m_world->file("notes.txt"), "mine\n");
        const CtlRun synced = m_world->run("sync general");
        QVERIFY2(synced.code == 0 && synced.out.contains("nothing to do"), synced.out.constData());
        QVERIFY2(synced.out.contains("2 untracked file(s) of the vault are no page files"), synced.out.constData());
    }

    void filesSetAsideAreApprovedWithThePlan() {
        QCOMPARE(m_world->run("sync general").code, 0);
        for (int i = 10; i < 32; ++i) {
            m_world->addPage(m_world->wiki().general(), i, "Page " + std::to_string(i));
            test::writeFile(m_world->file("Page " + std::to_string(i) + ".md"), "of git\n");
        }
        QCOMPARE(m_world->run("sync general").code, 5);
        save();
        QCOMPARE(m_world->run(words("apply") << m_plan).code, 5);
        const CtlRun approved =
            m_world->run(words("apply --approve-guard --json --skip") << QStringLiteral("Page 10 ~git.md") << m_plan);
        const QJsonObject push = approved.object().value(QStringLiteral("push")).toObject();
        QVERIFY2(push.value(QStringLiteral("created")).toInt() == 21, (approved.err + approved.out).constData());
        QVERIFY(m_world->run("sync general").out.contains("Page 10 ~git.md"));
    }

    void whatTheGuardHoldsIsPutBack() {
        for (int i = 10; i < 18; ++i)
            m_world->addPage(m_world->wiki().general(), i, "Page " + std::to_string(i));
        QCOMPARE(m_world->run("sync general").code, 0);
        save();
        const CtlRun nothing = m_world->run(words("apply --restore-files") << m_plan);
        QVERIFY2(nothing.code == 64 && nothing.err.contains("no file is to be restored"), nothing.err.constData());
        for (int i = 10; i < 18; ++i)
            std::filesystem::remove(m_world->file("Page " + std::to_string(i) + ".md"));
        const CtlRun held = m_world->run("sync general");
        QVERIFY2(held.code == 5 && held.err.contains("--restore-files"), held.err.constData());
        save();
        QCOMPARE(m_world->run(words("apply --restore-pages") << m_plan).code, 64);
        const CtlRun restored = m_world->run(words("apply --restore-files --json") << m_plan);
        QVERIFY2(restored.code == 0, (restored.err + restored.out).constData());
        for (int i = 10; i < 18; ++i)
            QVERIFY(body("Page " + std::to_string(i) + ".md") == "Page " + std::to_string(i) + " text.");
        QCOMPARE(m_world->wiki().run("select count(*) from pages where deleted_at is not null"), std::string("0"));
        QVERIFY(m_world->run("run show 3").out.contains("8 turned round"));
        QVERIFY(m_world->run("sync general").out.contains("nothing to do"));
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

private:
    void save() const {
        const CtlRun plan = m_world->run(words("plan general -o") << m_plan);
        QVERIFY2(plan.code == 0, plan.err.constData());
    }
    [[nodiscard]] std::string body(const std::string &name) const { return m_world->body(name); }

    std::unique_ptr<test::CtlWorld> m_world;
    QString m_plan;
};

QTEST_GUILESS_MAIN(CtlPlanTest)
#include "ctl_plan_test.moc"
