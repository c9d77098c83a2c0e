#include "engine/adapters/system/system.h"
#include "tests/support/ctl_program.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"

#include <QDir>
#include <QTest>

using namespace wikivault;

namespace {

using test::CtlRun;
using test::words;
using Variables = test::CtlProgram::Variables;

QString qstr(const std::string &text) {
    return QString::fromStdString(text);
}

/// Members a shape promises and this object does not have.
QStringList missing(const QJsonObject &object, const QStringList &names) {
    QStringList list;
    for (const QString &name : names)
        if (!object.contains(name)) list << name;
    return list;
}

}  // namespace

/// Runs the built program as its users do, against an embedded wiki with three pages.
class CtlTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void usageErrorsSayWhatWasMeant_data();
    void usageErrorsSayWhatWasMeant();
    void everyCommandExplainsItself();
    void badConfigurationIsListedAndNothingWritten();
    void spacesAreListedEnabledAndDisabled();
    void theLastSpaceThatIsDisabledSwitchesNoneOn();
    void anAmbiguousSlugNamesTheIds();
    void gatesHaveTheirCodes();
    void aCycleIsReportedAndJournalled();
    void plansAreShownAndSaved();
    void aConflictIsHeldAndSettled();
    void aHeldLockIsShownAndKept();
    void redisHoldersAreShownAndReleased();
    void whatDoesNotAnswerGivesOneSentence();
    void aVaultInTroubleStopsNoOther();
    void doctorNamesWhatIsWrong();
    void bodiesAreConverted();
    void bodiesAreMerged();

private:
    [[nodiscard]] CtlRun run(const QStringList &arguments, const Variables &more = {},
                             const QByteArray &input = {}) const {
        return m_ctl->run(arguments, more, input);
    }
    [[nodiscard]] CtlRun run(const char *arguments, const Variables &more = {}) const {
        return m_ctl->run(arguments, more);
    }
    [[nodiscard]] std::string vaults() const { return m_ctl->vaults(); }
    [[nodiscard]] std::string file(const std::string &name) const {
        return vaults() + "/" + m_wiki->general().str() + "/" + name;
    }
    void addPage(const SpaceId &space, int number, const std::string &title);
    void editPage(int number, const std::string &text);
    void execute(const std::string &sql) { QCOMPARE(m_wiki->run(sql), std::string()); }

    std::unique_ptr<test::TempDir> m_data;
    std::unique_ptr<test::TestWiki> m_wiki;
    std::unique_ptr<test::CtlProgram> m_ctl;
};
void CtlTest::init() {
    m_data = std::make_unique<test::TempDir>();
    auto wiki = test::TestWiki::sqlite();
    QVERIFY(wiki.has_value());
    m_wiki = std::move(*wiki);
    m_ctl = std::make_unique<test::CtlProgram>(*m_wiki, m_data->path());
    addPage(m_wiki->general(), 1, "Welcome");
    addPage(m_wiki->general(), 2, "Opening hours");
    addPage(m_wiki->engineering(), 3, "Runbook");
}

void CtlTest::addPage(const SpaceId &space, int number, const std::string &title) {
    execute(m_wiki->newPage(space, number, title, title + " text."));
}

void CtlTest::editPage(int number, const std::string &text) {
    execute("update pages set content = '" + test::testBody(text) + "' where id = '" + test::testPage(number).str() +
            "'");
}

