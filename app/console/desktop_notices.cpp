#include "app/console/desktop_notices.h"

#include "app/console/notice_bus.h"
#include "models/words.h"

#include <algorithm>
#include <utility>

namespace wikivault {

namespace {

constexpr std::chrono::minutes kDigestWithin{1};
constexpr int kSingleAtMost = 3;
constexpr std::chrono::milliseconds kLongestSleep{60000};
const QString kDigestKey = QStringLiteral("digest");

QString keyOf(const Activity &activity) {
    return words::text(activity.space.str()) + QLatin1Char(' ') + QString::number(int(activity.kind));
}

bool isError(ActivityKind kind) {
    return kind == ActivityKind::Failing || kind == ActivityKind::Guard || kind == ActivityKind::StuckLock;
}

}  // namespace

DesktopNotices::DesktopNotices(ActivityModel &model, const QString &bus) : m_model(model), m_bus(new NoticeBus(bus)) {
    m_bus->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_bus, &QObject::deleteLater);
    connect(m_bus, &NoticeBus::stateChanged, &model, &ActivityModel::setWhyNoNotices);
    connect(m_bus, &NoticeBus::pressed, this, &DesktopNotices::pressed);
    connect(&model, &ActivityModel::moved, this, &DesktopNotices::tell);
    connect(&model, &ActivityModel::levelChanged, this, &DesktopNotices::tellHeld);
    connect(&m_morning, &QTimer::timeout, this, &DesktopNotices::tellHeld);
    m_morning.setSingleShot(true);
    m_thread.start();
    QMetaObject::invokeMethod(m_bus, &NoticeBus::open, Qt::QueuedConnection);
}

DesktopNotices::~DesktopNotices() {
    m_thread.quit();
    m_thread.wait();
}

bool DesktopNotices::isWanted(const Activity &activity) const {
    const NoticeLevel level = m_model.levelOf(activity.space);
    if (level == NoticeLevel::Off) return false;
    return level == NoticeLevel::All || isError(activity.kind);
}

void DesktopNotices::tell(const ActivityChange &change) {
    for (const Activity &one : change.solved)
        QMetaObject::invokeMethod(
            m_bus, [bus = m_bus, key = keyOf(one)] { bus->withdraw(key); }, Qt::QueuedConnection);
    std::vector<Activity> news;
    std::copy_if(change.begun.begin(), change.begun.end(), std::back_inserter(news),
                 [this](const Activity &one) { return isWanted(one); });
    std::copy_if(change.solved.begin(), change.solved.end(), std::back_inserter(news), [this](const Activity &one) {
        return m_model.levelOf(one.space) == NoticeLevel::All && one.kind == ActivityKind::Failing;
    });
    if (!m_model.quiet().cover(m_model.now())) return show(news);
    for (const Activity &one : change.solved)
        std::erase_if(m_held, [&](const Activity &held) { return keyOf(held) == keyOf(one); });
    std::copy_if(news.begin(), news.end(), std::back_inserter(m_held),
                 [](const Activity &one) { return !one.solvedAt; });
    awaitMorning();
}

void DesktopNotices::tellHeld() {
    if (!m_held.empty() && !m_model.quiet().cover(m_model.now())) show(std::exchange(m_held, {}));
    awaitMorning();
}

/// A computer may sleep or have its clock set meanwhile: the end of the hours is not waited for in one go.
void DesktopNotices::awaitMorning() {
    const auto end = m_model.quiet().endOf(m_model.now());
    if (m_held.empty() || !end) return m_morning.stop();
    m_morning.start(std::min(*end - m_model.now(), kLongestSleep));
}

void DesktopNotices::show(const std::vector<Activity> &news) {
    if (news.empty()) return;
    while (!m_told.empty() && m_model.now() - m_told.front() > kDigestWithin)
        m_told.pop_front();
    m_told.insert(m_told.end(), news.size(), m_model.now());
    if (int(m_told.size()) > kSingleAtMost) return tellDigest(news);
    for (const Activity &one : news) {
        const QString text = one.solvedAt ? tr("Its runs succeed again.") : ActivityModel::what(one);
        const DesktopNotice notice{keyOf(one), m_model.nameOf(one.space), text, isError(one.kind) && !one.solvedAt};
        QMetaObject::invokeMethod(
            m_bus, [bus = m_bus, notice] { bus->show(notice); }, Qt::QueuedConnection);
    }
}

void DesktopNotices::tellDigest(const std::vector<Activity> &news) {
    QStringList names;
    for (const Activity &one : news)
        names << m_model.nameOf(one.space);
    names.removeDuplicates();
    const bool urgent =
        std::any_of(news.begin(), news.end(), [](const Activity &one) { return isError(one.kind) && !one.solvedAt; });
    const DesktopNotice notice{kDigestKey, tr("%n thing(s) changed", nullptr, int(news.size())), words::few(names),
                               urgent};
    QMetaObject::invokeMethod(
        m_bus, [bus = m_bus, notice] { bus->show(notice); }, Qt::QueuedConnection);
}

}  // namespace wikivault
