#include "app/console/desktop_notices.h"
#include "app/console/window_memory.h"
#include "models/english_plurals.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDateTime>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wikivault;

/// A notification service as desktops have one; it keeps what it is told.
class NoticeService : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown {
        QString title, text;
        uint id = 0;
        bool replaces = false;
        int urgency = -1;
    };
    QList<Shown> shown;
    QList<uint> closed;

public slots:
    QString GetServerInformation(QString &vendor, QString &version, QString &spec) {
        vendor = version = spec = QStringLiteral("1");
        return QStringLiteral("test");
    }
    uint Notify(const QString &, uint replaces, const QString &, const QString &title, const QString &text,
                const QStringList &, const QVariantMap &hints, int) {
        const uint id = replaces != 0 ? replaces : ++m_last;
        shown.append({title, text, id, replaces != 0, hints.value(QStringLiteral("urgency")).toInt()});
        return id;
    }
    void CloseNotification(uint id) { closed.append(id); }

signals:
    void ActionInvoked(uint id, const QString &action);

private:
    uint m_last = 0;
};

/// Desktop notices over a real message bus: only changes, one per state, taken back, one digest for many.
class DesktopNoticesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase() { m_bus.terminate(), m_bus.waitForFinished(); }
    void whatBeginsIsToldOnceAndTakenBack();
    void aRecoveryTakesThePlaceOfItsFailure();
    void errorsOnlyAndOffAreKept();
    void aSpaceHasItsOwnLevel();
    void quietHoursAreKept();
    void manyAtOnceBecomeOne();
    void aPressedNoticeIsAnswered();
    void aDesktopWithoutServiceSaysSo();
    void aSessionWithoutBusSaysSo();

private:
    [[nodiscard]] static Activity activity(const char *space, ActivityKind kind) {
        return {SpaceId(space), kind, 2, "Refused <b>.", RunId("1"), TimePoint(), std::nullopt};
    }
    void begin(const std::vector<Activity> &list, TimePoint at = TimePoint()) {
        ActivityChange change;
        change.all = change.begun = list;
        m_model->setChange(change, at);
    }
    void solve(Activity one, TimePoint at = TimePoint()) {
        one.solvedAt = at;
        ActivityChange change;
        change.solved = {one};
        m_model->setChange(change, at);
    }
    EnglishPlurals m_plurals;
    QProcess m_bus;
    QString m_address;
    std::unique_ptr<NoticeService> m_service;
    std::unique_ptr<ActivityModel> m_model;
    std::unique_ptr<DesktopNotices> m_notices;
};

