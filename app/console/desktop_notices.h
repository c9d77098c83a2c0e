#pragma once

#include "models/activity_model.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <deque>

namespace wikivault {

class NoticeBus;

/// Tells the desktop what began to need a person and what recovered, once each; takes the notice back when it is
/// solved. More than three in a minute become one; quiet hours end with what is still so. The bus is talked to on a
/// thread of its own.
class DesktopNotices : public QObject {
    Q_OBJECT

public:
    /// `bus`: address of a D-Bus; empty: the session's.
    explicit DesktopNotices(ActivityModel &model, const QString &bus = {});
    ~DesktopNotices() override;

signals:
    /// A person pressed the notice.
    void pressed();

private:
    void tell(const ActivityChange &change);
    void show(const std::vector<Activity> &news);
    /// What was kept back, once nobody sleeps any more.
    void tellHeld();
    void awaitMorning();
    void tellDigest(const std::vector<Activity> &news);
    [[nodiscard]] bool isWanted(const Activity &activity) const;

    ActivityModel &m_model;
    QThread m_thread;
    NoticeBus *m_bus = nullptr;  ///< lives on m_thread
    std::deque<TimePoint> m_told;
    std::vector<Activity> m_held;  ///< of the quiet hours
    QTimer m_morning;
};

}  // namespace wikivault
