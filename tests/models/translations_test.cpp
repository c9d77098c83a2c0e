#include <QDir>
#include <QFile>
#include <QLibraryInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

/// The catalogue beside the sources as they are now: nothing missing, nothing left over, nothing lost on the way.
class TranslationsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyTextIsTranslated();
    void nothingIsTranslatedThatNobodySays();
    void pluralsHaveTheFormsOfTheLanguage();
    void placeholdersMarksAndEdgesStay();

private:
    struct Message {
        QString where, source, state;
        QStringList forms;
        bool isPlural = false;
    };
    static Message readMessage(QXmlStreamReader &xml, const QString &context);
    QList<Message> m_messages;
};

namespace {

/// All of them, each as often as it stands there, in the order of the alphabet.
QStringList marksOf(const QString &text) {
    static const QRegularExpression mark(QStringLiteral("%(L?[0-9]|n)|</?[a-z]+[^<>]*>|\\n|\\*\\.[a-z*]+|;;"));
    QStringList marks;
    for (auto it = mark.globalMatch(text); it.hasNext();)
        marks << it.next().captured();
    marks.sort();
    return marks;
}

/// What a text may not gain or lose at its ends: a space, an ellipsis, a colon; and its one key behind Alt.
QString edgesOf(const QString &text) {
    static const QRegularExpression edge(QStringLiteral("^( *).*?(…|:|\\?|\\.)?( *)$"),
                                         QRegularExpression::DotMatchesEverythingOption);
    const auto match = edge.match(text);
    return match.captured(1) + QLatin1Char('|') + match.captured(2) + QLatin1Char('|') + match.captured(3) +
           QString::number(text.count(QLatin1Char('&')));
}

}  // namespace

TranslationsTest::Message TranslationsTest::readMessage(QXmlStreamReader &xml, const QString &context) {
    Message message;
    message.isPlural = xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes");
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("source")) {
            message.source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            message.state = xml.attributes().value(QLatin1String("type")).toString();
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            message.forms = message.isPlural ? text.split(QLatin1Char('\n'), Qt::SkipEmptyParts) : QStringList{text};
        } else {
            xml.skipCurrentElement();
        }
    }
    if (message.isPlural) {
        message.forms.replaceInStrings(QRegularExpression(QStringLiteral("^ {12}|^ +$")), QString());
        message.forms.removeAll(QString());
    }
    message.where = context + QStringLiteral(": ") + message.source;
    return message;
}

void TranslationsTest::initTestCase() {
    const QTemporaryDir folder;
    const QString catalogue = folder.filePath(QStringLiteral("now.ts"));
    const QString root = QStringLiteral(WIKIVAULT_SOURCE_DIR);
    QVERIFY(QFile::copy(root + QStringLiteral("/resources/translations/wikivault_ru.ts"), catalogue));
    QProcess lupdate;
    lupdate.setWorkingDirectory(root);
    lupdate.setProcessChannelMode(QProcess::MergedChannels);
    QStringList arguments;
    for (const char *word : {"-silent", "-locations", "none", "-I", ".", "ui", "models", "app/console", "-ts"})
        arguments << QLatin1String(word);
    arguments.insert(arguments.size() - 1,
                     QStringLiteral(WIKIVAULT_BINARY_DIR "/../resources/sentences/engine_sentences.cpp"));
    lupdate.start(QLibraryInfo::path(QLibraryInfo::BinariesPath) + QStringLiteral("/lupdate"), arguments << catalogue);
    QVERIFY2(lupdate.waitForFinished(120000), qPrintable(lupdate.errorString()));
    const QByteArray said = lupdate.readAll();
    QVERIFY2(lupdate.exitCode() == 0 && said.isEmpty(), said.constData());
    QFile file(catalogue);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name")) context = xml.readElementText();
        if (xml.name() == QLatin1String("message")) m_messages << readMessage(xml, context);
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(m_messages.size() > 700);
}

void TranslationsTest::everyTextIsTranslated() {
    QStringList missing;
    for (const Message &message : m_messages)
        if (message.state == QLatin1String("unfinished") || message.forms.contains(QString()) ||
            message.forms.isEmpty())
            missing << message.where;
    QVERIFY2(missing.isEmpty(), qPrintable(QStringLiteral("build update_translations and translate:\n") +
                                           missing.join(QLatin1Char('\n'))));
}

void TranslationsTest::nothingIsTranslatedThatNobodySays() {
    QStringList stale;
    for (const Message &message : m_messages)
        if (message.state == QLatin1String("vanished") || message.state == QLatin1String("obsolete"))
            stale << message.where;
    QVERIFY2(stale.isEmpty(),
             qPrintable(QStringLiteral("build update_translations:\n") + stale.join(QLatin1Char('\n'))));
}

void TranslationsTest::pluralsHaveTheFormsOfTheLanguage() {
    int plurals = 0;
    for (const Message &message : m_messages) {
        QCOMPARE(message.isPlural, message.source.contains(QStringLiteral("%n")));
        if (!message.isPlural) continue;
        ++plurals;
        QVERIFY2(message.forms.size() == 3, qPrintable(message.where));
    }
    QVERIFY(plurals > 30);
}

void TranslationsTest::placeholdersMarksAndEdgesStay() {
    QStringList lost;
    for (const Message &message : m_messages)
        for (const QString &form : message.forms)
            if (marksOf(form) != marksOf(message.source) || edgesOf(form) != edgesOf(message.source))
                lost << message.where + QStringLiteral(" → ") + form;
    QVERIFY2(lost.isEmpty(), qPrintable(lost.join(QLatin1Char('\n'))));
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
