#include "app/common/demo_story.h"
#include "tests/support/message_bus.h"
#include "tests/support/temp_vault.h"
#include "tests/support/tray_watcher.h"
#include "tests/support/x_server.h"
#include "tests/ui/console_world.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QProcess>
#include <QScreen>

#include <csignal>
#include <filesystem>

using namespace wikivault;

namespace {

constexpr int kProgramMs = 60000;

/// How many different colours the whole screen shows.
int colorsOnScreen() {
    const QImage image = QGuiApplication::primaryScreen()->grabWindow(0).toImage();
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3)
            colors.insert(image.pixel(x, y));
    return int(colors.size());
}

}  // namespace

/// The window on a real screen: an X server of this test's own.
class RealWindowTest : public QObject {
    Q_OBJECT

public:
    explicit RealWindowTest(std::string whyNot) : m_whyNot(std::move(whyNot)) {}

private slots:
    void initTestCase() {
        if (!m_whyNot.empty()) QSKIP(m_whyNot.c_str());
        m_theme = std::make_unique<Theme>(*qApp);
    }
    void cleanupTestCase() { m_theme.reset(); }
    void theProgramShowsTheDemoAndEndsWhenAsked();
    void theProgramStaysInTheTray();
    void theProgramSaysWhatIsWrongWithItsProfile();
    void aFirstStartShowsTheWizardAndWritesNothing();
    void theWindowIsDrawnOnTheScreen();
    void menusAndDialogsOpenAndClose();

private:
    std::unique_ptr<Theme> m_theme;
    const std::string m_whyNot;
};

void RealWindowTest::theProgramShowsTheDemoAndEndsWhenAsked() {
    const test::TempDir folder;
    const auto demo = createDemo(folder / "demo");
    QVERIFY(demo && prepareDemoStory(*demo));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const std::pair<const char *, std::string> variables[] = {{"DATABASE_URL", demo->databaseUrl},
                                                              {"GIT_SYNC_DATA_DIR", demo->dataDir},
                                                              {"GIT_SYNC_SERVICE_USER_ID", demo->serviceUserId},
                                                              {"XDG_CONFIG_HOME", folder / "config"}};
    for (const auto &[name, value] : variables)
        environment.insert(QLatin1String(name), QString::fromStdString(value));
    QProcess program;
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    const int before = colorsOnScreen();
    program.start(QStringLiteral(WIKIVAULT_BINARY_DIR "/wikivault"),
                  {QStringLiteral("--page"), QStringLiteral("conflicts")});
    QTRY_VERIFY_WITH_TIMEOUT(colorsOnScreen() > before + 50, kProgramMs);
    QProcess second;
    second.setProcessEnvironment(environment);
    second.start(QStringLiteral(WIKIVAULT_BINARY_DIR "/wikivault"), {QStringLiteral("--read-only")});
    QVERIFY(second.waitForFinished(kProgramMs));
    const QByteArray told = second.readAllStandardError();
    QVERIFY2(second.exitCode() == 0 && told.contains("--read-only was not applied"), told.constData());
    ::kill(pid_t(program.processId()), SIGTERM);
    QVERIFY(program.waitForFinished(kProgramMs));
    const QByteArray said = program.readAll();
    QVERIFY2(program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0, said.constData());
    QVERIFY2(QFileInfo::exists(QString::fromStdString(folder / "config/wikivault/window.conf")),
             "the window's place is kept");
}

void RealWindowTest::theProgramStaysInTheTray() {
    const test::MessageBus bus;
    QVERIFY2(!bus.address().isEmpty(), "the package dbus-daemon is missing");
    test::TrayWatcher watcher;
    auto desktop = QDBusConnection::connectToBus(bus.address(), QStringLiteral("desktop"));
    QVERIFY(
        desktop.registerObject(QStringLiteral("/StatusNotifierWatcher"), &watcher, QDBusConnection::ExportAllContents));
    QVERIFY(desktop.registerService(QStringLiteral("org.kde.StatusNotifierWatcher")));
    const test::TempDir folder;
    const auto demo = createDemo(folder / "demo");
    QVERIFY(demo.has_value());
    std::filesystem::create_directories(folder / "config/wikivault");
    test::writeFile(folder / "config/wikivault/window.conf", "[General]\ntray=true\n");
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DATABASE_URL"), QString::fromStdString(demo->databaseUrl));
    environment.insert(QStringLiteral("GIT_SYNC_DATA_DIR"), QString::fromStdString(demo->dataDir));
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), QString::fromStdString(folder / "config"));
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), bus.address());
    QProcess program;
    program.setProcessEnvironment(environment);
    const int before = colorsOnScreen();
    program.start(QStringLiteral(WIKIVAULT_BINARY_DIR "/wikivault"), QStringList{});
    QTRY_VERIFY_WITH_TIMEOUT(colorsOnScreen() > before + 50, kProgramMs);
    QTRY_COMPARE_WITH_TIMEOUT(watcher.items().size(), 1, kProgramMs);
    const auto press = [&] {
        QTest::qWait(300);  // the window manager gives the focus
        desktop.asyncCall(QDBusMessage::createMethodCall(watcher.items().front(), QStringLiteral("/StatusNotifierItem"),
                                                         QStringLiteral("org.kde.StatusNotifierItem"),
                                                         QStringLiteral("Activate"))
                          << 0 << 0);
    };
    press();
    QTRY_VERIFY_WITH_TIMEOUT(colorsOnScreen() < before + 50, kProgramMs);
    QCOMPARE(program.state(), QProcess::Running);
    press();
    QTRY_VERIFY_WITH_TIMEOUT(colorsOnScreen() > before + 50, kProgramMs);
    ::kill(pid_t(program.processId()), SIGTERM);
    QVERIFY(program.waitForFinished(kProgramMs));
    QVERIFY(program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0);
    QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
}

