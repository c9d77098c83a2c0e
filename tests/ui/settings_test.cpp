#include "tests/ui/open_settings.h"
#include "tests/ui/own_window.h"
#include "ui/settings_dialog.h"

#include <QComboBox>
#include <QTemporaryFile>
#include <QWheelEvent>

using namespace wikivault;

/// Settings, master switch, poll indicator, health at the bottom.
class SettingsTest : public OwnWindow {
    Q_OBJECT

private slots:
    void testButtonsSayWhatTheyFound();
    void savedSettingsAreUsedAndKept();
    void cancelChangesNothing();
    void everyProblemIsListedAtOnce();
    void theApiIsGivenAndTested();
    void remotesAreGiven();
    void aProfileThatCannotBeWrittenIsTold();
    void themesChangeAtOnce();
    void theWheelScrollsAndChangesNothing();
    void aLanguageIsChosenForTheNextStart();
};

void SettingsTest::testButtonsSayWhatTheyFound() {
    openSettings(*m_world);
    QVERIFY(m_world->click("databaseFieldTest"));
    QTRY_COMPARE(m_world->textOf("databaseFieldAnswer"), QStringLiteral("PostgreSQL 15.8, Docmost schema."));
    QVERIFY(m_world->click("redisFieldTest"));
    QTRY_COMPARE(m_world->textOf("redisFieldAnswer"), QStringLiteral("No answer. Connection refused."));
    QCOMPARE(m_world->find("redisFieldAnswer")->property("role").toString(), QStringLiteral("error"));
    QVERIFY(m_world->click("dataDirFieldTest"));
    QTRY_VERIFY(m_world->isShown("dataDirFieldAnswer"));
    QVERIFY(m_world->savedSettings().empty());
}

void SettingsTest::savedSettingsAreUsedAndKept() {
    openSettings(*m_world);
    type(*m_world, "redisField", QStringLiteral("redis://other.example.org:6379/1"));
    m_world->find<QComboBox>("environmentChoice")->setCurrentIndex(2);
    m_world->find<QComboBox>("policyChoice")->setCurrentIndex(int(ConflictPolicy::WikiWins));
    QVERIFY(m_world->press("saveButton"));
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(1));
    const Settings kept = m_world->savedSettings().front();
    QCOMPARE(kept.redisUrl, std::string("redis://other.example.org:6379/1"));
    QCOMPARE(kept.environment, std::string("production"));
    QCOMPARE(int(kept.conflictPolicy), int(ConflictPolicy::WikiWins));
    Settings expected = worldSettings();
    expected.redisUrl = kept.redisUrl;
    expected.environment = kept.environment;
    expected.conflictPolicy = kept.conflictPolicy;
    QVERIFY2(kept == expected, "a field changed that nobody touched");
    QVERIFY(m_world->models.state.isProduction());
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
}

void SettingsTest::cancelChangesNothing() {
    openSettings(*m_world);
    type(*m_world, "redisField", QStringLiteral("redis://other.example.org:6379/1"));
    QVERIFY(m_world->click("cancelButton"));
    QTRY_VERIFY(!m_world->isShown("settingsDialog"));
    QVERIFY(m_world->models.state.settings() == worldSettings());
    QVERIFY(m_world->savedSettings().empty());
}

void SettingsTest::everyProblemIsListedAtOnce() {
    openSettings(*m_world);
    type(*m_world, "databaseField", QStringLiteral("mysql://wiki"));
    type(*m_world, "redisField", QStringLiteral("http://wiki.example.org"));
    type(*m_world, "dataDirField", QStringLiteral("vaults"));
    type(*m_world, "userField", QStringLiteral("kim"));
    QTRY_COMPARE(m_world->textOf("settingsProblem").count(QLatin1Char('\n')), 3);
    const QString text = m_world->textOf("settingsProblem");
    for (const char *word : {"Wiki database: found \"mysql://wiki\"", "Redis: found",
                             "Data directory: found \"vaults\"", "Service user id: found \"kim\""})
        QVERIFY2(text.contains(QLatin1String(word)), qPrintable(text));
    QVERIFY(!m_world->click("saveButton"));
    for (const char *field : {"databaseField", "redisField", "dataDirField", "userField"})
        QCOMPARE(m_world->find(field)->property("faulty").toString(), QStringLiteral("yes"));
    type(*m_world, "databaseField", QStringLiteral("postgresql://wikivault@wiki.example.org/docmost"));
    QTRY_COMPARE(m_world->find("databaseField")->property("faulty").toString(), QStringLiteral("no"));
    QVERIFY(m_world->isShown("settingsProblem"));
}

