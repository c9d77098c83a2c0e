#pragma once

#include "engine/core/activity.h"
#include "engine/core/quiet_hours.h"
#include "models/cell.h"
#include "models/table_model.h"

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace wikivault {

/// Which of them the desktop is told.
enum class NoticeLevel { Off, Errors, All };

/// What needs a person, and what did lately. GroupRole: 0 open, 1 solved.
class ActivityModel : public TableModel {
    Q_OBJECT

public:
    enum Column { State, SpaceName, What, Since, Todo };
    enum Group { Open, Solved };
    using NameOf = std::function<QString(const SpaceId &)>;

    explicit ActivityModel(NameOf nameOf, QObject *parent = nullptr);

    void setChange(ActivityChange change, TimePoint now);
    [[nodiscard]] const Activity *at(int row) const;
    [[nodiscard]] int open() const;
    /// The open one that weighs most decides the colour of the count.
    [[nodiscard]] Tone worst() const;
    [[nodiscard]] QString nameOf(const SpaceId &space) const { return m_nameOf(space); }
    /// `3 conflicts wait for review.`
    [[nodiscard]] static QString what(const Activity &activity);
    /// What its button says: `Show the run`.
    [[nodiscard]] static QString todo(ActivityKind kind);

    /// Of every space that has none of its own.
    [[nodiscard]] NoticeLevel level() const { return m_level; }
    void setLevel(NoticeLevel level);
    using OwnLevels = std::map<SpaceId, NoticeLevel>;
    [[nodiscard]] const OwnLevels &ownLevels() const { return m_ownLevels; }
    void setOwnLevels(OwnLevels levels);
    /// Nothing: they are told of as the others.
    void setOwnLevel(const std::vector<SpaceId> &spaces, const std::optional<NoticeLevel> &level);
    [[nodiscard]] NoticeLevel levelOf(const SpaceId &space) const;
    [[nodiscard]] const QuietHours &quiet() const { return m_quiet; }
    void setQuiet(const QuietHours &quiet);
    /// What became of asking the desktop; empty: notices are shown.
    [[nodiscard]] const QString &whyNoNotices() const { return m_whyNoNotices; }
    void setWhyNoNotices(const QString &sentence);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

signals:
    /// Something began or was solved.
    void moved(const wikivault::ActivityChange &change);
    void levelChanged();

protected:
    [[nodiscard]] std::pair<int, int> timedColumns() const override { return {Since, Since}; }

private:
    [[nodiscard]] QString display(const Activity &activity, int column) const;
    [[nodiscard]] QVariant sortKey(const Activity &activity, int column) const;

    NameOf m_nameOf;
    std::vector<Activity> m_all;
    NoticeLevel m_level = NoticeLevel::All;
    OwnLevels m_ownLevels;
    QuietHours m_quiet;
    QString m_whyNoNotices;
};

}  // namespace wikivault
