#include "models/engine_text.h"
#include "app/console/translation.h"
#include "models/engine_sentences.h"
#include "models/error_text.h"
#include "resources/sentences/source_text.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <memory>

using namespace wikivault;

namespace {

/// The sentence with `q1`, `q2` … in its holes and `number` in that for a number.
QString filled(QString sentence, int number) {
    static const QRegularExpression hole(QStringLiteral("%([1-9])"));
    if (sentence.contains(QLatin1String("%n")))
        sentence.replace(QLatin1String("%n"), QString::number(number))
            .replace(QLatin1String("(s)"), QLatin1String(number == 1 ? "" : "s"));
    return sentence.replace(hole, QStringLiteral("q\\1"));
}

QString text(const char *said) {
    return engineText(said);
}

}  // namespace

/// What the engine says, in the language of the window.
class EngineTextTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_russian = std::make_unique<Translation>(Language::Russian); }
    void cleanup() { m_russian.reset(); }

    void everySentenceIsReadAsItself() {
        QVERIFY(engineSentences().size() > 700);
        QStringList wrong;
        for (const char *sentence : engineSentences()) {
            const QString source = QString::fromUtf8(sentence);
            for (const int number : {1, 3, 5, 21}) {
                const QString said = filled(source, number);
                const QString expected =
                    filled(QCoreApplication::translate("EngineText", sentence, nullptr, number), number);
                const QString read = engineText(said.toStdString());
                if (read != expected || read == said) wrong << said + QStringLiteral(" → ") + read;
                if (!source.contains(QLatin1String("%n"))) break;
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    }

    void numbersHaveTheirForms() {
        QCOMPARE(text("Failing since 12:00 (1 run)"), QStringLiteral("Сбои с 12:00 (1 запуск)"));
        QCOMPARE(text("Failing since 12:00 (3 runs)"), QStringLiteral("Сбои с 12:00 (3 запуска)"));
        QCOMPARE(text("In sync as of 9:05: 1 page to git, 12 pages to the wiki in the last run."),
                 QStringLiteral("Согласовано на 9:05: 1 страница в git, 12 страниц в вики за последний запуск."));
    }

    void whatASentencePutsInIsReadToo() {
        QCOMPARE(
            text("Failing since 12:00 (2 runs): Redis at db:6379 does not answer (it did not answer in time); spaces "
                 "count as locked until it does. Check REDIS_URL and that the server runs."),
            QStringLiteral("Сбои с 12:00 (2 запуска): Redis на db:6379 не отвечает (вовремя нет ответа); до ответа "
                           "пространства считаются заблокированными. Проверьте REDIS_URL и работает ли сервер."));
        QCOMPARE(
            text("the PostgreSQL server at db:5432 refused the user name or password (database \"wiki\"); check "
                 "DATABASE_URL"),
            QStringLiteral("сервер PostgreSQL на db:5432 не принял имя пользователя или пароль (база данных «wiki»); "
                           "проверьте DATABASE_URL"));
        QCOMPARE(text("the wiki at wiki.example lets nobody log in for now: too many tries from this address; the next "
                      "try is in 40 s"),
                 QStringLiteral("вики на wiki.example сейчас никого не пускает: слишком много попыток с этого адреса; "
                                "следующая попытка через 40 с"));
        QCOMPARE(
            text("Would delete 30 (and 4 in the last 24 hours) pages in the wiki: that is every page of the space."),
            QStringLiteral("К удалению в вики страниц: 30 (и ещё 4 за последние 24 часа): это все страницы "
                           "пространства."));
        QCOMPARE(text("approved by a person; removed in the wiki"),
                 QStringLiteral("одобрено человеком; удалено в вики"));
        QCOMPARE(text("approved by a person; replaces the whole text"),
                 QStringLiteral("одобрено человеком; заменяет весь текст"));
        QCOMPARE(text("writing /srv/v/.git/index: No space left on device; free some space on that disk, and the next "
                      "run goes on"),
                 QStringLiteral("запись /srv/v/.git/index: No space left on device; освободите место на этом диске, и "
                                "следующий запуск продолжит"));
    }

    void whatPeopleWroteStaysAsItIs() {
        QCOMPARE(text("the path 'removed in the wiki' cannot stand in a vault"),
                 QStringLiteral("пути «removed in the wiki» не место в хранилище"));
        QCOMPARE(text("vault settings"), QStringLiteral("хранилище settings"));
        QCOMPARE(text("the plan's %1 and %n are no holes"), QStringLiteral("the plan's %1 and %n are no holes"));
        QCOMPARE(text("the vault %1%2 has no branch main yet"), QStringLiteral("в хранилище %1%2 ещё нет ветки main"));
        QCOMPARE(text("what nobody knows"), QStringLiteral("what nobody knows"));
        QCOMPARE(text(""), QString());
    }

    void beginningsAndEndsStay() {
        QCOMPARE(text("removed in the wiki"), QStringLiteral("удалено в вики"));
        QCOMPARE(text("Removed in the wiki."), QStringLiteral("Удалено в вики."));
        QCOMPARE(text("Sync is on.\n\nremoved in the wiki"),
                 QStringLiteral("Синхронизация включена.\n\nудалено в вики"));
        QCOMPARE(errorText({ErrorCode::NotFound, "the vault handbook has no branch main yet"}),
                 errorHeadline(ErrorCode::NotFound) + QStringLiteral(" В хранилище handbook ещё нет ветки main."));
    }

    void longTextsCostLittle() {
        std::string hostile;
        for (int i = 0; i < 400; ++i)
            hostile += "a: b; ";
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(engineText(hostile), QString::fromStdString(hostile));
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void inEnglishNothingChanges() {
        m_russian.reset();
        const Translation english(Language::English);
        QCOMPARE(text("Failing since 12:00 (1 run)"), QStringLiteral("Failing since 12:00 (1 run)"));
    }

    void sourcesAreReadWhole() {
        using sentences::textsOf;
        const QString code = QStringLiteral(
            "/* \"no\" */\n#define X \"no\"\n"
            "return fail(ErrorCode::Invalid, \"the page \" + path(\"x\") + \" is \"\n  \"gone\" + a + b); // \"no\"\n"
            "text += \", by \" + who; auto s = std::string(\"kept\") + (two ? \"both\" : one + \" side\");\n"
            "counted(pages.size(), \"page\") + \" to git\"; spdlog::info(\"no {}\", \"no\"); if (word == \"no\") {}\n"
            "failErrno(\"reading\", path); x.find(\"no\"); R\"(no)\";");
        const QStringList found = textsOf(code);
        QCOMPARE(found, QStringList({QStringLiteral("x"), QStringLiteral("the page %1 is gone%2"),
                                     QStringLiteral("%1, by %2"), QStringLiteral("both"), QStringLiteral("%1 side"),
                                     QStringLiteral("kept%1"), QStringLiteral("%n page(s) to git"),
                                     QStringLiteral("reading %1: %2"), QStringLiteral("reading")}));
    }

private:
    std::unique_ptr<Translation> m_russian;
};

QTEST_GUILESS_MAIN(EngineTextTest)
#include "engine_text_test.moc"
