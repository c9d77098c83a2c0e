#include "models/command_line.h"

#include <QProcess>
#include <QTest>

using namespace wikivault;

/// Lines that a shell takes apart again, and that wikivaultctl understands.
class CommandLineTest : public QObject {
    Q_OBJECT

private slots:
    void linesAreWhatTheManualSays();
    void aShellReadsTheWordsBack_data();
    void aShellReadsTheWordsBack();
    void theProgramKnowsTheCommands_data();
    void theProgramKnowsTheCommands();
};

void CommandLineTest::linesAreWhatTheManualSays() {
    QCOMPARE(command_line::preview(QStringLiteral("handbook")), QStringLiteral("wikivaultctl plan handbook"));
    QCOMPARE(command_line::sync({QStringLiteral("handbook"), QStringLiteral("hr")}, QStringLiteral("before release")),
             QStringLiteral("wikivaultctl sync handbook hr --reason 'before release'"));
    QCOMPARE(command_line::sync({QStringLiteral("hr")}, {}), QStringLiteral("wikivaultctl sync hr"));
    QCOMPARE(command_line::resolve(QStringLiteral("0190a1b2"), Take::Both),
             QStringLiteral("wikivaultctl conflict resolve 0190a1b2 --take both"));
    QCOMPARE(command_line::showRemote(QStringLiteral("hr")), QStringLiteral("wikivaultctl remote show hr"));
    QCOMPARE(command_line::release(QStringLiteral("hr"), QStringLiteral("worker")),
             QStringLiteral("wikivaultctl lock release hr --expect worker"));
}

void CommandLineTest::aShellReadsTheWordsBack_data() {
    QTest::addColumn<QString>("reason");
    QTest::newRow("quotes") << "kim's \"big\" day";
    QTest::newRow("expansion") << "$HOME `id` $(id) *";
    QTest::newRow("separators") << "a; b && c | d > e";
    QTest::newRow("other letters") << QString::fromUtf8("Überraschung 日本語");
    QTest::newRow("a new line") << "one\ntwo";
}

void CommandLineTest::aShellReadsTheWordsBack() {
    QFETCH(QString, reason);
    QString line = command_line::sync({QStringLiteral("hr")}, reason);
    line.replace(0, int(qstrlen("wikivaultctl")), QStringLiteral("printf '%s|'"));
    QProcess shell;
    shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), line});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), QStringLiteral("sync|hr|--reason|%1|").arg(reason));
}

void CommandLineTest::theProgramKnowsTheCommands_data() {
    QTest::addColumn<QString>("line");
    const QString space = QStringLiteral("hr");
    QTest::newRow("plan") << command_line::preview(space);
    QTest::newRow("sync") << command_line::sync({space}, QStringLiteral("why not"));
    QTest::newRow("conflict resolve") << command_line::resolve(QStringLiteral("0190a1b2-0000-7000-8000-000000000001"),
                                                               Take::Base);
    QTest::newRow("lock stop") << command_line::stopHolder(space, QStringLiteral("worker"));
    QTest::newRow("lock release") << command_line::release(space, QStringLiteral("worker"));
}

/// With --help behind it, a line that cannot be parsed is still a usage error.
void CommandLineTest::theProgramKnowsTheCommands() {
    QFETCH(QString, line);
    QStringList words = QProcess::splitCommand(line.replace(QLatin1Char('\''), QLatin1Char('"')));
    words.removeFirst();
    QProcess program;
    program.start(QStringLiteral(WIKIVAULT_BINARY_DIR "/wikivaultctl"), words << QStringLiteral("--help"));
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), 0);
    QVERIFY(program.readAllStandardOutput().contains("Usage"));
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
