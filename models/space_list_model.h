#pragma once

#include "engine/ports/desk.h"
#include "models/table_model.h"

#include <functional>
#include <map>
#include <vector>

namespace wikivault {

/// How many items of a plan point each way.
struct PendingCounts {
    int toGit = 0, toWiki = 0, conflicts = 0;
};

/// The spaces with their state. GroupRole: the SpaceState as int.
class SpaceListModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Name, State, ToGit, ToWiki, Conflicts, LastSuccess, Next, Lock, Remote };
    /// What another list says of a space, by role.
    using CellOf = std::function<QVariant(const SpaceId &, int role)>;

    /// `nextOf`: when its next run is due; `remoteOf`: how far it is from its remote.
    explicit SpaceListModel(CellOf nextOf = {}, CellOf remoteOf = {}, QObject *parent = nullptr);

    void setRows(std::vector<SpaceRow> rows, TimePoint now);
    void setProgress(const RunProgress &progress);
    void clearProgress(const SpaceId &space);
    /// A space is in sync by word of a look since then, or of whoever keeps it in step; before, nobody knows.
    void setSession(TimePoint begun);
    void setKeptElsewhere(bool kept);
    /// This console hears of every change, so what a look found holds; else only for a while.
    void setFollowed(bool followed);
    /// What a plan found now; the counts are unknown until then, after forgetPending(), and once that is long ago.
    void setPending(const SpaceId &space, const PendingCounts &counts);
    void forgetPending(const SpaceId &space);

    [[nodiscard]] const std::vector<SpaceRow> &rows() const { return m_rows; }
    [[nodiscard]] const SpaceRow *find(const SpaceId &space) const;
    [[nodiscard]] QString nameOf(const SpaceId &space) const;
    /// The names of several, as words::few.
    [[nodiscard]] QString namesOf(const std::vector<SpaceId> &spaces) const;
    [[nodiscard]] std::optional<SpaceId> bySlug(const QString &slug) const;
    [[nodiscard]] int countOf(SpaceState state) const;
    [[nodiscard]] std::vector<SpaceId> inSync() const;
    [[nodiscard]] static const std::vector<SpaceState> &worstFirst();
    /// Of all spaces that are synced; unknown where there is none.
    [[nodiscard]] SpaceState worst() const;
    [[nodiscard]] SpaceState stateOf(const SpaceRow &row) const;
    [[nodiscard]] QString sentenceOf(const SpaceRow &row) const;
    [[nodiscard]] QVariant nextOf(const SpaceId &space, int role = Qt::DisplayRole) const;
    [[nodiscard]] QVariant remoteOf(const SpaceId &space, int role = Qt::DisplayRole) const;
    [[nodiscard]] std::optional<PendingCounts> pendingOf(const SpaceId &space) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] bool isNumber(int column) const override { return column >= ToGit && column <= Conflicts; }
    [[nodiscard]] std::pair<int, int> timedColumns() const override { return {State, Remote}; }

private:
    [[nodiscard]] QVariant display(const SpaceRow &row, int column) const;
    [[nodiscard]] QVariant sortKey(const SpaceRow &row, int column) const;
    [[nodiscard]] QString count(const SpaceRow &row, int column) const;
    struct Look {
        PendingCounts found;
        TimePoint at;
    };
    /// When a run or a preview of this session last knew both sides.
    [[nodiscard]] std::optional<TimePoint> lookedAt(const SpaceRow &row) const;
    [[nodiscard]] bool holds(TimePoint look) const;
    [[nodiscard]] bool isKnown(const SpaceRow &row) const;
    [[nodiscard]] QString foundSentence(const SpaceRow &row) const;
    [[nodiscard]] QString settledSentence(const SpaceRow &row) const;
    void touch(const SpaceId &space);
    void touchAll();

    const CellOf m_nextOf, m_remoteOf;
    std::vector<SpaceRow> m_rows;
    std::map<SpaceId, RunProgress> m_progress;
    std::map<SpaceId, Look> m_looks;
    TimePoint m_begun{};
    bool m_keptElsewhere = false, m_followed = false;
};

}  // namespace wikivault
