#include "models/words.h"
#include "models/english_plurals.h"
#include "models/error_text.h"

#include <QCoreApplication>
#include <QTest>

#include <set>

using namespace wikivault;
using namespace std::chrono_literals;

namespace {

const TimePoint kNow = *fromIso8601("2026-11-24T14:03:10.000Z");

/// The words of the enumerators 0 … last, in their order.
template <class Enum>
std::vector<QString> wordsOf(Enum last, QString (*word)(Enum)) {
    std::vector<QString> all;
    for (int i = 0; i <= static_cast<int>(last); ++i)
        all.push_back(word(Enum(i)));
    return all;
}

}  // namespace

class WordsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }
    void everyStateHasAWordAndAMarkOfItsOwn();
    void reasonsAndSkipsAreSentences();
    void actionsOutcomesAndKindsHaveWords();
    void runOutcomesHaveWordsAndMarks();
    void countsNameTheSides();
    void oneIsNotPlural();
    void agesAreShort_data();
    void agesAreShort();
    void clocksCountDown();
    void spansAreRounded();
    void pathsAreSplit();
    void holdersAreNamed();
    void errorsAreSentences();

private:
    EnglishPlurals m_plurals;
};

void WordsTest::everyStateHasAWordAndAMarkOfItsOwn() {
    std::set<QString> texts;
    std::set<Mark> marks;
    for (int i = 0; i <= int(SpaceState::Unknown); ++i) {
        const QString word = words::state(SpaceState(i));
        QVERIFY2(!word.isEmpty() && !word.endsWith(QLatin1Char('.')), qPrintable(word));
        texts.insert(word);
        marks.insert(words::mark(SpaceState(i)));
    }
    QCOMPARE(texts.size(), std::size_t(SpaceState::Unknown) + 1);
    QCOMPARE(marks.size(), std::size_t(SpaceState::Unknown) + 1);
    QVERIFY(!marks.contains(Mark::None));
}

void WordsTest::reasonsAndSkipsAreSentences() {
    QVERIFY(words::reason(Reason::None).isEmpty());
    QVERIFY(words::skip(SkipReason::None).isEmpty());
    std::vector<QString> sentences;
    for (int i = 1; i <= int(Reason::TooLarge); ++i)
        sentences.push_back(words::reason(Reason(i)));
    for (int i = 1; i <= int(SkipReason::LockHeld); ++i)
        sentences.push_back(words::skip(SkipReason(i)));
    std::set<QString> different;
    for (const QString &sentence : sentences) {
        QVERIFY2(sentence.endsWith(QLatin1Char('.')) && sentence.at(0).isUpper(), qPrintable(sentence));
        different.insert(sentence);
    }
    QCOMPARE(different.size(), sentences.size());
}

void WordsTest::actionsOutcomesAndKindsHaveWords() {
    for (const QString &word : wordsOf(Action::Heal, &words::action))
        QVERIFY(!word.isEmpty());
    for (const QString &word : wordsOf(Outcome::Skipped, &words::outcome))
        QVERIFY(!word.isEmpty());
    for (const QString &word : wordsOf(ConflictKind::NoBase, &words::conflictKind))
        QVERIFY(!word.isEmpty());
    QVERIFY(words::flow(Direction::WikiToGit) != words::flow(Direction::GitToWiki));
    QCOMPARE(words::trigger("manual"), QStringLiteral("by hand"));
    QCOMPARE(words::trigger("some-day"), QStringLiteral("some-day"));
}

void WordsTest::runOutcomesHaveWordsAndMarks() {
    std::set<QString> texts;
    for (const char *outcome : {"running", "done", "problems", "failed", "skipped", "cancelled", "interrupted"}) {
        RunRecord run;
        run.outcome = outcome;
        texts.insert(words::runOutcome(run));
        QVERIFY2(words::runMark(run) != Mark::Unknown && words::runMark(run) != Mark::None, outcome);
    }
    QCOMPARE(texts.size(), std::size_t(7));
    RunRecord run;
    run.outcome = "problems";
    QCOMPARE(words::runMark(run), Mark::Pending);
    run.conflicts = 1;
    QCOMPARE(words::runMark(run), Mark::Conflicts);
    QCOMPARE(words::runOutcome(run), QStringLiteral("Done with conflicts"));
    run.outcome = "done";
    QCOMPARE(words::runMark(run), Mark::Conflicts);
}

