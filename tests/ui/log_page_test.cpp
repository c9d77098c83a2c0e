#include "tests/ui/own_window.h"

#include <QComboBox>

using namespace wikivault;

/// The log of the console: narrowed by space and run, and from a line to what it is about.
class LogPageTest : public OwnWindow {
    Q_OBJECT

private slots:
    void init() {
        m_world = std::make_unique<ConsoleWorld>(*m_theme);
        m_world->openFilled();
        m_world->window->openPage(MainWindow::PageName::Runs);
        QTRY_VERIFY(m_world->models.runs.rowCount() > 3);
        const RunRecord &run = *m_world->models.runs.find(RunId("1842"));
        m_world->models.log.append({{run.startedAt, LogLevel::Info, "Space handbook: run 1842 (manual) begins, by kim"},
                                    {run.startedAt, LogLevel::Error, "Space handbook: the lock was not renewed."},
                                    {m_world->clock.now(), LogLevel::Info, "Space handbook: run 18421 (poll) ended"},
                                    {m_world->clock.now(), LogLevel::Info, "Space product: is paused."},
                                    {m_world->clock.now(), LogLevel::Info, "Something else."}});
        m_world->window->openPage(MainWindow::PageName::Log);
        m_all = m_world->rowsOf("logTable");
        QVERIFY(m_all >= 5);
    }
    void aSpaceHasItsLines();
    void aRunHasItsLines();
    void whatMatchesNothingIsClearedAtOnce();
    void aLineLeadsToItsRun();

private:
    void choose(const char *box, const QString &entry) {
        auto *choice = m_world->find<QComboBox>(box);
        const int at = choice->findText(entry, Qt::MatchStartsWith);
        QVERIFY2(at >= 0, qPrintable(entry));
        choice->setCurrentIndex(at);
    }
    int m_all = 0;
};

void LogPageTest::aSpaceHasItsLines() {
    choose("logSpaceChoice", QStringLiteral("Handbook"));
    QCOMPARE(m_world->rowsOf("logTable"), 3);
    choose("logSpaceChoice", QStringLiteral("Product"));
    QCOMPARE(m_world->rowsOf("logTable"), 1);
    m_world->models.log.append({{m_world->clock.now(), LogLevel::Info, "Space product: may run again."},
                                {m_world->clock.now(), LogLevel::Info, "Space handbook: not run: lock-held"}});
    QCOMPARE(m_world->rowsOf("logTable"), 2);  // also of what comes
    choose("logSpaceChoice", QStringLiteral("All spaces"));
    QCOMPARE(m_world->rowsOf("logTable"), m_all + 2);
}

void LogPageTest::aRunHasItsLines() {
    choose("logRunChoice", QStringLiteral("Run 1842,"));
    QCOMPARE(m_world->rowsOf("logTable"), 2);
    QVERIFY(!m_world->select("logTable", QStringLiteral("Space handbook: run 18421 (poll) ended"), LogModel::Text));
    choose("logSpaceChoice", QStringLiteral("Product"));  // whose run it is not
    QCOMPARE(m_world->find<QComboBox>("logRunChoice")->currentIndex(), 0);
    QCOMPARE(m_world->rowsOf("logTable"), 1);
}

void LogPageTest::whatMatchesNothingIsClearedAtOnce() {
    choose("logSpaceChoice", QStringLiteral("Archive"));
    QTRY_VERIFY(m_world->isShown("emptyAction"));
    QCOMPARE(m_world->rowsOf("logTable"), 0);
    QVERIFY(m_world->press("emptyAction"));
    QCOMPARE(m_world->rowsOf("logTable"), m_all);
}

void LogPageTest::aLineLeadsToItsRun() {
    QVERIFY(m_world->select("logTable", QStringLiteral("Space handbook: run 1842 (manual) begins, by kim"),
                            LogModel::Text));
    QVERIFY(m_world->choose("logTable", "Show the run"));
    QTRY_VERIFY(m_world->isShown("runPage"));
    QTRY_VERIFY(m_world->textOf("runTitle").startsWith(QStringLiteral("Run 1842,")));
}

QTEST_MAIN(LogPageTest)
#include "log_page_test.moc"
