#include <QFile>
#include <QTest>

#include <algorithm>
#include <vector>

/// The rows of the fault table that concern remotes and what comes from them: each has a test, or a sentence why it has
/// none. A row the design gains, and a test that is renamed, is noticed here.
class RemoteRowsTest : public QObject {
    Q_OBJECT

private slots:
    void everyRowOfTheDesignIsHere();
    void everyTestThatIsNamedExists();
};

namespace {

struct RemoteRowTest {
    const char *id;
    const char *file;      ///< below tests, without `_test.cpp`; "" = none
    const char *function;  ///< its name, or why there is none
};

const std::vector<RemoteRowTest> kRows = {
    {"F091", "engine/run/scenario_remote", "somebodyPushesMeanwhile"},
    {"F091", "engine/run/scenario_remote", "somebodyWhoIsAlwaysFasterDelaysOnlyThePush"},
    {"F092", "engine/adapters/remote/git_remote", "aBranchThatMovesMeanwhileIsNotOverwritten"},
    {"F093", "engine/adapters/remote/git_remote", "whatAHookSaysIsHandedOn"},
    {"F094", "engine/adapters/remote/push_report", "eachRefHasItsOwnResult"},
    {"F095", "engine/adapters/remote/git_remote", "aBranchThatMovesMeanwhileIsNotOverwritten"},
    {"F096", "engine/adapters/remote/git_remote", "aHostKeyIsAskedForAndNeverReplaced"},
    {"F096", "engine/adapters/remote/git_remote", "aHostKeyIsJudgedByTheWholeList"},
    {"F096", "engine/adapters/remote/ssh_keys", "aKeyOfAnotherTypeIsAChangedKey"},
    {"F097", "engine/adapters/remote/git_remote", "aKeyTheServerDoesNotTakeIsSaidOnce"},
    {"F097", "engine/adapters/remote/ssh_keys", "aLockedAgentIsTold"},
    {"F098", "engine/adapters/remote/git_remote", "aServerThatIsNotThereOrSilentIsSaid"},
    {"F099", "engine/adapters/remote/git_remote", "aKeyTheServerDoesNotTakeIsSaidOnce"},
    {"F100", "engine/run/scenario_remote", "otherFilesWaitForAPerson"},
    {"F101", "engine/run/scenario_remote", "aRewrittenBranchStopsTheRemoteOnly"},
    {"F102", "app/ctl_remote_bombs", "packsAreNotTaken"},
    {"F102", "engine/adapters/remote/hostile_server", "aServerThatDripsIsGivenUp"},
    {"F103", "app/ctl_remote_bombs", "damagedPacksAreNotTaken"},
    {"F103", "engine/adapters/remote/hostile_server", "aDamagedStreamIsNotTaken"},
    {"F104", "engine/core/remote_url", "whatCouldReachAShellIsRefused"},
    {"F105", "engine/adapters/remote/hostile_server", "aServerWithOldMethodsOnlyIsExplained"},
    {"F106", "engine/adapters/remote/hostile_server", "aFullDiskOfTheServerIsSaid"},
    {"F107", "app/ctl_remote_https", "aTokenThatChangesIsTakenUp"},
    {"F135", "engine/adapters/remote/git_remote", "aHostileTreeIsNotTaken"},
    {"F136", "engine/run/scenario_remote", "aLinkInAPagesPlaceIsNoDeletion"},
    {"F137", "engine/run/scenario_remote", "hostileTreesDoNothing"},
    {"F138", "app/ctl_remote_bombs", "treesAreNotTaken"},
    {"F138", "engine/adapters/git/vault", "hostileTreesAreRefused"},
    {"F139", "engine/run/scenario_remote", "forgedCommitsWedgeNothing"},
    {"F140", "engine/adapters/remote/hostile_server", "namesOfRefsAreNeverFollowed"},
};

QString sourceText(const QString &path) {
    QFile file(QStringLiteral(WIKIVAULT_SOURCE_DIR "/") + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

void RemoteRowsTest::everyRowOfTheDesignIsHere() {
    const QString text = sourceText(QStringLiteral("../shared/design/reliability.md"));
    if (text.isEmpty()) QSKIP("the design of ../shared is not here");
    for (int number = 91; number <= 140; ++number) {
        if (number > 107 && number < 135) continue;
        const QString id = QStringLiteral("F%1").arg(number, 3, 10, QLatin1Char('0'));
        QVERIFY2(text.contains(QStringLiteral("| ") + id + QStringLiteral(" |")), qPrintable(id));
        const auto isOurs = [&](const RemoteRowTest &row) { return id == QLatin1String(row.id); };
        QVERIFY2(std::any_of(kRows.begin(), kRows.end(), isOurs), qPrintable(id));
    }
}

void RemoteRowsTest::everyTestThatIsNamedExists() {
    for (const RemoteRowTest &row : kRows) {
        const QString name = QString::fromUtf8(row.function);
        if (*row.file == '\0') {
            QVERIFY2(name.size() > 20, row.id);
            continue;
        }
        const QString text = sourceText(QStringLiteral("tests/%1_test.cpp").arg(QString::fromUtf8(row.file)));
        QVERIFY2(text.contains(QStringLiteral("void ") + name + QStringLiteral("()")), row.id);
    }
}

QTEST_APPLESS_MAIN(RemoteRowsTest)
#include "remote_rows_test.moc"
