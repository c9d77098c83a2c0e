#pragma once

#include "engine/ports/run_journal.h"
#include "models/table_model.h"

#include <functional>
#include <vector>

namespace wikivault {

/// The run journal, newest first. GroupRole: the run's Mark as int.
class RunListModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Result, SpaceName, Why, Counts, Started, Took, Number };
    using NameOf = std::function<QString(const SpaceId &)>;

    explicit RunListModel(NameOf nameOf, QObject *parent = nullptr);

    void setRuns(std::vector<RunRecord> runs, TimePoint now);
    [[nodiscard]] const std::vector<RunRecord> &runs() const { return m_runs; }
    /// Between the oldest and the newest of them some number is nobody's.
    [[nodiscard]] bool lacksNumbers() const;
    [[nodiscard]] const RunRecord *find(const RunId &id) const;
    [[nodiscard]] int rowOf(const RunId &id) const;
    /// One sentence about the run: what it wrote, or why it wrote nothing.
    [[nodiscard]] static QString sentence(const RunRecord &run);
    /// `by hand, kim@adm1: "before release"`
    [[nodiscard]] static QString why(const RunRecord &run);
    /// Both sides agreed on something new in it, and the journal knows what on before.
    [[nodiscard]] static bool canUndo(const RunRecord &run);
    [[nodiscard]] QString spaceName(const SpaceId &space) const { return m_nameOf(space); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] bool isNumber(int column) const override { return column == Number || column == Took; }
    [[nodiscard]] std::pair<int, int> timedColumns() const override { return {Started, Took}; }

private:
    [[nodiscard]] QString display(const RunRecord &run, int column) const;
    [[nodiscard]] QVariant sortKey(const RunRecord &run, int column) const;

    NameOf m_nameOf;
    std::vector<RunRecord> m_runs;
};

}  // namespace wikivault
