#include "models/engine_text.h"
#include "app/console/translation.h"

#include "tests/support/temp_vault.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace wikivault;

/// The engine's sentences in the language of the window.
class EngineTextTest : public QObject {
    Q_OBJECT

private slots:
    void everySentenceIsTheEnginesOwn() {
        QString source;
        for (const char *folder : {"/engine/core", "/engine/run"}) {
            QDirIterator files(QStringLiteral(WIKIVAULT_SOURCE_DIR) + QLatin1String(folder), {QStringLiteral("*.cpp")},
                               QDir::Files);
            while (files.hasNext())
                source += QString::fromStdString(test::readFile(files.next().toStdString()));
        }
        source.remove(QRegularExpression(QStringLiteral("\"\\s*\\n\\s*\"")));
        for (const std::string &sentence : engineSentences())
            QVERIFY2(source.contains(QString::fromStdString(sentence)), sentence.c_str());
    }

    void theyAreSaidInRussian() {
        const Translation russian(Language::Russian);
        for (const std::string &sentence : engineSentences())
            QVERIFY2(engineText(sentence) != QString::fromStdString(sentence), sentence.c_str());
        QCOMPARE(engineText("what nobody knows"), QStringLiteral("what nobody knows"));
        QCOMPARE(engineText(std::string()), QString());
    }
};

QTEST_GUILESS_MAIN(EngineTextTest)
#include "engine_text_test.moc"