void DesktopNoticesTest::initTestCase() {
    QCoreApplication::installTranslator(&m_plurals);
    m_bus.start(QStringLiteral("dbus-daemon"),
                {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1")});
    QVERIFY2(m_bus.waitForStarted(), "the package dbus-daemon is missing");
    QVERIFY(m_bus.waitForReadyRead(30000));
    m_address = QString::fromLatin1(m_bus.readLine().trimmed());
}

void DesktopNoticesTest::init() {
    m_service = std::make_unique<NoticeService>();
    auto connection = QDBusConnection::connectToBus(m_address, QStringLiteral("service"));
    QVERIFY(connection.registerObject(QStringLiteral("/org/freedesktop/Notifications"), m_service.get(),
                                      QDBusConnection::ExportAllContents));
    QVERIFY(connection.registerService(QStringLiteral("org.freedesktop.Notifications")));
    m_model = std::make_unique<ActivityModel>([](const SpaceId &space) { return QString::fromStdString(space.str()); });
    m_model->setWhyNoNotices(QStringLiteral("not yet known"));
    m_notices = std::make_unique<DesktopNotices>(*m_model, m_address);
    QTRY_COMPARE(m_model->whyNoNotices(), QString());
}

void DesktopNoticesTest::cleanup() {
    m_notices.reset();
    QDBusConnection::disconnectFromBus(QStringLiteral("service"));
    m_model.reset();
    m_service.reset();
}

void DesktopNoticesTest::whatBeginsIsToldOnceAndTakenBack() {
    begin({activity("handbook", ActivityKind::Conflict)});
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(m_service->shown.front().title, QStringLiteral("handbook"));
    QVERIFY(m_service->shown.front().text.contains(QLatin1Char('2')));
    QCOMPARE(m_service->shown.front().urgency, 1);
    ActivityChange same;
    same.all = {activity("handbook", ActivityKind::Conflict)};
    m_model->setChange(same, TimePoint());
    solve(activity("handbook", ActivityKind::Conflict));
    QTRY_COMPARE(m_service->closed, QList<uint>{m_service->shown.front().id});
    QCOMPARE(m_service->shown.size(), 1);
}

void DesktopNoticesTest::aRecoveryTakesThePlaceOfItsFailure() {
    begin({activity("handbook", ActivityKind::Failing)});
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(m_service->shown.front().text, QStringLiteral("Refused &lt;b&gt;."));
    QCOMPARE(m_service->shown.front().urgency, 2);
    solve(activity("handbook", ActivityKind::Failing));
    QTRY_COMPARE(m_service->shown.size(), 2);
    QCOMPARE(m_service->shown.back().text, QStringLiteral("Its runs succeed again."));
    QCOMPARE(m_service->closed.size(), 1);
}

void DesktopNoticesTest::errorsOnlyAndOffAreKept() {
    m_model->setLevel(NoticeLevel::Errors);
    begin({activity("a", ActivityKind::Conflict)});
    begin({activity("b", ActivityKind::Guard)});
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(m_service->shown.front().title, QStringLiteral("b"));
    m_model->setLevel(NoticeLevel::Off);
    begin({activity("c", ActivityKind::Failing)});
    m_model->setLevel(NoticeLevel::All);
    begin({activity("d", ActivityKind::Settled)});
    QTRY_COMPARE(m_service->shown.size(), 2);  // in order: c would stand before d
    QCOMPARE(m_service->shown.back().title, QStringLiteral("d"));
}

void DesktopNoticesTest::aSpaceHasItsOwnLevel() {
    m_model->setLevel(NoticeLevel::Errors);
    m_model->setOwnLevel({SpaceId("loud")}, NoticeLevel::All);
    m_model->setOwnLevel({SpaceId("quiet")}, NoticeLevel::Off);
    begin({activity("quiet", ActivityKind::Failing)});
    solve(activity("quiet", ActivityKind::Failing));
    begin({activity("other", ActivityKind::Conflict)});
    begin({activity("loud", ActivityKind::Conflict)});
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(m_service->shown.front().title, QStringLiteral("loud"));
    m_model->setOwnLevel({SpaceId("loud")}, {});
    begin({activity("loud", ActivityKind::Settled)});
    begin({activity("other", ActivityKind::Guard)});
    QTRY_COMPARE(m_service->shown.size(), 2);
    QCOMPARE(m_service->shown.back().title, QStringLiteral("other"));
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("window.conf"));
    rememberNotices({m_model->level(), m_model->ownLevels(), m_model->quiet()}, file);
    ActivityModel next([](const SpaceId &) { return QString(); });
    restoreNotices(next, file);
    QVERIFY(next.level() == NoticeLevel::Errors && next.ownLevels() == m_model->ownLevels());
    QCOMPARE(next.levelOf(SpaceId("quiet")), NoticeLevel::Off);
}

void DesktopNoticesTest::quietHoursAreKept() {
    const auto minuteOf = [](TimePoint at) {
        const QTime time = QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count()).time();
        return time.hour() * 60 + time.minute();
    };
    const int now = minuteOf(TimePoint());
    const QuietHours quiet{true, (now + QuietHours::kDay - 60) % QuietHours::kDay, (now + 60) % QuietHours::kDay};
    const TimePoint end = TimePoint() + std::chrono::hours(1), late = end - std::chrono::seconds(2);
    m_model->setNow(late);
    m_model->setQuiet(quiet);
    begin({activity("over", ActivityKind::Conflict), activity("still", ActivityKind::Failing)}, late);
    solve(activity("over", ActivityKind::Conflict), late);
    QTest::qWait(1500);
    QCOMPARE(m_service->shown.size(), 0);
    m_model->setNow(end);
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(m_service->shown.front().title, QStringLiteral("still"));
    QTest::qWait(1500);
    QCOMPARE(m_service->shown.size(), 1);  // once
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("window.conf"));
    rememberNotices({m_model->level(), m_model->ownLevels(), m_model->quiet()}, file);
    ActivityModel next([](const SpaceId &) { return QString(); });
    restoreNotices(next, file);
    QVERIFY(next.quiet() == quiet);
}

