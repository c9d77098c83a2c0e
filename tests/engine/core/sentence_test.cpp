#include "engine/core/sentence.h"

#include <QtTest>

using namespace wikivault;

class SentenceTest : public QObject {
    Q_OBJECT

private slots:
    void detailsBecomeSentences_data() {
        QTest::addColumn<QString>("detail");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *detail, const char *sentence) {
            QTest::newRow(detail) << QString::fromUtf8(detail) << QString::fromUtf8(sentence);
        };
        row("", "");
        row("the file is gone; restore it", "The file is gone; restore it.");
        row("The file is gone.", "The file is gone.");
        row("state.db is locked", "state.db is locked.");
        row("main/Page.md was edited!", "main/Page.md was edited!");
        row("élan is a word", "élan is a word.");
        row("git said:\nfatal: no such ref", "git said:\nfatal: no such ref");
    }
    void detailsBecomeSentences() {
        QFETCH(QString, detail);
        QFETCH(QString, sentence);
        QCOMPARE(QString::fromStdString(asSentence(detail.toStdString())), sentence);
    }
};

QTEST_APPLESS_MAIN(SentenceTest)
#include "sentence_test.moc"
