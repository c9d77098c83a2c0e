#include "tests/support/keyring_session.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QStandardPaths>
#include <QTest>

#include <sys/prctl.h>
#include <csignal>

namespace wikivault::test {

namespace {

constexpr int kStartMs = 10000;

void endWith(QProcess &process) {
    if (process.state() == QProcess::NotRunning) return;
    process.terminate();
    if (!process.waitForFinished(5000)) process.kill();
    process.waitForFinished(5000);
}

void dieWithParent() {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
}

}  // namespace

Result<std::unique_ptr<KeyringSession>> KeyringSession::start() {
    for (const char *program : {"gnome-keyring-daemon", "dbus-daemon"})
        if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty())
            return fail(ErrorCode::NotFound, std::string(program) + " is not installed: no keyring to try this on.");
    std::unique_ptr<KeyringSession> session(new KeyringSession);
    QProcess &bus = session->m_bus, &keyring = session->m_keyring;
    // Without service files of this machine: nothing but what is started here answers.
    const std::string config = session->m_home / "bus.conf";
    writeFile(config, "<busconfig><type>session</type><listen>unix:tmpdir=" + session->m_home.path() +
                          "</listen><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
                          "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
    bus.setChildProcessModifier(&dieWithParent);
    bus.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--config-file=") + QString::fromStdString(config),
                                              QStringLiteral("--print-address"), QStringLiteral("--nofork")});
    if (!bus.waitForReadyRead(kStartMs)) return fail(ErrorCode::Unavailable, "dbus-daemon printed no address.");
    session->m_address = bus.readLine().trimmed().toStdString();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QString::fromStdString(session->m_address));
    for (const char *variable : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"})
        environment.insert(QLatin1String(variable), QString::fromStdString(session->m_home.path()));
    keyring.setProcessEnvironment(environment);
    keyring.setChildProcessModifier(&dieWithParent);
    keyring.start(QStringLiteral("gnome-keyring-daemon"),
                  {QStringLiteral("--foreground"), QStringLiteral("--unlock"), QStringLiteral("--components=secrets")});
    keyring.write("a password of this test");
    keyring.closeWriteChannel();
    const QString name = QStringLiteral("keyring-test");
    auto connection = QDBusConnection::connectToBus(QString::fromStdString(session->m_address), name);
    const bool offers = QTest::qWaitFor(
        [&] {
            return connection.interface() &&
                   connection.interface()->isServiceRegistered(QStringLiteral("org.freedesktop.secrets"));
        },
        kStartMs);
    QDBusConnection::disconnectFromBus(name);
    if (!offers)
        return fail(ErrorCode::Unavailable,
                    "gnome-keyring-daemon offers no secrets: " + keyring.readAllStandardError().toStdString());
    return session;
}

KeyringSession::~KeyringSession() {
    endWith(m_keyring);
    endWith(m_bus);
}

void KeyringSession::stopKeyring() {
    endWith(m_keyring);
}

}  // namespace wikivault::test
