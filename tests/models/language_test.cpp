#include "app/console/translation.h"
#include "app/console/window_memory.h"
#include "models/words.h"

#include <QTemporaryDir>
#include <QTest>

using namespace wikivault;

class LanguageTest : public QObject {
    Q_OBJECT

private slots:
    void theFirstLanguageOfTheSystemThatIsSpokenCounts();
    void aChoiceWinsOverTheSystem();
    void choicesAreRememberedAndOthersStayTheSystem();
    void russianHasThreePlurals();
    void datesFollowTheLanguage();
    void englishIsBackWhenTheCatalogueGoes();
};

void LanguageTest::theFirstLanguageOfTheSystemThatIsSpokenCounts() {
    const auto of = [](const QStringList &system) { return languageOf(LanguageChoice::System, system); };
    QCOMPARE(of({QStringLiteral("ru-RU"), QStringLiteral("en-US")}), Language::Russian);
    QCOMPARE(of({QStringLiteral("en-GB"), QStringLiteral("ru")}), Language::English);
    QCOMPARE(of({QStringLiteral("de-DE"), QStringLiteral("ru-UA")}), Language::Russian);
    QCOMPARE(of({QStringLiteral("rup-MK")}), Language::English);
    QCOMPARE(of({}), Language::English);
}

void LanguageTest::aChoiceWinsOverTheSystem() {
    QCOMPARE(languageOf(LanguageChoice::English, {QStringLiteral("ru-RU")}), Language::English);
    QCOMPARE(languageOf(LanguageChoice::Russian, {QStringLiteral("en-US")}), Language::Russian);
}

void LanguageTest::choicesAreRememberedAndOthersStayTheSystem() {
    const QTemporaryDir folder;
    const QString memory = folder.filePath(QStringLiteral("window.conf"));
    QCOMPARE(rememberedLanguage(memory), LanguageChoice::System);
    for (const auto choice : {LanguageChoice::Russian, LanguageChoice::English, LanguageChoice::System}) {
        rememberLanguage(choice, memory);
        QCOMPARE(rememberedLanguage(memory), choice);
    }
    QCOMPARE(languageChoice(QStringLiteral("tlh")), LanguageChoice::System);
}

void LanguageTest::russianHasThreePlurals() {
    const Translation russian(Language::Russian);
    const auto written = [](int n) {
        PullCounts pull;
        pull.written = n;
        return words::counts(pull, {});
    };
    QCOMPARE(written(1), QStringLiteral("Git: записана 1"));
    QCOMPARE(written(3), QStringLiteral("Git: записаны 3"));
    QCOMPARE(written(11), QStringLiteral("Git: записано 11"));
    QCOMPARE(written(21), QStringLiteral("Git: записана 21"));
}

void LanguageTest::datesFollowTheLanguage() {
    const TimePoint now = *fromIso8601("2026-11-24T14:03:10.000Z");
    const TimePoint then = *fromIso8601("2026-09-03T09:00:00.000Z");
    {
        const Translation russian(Language::Russian);
        QVERIFY2(words::ago(then, now).startsWith(QStringLiteral("3 сент")), qPrintable(words::ago(then, now)));
        QVERIFY(words::fullTime(then).contains(QStringLiteral("сентября 2026")));
    }
    const Translation english(Language::English);
    QCOMPARE(words::ago(then, now), QStringLiteral("3 Sep"));
}

void LanguageTest::englishIsBackWhenTheCatalogueGoes() {
    { const Translation russian(Language::Russian); }
    const Translation english(Language::English);
    QCOMPARE(words::state(SpaceState::InSync), QStringLiteral("In sync"));
    PullCounts pull;
    pull.written = 1;
    QCOMPARE(words::counts(pull, {}), QStringLiteral("Git: 1 written"));
}

QTEST_GUILESS_MAIN(LanguageTest)
#include "language_test.moc"
