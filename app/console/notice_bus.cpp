#include "app/console/notice_bus.h"

#include <QDBusMessage>
#include <QVariantMap>

namespace wikivault {

namespace {
const QString kNoticeService = QStringLiteral("org.freedesktop.Notifications");
const QString kNoticePath = QStringLiteral("/org/freedesktop/Notifications");
constexpr int kNoticeAnswerMs = 2000;
}  // namespace

void NoticeBus::open() {
    if (!m_bus.open()) {
        emit stateChanged(tr("This session has no message bus, so there are no desktop notices."));
        return;
    }
    const QDBusMessage answer = call(QStringLiteral("GetServerInformation"), {});
    if (answer.type() != QDBusMessage::ReplyMessage) {
        m_bus.close();
        emit stateChanged(tr("This desktop shows no notices: no notification service answers."));
        return;
    }
    m_bus.connection().connect(kNoticeService, kNoticePath, kNoticeService, QStringLiteral("ActionInvoked"), this,
                               SLOT(invoked(uint, QString)));
    emit stateChanged({});
}

QDBusMessage NoticeBus::call(const QString &method, const QVariantList &arguments) {
    QDBusMessage message = QDBusMessage::createMethodCall(kNoticeService, kNoticePath, kNoticeService, method);
    message.setArguments(arguments);
    return m_bus.connection().call(message, QDBus::Block, kNoticeAnswerMs);
}

void NoticeBus::show(const DesktopNotice &notice) {
    if (!m_bus.isOpen()) open();  // a desktop's service may come later than this program
    if (!m_bus.isOpen()) return;
    const QVariantMap hints{{QStringLiteral("urgency"), QVariant::fromValue(uchar(notice.isUrgent ? 2 : 1))},
                            {QStringLiteral("desktop-entry"), QStringLiteral("org.wikivault.Wikivault")}};
    const QDBusMessage answer = call(
        QStringLiteral("Notify"),
        {QStringLiteral("Wikivault"), m_ids.value(notice.key, 0), QStringLiteral("org.wikivault.Wikivault"),
         notice.title, notice.text.toHtmlEscaped(), QStringList{QStringLiteral("default"), tr("Show")}, hints, -1});
    if (answer.type() == QDBusMessage::ReplyMessage) {
        m_ids[notice.key] = answer.arguments().value(0).toUInt();
        return;
    }
    m_bus.close();
    emit stateChanged(tr("The desktop did not take a notice: %1").arg(answer.errorMessage()));
}

void NoticeBus::withdraw(const QString &key) {
    const uint id = m_ids.take(key);
    if (id != 0 && m_bus.isOpen()) static_cast<void>(call(QStringLiteral("CloseNotification"), {id}));
}

void NoticeBus::invoked(uint id, const QString &action) {
    if (action == QStringLiteral("default") && m_ids.values().contains(id)) emit pressed();
}

}  // namespace wikivault
