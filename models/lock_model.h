#pragma once

#include "engine/core/lock.h"
#include "models/table_model.h"

#include <functional>
#include <map>
#include <set>
#include <vector>

namespace wikivault {

/// Who leads which space.
class LockModel : public TableModel {
    Q_OBJECT

public:
    enum Column { SpaceName, Holder, What, Since, Beat, Expires, Waiting };
    using NameOf = std::function<QString(const SpaceId &)>;
    /// When a holder last gave a sign of life.
    struct Sign {
        std::optional<std::chrono::milliseconds> age;
        bool isGuessed = false;  ///< from the lock's time to live, which jumped up
    };
    /// A holder beats every ten seconds; one that misses two may be dead.
    static constexpr std::chrono::seconds kStaleAfter{20};

    explicit LockModel(NameOf nameOf, QObject *parent = nullptr);

    void setLocks(std::vector<LockInfo> locks, TimePoint now);
    /// The spaces that are run here once they are free.
    void setWaiting(std::set<SpaceId> spaces);
    /// The spaces this window holds for maintenance.
    void setHolds(std::set<SpaceId> spaces);
    [[nodiscard]] const LockInfo *at(int row) const;
    /// Nothing: somebody else has the lock now, or nobody.
    [[nodiscard]] const LockInfo *find(const SpaceId &space, const std::string &holder) const;
    [[nodiscard]] bool isWaiting(const SpaceId &space) const { return m_waiting.contains(space); }
    [[nodiscard]] bool isHeldHere(const SpaceId &space) const { return m_holds.contains(space); }
    [[nodiscard]] QString spaceName(const SpaceId &space) const { return m_nameOf(space); }
    /// Time until the lock goes by itself, counted on from when it was read; nothing: it never does.
    [[nodiscard]] std::optional<std::chrono::milliseconds> left(const LockInfo &lock) const;
    [[nodiscard]] Sign signOf(const LockInfo &lock) const;
    /// The holder is known to have missed its beats.
    [[nodiscard]] bool isStale(const LockInfo &lock) const;
    [[nodiscard]] static QString what(const LockInfo &lock);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] bool isNumber(int column) const override { return column >= Since && column != Waiting; }
    [[nodiscard]] std::pair<int, int> timedColumns() const override { return {Since, Expires}; }

private:
    /// What is known of a holder that tells nothing about itself.
    struct Watched {
        TimePoint first, read, expiry;
        std::int64_t longestMs = 0;
        std::optional<TimePoint> beat = {};
    };
    void watch(TimePoint now);
    [[nodiscard]] QString display(const LockInfo &lock, int column) const;
    [[nodiscard]] QString toolTip(const LockInfo &lock, int column) const;
    [[nodiscard]] QVariant look(const LockInfo &lock, int column, int role) const;

    NameOf m_nameOf;
    std::vector<LockInfo> m_locks;
    std::map<std::pair<SpaceId, std::string>, Watched> m_watched;
    std::set<SpaceId> m_waiting, m_holds;
    TimePoint m_readAt{};
};

}  // namespace wikivault
