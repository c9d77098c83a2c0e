#include "app/console/probes.h"
#include "app/console/setup_acts.h"
#include "tests/support/temp_vault.h"
#include "tests/support/test_wiki.h"
#include "tests/ui/console_world.h"
#include "ui/setup_wizard.h"

#include <QLineEdit>
#include <QListWidget>
#include <QRadioButton>

#include <filesystem>

using namespace wikivault;

/// The wizard of the first start, on a real wiki and a home of its own.
class SetupTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init();
    void cleanup() {
        m_wizard.reset();
        m_acts.reset();
    }
    void cleanupTestCase() { m_theme.reset(); }
    void itIsWalkedByKeyboard();
    void theDemoNeedsTwoSteps();
    void nothingIsWrittenWhenItIsCancelled();
    void nothingIsRedBeforeItIsTouched();
    void faultsStandWhereTheyAreMade();
    void aWikiThatDoesNotAnswerIsNamedAndSavedAllTheSame();
    void aProfileThatCannotBeWrittenIsTold();
    void onlyAStartWithoutAWikiNeedsIt();

private:
    using Environment = std::map<std::string, std::string>;
    [[nodiscard]] Environment environment() const { return {{"HOME", m_home->path()}}; }
    [[nodiscard]] std::string profile(const std::string &name = "default") const {
        return *m_home / (".config/wikivault/" + name + ".ini");
    }
    void open(QStringList problems = {});
    void press(int key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
    }
    void type(const std::string &text) { QTest::keyClicks(QApplication::focusWidget(), QString::fromStdString(text)); }
    template <class T = QWidget>
    T *part(const char *name) {
        return m_wizard->findChild<T *>(QLatin1String(name));
    }
    [[nodiscard]] bool hasFocus(const char *name) { return part(name)->hasFocus(); }
    [[nodiscard]] QString text(const char *name) { return part<QLabel>(name)->text(); }
    [[nodiscard]] bool mayGoOn() { return part<QAbstractButton>("setupNext")->isEnabled(); }
    [[nodiscard]] std::vector<Space> spaces() const {
        auto wiki = m_wiki->open();
        return wiki ? (*wiki)->catalog().spaces().value_or(std::vector<Space>()) : std::vector<Space>();
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<test::TempDir> m_home;
    std::unique_ptr<test::TestWiki> m_wiki;
    std::unique_ptr<SetupActs> m_acts;
    std::unique_ptr<SetupWizard> m_wizard;
};

void SetupTest::init() {
    m_home = std::make_unique<test::TempDir>();
    auto wiki = test::TestWiki::sqlite();
    QVERIFY(wiki.has_value());
    m_wiki = std::move(*wiki);
    const auto setUp = [home = environment()](const SetupOrder &order) { return setUpProfile(order, home); };
    m_acts = std::make_unique<SetupActs>(SetupActs::Environment{&probeConnection, &settingsFaults, &spacesOf, setUp});
}

void SetupTest::open(QStringList problems) {
    SetupWizard::Start start;
    start.settings.dataDir = *m_home / "vaults";
    start.settings.unflagged = Unflagged::None;
    start.problems = std::move(problems);
    start.demoFolder = QString::fromStdString(*m_home / "tour");
    start.profileFile = [this](const QString &name) { return QString::fromStdString(profile(name.toStdString())); };
    m_wizard = std::make_unique<SetupWizard>(*m_theme, *m_acts, std::move(start));
    m_wizard->open();
    m_wizard->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_wizard.get()));
}

