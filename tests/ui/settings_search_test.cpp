#include "tests/ui/open_settings.h"
#include "tests/ui/own_window.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QSpinBox>
#include <QTimeEdit>

using namespace wikivault;

/// Settings are found by name, and what was saved is taken back.
class SettingsSearchTest : public OwnWindow {
    Q_OBJECT

private slots:
    /// A window that goes with its dialog open leaves the next one's dialog without the keyboard.
    void cleanup() {
        if (auto *dialog = m_world->find<QDialog>("settingsDialog")) dialog->reject();
        m_world.reset();
    }
    void aSettingIsFound_data();
    void aSettingIsFound();
    void nothingFoundIsSaid();
    void anEmptySearchShowsEverythingAgain();
    void savedSettingsAreTakenBack();
    void withoutAChangeThereIsNothingToUndo();
    void quietHoursAreChosen();
    void whatIsTheWindowsOwnChangesAtOnce();
    void aProfileHasQuietHoursAndAnAddress();

private:
    void search(const QString &text) {
        QWidget *dialog = m_world->find("settingsDialog");
        dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QTest::keyClick(dialog, Qt::Key_F, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::focusWidget(), m_world->find("settingsSearch"));
        QTest::keyClicks(QApplication::focusWidget(), text);
    }
};

void SettingsSearchTest::aSettingIsFound_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("gone");
    QTest::newRow("by its name") << QStringLiteral("ssh key") << QStringLiteral("sshKeyField")
                                 << QStringLiteral("redisField");
    QTest::newRow("by its variable") << QStringLiteral("REDIS_URL") << QStringLiteral("redisField")
                                     << QStringLiteral("databaseField");
    QTest::newRow("by its section") << QStringLiteral("appearance") << QStringLiteral("themeChoice")
                                    << QStringLiteral("redisField");
    QTest::newRow("by what can be chosen")
        << QStringLiteral("never: plan") << QStringLiteral("writerChoice") << QStringLiteral("policyChoice");
    QTest::newRow("by a part of a row") << QStringLiteral("quiet from") << QStringLiteral("quietCheck")
                                        << QStringLiteral("themeChoice");
}

void SettingsSearchTest::aSettingIsFound() {
    QFETCH(QString, text);
    QFETCH(QString, found);
    QFETCH(QString, gone);
    openSettings(*m_world);
    QVERIFY(m_world->isShown(qPrintable(gone)));
    search(text);
    QVERIFY(m_world->isShown(qPrintable(found)));
    QVERIFY(!m_world->isShown(qPrintable(gone)));
    QVERIFY(!m_world->isShown("settingsNoMatch"));
}

void SettingsSearchTest::nothingFoundIsSaid() {
    openSettings(*m_world);
    search(QStringLiteral("coffee"));
    QVERIFY(m_world->isShown("settingsNoMatch"));
    QVERIFY(!m_world->isShown("redisField") && !m_world->isShown("themeChoice"));
}

void SettingsSearchTest::anEmptySearchShowsEverythingAgain() {
    openSettings(*m_world);
    QVERIFY(!m_world->isShown("languageNote"));
    search(QStringLiteral("redis"));
    m_world->find<QLineEdit>("settingsSearch")->clear();
    for (const char *name : {"redisField", "databaseField", "themeChoice", "trayNote", "quietFrom"})
        QVERIFY2(m_world->isShown(name), name);
    QVERIFY(!m_world->isShown("languageNote"));  // what others hide stays hidden
}

