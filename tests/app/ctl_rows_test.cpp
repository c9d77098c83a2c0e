#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <vector>

/// The rows of the fault table and of the catalogue that concern the control plane: each has a test, or a sentence why
/// it has none. A row the design gains, and a test that is renamed, is noticed here.
class CtlRowsTest : public QObject {
    Q_OBJECT

private slots:
    void everyRowOfTheDesignIsHere_data();
    void everyRowOfTheDesignIsHere();
    void everyTestThatIsNamedExists();
};

namespace {

struct Row {
    const char *id;
    const char *file;      ///< below tests, without `_test.cpp`; "" = none
    const char *function;  ///< its name, or why there is none
};

const std::vector<Row> kFaults = {
    {"F048", "app/ctl_driver", "withoutRedisNobodyBeginsToDrive"},
    {"F049", "app/ctl_api_faults", "lostLock_endsAWriteThatIsUnderWay"},
    {"F050", "engine/adapters/redis/redis_lock", "aGrantThatComesTooLateIsNotUsed"},
    {"F051", "engine/adapters/redis/redis_lock", "aLostAnswerIsResolvedByTheValue"},
    {"F052", "engine/adapters/redis/redis_lock", "F052_aRenewalWithoutAnAnswerIsTriedAgain"},
    {"F053", "app/ctl_api_faults", "lostLock_endsAWriteThatIsUnderWay"},
    {"F054", "engine/adapters/redis/redis_lock", "whoeverTakesTheKeyEndsTheLease"},
    {"F055", "app/ctl_api_faults", "lostLock_endsAWriteThatIsUnderWay"},
    {"F056", "", "a replica without the key looks to a client like a server that lost it: F055"},
    {"F057", "engine/adapters/redis/redis_trouble", "F057_anOlderMemoryEndsTheLease"},
    {"F058", "engine/adapters/redis/redis_trouble", "F058_aRedisInTroubleIsNeverFree"},
    {"F059", "rig/stop", "F059_aHolderThatSleepsAtAnyFailpoint"},
    {"F060", "app/ctl_contend", "F060_nobodyWritesUnderAnOldEpochAndNothingIsLost"},
    {"F061", "engine/adapters/redis/redis_lock", "aSilentWorkerLosesItsLease"},
    {"F062", "app/ctl_lock", "F062_aPeerThatHoldsForHours"},
    {"F063", "contracts/wiki_address", "aServerThatRefusesIsNamed"},
    {"F064", "app/ctl_database_faults", "F064_aBackendThatDiesAtAnyStatement"},
    {"F065", "app/ctl_database_faults", "theNextRunFinishesOnce"},
    {"F066", "app/ctl_database_server", "F066_aServerThatCrashesAndRecovers"},
    {"F067", "engine/run/scenario_backup", "aPageThatWentFarBackTellsByItself"},
    {"F068", "app/ctl_database_server", "F068_aStandbyIsOnlyRead"},
    {"F069", "engine/run/scenario_backup", "olderTextsAreNoEdits"},
    {"F070", "app/ctl_database_faults", "F070_whatTheDatabaseTookBackIsDoneAgain"},
    {"F071", "app/ctl_database_server", "F071_aTableThatSomebodyLocked"},
    {"F072", "contracts/wiki_connection", "F072_aFrozenServerIsGivenUp"},
    {"F073", "app/ctl_database_faults", "theNextRunFinishesOnce"},
    {"F074", "app/ctl_database_faults", "theNextRunFinishesOnce"},
    {"F075", "app/ctl_database_faults", "theNextRunFinishesOnce"},
    {"F076", "contracts/wiki_database", "aRepeatedCreateWritesNothing"},
    {"F077", "app/ctl_database_server", "F077_aChangeThatIsCommittedLate"},
    {"F078", "engine/run/scenario_weakness", "F078_anEditThatLeavesTheTimeAsItWas"},
    {"F079", "contracts/pooler", "aPoolThatSharesConnectionsIsRefusedAndLeftAsItWas"},
    {"F080", "engine/adapters/docmost/api_page_writer", "aTokenThatRanOutIsRenewedOnce"},
    {"F081", "engine/adapters/docmost/api_page_writer", "rightsAreNamed"},
    {"F082", "app/ctl_api_faults", "F082_aPageThatGoesWhileItIsWritten"},
    {"F083", "", "the wiki's API takes no precondition and answers neither 409 nor 412: F090b"},
    {"F084", "app/ctl_api_faults", "F084_aPageThatIsRefusedStopsNoOther"},
    {"F085", "engine/adapters/docmost/server_access", "F085_anyAnswerMayAskForRest"},
    {"F086", "engine/adapters/docmost/server_access", "F086_fiveFailuresInARowShut"},
    {"F087", "engine/adapters/docmost/api_page_writer", "aPageIsNeverCreatedTwice"},
    {"F088", "engine/adapters/docmost/hostile_answers", "F088_nobodyIsWaitedForLong"},
    {"F089", "engine/adapters/docmost/hostile_answers", "F089_whatIsBrokenIsRefused"},
    {"F090", "engine/adapters/docmost/api_page_writer", "whatStandsBeforeTheWikiIsNamed"},
    {"F090a", "engine/adapters/docmost/hostile_answers", "F090a_aListThatDoesNotAddUpProvesNothing"},
    {"F090b", "engine/adapters/docmost/api_page_writer", "aTextThatWasDroppedIsAFailure"},
};

constexpr const char *kNoGitServer = "this program serves no git over HTTP and nobody pushes through it";

const std::vector<Row> kLiveDocument = {
    {"GS-EDIT-REVERT", "app/ctl_api", "GSEDITREVERT_whoTypesIsLeftAlone"},
    {"F5(b)", "engine/run/scenario_schema", "blocksNobodyTouchedGoThroughAsTheyAreStored"},
    {"review #5", "engine/run/cycle", "editsOfDifferentBlocksMerge"},
    {"red-team #9", "app/ctl_api", "whatSomebodyTypesIsMerged"},
    {"review #11", "engine/run/conflict", "itClosesByItselfWhenTheSidesAgree"},
    {"same-block conflict (bug #2)", "engine/run/conflict", "aRuleSettlesAtOnceAndTheOtherTextIsKept"},
    {"finding #2", "engine/adapters/docmost/api_page_writer", "keystrokesThatAreNotSavedYetAreNeverLost"},
    {"PATH B silent revert", "", "the wiki's own API writes, on the instance that has the page open"},
    {"start-of-doc duplication", "app/ctl_api", "startOfDoc_aHeadingComesOnce"},
    {"schema-default duplication", "engine/run/scenario_schema", "blocksNobodyTouchedGoThroughAsTheyAreStored"},
    {"crash-safe write", "engine/adapters/docmost/api_page_writer", "whatNoWikiCanStoreIsNotSent"},
    {"empty without base", "engine/run/scenario_both_sides", "T35_nullContentIsExportedAndNeverPushed"},
    {"intentional clear", "engine/adapters/docmost/api_page_writer", "anEmptyPageGetsPastTheGuard"},
    {"opening is an edit", "app/ctl_api", "openingIsAnEdit_whoOnlyLooksChangesNothing"},
    {"strip-empty validity", "engine/core/markdown/schema", "whatPeopleWriteBecomesValid"},
};

const std::vector<Row> kControlPlane = {
    {"review #3 opt-in", "app/ctl", "gatesHaveTheirCodes"},
    {"trigger foreign space", "app/ctl_http", "triggerForeignSpace"},
    {"red-team #10", "app/ctl_lock", "redteam10_aKeyThatVanishesFreesNothing"},
    {"lost lock", "app/ctl_api_faults", "lostLock_endsAWriteThatIsUnderWay"},
    {"dead holder", "engine/adapters/redis/redis_lock", "aKilledHolderOfThisHostIsReleasedAtOnce"},
    {"bug #1 push starvation", "", kNoGitServer},
    {"info/refs collision", "", kNoGitServer},
    {"post-push cycle error", "", kNoGitServer},
    {"watchdog", "", kNoGitServer},
    {"warning #3", "", kNoGitServer},
    {"review #4", "", kNoGitServer},
    {"review #5-http", "", kNoGitServer},
    {"`.git` suffix", "", kNoGitServer},
    {"403/404 leak", "app/ctl_http", "triggerForeignSpace"},
    {"reader push", "", kNoGitServer},
    {"brute force", "",
     "the port takes a token of 16 characters or more and no password: nothing is hashed or looked up"},
    {"traversal", "app/ctl_http", "whatIsNoRequestIsRefused"},
    {"bad method/type", "app/ctl_http", "whatIsNoRequestIsRefused"},
    {"symlink read", "engine/adapters/git/work_tree", "linksAndSubmodulesOfATreeAreNeverMadeReal"},
    {"symlink directory", "engine/adapters/git/work_tree", "occupiedPathsAreBlockedAndLinksNeverFollowed"},
    {"`..` title", "engine/run/scenario_names", "L12toL15_everyTitleHasAFile"},
    {"poison space", "engine/run/scenario_settings", "poisonSpace_aRunThatThrowsFreesItsLocks"},
    {"invisible failures", "app/common/run_log", "aFailureIsSaidOnceAndSoIsItsEnd"},
    {"lock-held invisible", "app/ctl_http", "lockHeldInvisible"},
    {"running invisible", "app/ctl_run_watch", "runningInvisible"},
    {"disabled space lingers", "engine/runtime/poller", "disabledSpaceLingers_aSpaceSwitchedOffIsForgotten"},
    {"overlapping ticks", "engine/runtime/poller", "overlappingTicksAreSkipped"},
    {"listener over-skip (known)", "engine/run/scenario_push", "listenerOverSkip_aChangeRightAfterOurWrite"},
    {"settings merge", "contracts/wiki_database", "theFlagSelectsSpacesAndKeepsItsSiblings"},
    {"workspace leak", "app/ctl_http", "workspaceLeak"},
};

QString textIn(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// What stands first in the rows of the tables between two headings, without the marks behind it.
QStringList rowsBetween(const QString &text, const QString &from, const QString &to) {
    const qsizetype begin = text.indexOf(from), end = text.indexOf(to, begin);
    QStringList rows;
    static const QRegularExpression first(QStringLiteral("^\\| ([^|]+?)(?: \\[[a-z]+\\])? \\|"),
                                          QRegularExpression::MultilineOption);
    auto match = first.globalMatch(text.mid(begin, end - begin));
    while (match.hasNext()) {
        const QString row = match.next().captured(1).trimmed();
        if (row.compare(QStringLiteral("id"), Qt::CaseInsensitive) != 0 && !row.startsWith(QStringLiteral("--")))
            rows << row;
    }
    return rows;
}

}  // namespace

void CtlRowsTest::everyRowOfTheDesignIsHere_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<int>("table");
    const QString faults = QStringLiteral("reliability.md"), catalogue = QStringLiteral("scenarios.md");
    QTest::newRow("D to F") << faults << QStringLiteral("### D. ") << QStringLiteral("### G. ") << 0;
    QTest::newRow("live document") << catalogue << QStringLiteral("## 4 ") << QStringLiteral("## 5 ") << 1;
    QTest::newRow("control plane") << catalogue << QStringLiteral("## 6 ") << QStringLiteral("## 7 ") << 2;
}

