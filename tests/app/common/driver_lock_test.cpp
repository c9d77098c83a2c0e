#include "app/common/driver_lock.h"

#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace wikivault;

/// Who drives a data directory, and whoever asks for it.
class DriverLockTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_settings.dataDir = m_data.path(); }

    /// The question takes the lock for a moment; that makes nobody else the driver.
    void whoeverAsksIsInNobodysWay() {
        std::atomic_bool isOver = false;
        const auto ask = [&] {
            while (!isOver) {
                static_cast<void>(driverSocket(m_settings));
                std::this_thread::sleep_for(std::chrono::microseconds(50));
            }
        };
        const std::jthread one(ask), other(ask);
        for (int time = 0; time < 1000 && !isOver; ++time)
            isOver = !becomeDriver(m_settings);
        QVERIFY(!isOver);
        isOver = true;
    }

    void onlyOneDrives() {
        const auto lock = becomeDriver(m_settings);
        VERIFY_DONE(lock);
        const auto second = becomeDriver(m_settings);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
    }

private:
    test::TempDir m_data;
    Settings m_settings;
};

QTEST_GUILESS_MAIN(DriverLockTest)
#include "driver_lock_test.moc"
