#include "app/console/tray_host.h"
#include "tests/support/message_bus.h"
#include "tests/support/tray_watcher.h"

#include <QDBusConnection>
#include <QTest>

using namespace wikivault;

/// Whether a desktop has a tray, over a real message bus: found, missed, noticed when it comes or goes.
class TrayHostTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aTrayIsFound();
    void aDesktopWithoutOneSaysSo();
    void itIsNoticedWhenItComesAndGoes();
    void anOldTrayOfX11Counts();
    void aToolkitThatLookedTooEarlyIsTold();
    void aSessionWithoutBusSaysSo();

private:
    [[nodiscard]] bool says(const char *part) {
        return QTest::qWaitFor([&] { return m_setting->whyNone().contains(QLatin1String(part)); });
    }
    void offer() { QVERIFY(m_connection->registerService(QStringLiteral("org.kde.StatusNotifierWatcher"))); }
    void start(bool canShow = true, bool isX11 = false) {
        m_host = std::make_unique<TrayHost>(
            *m_setting, TrayHost::Surroundings{[canShow] { return canShow; }, isX11, m_bus.address()});
    }
    test::MessageBus m_bus;
    std::unique_ptr<QDBusConnection> m_connection;
    std::unique_ptr<test::TrayWatcher> m_watcher;
    std::unique_ptr<TraySetting> m_setting;
    std::unique_ptr<TrayHost> m_host;
};

void TrayHostTest::init() {
    QVERIFY2(!m_bus.address().isEmpty(), "the package dbus-daemon is missing");
    m_watcher = std::make_unique<test::TrayWatcher>();
    m_connection =
        std::make_unique<QDBusConnection>(QDBusConnection::connectToBus(m_bus.address(), QStringLiteral("watcher")));
    QVERIFY(m_connection->registerObject(QStringLiteral("/StatusNotifierWatcher"), m_watcher.get(),
                                         QDBusConnection::ExportAllContents));
    m_setting = std::make_unique<TraySetting>();
    m_setting->setWanted(true);
    QVERIFY(!m_setting->isInUse());  // before anybody has looked
}

void TrayHostTest::cleanup() {
    m_host.reset();
    m_connection.reset();
    QDBusConnection::disconnectFromBus(QStringLiteral("watcher"));
    m_watcher.reset();
    m_setting.reset();
}

void TrayHostTest::aTrayIsFound() {
    offer();
    start();
    QTRY_VERIFY(m_setting->isInUse());
    m_setting->setWanted(false);
    QVERIFY(!m_setting->isInUse());
}

void TrayHostTest::aDesktopWithoutOneSaysSo() {
    start();
    QVERIFY(says("nobody in the session shows icons"));
    QVERIFY(!m_setting->isInUse());
}

void TrayHostTest::itIsNoticedWhenItComesAndGoes() {
    start();
    QVERIFY(says("nobody in the session"));
    offer();  // the panel came later than we
    QTRY_VERIFY(m_setting->isInUse());
    m_watcher->setHost(false);
    QVERIFY(says("nobody in the session"));
    m_watcher->setHost(true);
    QTRY_VERIFY(m_setting->isInUse());
    QVERIFY(m_connection->unregisterService(QStringLiteral("org.kde.StatusNotifierWatcher")));
    QVERIFY(says("nobody in the session"));
}

void TrayHostTest::anOldTrayOfX11Counts() {
    start(true, true);
    QTRY_VERIFY(m_setting->isInUse());
}

void TrayHostTest::aToolkitThatLookedTooEarlyIsTold() {
    offer();
    start(false);
    QVERIFY(says("from the next start on"));
}

void TrayHostTest::aSessionWithoutBusSaysSo() {
    m_host = std::make_unique<TrayHost>(
        *m_setting, TrayHost::Surroundings{[] { return true; }, false, QStringLiteral("unix:path=/nonexistent/bus")});
    QVERIFY(says("no message bus"));
}

QTEST_GUILESS_MAIN(TrayHostTest)
#include "tray_host_test.moc"
