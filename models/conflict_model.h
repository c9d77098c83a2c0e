#pragma once

#include "engine/core/conflict.h"
#include "models/table_model.h"

#include <functional>
#include <map>
#include <set>
#include <vector>

namespace wikivault {

/// The inbox of conflicts and the one that is open for review.
class ConflictModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Page, SpaceName, Kind, WikiSide, GitSide, Blocks, Age, State };
    using NameOf = std::function<QString(const SpaceId &)>;

    explicit ConflictModel(NameOf nameOf, QObject *parent = nullptr);

    void setConflicts(std::vector<ConflictSummary> conflicts, TimePoint now);
    /// What the vaults hold while the wiki does not answer: what else is in conflict nobody knows.
    void keepConflicts(std::vector<ConflictSummary> conflicts);
    [[nodiscard]] const std::vector<ConflictSummary> &conflicts() const { return m_conflicts; }
    [[nodiscard]] int rowOf(const PageId &page) const;
    /// How many blocks of each there are to decide; 0: it is decided as a whole.
    void setBlocks(const std::map<PageId, int> &blocks);
    [[nodiscard]] int undecided() const;
    [[nodiscard]] QString spaceName(const SpaceId &space) const { return m_nameOf(space); }

    /// `ana, 15 min ago`; as much of it as is known.
    [[nodiscard]] QString byline(const std::string &by, const std::string &at) const;
    /// The texts of one conflict have arrived, or could not be read.
    void setDetail(ConflictDetail detail);
    void failDetail(const Error &error);
    [[nodiscard]] const std::optional<ConflictDetail> &detail() const { return m_detail; }
    [[nodiscard]] QString detailError() const { return m_detailError; }
    /// As far as anybody can tell, of the one under review.
    void setBeingEdited(bool isEdited) { m_isEdited = isEdited; }
    [[nodiscard]] bool isBeingEdited() const { return m_isEdited; }
    /// A decision about `page` has been recorded; the next run carries it out.
    void noteDecision(const PageId &page);
    [[nodiscard]] bool isDecided(const PageId &page) const { return m_decided.contains(page); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

signals:
    void detailChanged();
    void decisionRecorded(const wikivault::PageId &page);

protected:
    [[nodiscard]] std::pair<int, int> timedColumns() const override { return {WikiSide, Age}; }
    [[nodiscard]] bool isNumber(int column) const override { return column == Blocks; }

private:
    void markDecided(const PageId &page);
    [[nodiscard]] QString display(const ConflictSummary &conflict, int column) const;

    NameOf m_nameOf;
    std::vector<ConflictSummary> m_conflicts;
    std::set<PageId> m_decided;
    std::map<PageId, int> m_blocks;  ///< as far as they are counted
    std::optional<ConflictDetail> m_detail;
    QString m_detailError;
    bool m_isEdited = false;
};

}  // namespace wikivault