void SetupTest::itIsWalkedByKeyboard() {
    open();
    QTRY_VERIFY(hasFocus("setupByDatabase") && mayGoOn());
    press(Qt::Key_Tab);
    QVERIFY(hasFocus("setupName"));
    part<QLineEdit>("setupName")->selectAll();
    type("office");
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_Return);
    QTRY_VERIFY(hasFocus("setupDatabase"));
    QTRY_VERIFY(!mayGoOn());
    type(m_wiki->url());
    QTRY_VERIFY(mayGoOn());
    QVERIFY(!part("setupKeepDatabase")->isEnabled());
    press(Qt::Key_Tab);
    press(Qt::Key_Space);
    QTRY_VERIFY2(text("setupDatabaseAnswer").contains(QStringLiteral("Spaces: 2")),
                 qPrintable(text("setupDatabaseAnswer")));
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_N, Qt::AltModifier);
    QTRY_VERIFY(hasFocus("setupDataDir"));
    press(Qt::Key_Tab);
    press(Qt::Key_Space);
    QTRY_VERIFY(text("setupDataDirAnswer").contains(QStringLiteral("does not exist yet")));
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_N, Qt::AltModifier);
    QTRY_COMPARE(part<QListWidget>("setupSpaceList")->count(), 2);
    part("setupSpaceList")->setFocus();
    press(Qt::Key_Space);
    QTRY_VERIFY2(text("setupSpacesSentence").contains(QStringLiteral("1 of 2")),
                 qPrintable(text("setupSpacesSentence")));
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_Return);
    const QString first = part<QListWidget>("setupSpaceList")->item(0)->text();
    QTRY_VERIFY2(text("setupSummary").contains(first), qPrintable(text("setupSummary")));
    QTRY_VERIFY2(
        text("setupTests").contains(QStringLiteral("✓")) && !text("setupTests").contains(QStringLiteral("testing")),
        qPrintable(text("setupTests")));
    QCOMPARE(text("setupFinishTitle"), QStringLiteral("Ready"));
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_Return);
    QTest::qWait(50);
    QVERIFY2(m_wizard->isVisible() && !std::filesystem::exists(profile("office")) && spaces()[0].flagged == false,
             "Return alone must not write");
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_S, Qt::AltModifier);
    QTRY_VERIFY(!m_wizard->isVisible());
    QCOMPARE(m_wizard->result().settings.profile, std::string("office"));
    QCOMPARE(m_wizard->result().look, std::vector<SpaceId>{spaces()[0].id});
    QVERIFY(spaces()[0].flagged && !spaces()[1].flagged);
    const SettingsReading reading = readSettings({{{"WIKIVAULT_PROFILE", "office"}}, environment()});
    QVERIFY(reading.problems.empty());
    QVERIFY(reading.settings == m_wizard->result().settings);
    QVERIFY(!reading.settings.enabled && !std::filesystem::exists(*m_home / "vaults"));
}

void SetupTest::theDemoNeedsTwoSteps() {
    open();
    QTRY_VERIFY(hasFocus("setupByDatabase"));
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    QVERIFY(part<QRadioButton>("setupByDemo")->isChecked());
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_Return);
    QTRY_VERIFY(part("setupDemo")->isVisible());
    QVERIFY(!std::filesystem::exists(*m_home / "tour"));
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_S, Qt::AltModifier);
    QTRY_VERIFY2_WITH_TIMEOUT(!m_wizard->isVisible(), qPrintable(text("setupProblem")), 60000);
    const SetupResult &result = m_wizard->result();
    QCOMPARE(result.look.size(), std::size_t(3));
    QVERIFY(result.settings.enabled && result.settings.isSqlite());
    QVERIFY(!needsSetup(readSettings({{}, environment()})));
}

void SetupTest::nothingIsWrittenWhenItIsCancelled() {
    open({QStringLiteral("GIT_SYNC_ENABLED: found \"perhaps\"; expected true or false.")});
    QVERIFY(text("setupStartProblems").contains(QStringLiteral("perhaps")));
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_Return);
    type(m_wiki->url());
    press(Qt::Key_Escape);
    QTRY_VERIFY(!m_wizard->isVisible());
    m_wizard.reset();
    m_acts.reset();
    QVERIFY(!std::filesystem::exists(*m_home / ".config") && !std::filesystem::exists(*m_home / "vaults"));
}

void SetupTest::nothingIsRedBeforeItIsTouched() {
    open();
    const auto isRed = [this] {
        const auto edits = m_wizard->findChildren<QLineEdit *>();
        return part("setupProblem")->property("role") == QStringLiteral("error") ||
               std::any_of(edits.begin(), edits.end(),
                           [](const QLineEdit *edit) { return edit->property("faulty") == QStringLiteral("yes"); });
    };
    QTRY_VERIFY(mayGoOn());
    QVERIFY(!isRed());
    press(Qt::Key_Return);
    QTRY_COMPARE(text("setupProblem"), QStringLiteral("Still to fill in: Wiki database."));
    QVERIFY(!isRed() && !mayGoOn());
    press(Qt::Key_B, Qt::AltModifier);
    part<QRadioButton>("setupByApi")->setChecked(true);
    QTRY_VERIFY(mayGoOn());
    QTest::mouseClick(part("setupNext"), Qt::LeftButton);
    QTRY_COMPARE(text("setupProblem"), QStringLiteral("Still to fill in: API address."));
    QVERIFY(!isRed());
    part<QLineEdit>("setupApi")->setText(QStringLiteral("ftp://wiki"));
    QTRY_VERIFY(isRed() && text("setupProblem").contains(QStringLiteral("API address: found")));
}

