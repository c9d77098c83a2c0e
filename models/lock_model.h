#pragma once

#include "engine/core/lock.h"
#include "models/table_model.h"

#include <functional>
#include <vector>

namespace wikivault {

/// Who leads which space.
class LockModel : public TableModel {
    Q_OBJECT

public:
    enum Column { SpaceName, Holder, What, Since, Expires };
    using NameOf = std::function<QString(const SpaceId &)>;

    explicit LockModel(NameOf nameOf, QObject *parent = nullptr);

    void setLocks(std::vector<LockInfo> locks, TimePoint now);
    [[nodiscard]] const LockInfo *at(int row) const;
    [[nodiscard]] QString spaceName(const SpaceId &space) const { return m_nameOf(space); }
    /// Time until the lock goes by itself, counted on from when it was read; nothing: it never does.
    [[nodiscard]] std::optional<std::chrono::milliseconds> left(const LockInfo &lock) const;
    [[nodiscard]] static QString what(const LockInfo &lock);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] bool isNumber(int column) const override { return column >= Since; }
    [[nodiscard]] std::pair<int, int> timedColumns() const override { return {Since, Expires}; }

private:
    [[nodiscard]] QString display(const LockInfo &lock, int column) const;

    NameOf m_nameOf;
    std::vector<LockInfo> m_locks;
    TimePoint m_readAt{};
};

}  // namespace wikivault