void SettingsSearchTest::savedSettingsAreTakenBack() {
    openSettings(*m_world);
    const ThemeChoice theme = m_theme->choice();
    type(*m_world, "branchField", QStringLiteral("trunk"));
    auto *choice = m_world->find<QComboBox>("themeChoice");
    choice->setCurrentIndex(int(ThemeChoice::Dark));
    emit choice->activated(int(ThemeChoice::Dark));
    QVERIFY(m_world->press("saveButton"));
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(1));
    QCOMPARE(m_world->models.state.settings().remoteBranch, std::string("trunk"));
    QVERIFY(m_world->press("undoSettingsButton"));
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(2));
    QVERIFY(m_world->savedSettings().back() == worldSettings());
    QVERIFY(m_world->models.state.settings() == worldSettings());
    QVERIFY(m_theme->choice() == theme);
    QVERIFY(!m_world->isShown("undoSettingsButton"));
}

void SettingsSearchTest::withoutAChangeThereIsNothingToUndo() {
    openSettings(*m_world);
    QVERIFY(m_world->press("saveButton"));
    QTRY_VERIFY(!m_world->isShown("settingsDialog"));
    QVERIFY(!m_world->isShown("undoSettingsButton"));
}

void SettingsSearchTest::quietHoursAreChosen() {
    openSettings(*m_world);
    QVERIFY(!m_world->find("quietFrom")->isEnabled());
    m_world->find<QCheckBox>("quietCheck")->setChecked(true);
    QVERIFY(m_world->find("quietFrom")->isEnabled());
    m_world->find<QTimeEdit>("quietFrom")->setTime(QTime(21, 30));
    m_world->find<QTimeEdit>("quietUntil")->setTime(QTime(6, 0));
    QVERIFY(m_world->press("saveButton"));
    QTRY_VERIFY(m_world->models.activity.quiet().isOn);
    QVERIFY((m_world->models.activity.quiet() == QuietHours{true, 21 * 60 + 30, 6 * 60}));
    QVERIFY(m_world->savedSettings().empty());  // of this window, not of the profile
    QVERIFY(m_world->press("undoSettingsButton"));
    QVERIFY(!m_world->models.activity.quiet().isOn);
}

void SettingsSearchTest::whatIsTheWindowsOwnChangesAtOnce() {
    openSettings(*m_world);
    auto *level = m_world->find<QComboBox>("settingsNoticeLevel");
    level->setCurrentIndex(level->findData(int(NoticeLevel::Off)));
    m_world->find<QCheckBox>("quietCheck")->setChecked(true);
    m_world->find<QCheckBox>("trayCheck")->setChecked(true);
    m_world->find<QComboBox>("languageChoice")->setCurrentIndex(int(LanguageChoice::Russian));
    ConsoleModels &models = m_world->models;
    QVERIFY(models.activity.level() == NoticeLevel::Off && models.activity.quiet().isOn);
    QVERIFY(models.tray.isWanted() && models.language.choice() == LanguageChoice::Russian);
    QVERIFY(m_world->press("cancelButton"));
    QTRY_VERIFY(models.activity.level() == NoticeLevel::All && !models.activity.quiet().isOn);
    QVERIFY(!models.tray.isWanted() && models.language.choice() == LanguageChoice::System);
}

void SettingsSearchTest::aProfileHasQuietHoursAndAnAddress() {
    openSettings(*m_world);
    type(*m_world, "wikiField", QStringLiteral("https://wiki.example.org"));
    m_world->find<QCheckBox>("pollQuietCheck")->setChecked(true);
    m_world->find<QTimeEdit>("pollQuietFrom")->setTime(QTime(1, 0));
    m_world->find<QTimeEdit>("pollQuietUntil")->setTime(QTime(5, 30));
    m_world->find<QSpinBox>("keepRunsField")->setValue(90);
    QVERIFY(m_world->press("saveButton"));
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(1));
    const Settings saved = m_world->savedSettings().front();
    QCOMPARE(saved.keepRunsDays, 90);
    QCOMPARE(saved.wikiUrl, std::string("https://wiki.example.org"));
    QVERIFY((saved.quietHours == QuietHours{true, 60, 5 * 60 + 30}));
}

QTEST_MAIN(SettingsSearchTest)
#include "settings_search_test.moc"