void DesktopNoticesTest::manyAtOnceBecomeOne() {
    std::vector<Activity> many;
    for (const char *space : {"a", "b", "c", "d", "e", "f", "g"})
        many.push_back(activity(space, ActivityKind::Failing));
    begin(many);
    QTRY_COMPARE(m_service->shown.size(), 1);
    QCOMPARE(m_service->shown.front().title, QStringLiteral("7 things changed"));
    QCOMPARE(m_service->shown.front().text, QStringLiteral("a, b, c, d, e and 2 more"));
    begin({activity("h", ActivityKind::Conflict)});  // within the minute: the same notice
    QTRY_COMPARE(m_service->shown.size(), 2);
    QVERIFY(m_service->shown.back().replaces);
    m_model->setNow(TimePoint() + std::chrono::minutes(2));
    ActivityChange change;
    change.begun = {activity("i", ActivityKind::Conflict)};
    m_model->setChange(change, TimePoint() + std::chrono::minutes(2));
    QTRY_COMPARE(m_service->shown.size(), 3);
    QCOMPARE(m_service->shown.back().title, QStringLiteral("i"));
}

void DesktopNoticesTest::aPressedNoticeIsAnswered() {
    QSignalSpy pressed(m_notices.get(), &DesktopNotices::pressed);
    begin({activity("handbook", ActivityKind::Conflict)});
    QTRY_COMPARE(m_service->shown.size(), 1);
    emit m_service->ActionInvoked(m_service->shown.front().id + 7, QStringLiteral("default"));  // another program's
    emit m_service->ActionInvoked(m_service->shown.front().id, QStringLiteral("default"));
    QTRY_COMPARE(pressed.size(), 1);
}

void DesktopNoticesTest::aDesktopWithoutServiceSaysSo() {
    m_notices.reset();
    QVERIFY(
        QDBusConnection(QStringLiteral("service")).unregisterService(QStringLiteral("org.freedesktop.Notifications")));
    m_notices = std::make_unique<DesktopNotices>(*m_model, m_address);
    QTRY_VERIFY(m_model->whyNoNotices().contains(QStringLiteral("no notification service")));
    QVERIFY(
        QDBusConnection(QStringLiteral("service")).registerService(QStringLiteral("org.freedesktop.Notifications")));
    begin({activity("late", ActivityKind::Failing)});  // it came later than we
    QTRY_COMPARE(m_service->shown.size(), 1);
    QTRY_COMPARE(m_model->whyNoNotices(), QString());
}

void DesktopNoticesTest::aSessionWithoutBusSaysSo() {
    m_notices.reset();  // or the new one would find the connection of the old
    m_notices = std::make_unique<DesktopNotices>(*m_model, QStringLiteral("unix:path=/nonexistent/bus"));
    QTRY_VERIFY(m_model->whyNoNotices().contains(QStringLiteral("no message bus")));
}

QTEST_GUILESS_MAIN(DesktopNoticesTest)
#include "desktop_notices_test.moc"