void CtlRowsTest::everyRowOfTheDesignIsHere() {
    QFETCH(QString, file);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(int, table);
    const QString text = textIn(QStringLiteral(WIKIVAULT_SOURCE_DIR "/../shared/design/") + file);
    if (text.isEmpty()) QSKIP("the design of ../shared is not here");
    const QStringList rows = rowsBetween(text, from, to);
    QVERIFY(rows.size() > 10);
    QStringList ours;
    for (const Row &row : table == 0 ? kFaults : table == 1 ? kLiveDocument : kControlPlane)
        ours << QString::fromUtf8(row.id);
    QCOMPARE(ours, rows);
}

void CtlRowsTest::everyTestThatIsNamedExists() {
    for (const auto *table : {&kFaults, &kLiveDocument, &kControlPlane})
        for (const Row &row : *table) {
            const QString file = QString::fromUtf8(row.file), name = QString::fromUtf8(row.function);
            if (file.isEmpty()) {
                QVERIFY2(name.size() > 20, row.id);
                continue;
            }
            const QString text =
                textIn(QStringLiteral(WIKIVAULT_SOURCE_DIR "/tests/") + file + QStringLiteral("_test.cpp"));
            QVERIFY2(text.contains(QStringLiteral("void ") + name + QStringLiteral("()")),
                     qPrintable(QString::fromUtf8(row.id) + QStringLiteral(": ") + file + QLatin1Char(' ') + name));
        }
}

QTEST_APPLESS_MAIN(CtlRowsTest)
#include "ctl_rows_test.moc"
