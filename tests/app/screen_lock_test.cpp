#include "app/console/screen_lock.h"
#include "models/console_state.h"
#include "tests/support/message_bus.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QSignalSpy>
#include <QTest>

using namespace wikivault;

/// A locked screen locks the writes of a production profile, over a real message bus.
class ScreenLockTest : public QObject {
    Q_OBJECT

private slots:
    void aLockedScreenLocksWrites_data();
    void aLockedScreenLocksWrites();
    void aSessionWithoutBusIsSaid();
};

void ScreenLockTest::aLockedScreenLocksWrites_data() {
    QTest::addColumn<QString>("locker");
    for (const char *locker : {"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"})
        QTest::newRow(locker) << QString::fromLatin1(locker);
}

void ScreenLockTest::aLockedScreenLocksWrites() {
    QFETCH(QString, locker);
    const test::MessageBus bus;
    QVERIFY2(!bus.address().isEmpty(), "the package dbus-daemon is missing");
    ConsoleState state;
    Settings settings;
    settings.environment = "production";
    state.setSettings(settings, false);
    state.unlockWrites();
    QVERIFY(!state.isLocked());
    ScreenLock screen(bus.address());
    connect(&screen, &ScreenLock::locked, &state, &ConsoleState::lockWrites);
    QSignalSpy opened(&screen, &ScreenLock::opened), locked(&screen, &ScreenLock::locked);
    QVERIFY(opened.wait() && opened.first().first().toBool());
    auto desktop = QDBusConnection::connectToBus(bus.address(), QStringLiteral("desktop"));
    const auto say = [&](bool isActive) {
        auto news = QDBusMessage::createSignal(QStringLiteral("/ScreenSaver"), locker, QStringLiteral("ActiveChanged"));
        news << isActive;
        QVERIFY(desktop.send(news));
    };
    say(false);
    say(true);
    say(true);
    QTRY_COMPARE(locked.count(), 2);
    QVERIFY(state.isLocked());
    QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
}

void ScreenLockTest::aSessionWithoutBusIsSaid() {
    ScreenLock screen(QStringLiteral("unix:path=/nowhere/bus"));
    QSignalSpy opened(&screen, &ScreenLock::opened);
    QVERIFY(opened.wait() && !opened.first().first().toBool());
}

QTEST_GUILESS_MAIN(ScreenLockTest)
#include "screen_lock_test.moc"