void RealWindowTest::theProgramSaysWhatIsWrongWithItsProfile() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DATABASE_URL"), QStringLiteral("mysql://wiki"));
    environment.insert(QStringLiteral("GIT_SYNC_ENABLED"), QStringLiteral("perhaps"));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(WIKIVAULT_BINARY_DIR "/wikivault"), QStringList{});
    QVERIFY(program.waitForFinished(kProgramMs));
    QCOMPARE(program.exitCode(), 64);
    const QByteArray said = program.readAllStandardError();
    QVERIFY2(said.contains("DATABASE_URL: found") && said.contains("GIT_SYNC_ENABLED: found"), said.constData());
}

void RealWindowTest::aFirstStartShowsTheWizardAndWritesNothing() {
    const test::TempDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "DATABASE_URL", "GIT_SYNC_DATA_DIR"})
        environment.remove(QLatin1String(name));
    environment.insert(QStringLiteral("HOME"), QString::fromStdString(home.path()));
    QProcess program;
    program.setProcessEnvironment(environment);
    const int before = colorsOnScreen();
    program.start(QStringLiteral(WIKIVAULT_BINARY_DIR "/wikivault"), QStringList{});
    QTRY_VERIFY_WITH_TIMEOUT(colorsOnScreen() > before + 50, kProgramMs);
    QVERIFY(program.state() == QProcess::Running);
    program.kill();
    QVERIFY(program.waitForFinished(kProgramMs));
    QVERIFY(!QFileInfo::exists(QString::fromStdString(home / ".config/wikivault")));
    QVERIFY(!QFileInfo::exists(QString::fromStdString(home / ".local/share/wikivault")));
}

void RealWindowTest::theWindowIsDrawnOnTheScreen() {
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        m_theme->setChoice(choice);
        ConsoleWorld world(*m_theme);
        world.filled().open();
        QVERIFY(QTest::qWaitForWindowExposed(world.window.get()));
        QTRY_COMPARE(world.rowsOf("spaceTable"), 8);
        const QPoint spot = world.find("topBand")->mapToGlobal(QPoint(4, 8));
        const QColor sidebar = m_theme->colors().sidebar;
        QTRY_COMPARE(QGuiApplication::primaryScreen()->grabWindow(0).toImage().pixelColor(spot), sidebar);
    }
    m_theme->setChoice(ThemeChoice::System);
}

void RealWindowTest::menusAndDialogsOpenAndClose() {
    ConsoleWorld world(*m_theme);
    world.filled().open();
    QVERIFY(QTest::qWaitForWindowActive(world.window.get()));
    auto *menu = world.window->findChild<QMenuBar *>()->actions().front()->menu();
    QTest::keyClick(world.window.get(), Qt::Key_F, Qt::AltModifier);
    QTRY_VERIFY(menu->isVisible());
    QTest::keyClick(menu, Qt::Key_Escape);
    QTRY_VERIFY(!menu->isVisible());
    QTest::keyClick(world.window.get(), Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(world.isShown("settingsDialog"));
    QVERIFY(QTest::qWaitForWindowActive(world.find("settingsDialog")));
    QTest::keyClick(world.find("settingsDialog"), Qt::Key_Escape);
    QTRY_VERIFY(!world.isShown("settingsDialog"));
}

int main(int argc, char **argv) {
    const auto server = test::XServer::start();
    if (server) {
        qputenv("DISPLAY", QByteArray::fromStdString((*server)->display()));
        qputenv("QT_QPA_PLATFORM", "xcb");
    } else {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    RealWindowTest test(server ? std::string() : server.error().detail);
    return QTest::qExec(&test, argc, argv);
}

#include "real_window_test.moc"
