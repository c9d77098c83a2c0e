#include "app/common/doctor.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QFile>
#include <QUuid>

#include <algorithm>
#include <array>

namespace wikivault {

namespace {

constexpr int kBusMs = 3000;
const QString kSecrets = QStringLiteral("org.freedesktop.secrets");

enum class Keyring { NoBus, Nobody, Asleep, Locked, Open };

/// A connection of its own: the check is made on any thread, and may be made on several at once.
class Bus {
public:
    Bus() : m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_name)) {}
    ~Bus() { QDBusConnection::disconnectFromBus(m_name); }
    Bus(const Bus &) = delete;
    Bus &operator=(const Bus &) = delete;

    [[nodiscard]] bool isThere() const { return m_bus.isConnected(); }
    /// The first value of the answer; none when it was refused or did not come.
    [[nodiscard]] QVariant ask(QDBusMessage question, const QVariantList &arguments) const {
        question.setArguments(arguments);
        const QDBusMessage answer = m_bus.call(question, QDBus::Block, kBusMs);
        const bool isAnswer = answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty();
        return isAnswer ? answer.arguments().first() : QVariant();
    }
    [[nodiscard]] QVariant askDaemon(const QString &method, const QVariantList &arguments) const {
        const QString daemon = QStringLiteral("org.freedesktop.DBus");
        return ask(QDBusMessage::createMethodCall(daemon, QStringLiteral("/org/freedesktop/DBus"), daemon, method),
                   arguments);
    }

private:
    const QString m_name = QUuid::createUuid().toString();
    const QDBusConnection m_bus;
};

/// Asked without an address, a bus might be started.
bool mayHaveBus() {
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           (!runtime.isEmpty() && QFile::exists(runtime + QStringLiteral("/bus")));
}

/// Nobody is asked to unlock it, and nothing is started.
Keyring lookForKeyring() {
    if (!mayHaveBus()) return Keyring::NoBus;
    const Bus bus;
    if (!bus.isThere()) return Keyring::NoBus;
    if (!bus.askDaemon(QStringLiteral("NameHasOwner"), {kSecrets}).toBool()) {
        const QStringList names = bus.askDaemon(QStringLiteral("ListActivatableNames"), {}).toStringList();
        return names.contains(kSecrets) ? Keyring::Asleep : Keyring::Nobody;
    }
    const QVariant locked = bus.ask(
        QDBusMessage::createMethodCall(kSecrets, QStringLiteral("/org/freedesktop/secrets/aliases/default"),
                                       QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get")),
        {QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")});
    return locked.value<QDBusVariant>().variant().toBool() ? Keyring::Locked : Keyring::Open;
}

bool keepsSecrets(const Settings &settings) {
    const std::array<const std::string *, 4> commands{&settings.databasePasswordCommand, &settings.apiPasswordCommand,
                                                      &settings.httpTokenCommand, &settings.httpsTokenCommand};
    return std::any_of(commands.begin(), commands.end(),
                       [](const std::string *command) { return *command == kKeyringCommand; });
}

DoctorCheck judgeUnused(Keyring keyring) {
    const bool isHere = keyring != Keyring::NoBus && keyring != Keyring::Nobody;
    return {"keyring", "ok",
            isHere ? "There is a keyring; no secret of this profile is kept there."
                   : "There is no keyring in this session, and no secret of this profile is kept in one.",
            ""};
}

}  // namespace

DoctorCheck examineKeyring(const Settings &settings) {
    const Keyring keyring = lookForKeyring();
    if (!keepsSecrets(settings)) return judgeUnused(keyring);
    const std::string other =
        "Start a Secret Service (GNOME Keyring, KWallet), or give the secret by a command or in the environment.";
    switch (keyring) {
        case Keyring::NoBus:
            return {"keyring", "fail",
                    "A secret of this profile is kept in the keyring, and no D-Bus session bus answers.", other};
        case Keyring::Nobody:
            return {"keyring", "fail",
                    "A secret of this profile is kept in the keyring, and nobody offers one in this session.", other};
        case Keyring::Locked:
            return {"keyring", "warn",
                    "The keyring is locked; who needs a secret of this profile waits for a person to unlock it.",
                    "Unlock it now: the desktop's program for passwords and keys does so."};
        case Keyring::Asleep:
            return {"keyring", "ok", "The keyring of this session starts when a secret is asked for.", ""};
        case Keyring::Open: break;
    }
    return {"keyring", "ok", "The keyring answers and is unlocked.", ""};
}

}  // namespace wikivault