void SetupTest::faultsStandWhereTheyAreMade() {
    open();
    part<QLineEdit>("setupName")->setText(QStringLiteral("../other"));
    QTRY_VERIFY(!mayGoOn());
    QVERIFY(text("setupProblem").contains(QStringLiteral("Name of the profile")));
    part<QLineEdit>("setupName")->setText(QStringLiteral("other"));
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_Return);
    QTRY_VERIFY(hasFocus("setupDatabase"));
    type("mysql://wiki");
    QTRY_VERIFY2(text("setupProblem").contains(QStringLiteral("Wiki database: found")),
                 qPrintable(text("setupProblem")));
    QVERIFY(!text("setupProblem").contains(QLatin1Char('\n')));
    QCOMPARE(part("setupDatabase")->property("faulty").toString(), QStringLiteral("yes"));
    part<QLineEdit>("setupDatabase")->setText(QString::fromStdString(m_wiki->url()));
    part<QLineEdit>("setupApi")->setText(QStringLiteral("https://wiki.example.org/api"));
    QTRY_COMPARE(text("setupProblem"), QStringLiteral("Still to fill in: Account."));
    part<QLineEdit>("setupEmail")->setText(QStringLiteral("sync@example.org"));
    QTRY_COMPARE(text("setupProblem"), QStringLiteral("Still to fill in: Password."));
    part<QLineEdit>("setupEmail")->clear();
    QTRY_VERIFY2(text("setupProblem").contains(QStringLiteral("Account: found no account")),
                 qPrintable(text("setupProblem")));
    QCOMPARE(part("setupEmail")->property("faulty").toString(), QStringLiteral("yes"));
    part<QLineEdit>("setupEmail")->setText(QStringLiteral("sync@example.org"));
    part<QLineEdit>("setupPassword")->setText(QStringLiteral("canary"));
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_B, Qt::AltModifier);
    QTRY_VERIFY(part("setupName")->isVisible());
}

void SetupTest::aWikiThatDoesNotAnswerIsNamedAndSavedAllTheSame() {
    open();
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_Return);
    QTRY_VERIFY(hasFocus("setupDatabase"));
    type("postgresql://kim:canary@127.0.0.1:1/docmost");
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_Return);
    QTRY_VERIFY(hasFocus("setupDataDir") && mayGoOn());
    press(Qt::Key_Return);
    QTRY_VERIFY2(text("setupSpacesSentence").contains(QStringLiteral("could not be read")),
                 qPrintable(text("setupSpacesSentence")));
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_N, Qt::AltModifier);
    QTRY_VERIFY2(text("setupTests").contains(QStringLiteral("✗")), qPrintable(text("setupTests")));
    QTRY_COMPARE(text("setupFinishTitle"), QStringLiteral("Not ready: Wiki database"));
    QVERIFY(!text("setupTests").contains(QStringLiteral("canary")));
    QTRY_VERIFY(mayGoOn());
    press(Qt::Key_S, Qt::AltModifier);
    QTRY_VERIFY(!m_wizard->isVisible());
    QVERIFY(m_wizard->result().look.empty());
    const std::string kept = test::readFile(profile());
    QVERIFY2(kept.find("postgresql://kim@127.0.0.1:1/docmost") != std::string::npos, kept.c_str());
    QVERIFY(kept.find("canary") == std::string::npos);
}

void SetupTest::aProfileThatCannotBeWrittenIsTold() {
    std::filesystem::create_directories(m_home->path());
    test::writeFile(*m_home / ".config", "a file where a folder belongs");
    open();
    part<QRadioButton>("setupByDemo")->setChecked(true);
    QTRY_VERIFY(mayGoOn());
    QTest::mouseClick(part("setupNext"), Qt::LeftButton);
    QTRY_VERIFY(part("setupDemo")->isVisible() && mayGoOn());
    QTest::mouseClick(part("setupNext"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(text("setupProblem").contains(QStringLiteral("The profile was not saved")), 60000);
    QVERIFY(m_wizard->isVisible() && mayGoOn());
}

void SetupTest::onlyAStartWithoutAWikiNeedsIt() {
    QVERIFY(needsSetup(readSettings({{}, environment()})));
    QVERIFY(
        needsSetup(readSettings({{{"GIT_SYNC_ENABLED", "perhaps"}, {"DATABASE_URL", m_wiki->url()}}, environment()})));
    QVERIFY(!needsSetup(readSettings({{{"DATABASE_URL", m_wiki->url()}}, environment()})));
    QVERIFY2(!needsSetup(readSettings({{{"DATABASE_URL", "sqlite:///srv/away.db"}}, environment()})),
             "a wiki that is away for now is the window's to tell");
    QVERIFY(!needsSetup(
        readSettings({{{"DOCMOST_API_URL", "https://wiki.example.org/api"}, {"DOCMOST_TOKEN", "x"}}, environment()})));
}

QTEST_MAIN(SetupTest)
#include "setup_test.moc"