void CtlTest::usageErrorsSayWhatWasMeant_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char *line, const char *part) {
        QTest::newRow(line) << QString::fromLatin1(line) << QByteArray(part);
    };
    row("", "No command");
    row("snyc --all", "Did you mean \"sync\"");
    row("sync", "--all");
    row("sync general --all", "--all");
    row("sync nowhere", "Known: engineering, general");
    row("sync generel", "Did you mean \"general\"");
    row("sync general --reasn x", "Did you mean \"--reason\"");
    row("sync general --reason", "needs a value");
    row("sync general --full=yes", "takes no value");
    row("spaces --full", "has no option --full");
    row("spaces extra", "Too many");
    row("plan", "Too few");
    row("conflict", "conflict resolve");
    row("conflict show 12", "no conflict id");
    row("conflict resolve 0190a000-0000-7000-8000-00000000000a", "--take");
    row("conflict resolve 0190a000-0000-7000-8000-00000000000a --take mine", "both");
    row("lock release general", "--expect");
    row("runs --limit none", "positive number");
    row("history general page", "does not exist in this version");
    row("undo 1", "is no command");
    row("apply", "Too few");
    row("conflict restore x", "no id of a settled conflict");
    row("spaces --set DOCMOST_PASSWORD=x", "secret");
    row("spaces --set NONSENSE=x", "NAME=VALUE");
    row("spaces --set GIT_SYNC_POLL_INTERVAL=1", "Did you mean \"GIT_SYNC_POLL_INTERVAL_MS\"");
    row("sync --all --set WIKIVAULT_CONFLICT_POLICY.generel=git-wins", "Did you mean \"general\"");
    row("sync general --set WIKIVAULT_ATTACHMENTS.nowhere=on",
        "--set WIKIVAULT_ATTACHMENTS.nowhere: There is no space");
    row("spaces --profile missing", "WIKIVAULT_PROFILE");
    row("help nonsense", "nonsense");
    row("convert merge a b", "Too few");
}

