#pragma once

#include "engine/core/schedule.h"
#include "engine/ports/space_row.h"
#include "models/table_model.h"

#include <vector>

namespace wikivault {

/// When this console runs each space next, and why not sooner. GroupRole: Wait as int.
class ScheduleModel : public TableModel {
    Q_OBJECT

public:
    enum Column { SpaceName, State, Next, Every, Spread, Hours, BackOff, LastRun };
    /// Observed: another program drives it.
    enum class Wait { Running, Due, Waiting, BackingOff, Quiet, Paused, Observed, Off };
    /// What drives the spaces, as of now.
    struct Drive {
        SchedulePolicy policy;
        std::vector<SpaceSchedule> spaces;  ///< by id
        bool elsewhere = false;             ///< another program does, so this console plans nothing
        QString driver = {};                ///< who that is; "" = not known
        bool isReadOnly = false;            ///< this console was started so
    };

    explicit ScheduleModel(QObject *parent = nullptr);

    void setDrive(Drive drive, const std::vector<SpaceRow> &rows, TimePoint now);
    [[nodiscard]] bool polls() const { return m_drive.policy.enabled && !m_drive.elsewhere; }
    [[nodiscard]] bool isDrivenElsewhere() const { return m_drive.elsewhere; }
    [[nodiscard]] const SchedulePolicy &policy() const { return m_drive.policy; }
    [[nodiscard]] int countOf(Wait wait) const;
    /// The cell of the space's next run, by role; for a space that is not here as of one that is not planned.
    [[nodiscard]] QVariant nextOf(const SpaceId &space, int role) const;
    /// What would run at once if nobody had to wait: due, kept by quiet hours, or waiting after failures.
    [[nodiscard]] std::vector<SpaceId> due() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] std::pair<int, int> timedColumns() const override { return {State, LastRun}; }

private:
    struct Row {
        SpaceSchedule schedule;
        QString name;
        std::optional<Pause> pause;
        std::optional<TimePoint> lastRun;
    };
    [[nodiscard]] Wait waitOf(const Row &row) const;
    [[nodiscard]] std::optional<TimePoint> nextOf(const Row &row) const;
    [[nodiscard]] QString sentenceOf(const Row &row) const;
    [[nodiscard]] QString display(const Row &row, int column) const;
    [[nodiscard]] QVariant sortKey(const Row &row, int column) const;

    Drive m_drive;
    std::vector<Row> m_rows;
};

}  // namespace wikivault