void WordsTest::countsNameTheSides() {
    QCOMPARE(words::counts({}, {}), QStringLiteral("Nothing to do"));
    PullCounts pull;
    pull.written = 3;
    pull.moved = 1;
    PushCounts push;
    push.updated = 2;
    push.deleted = 1;
    QCOMPARE(words::counts(pull, push), QStringLiteral("Wiki: 2 updated, 1 to trash") + QString::fromUtf8("  ·  ") +
                                            QStringLiteral("Git: 3 written, 1 moved"));
    QCOMPARE(words::plannedCounts(pull, push), QStringLiteral("Wiki: 2 to update, 1 to trash") +
                                                   QString::fromUtf8("  ·  ") +
                                                   QStringLiteral("Git: 3 to write, 1 to move"));
    push = {};
    push.failures = 4;
    QCOMPARE(words::counts({}, push), QStringLiteral("Wiki: 4 not written"));
}

void WordsTest::oneIsNotPlural() {
    const auto say = [](int n) { return QCoreApplication::translate("Any", "%n page(s) wait", nullptr, n); };
    QCOMPARE(say(1), QStringLiteral("1 page wait"));
    QCOMPARE(say(0), QStringLiteral("0 pages wait"));
    QCOMPARE(say(2), QStringLiteral("2 pages wait"));
    QCOMPARE(QCoreApplication::translate("Any", "a file(s)"), QStringLiteral("a file(s)"));
}

void WordsTest::agesAreShort_data() {
    QTest::addColumn<QString>("then");
    QTest::addColumn<QString>("text");
    QTest::newRow("now") << "2026-11-24T14:03:05.000Z"
                         << "just now";
    QTest::newRow("a clock that is ahead") << "2026-11-24T14:05:00.000Z"
                                           << "just now";
    QTest::newRow("seconds") << "2026-11-24T14:02:40.000Z"
                             << "30 s ago";
    QTest::newRow("minutes") << "2026-11-24T13:59:00.000Z"
                             << "4 min ago";
    QTest::newRow("today") << "2026-11-24T09:12:00.000Z"
                           << "09:12";
    QTest::newRow("yesterday") << "2026-11-23T09:12:00.000Z"
                               << "yesterday 09:12";
    QTest::newRow("this year") << "2026-09-03T09:12:00.000Z"
                               << "3 Sep";
    QTest::newRow("long ago") << "2024-09-03T09:12:00.000Z"
                              << "3 Sep 2024";
}

void WordsTest::agesAreShort() {
    QFETCH(QString, then);
    QFETCH(QString, text);
    QCOMPARE(words::ago(*fromIso8601(then.toStdString()), kNow), text);
}

void WordsTest::clocksCountDown() {
    QCOMPARE(words::clock(42s), QStringLiteral("0:42"));
    QCOMPARE(words::clock(3723s), QStringLiteral("1:02:03"));
    QCOMPARE(words::clock(-5s), QStringLiteral("0:00"));
}

void WordsTest::spansAreRounded() {
    QCOMPARE(words::span(320ms), QStringLiteral("320 ms"));
    QCOMPARE(words::span(32s), QStringLiteral("32 s"));
    QCOMPARE(words::span(125s), QStringLiteral("2 min 5 s"));
    QCOMPARE(words::span(120s), QStringLiteral("2 min"));
    QCOMPARE(words::span(3h), QStringLiteral("3 h"));
    QCOMPARE(words::span(-1ms), QStringLiteral("0 ms"));
}

void WordsTest::pathsAreSplit() {
    QCOMPARE(words::pathParts("Onboarding/Laptop.md").name, QStringLiteral("Laptop"));
    QCOMPARE(words::pathParts("Onboarding/Laptop.md").folder, QStringLiteral("Onboarding"));
    QCOMPARE(words::pathParts("README").name, QStringLiteral("README"));
    QVERIFY(words::pathParts("README").folder.isEmpty());
}

void WordsTest::holdersAreNamed() {
    LockInfo lock;
    lock.holder = "3f9c";
    QCOMPARE(words::holder(lock), QStringLiteral("3f9c"));
    lock.user = "kim";
    lock.host = "adm1";
    lock.pid = 4121;
    QCOMPARE(words::holder(lock), QStringLiteral("kim@adm1, pid 4121"));
    lock.ours = true;
    QCOMPARE(words::holder(lock), QStringLiteral("this console (kim@adm1, pid 4121)"));
}

void WordsTest::errorsAreSentences() {
    for (int i = 0; i <= int(ErrorCode::Invalid); ++i) {
        const QString headline = errorHeadline(ErrorCode(i));
        QVERIFY2(headline.endsWith(QLatin1Char('.')), qPrintable(headline));
    }
    QCOMPARE(errorText({ErrorCode::Denied, "Password refused."}),
             errorHeadline(ErrorCode::Denied) + QStringLiteral(" Password refused."));
    QCOMPARE(errorText({ErrorCode::Denied, ""}), errorHeadline(ErrorCode::Denied));
}

QTEST_GUILESS_MAIN(WordsTest)
#include "words_test.moc"
