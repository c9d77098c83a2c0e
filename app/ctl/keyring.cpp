#include "app/ctl/keyring.h"

#include <qt6keychain/keychain.h>

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QEventLoop>
#include <QTimer>

namespace wikivault::ctl::keyring {

namespace {

constexpr int kUnlockMs = 55000;  // somebody may have to type a password
const QString kService = QStringLiteral("wikivault");

Error noKeyring(const std::string &why) {
    return {ErrorCode::Unavailable, "There is no keyring to ask in this session: " + why +
                                        ". Start a Secret Service (GNOME Keyring, KWallet), or give the secret by a "
                                        "command or in the environment"};
}

/// Without this, a missing service and a locked one give the same answer.
Result<> findService() {
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return tl::unexpected(noKeyring("no D-Bus session bus answers"));
    const QString name = QStringLiteral("org.freedesktop.secrets");
    if (bus.interface()->isServiceRegistered(name)) return {};
    if (bus.interface()->startService(name).isValid()) return {};
    return tl::unexpected(noKeyring("nobody offers " + name.toStdString()));
}

Result<> run(QKeychain::Job &job, const std::string &key) {
    TRY(findService());
    job.setAutoDelete(false);
    job.setInsecureFallback(false);
    job.setKey(QString::fromStdString(key));
    QEventLoop loop;
    bool isDone = false;
    QObject::connect(&job, &QKeychain::Job::finished, &loop, [&] {
        isDone = true;
        loop.quit();
    });
    QTimer::singleShot(kUnlockMs, &loop, &QEventLoop::quit);
    job.start();
    loop.exec();
    if (!isDone) return fail(ErrorCode::Unavailable, "The keyring did not answer within a minute; is it locked?");
    switch (job.error()) {
        case QKeychain::NoError: return {};
        case QKeychain::EntryNotFound:
            return fail(ErrorCode::NotFound, "The keyring holds nothing for " + key +
                                                 "; \"wikivaultctl secret store\" "
                                                 "puts it there");
        case QKeychain::AccessDenied:
        case QKeychain::AccessDeniedByUser: return fail(ErrorCode::Denied, "The keyring was not unlocked");
        default: break;
    }
    return fail(ErrorCode::Unavailable, "The keyring refused: " + job.errorString().toStdString());
}

}  // namespace

Result<std::string> read(const std::string &key) {
    QKeychain::ReadPasswordJob job(kService);
    TRY(run(job, key));
    return job.textData().toStdString();
}

Result<> write(const std::string &key, const std::string &secret) {
    QKeychain::WritePasswordJob job(kService);
    job.setTextData(QString::fromStdString(secret));
    return run(job, key);
}

Result<> erase(const std::string &key) {
    QKeychain::DeletePasswordJob job(kService);
    return run(job, key);
}

}  // namespace wikivault::ctl::keyring