void SettingsTest::theApiIsGivenAndTested() {
    openSettings(*m_world);
    auto *writer = m_world->find<QComboBox>("writerChoice");
    writer->setCurrentIndex(writer->findData(int(WriterChoice::Api)));
    QTRY_VERIFY2(m_world->textOf("settingsProblem").contains(QStringLiteral("Writing to the wiki")),
                 qPrintable(m_world->textOf("settingsProblem")));
    type(*m_world, "apiField", QStringLiteral("https://wiki.example.org/api"));
    QTRY_COMPARE(m_world->find("accountField")->property("faulty").toString(), QStringLiteral("yes"));
    type(*m_world, "accountField", QStringLiteral("sync@example.org"));
    type(*m_world, "apiPasswordField", QStringLiteral("canary"));
    QTRY_VERIFY(!m_world->isShown("settingsProblem"));
    QVERIFY(m_world->press("apiFieldTest"));
    QTRY_VERIFY(!m_world->textOf("apiFieldAnswer").isEmpty());
    m_world->find<QComboBox>("openPagesChoice")->setCurrentIndex(1);
    QVERIFY(m_world->press("saveButton"));
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(1));
    Settings expected = worldSettings();
    expected.writer = WriterChoice::Api;
    expected.apiUrl = "https://wiki.example.org/api";
    expected.apiEmail = "sync@example.org";
    expected.apiPassword = "canary";
    expected.openPages = OpenPages::MergeNow;
    QVERIFY2(m_world->savedSettings().front() == expected, "not what was typed");
}

void SettingsTest::remotesAreGiven() {
    openSettings(*m_world);
    type(*m_world, "remoteField", QStringLiteral("ext::sh -c date"));
    QTRY_COMPARE(m_world->find("remoteField")->property("faulty").toString(), QStringLiteral("yes"));
    type(*m_world, "remoteField", QStringLiteral("ssh://git@git.example.org/wiki/{slug}.git"));
    type(*m_world, "branchField", QStringLiteral("wiki"));
    type(*m_world, "sshKeyField", QStringLiteral("/nowhere/key"));
    QTRY_COMPARE(m_world->find("sshKeyField")->property("faulty").toString(), QStringLiteral("yes"));
    QTemporaryFile key;
    QVERIFY(key.open());
    type(*m_world, "sshKeyField", key.fileName());
    QTRY_VERIFY2(!m_world->isShown("settingsProblem"), qPrintable(m_world->textOf("settingsProblem")));
    QVERIFY(m_world->press("saveButton"));
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(1));
    Settings expected = worldSettings();
    expected.remoteTemplate = "ssh://git@git.example.org/wiki/{slug}.git";
    expected.remoteBranch = "wiki";
    expected.sshKeyPath = key.fileName().toStdString();
    QVERIFY2(m_world->savedSettings().front() == expected, "not what was typed");
}

void SettingsTest::aProfileThatCannotBeWrittenIsTold() {
    m_world->saveResult = fail(ErrorCode::Denied, "The profile was not saved: the disk is read-only.");
    openSettings(*m_world);
    type(*m_world, "redisField", QStringLiteral("redis://other.example.org:6379/1"));
    QVERIFY(m_world->press("saveButton"));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("in use but could not be saved")));
    QVERIFY(m_world->message().contains(QStringLiteral("disk is read-only")));
}

void SettingsTest::themesChangeAtOnce() {
    openSettings(*m_world);
    auto *theme = m_world->find<QComboBox>("themeChoice");
    theme->setFocus();
    QTest::keyClick(theme, Qt::Key_End);
    QTRY_COMPARE(m_theme->colors().border, contrastPalette(false).border);
    QTest::keyClick(theme, Qt::Key_Up);
    QTRY_VERIFY(m_theme->colors().dark);
    QTest::keyClick(theme, Qt::Key_Up);
    QTRY_VERIFY(!m_theme->colors().dark);
    QTest::keyClick(theme, Qt::Key_Down);
    QTRY_VERIFY(m_theme->colors().dark);
    QVERIFY(m_world->click("cancelButton"));
    QTRY_VERIFY(!m_theme->colors().dark);
}

void SettingsTest::theWheelScrollsAndChangesNothing() {
    openSettings(*m_world);
    for (const char *name : {"policyChoice", "writerChoice", "environmentChoice", "intervalField"}) {
        auto *field = m_world->find<QWidget>(name);
        QVERIFY(field);
        field->setFocus();
        const QPointF middle = field->rect().center();
        QWheelEvent event(middle, field->mapToGlobal(middle), {}, {0, -240}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(field, &event);
    }
    QVERIFY(m_world->find<SettingsDialog>("settingsDialog")->settings() == worldSettings());
}

void SettingsTest::aLanguageIsChosenForTheNextStart() {
    openSettings(*m_world);
    auto *language = m_world->find<QComboBox>("languageChoice");
    QVERIFY(!m_world->find("languageNote")->isVisibleTo(m_world->find("settingsDialog")));
    language->setCurrentIndex(int(LanguageChoice::Russian));
    QVERIFY(m_world->find("languageNote")->isVisibleTo(m_world->find("settingsDialog")));
    QVERIFY(m_world->click("cancelButton"));
    QTRY_VERIFY(!m_world->isShown("settingsDialog"));
    QCOMPARE(m_world->models.language.choice(), LanguageChoice::System);
    openSettings(*m_world);
    m_world->find<QComboBox>("languageChoice")->setCurrentIndex(int(LanguageChoice::Russian));
    QVERIFY(m_world->press("saveButton"));
    QTRY_COMPARE(m_world->models.language.choice(), LanguageChoice::Russian);
    QCOMPARE(m_world->models.language.started(), LanguageChoice::System);
}

QTEST_MAIN(SettingsTest)
#include "settings_test.moc"