void CtlTest::usageErrorsSayWhatWasMeant() {
    QFETCH(QString, line);
    QFETCH(QByteArray, part);
    const CtlRun plain = run(line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    QCOMPARE(plain.code, 64);
    QVERIFY2(plain.err.contains(part), plain.err.constData());
    QVERIFY(plain.out.isEmpty());
    const CtlRun json = run(line.split(QLatin1Char(' '), Qt::SkipEmptyParts) << QStringLiteral("--json"));
    QCOMPARE(json.code, 64);
    QVERIFY2(json.object().contains(QStringLiteral("error")), json.out.constData());
}

void CtlTest::everyCommandExplainsItself() {
    const CtlRun overview = run("help");
    QCOMPARE(overview.code, 0);
    for (const char *name : {"spaces",
                             "enable",
                             "disable",
                             "sync",
                             "plan",
                             "apply",
                             "conflicts",
                             "conflict show",
                             "conflict resolve",
                             "conflict restore",
                             "runs",
                             "run show",
                             "run undo",
                             "locks",
                             "lock hold",
                             "lock release",
                             "lock stop",
                             "serve",
                             "status",
                             "trigger",
                             "wait-idle",
                             "events",
                             "events install",
                             "events remove",
                             "events status",
                             "pause",
                             "resume",
                             "doctor",
                             "convert to-markdown",
                             "convert to-prosemirror",
                             "convert merge",
                             "demo",
                             "version"}) {
        QVERIFY2(overview.out.contains(QByteArray("  ") + name), name);
        const CtlRun help =
            run(words(name) << QStringLiteral("--help"), {{QStringLiteral("LOG_LEVEL"), QStringLiteral("loud")}});
        QCOMPARE(help.code, 0);
        QVERIFY2(help.out.startsWith(QByteArray("Usage: wikivaultctl ") + name), help.out.constData());
    }
    QCOMPARE(run("--help").out, overview.out);
    for (const char *line : {"help conflict", "conflict --help"}) {
        const CtlRun family = run(line);
        QCOMPARE(family.code, 0);
        QVERIFY2(family.out.contains("  conflict show ") && !family.out.contains("  sync "), family.out.constData());
    }
    QVERIFY(run("--version").out.startsWith("wikivaultctl "));
    QVERIFY(run("version --json").object().contains(QStringLiteral("version")));
}

void CtlTest::badConfigurationIsListedAndNothingWritten() {
    const Variables bad{{QStringLiteral("DATABASE_URL"), QStringLiteral("mysql://kim:planted@db/x")},
                        {QStringLiteral("GIT_SYNC_ENABLED"), QStringLiteral("yes")},
                        {QStringLiteral("GIT_SYNC_POLL_INTERVAL_MS"), QStringLiteral("-5")},
                        {QStringLiteral("GIT_SYNC_SERVICE_USER_ID"), QStringLiteral("kim")}};
    for (const char *line : {"sync --all", "spaces", "runs", "doctor"}) {
        const CtlRun plain = run(line, bad);
        QCOMPARE(plain.code, 64);
        for (const auto &[name, value] : bad)
            QVERIFY2(plain.err.contains(name.toLatin1()), plain.err.constData());
        QVERIFY(!plain.err.contains("planted"));
    }
    const CtlRun json = run("spaces --json", bad);
    QCOMPARE(json.object().value(QStringLiteral("problems")).toArray().size(), 4);
    QVERIFY(!QDir(qstr(vaults())).exists());
}

void CtlTest::spacesAreListedEnabledAndDisabled() {
    const CtlRun listed = run("spaces --json");
    QCOMPARE(listed.code, 0);
    QCOMPARE(listed.array().size(), 2);
    for (const auto &space : listed.array())
        QCOMPARE(missing(space.toObject(), words("spaceId slug name workspaceId enabled state")), QStringList());
    QVERIFY(run("spaces").out.contains("No space is enabled, so all of them are selected"));
    const CtlRun first = run("enable general"), again = run("enable general");
    QVERIFY2(first.code == 0 && first.out.contains("No longer selected: "), first.out.constData());
    QVERIFY2(again.code == 0 && !again.out.contains("selected"), again.out.constData());
    const QJsonArray flagged = run("spaces --json").array();
    QCOMPARE(flagged[0].toObject().value(QStringLiteral("state")).toString(), QStringLiteral("off"));
    QCOMPARE(flagged[1].toObject().value(QStringLiteral("enabled")).toBool(), true);
    const CtlRun disabled =
        run(QStringList{QStringLiteral("disable"), qstr(m_wiki->general().str()).toUpper(), QStringLiteral("--json")});
    QCOMPARE(disabled.code, 0);
    QCOMPARE(disabled.object().value(QStringLiteral("enabled")), QJsonValue(false));
}

/// Whoever switches the last one off means that nothing runs, not that all do.
void CtlTest::theLastSpaceThatIsDisabledSwitchesNoneOn() {
    QCOMPARE(run("enable general").code, 0);
    const CtlRun disabled = run("disable general");
    QVERIFY2(disabled.code == 0 && disabled.out.contains("none is synced until one is"), disabled.out.constData());
    for (const QJsonValue space : run("spaces --json").array())
        QCOMPARE(space[QLatin1String("state")].toString(), QStringLiteral("off"));
    QCOMPARE(run("sync --all").code, 0);
    QVERIFY(!QDir(qstr(vaults() + "/" + m_wiki->engineering().str())).exists());
}

void CtlTest::anAmbiguousSlugNamesTheIds() {
    execute(
        "insert into workspaces (id, name, created_at, updated_at) select '0190a000-0000-7000-8000-000000000009', 'B', "
        "created_at, updated_at from workspaces; update spaces set slug = 'general', workspace_id = "
        "'0190a000-0000-7000-8000-000000000009' where slug = 'engineering'");
    const CtlRun ambiguous = run("sync general");
    QCOMPARE(ambiguous.code, 64);
    QVERIFY(ambiguous.err.contains(m_wiki->general().str().c_str()));
    QVERIFY(ambiguous.err.contains(m_wiki->engineering().str().c_str()));
}

void CtlTest::gatesHaveTheirCodes() {
    const auto skipOf = [](const CtlRun &run) {
        return run.array().first().toObject().value(QStringLiteral("skipped")).toString();
    };
    const CtlRun off = run("sync --all --json", {{QStringLiteral("GIT_SYNC_ENABLED"), QStringLiteral("false")}});
    QCOMPARE(off.code, 64);
    QCOMPARE(skipOf(off), QStringLiteral("disabled"));
    QCOMPARE(off.array().size(), 2);
    const CtlRun nobody = run("sync general --json", {{QStringLiteral("GIT_SYNC_SERVICE_USER_ID"), QString()}});
    QCOMPARE(nobody.code, 64);
    QCOMPARE(skipOf(nobody), QStringLiteral("no-service-user"));
    QVERIFY(nobody.err.contains("GIT_SYNC_SERVICE_USER_ID"));
    const Variables none{{QStringLiteral("WIKIVAULT_UNFLAGGED"), QStringLiteral("none")}};
    const CtlRun named = run("sync general --json", none);
    QCOMPARE(named.code, 1);
    QCOMPARE(skipOf(named), QStringLiteral("space-not-enabled"));
    QCOMPARE(run("sync --all", none).code, 0);
    QVERIFY(!QDir(qstr(vaults() + "/" + m_wiki->general().str())).exists());
    for (const char *line : {"plan general --json", "conflicts --json", "runs --json", "locks --json", "spaces --json"})
        QCOMPARE(run(line, {{QStringLiteral("GIT_SYNC_ENABLED"), QStringLiteral("false")}}).code, 0);
}

void CtlTest::aCycleIsReportedAndJournalled() {
    const CtlRun first = run(words("sync --all --json --reason") << QStringLiteral("first export"));
    QVERIFY2(first.code == 0, first.err.constData());
    QCOMPARE(first.array().size(), 2);
    const QJsonObject report = first.array()[1].toObject();
    QCOMPARE(missing(report, words("spaceId ran runId pull push conflicts items")), QStringList());
    QCOMPARE(missing(report.value(QStringLiteral("pull")).toObject(), words("written deleted moved conflict")),
             QStringList());
    QCOMPARE(missing(report.value(QStringLiteral("push")).toObject(),
                     words("mode created updated deleted moved renamed failures")),
             QStringList());
    const QJsonArray items = report.value(QStringLiteral("items")).toArray();
    QCOMPARE(items.size(), 2);
    QCOMPARE(missing(items[0].toObject(), words("pageId path direction action outcome")), QStringList());
    QVERIFY(QString::fromStdString(test::readFile(file("Welcome.md"))).contains(QStringLiteral("Welcome text.")));
    const CtlRun second = run("sync general");
    QCOMPARE(second.code, 0);
    QVERIFY2(second.out.contains("nothing to do"), second.out.constData());
    const QJsonArray runs = run("runs general --json").array();
    QCOMPARE(runs.size(), 2);
    for (const auto &entry : runs)
        QCOMPARE(missing(entry.toObject(), words("runId spaceId trigger startedAt endedAt outcome")), QStringList());
    QCOMPARE(runs[1].toObject().value(QStringLiteral("reason")).toString(), QStringLiteral("first export"));
    const QString id = runs[1].toObject().value(QStringLiteral("runId")).toString();
    const QJsonObject shown =
        run(QStringList{QStringLiteral("run"), QStringLiteral("show"), id, QStringLiteral("--json")}).object();
    QCOMPARE(shown.value(QStringLiteral("items")).toArray().size(), 2);
    QCOMPARE(run("run show 999").code, 2);
    QVERIFY(run("spaces").out.contains("In sync as of"));
    QVERIFY(run("runs").out.contains("manual"));
    const QList<QByteArray> csv = run("runs general --csv").out.split('\n');
    QVERIFY(csv.value(0).startsWith("run,space,spaceId,startedAt,"));
    QVERIFY2(csv.value(2).contains(",general,") && csv.value(2).contains(",first export,"), csv.value(2).constData());
}

void CtlTest::plansAreShownAndSaved() {
    const QString saved = qstr(*m_data / "plan.json");
    const CtlRun plan = run(words("plan general --json -o") << saved);
    QVERIFY2(plan.code == 0, plan.err.constData());
    QCOMPARE(missing(plan.object(), words("planId hash spaceId madeFrom items")), QStringList());
    QCOMPARE(plan.object().value(QStringLiteral("items")).toArray().size(), 2);
    QFile written(saved);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(QJsonDocument::fromJson(written.readAll()).object(), plan.object());
    QVERIFY(!(written.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    QVERIFY(!QDir(qstr(file(".git/refs"))).exists());
    QVERIFY(run("plan general").out.contains("Nothing was written"));
    QCOMPARE(run("plan general -o /proc/nowhere/plan.json").code, 2);
}

void CtlTest::aConflictIsHeldAndSettled() {
    QCOMPARE(run("conflicts --json").out, QByteArray("[]\n"));
    QCOMPARE(run("sync --all").code, 0);
    editPage(2, "Open from nine.");
    const std::string path = file("Opening hours.md");
    std::string text = test::readFile(path);
    text.replace(text.find("Opening hours text."), 19, "Open from ten.");
    test::writeFile(path, text);
    editPage(1, "Welcome again.");
    const CtlRun held = run("sync general --json");
    QVERIFY2(held.code == 4, held.err.constData());
    QCOMPARE(held.array()[0].toObject().value(QStringLiteral("pull")).toObject().value(QStringLiteral("conflict")),
             QJsonValue(true));
    QVERIFY(qstr(test::readFile(file("Welcome.md"))).contains(QStringLiteral("Welcome again.")));
    const CtlRun listed = run("conflicts general --json");
    QCOMPARE(listed.code, 0);
    QCOMPARE(listed.array().size(), 1);
    QCOMPARE(missing(listed.array()[0].toObject(), words("id spaceId pageId path title kind since")), QStringList());
    const QJsonArray open = run("activity --json").array();
    QCOMPARE(open.size(), 1);
    QCOMPARE(open[0].toObject().value(QStringLiteral("kind")).toString(), QStringLiteral("conflict"));
    QCOMPARE(missing(open[0].toObject(), words("spaceId kind count since solvedAt runId")), QStringList());
    QVERIFY(run("activity").out.contains("wikivaultctl conflicts general"));
    const QString id = listed.array()[0].toObject().value(QStringLiteral("id")).toString();
    const CtlRun shown = run(words("conflict show") << id);
    QVERIFY(shown.out.contains("Open from nine.") && shown.out.contains("Open from ten."));
    const CtlRun settled = run(words("conflict resolve --take git --json") << id);
    QVERIFY2(settled.code == 0, (settled.out + settled.err).constData());
    QVERIFY(settled.object().value(QStringLiteral("run")).toObject().value(QStringLiteral("ran")).toBool());
    QVERIFY(m_wiki->run("select content from pages where title = 'Opening hours'").find("Open from ten.") !=
            std::string::npos);
    for (int i = 0; i < 2; ++i) {
        const CtlRun quiet = run("sync general --json");
        QCOMPARE(quiet.code, 0);
        QCOMPARE(quiet.array()[0].toObject().value(QStringLiteral("items")).toArray().size(), 0);
    }
    QCOMPARE(run(words("conflict show") << id).code, 2);
    QCOMPARE(run("activity").out, QByteArray("Nothing needs attention.\n"));
}

void CtlTest::aHeldLockIsShownAndKept() {
    const auto clock = system::makeClock();
    const auto lock = system::makeFileLock(vaults(), system::describeProcess("serve"), *clock);
    const auto lease = lock->tryAcquire(m_wiki->general(), RunId("7"));
    QVERIFY(lease && *lease);
    const CtlRun busy = run("sync --all --json");
    QCOMPARE(busy.code, 3);
    QCOMPARE(busy.array()[1].toObject().value(QStringLiteral("skipped")).toString(), QStringLiteral("lock-held"));
    QCOMPARE(busy.array()[0].toObject().value(QStringLiteral("ran")), QJsonValue(true));
    const QJsonArray locks = run("locks --json").array();
    QCOMPARE(locks.size(), 1);
    QCOMPARE(missing(locks[0].toObject(), words("spaceId holder instance host user pid role runId since ttlMs")),
             QStringList());
    const QString holder = locks[0].toObject().value(QStringLiteral("holder")).toString();
    QVERIFY(run("locks").out.contains(holder.toLatin1()));
    QVERIFY(run("spaces").out.contains("blocked"));
    const CtlRun refused = run(words("lock release general --expect") << holder);
    QCOMPARE(refused.code, 3);
    QVERIFY2(refused.err.contains("stop it first"), refused.err.constData());
    QCOMPARE(run("lock release engineering --expect x").code, 0);
}

void CtlTest::redisHoldersAreShownAndReleased() {
    const auto server = test::RedisServer::start();
    if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
    QVERIFY(server.has_value());
    const Variables redis{{QStringLiteral("REDIS_URL"), qstr((*server)->url())}};
    (*server)->run({"SET", "git-sync:lock:" + m_wiki->general().str(), "node-7", "PX", "600000"});
    QCOMPARE(run("sync general", redis).code, 3);
    const QJsonObject lock = run("locks --json", redis).array()[0].toObject();
    QCOMPARE(lock.value(QStringLiteral("holder")).toString(), QStringLiteral("node-7"));
    QVERIFY(lock.value(QStringLiteral("ttlMs")).toInteger() > 0);
    const CtlRun wrong = run("lock release general --expect node-8", redis);
    QCOMPARE(wrong.code, 3);
    QVERIFY(wrong.err.contains("node-7"));
    QCOMPARE(run("lock release general --expect node-7 --json", redis).object().value(QStringLiteral("released")),
             QJsonValue(true));
    QCOMPARE(run("sync general", redis).code, 0);
    (*server)->stop();
    const CtlRun away = run("sync general --json", redis);
    QCOMPARE(away.code, 2);
    QVERIFY2(away.err.contains("Redis at 127.0.0.1"), away.err.constData());
}

void CtlTest::whatDoesNotAnswerGivesOneSentence() {
    const Variables wrong{
        {QStringLiteral("DATABASE_URL"), QStringLiteral("postgresql://kim:planted@127.0.0.1:1/wiki")}};
    for (const char *line : {"spaces", "sync --all", "plan general", "conflicts general"}) {
        const CtlRun failed = run(line, wrong);
        QCOMPARE(failed.code, 2);
        QVERIFY2(failed.err.contains("127.0.0.1"), failed.err.constData());
        QVERIFY(!failed.err.contains("planted"));
    }
    QCOMPARE(run("spaces", {{QStringLiteral("DATABASE_URL"), QStringLiteral("sqlite:///nowhere/wiki.db")}}).code, 2);
    test::writeFile(*m_data / "occupied", "");
    const Variables occupied{{QStringLiteral("GIT_SYNC_DATA_DIR"), qstr(*m_data / "occupied")}};
    const CtlRun blocked = run("sync general", occupied);
    QCOMPARE(blocked.code, 2);
    QVERIFY2((blocked.err + blocked.out).contains("is a file"), blocked.err.constData());
}

void CtlTest::aVaultInTroubleStopsNoOther() {
    test::writeFile(vaults() + "/" + m_wiki->general().str(), "not a vault");
    const CtlRun synced = run("sync --all --json");
    QCOMPARE(synced.code, 1);
    QCOMPARE(synced.array()[0].toObject().value(QStringLiteral("ran")), QJsonValue(true));
    const QJsonObject failed = synced.array()[1].toObject();
    QCOMPARE(failed.value(QStringLiteral("ran")), QJsonValue(false));
    QVERIFY(failed.value(QStringLiteral("error")).toString().contains(qstr(m_wiki->general().str())));
    QCOMPARE(run("sync general").code, 2);
}

void CtlTest::doctorNamesWhatIsWrong() {
    QCOMPARE(run("sync --all").code, 0);
    const CtlRun well = run("doctor --json");
    QVERIFY2(well.code == 0, well.out.constData());
    for (const auto &check : well.array())
        QCOMPARE(missing(check.toObject(), words("name status detail")), QStringList());
    QVERIFY(well.array().size() >= 9);
    QVERIFY(run("doctor").out.contains("vault general"));
    QVERIFY(!run("doctor").out.contains("does nothing"));
    for (const char *name : {"WIKIVAULT_CONFLICT_POLICY.nosuch=git-wins", "WIKIVAULT_OPEN_PAGES.nosuch=wait"}) {
        const CtlRun idle = run(words("doctor --set") << QString::fromLatin1(name));
        QVERIFY2(idle.code == 0 && idle.out.contains("nosuch does nothing: no space"), idle.out.constData());
    }
    QVERIFY(!run("doctor --set WIKIVAULT_CONFLICT_POLICY.general=git-wins").out.contains("does nothing"));
    const CtlRun merge = run("doctor --set WIKIVAULT_OPEN_PAGES=merge");
    QVERIFY2(merge.out.contains("does nothing without REDIS_URL"), merge.out.constData());
    const CtlRun ill = run("doctor", {{QStringLiteral("REDIS_URL"), QStringLiteral("redis://:planted@127.0.0.1:1")}});
    QCOMPARE(ill.code, 1);
    QVERIFY(ill.out.contains("fail") && ill.out.contains("127.0.0.1:1") && !ill.out.contains("planted"));
}

void CtlTest::bodiesAreConverted() {
    const QByteArray doc = R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Hi"}]}]})";
    QCOMPARE(run(words("convert to-markdown"), {}, doc).out, QByteArray("Hi\n"));
    const CtlRun back = run(words("convert to-prosemirror"), {}, "Hi\n");
    QCOMPARE(back.object().value(QStringLiteral("type")).toString(), QStringLiteral("doc"));
    const CtlRun lines = run(words("convert to-markdown --lines"), {}, doc + "\nnonsense\n" + doc + "\n");
    QCOMPARE(lines.code, 0);
    const QList<QByteArray> out = lines.out.split('\n');
    QCOMPARE(out.size(), 4);
    QCOMPARE(out[0], QByteArray("\"Hi\""));
    QVERIFY(out[1].startsWith("{\"error\":"));
    QCOMPARE(out[2], out[0]);
    const CtlRun documents = run(words("convert to-prosemirror --lines"), {}, "\"Hi\\n\\nthere\"\n7\n");
    QCOMPARE(documents.out.count('\n'), 2);
    QVERIFY(documents.out.split('\n')[1].startsWith("{\"error\":"));
    const QByteArray page = "---\ngitmost_id: 0190a000-0000-7000-8000-00000000000a\n---\n\nHi\n";
    QCOMPARE(run(words("convert to-prosemirror --page"), {}, page).out, back.out);
    // Nothing at all is an empty page, both ways.
    QCOMPARE(run(words("convert to-markdown"), {}, "").out, QByteArray("<!--empty-->\n"));
    QCOMPARE(run(words("convert to-markdown --lines"), {}, "\n" + doc).out, QByteArray("\"Hi\"\n"));
    QCOMPARE(run(words("convert to-markdown --page"), {}, doc).out, QByteArray("Hi\n"));
    const CtlRun pages = run(words("convert to-prosemirror --lines --page"), {}, "\"---\\na: b\\n---\\nHi\"\n");
    QCOMPARE(pages.out, back.out);
    const CtlRun rule = run(words("convert to-prosemirror --page"), {}, "---\nprose\n\n---\nmore\n");
    QCOMPARE(rule.object().value(QStringLiteral("content")).toArray().size(), 4);
    const QByteArray large(1'000'000, 'x');
    QCOMPARE(run(words("convert to-markdown --lines"), {}, QByteArray(doc).replace("Hi", large) + "\n" + doc).out,
             "\"" + large + "\"\n\"Hi\"\n");
    const CtlRun failed = run(words("convert to-markdown --json"), {}, "nonsense");
    QCOMPARE(failed.code, 2);
    QVERIFY(failed.object().contains(QStringLiteral("error")));
}

void CtlTest::bodiesAreMerged() {
    const auto write = [&](const char *name, const std::string &text) {
        test::writeFile(*m_data / name, text);
        return qstr(*m_data / name);
    };
    const QString base = write("base", "One.\n\nTwo.\n"), wiki = write("wiki", "One!\n\nTwo.\n");
    const QString git = write("git", "One.\n\nTwo!\n"), rival = write("rival", "Uno.\n\nTwo.\n");
    const QStringList merge = words("convert merge") << base << wiki;
    const CtlRun clean = run(merge + QStringList{git});
    QCOMPARE(clean.code, 0);
    QCOMPARE(clean.out, QByteArray("One!\n\nTwo!\n"));
    const CtlRun torn = run(merge + QStringList{rival});
    QCOMPARE(torn.code, 4);
    QVERIFY(torn.err.contains("One!") && torn.err.contains("Uno."));
    const QJsonObject json = run(merge + QStringList{rival, QStringLiteral("--json")}).object();
    QCOMPARE(json.value(QStringLiteral("clean")), QJsonValue(false));
    QCOMPARE(json.value(QStringLiteral("conflicts")).toArray().size(), 1);
    const CtlRun missing = run(merge + QStringList{QStringLiteral("/nowhere")});
    QCOMPARE(missing.code, 64);
    QVERIFY(missing.err.contains("/nowhere") && missing.err.contains("No such file"));
    const CtlRun folder = run(merge + QStringList{qstr(m_data->path())});
    QCOMPARE(folder.code, 64);
    QVERIFY2(folder.err.contains("directory"), folder.err.constData());
    const QByteArray mine = "---\r\ntags: [x]\r\n---\r\n\r\nOne.\r\n\r\nTwo!\r\n";
    const CtlRun page = run(merge + QStringList{write("mine", mine.toStdString()), QStringLiteral("--page")});
    QCOMPARE(page.code, 0);
    QCOMPARE(page.out, QByteArray(mine).replace("One.", "One!"));
    const CtlRun piped = run(merge + QStringList{QStringLiteral("-")}, {}, "One.\n\nTwo!\n");
    QCOMPARE(piped.out, clean.out);
}

QTEST_GUILESS_MAIN(CtlTest)
#include "ctl_test.moc"
