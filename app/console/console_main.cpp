#include "app/console/console_main.h"

#include "app/common/composition.h"
#include "app/common/control_socket.h"
#include "app/common/driver_lock.h"
#include "app/common/logging.h"
#include "app/common/process_setup.h"
#include "app/common/settings_reader.h"
#include "app/common/settings_writer.h"
#include "app/console/console_commands.h"
#include "app/console/desktop_notices.h"
#include "app/console/first_start.h"
#include "app/console/kept_choices.h"
#include "app/console/log_feed.h"
#include "app/console/probes.h"
#include "app/console/screen_lock.h"
#include "app/console/single_instance.h"
#include "app/console/start_options.h"
#include "app/console/translation.h"
#include "app/console/tray_host.h"
#include "app/console/window_memory.h"
#include "engine/runtime/worker_pool.h"
#include "ui/main_window.h"
#include "ui/tray.h"

#include <QApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QLocale>
#include <QSystemTrayIcon>

#include <spdlog/spdlog.h>

#include <iostream>

namespace wikivault {

namespace {

constexpr int kUsageExit = 64;

std::vector<std::string> pageWords() {
    std::vector<std::string> words;
    for (const QString &name : MainWindow::pageNames())
        words.push_back(name.toStdString());
    return words;
}

QString memoryFile(const SettingsReading &reading) {
    return QFileInfo(QString::fromStdString(reading.profileFile)).path() + QStringLiteral("/window.conf");
}

void sayProblems(const SettingsReading &reading) {
    for (const SettingsProblem &problem : reading.problems)
        std::cerr << problem.sentence() << "\n";
}

ConsoleEnvironment environmentOf(const SettingsReading &reading, const Clock &clock, bool readOnly) {
    const auto open = [](const Settings &settings) {
        const auto composition = std::make_shared<Composition>(settings, "console");
        const Desks desks = composition->desks();
        return DeskOwner{composition,
                         &desks.spaces,
                         &desks.review,
                         &desks.ledger,
                         &composition->remotes(),
                         [composition] { return composition->ports().changeFeeds(); },
                         &composition->activity(),
                         &composition->compare(),
                         &composition->locks(),
                         &composition->fixes(),
                         [composition, &spaces = desks.spaces](SeatKeeper::Start start) {
                             return openSeatKeeper(composition->ports(), spaces, start);
                         }};
    };
    const auto save = [file = reading.profileFile](const Settings &settings) { return writeProfile(settings, file); };
    const auto elsewhere = [](const Settings &settings) { return driverListens(driverSocket(settings)); };
    return {open,     save,           &probeConnection, &settingsFaults, clock,
            readOnly, &keepInKeyring, elsewhere,        &driverSocket,   &QDesktopServices::openUrl};
}

TrayHost::Surroundings surroundingsOfTray() {
    return {&QSystemTrayIcon::isSystemTrayAvailable, QGuiApplication::platformName() == QStringLiteral("xcb")};
}

/// The wizard beside the window. What it sets up is used here if it is the profile of this window.
void openSetup(FirstStart &first, const UiContext &ui, MainWindow &window) {
    SetupWizard *wizard = first.reopen(ui.theme, ui.models.state.settings(), window).release();
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(wizard, &QDialog::accepted, &window, [ui, wizard, &window] {
        const SetupResult &result = wizard->result();
        if (result.settings.profile == ui.models.state.settings().profile) {
            ui.commands.profile.saveSettings(result.settings);
            return window.lookAt(result.look);
        }
        ui.models.state.tell({Tone::Good,
                              QObject::tr("The profile %1 is saved. \"wikivault --profile %1\" opens it.")
                                  .arg(QString::fromStdString(result.settings.profile)),
                              {},
                              {}});
    });
    wizard->open();
}

/// What the window is opened with.
struct Opening {
    const SettingsReading &reading;
    const StartOptions &options;
    const std::vector<SpaceId> look;
};

bool isHandedOver(const Settings &settings, const StartOptions &options) {
    if (options.newInstance || !callRunningWindow(settings, {options.page, options.space})) return false;
    std::cerr << handedOverSentence(options) << "\n";
    return true;
}

int showWindow(Theme &theme, FirstStart &first, const Opening &opening) {
    const auto &[reading, options, look] = opening;
    ConsoleModels models;
    LogFeed feed(models.log);
    startLogging(
        {reading.settings.logLevel, reading.settings.dataDir, [&feed](const LogLine &line) { feed.add(line); }});
    const auto clock = system::makeClock();
    int code = 0;
    {
        ConsoleCommands commands(models, environmentOf(reading, *clock, options.readOnly), reading.settings);
        const UiContext ui{models, commands.commands(), theme};
        MainWindow window(ui);
        QObject::connect(&window, &MainWindow::setupRequested, &window, [&] { openSetup(first, ui, window); });
        const QString memory = memoryFile(reading);
        restoreWindow(window, theme, memory);
        WorkerPool files(1);
        keepChoices(models, files, memory);
        const TrayHost trayHost(models.tray, surroundingsOfTray());
        const Tray tray(ui, window);
        const ScreenLock screen;
        QObject::connect(&screen, &ScreenLock::locked, &models.state, &ConsoleState::lockWrites);
        DesktopNotices notices(models.activity);
        QObject::connect(&notices, &DesktopNotices::pressed, &window, [&window] {
            window.openPage(MainWindow::PageName::Activity);
            window.comeForward();
        });
        QObject::connect(&window, &MainWindow::quitting, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
        QObject::connect(&window, &MainWindow::closing, &window, [&] { rememberWindow(window, theme, memory); });
        const StopOnSignal signal;
        const std::stop_callback quit(
            signal.token(), [&window] { QMetaObject::invokeMethod(&window, &MainWindow::quit, Qt::QueuedConnection); });
        if (!options.page.empty()) window.openPage(QString::fromStdString(options.page));
        window.selectSpace(QString::fromStdString(options.space));
        WindowCalls calls(
            [&window](const WindowCall &call) {
                if (!call.page.empty()) window.openPage(QString::fromStdString(call.page));
                window.selectSpace(QString::fromStdString(call.space));
                window.comeForward();
            },
            [&models] { return models.spaces.inSync(); },
            [&](const QString &command) { return answerAboutDriver(command, models.state, ui.commands.driver); });
        if (const auto listens = calls.listen(reading.settings); !listens && !options.newInstance)
            spdlog::warn("A second start cannot raise this window: {}", listens.error().detail);
        window.lookAt(look);
        window.show();
        spdlog::info("console started, profile {}", reading.settings.profile);
        code = QApplication::exec();
    }
    startLogging({reading.settings.logLevel, reading.settings.dataDir, {}});  // the feed goes now
    return code;
}

}  // namespace

int runConsole(int argc, char **argv) {
    prepareProcess();
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto options = readStartOptions(words, pageWords());
    if (!options) {
        std::cerr << options.error().detail << "\n";
        return kUsageExit;
    }
    if (options->help || options->version) {
        std::cout << (options->help ? startHelp() : "wikivault " WIKIVAULT_VERSION "\n");
        return 0;
    }
    const auto environment = processEnvironment();
    if (const std::string why = whyNoDisplay(environment, words); !why.empty()) {
        std::cerr << why << "\n";
        return kUsageExit;
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("wikivault"));
    QApplication::setApplicationDisplayName(QStringLiteral("Wikivault"));
    QApplication::setApplicationVersion(QStringLiteral(WIKIVAULT_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.wikivault.Wikivault"));
    const SettingsSources sources{options->settings, environment};
    SettingsReading reading = readSettings(sources);
    const Translation translation(languageOf(rememberedLanguage(memoryFile(reading)), QLocale::system().uiLanguages()));
    sayProblems(reading);
    Theme theme(application);
    FirstStart first(sources);
    std::vector<SpaceId> look;
    if (needsSetup(reading)) {
        const bool canAsk = !options->readOnly && QGuiApplication::platformName() != QStringLiteral("offscreen");
        const auto result = canAsk ? first.run(theme, reading) : std::nullopt;
        if (!result && (canAsk || !reading.problems.empty())) return reading.problems.empty() ? 0 : kUsageExit;
        if (result) reading = {result->settings, {}, first.profileFile(result->settings.profile), {}};
        if (result) look = result->look;
    }
    return isHandedOver(reading.settings, *options) ? 0 : showWindow(theme, first, {reading, *options, look});
}

}  // namespace wikivault
