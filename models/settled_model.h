#pragma once

#include "engine/core/conflict.h"
#include "models/table_model.h"

#include <functional>
#include <vector>

namespace wikivault {

/// Conflicts that are settled: by a rule (GroupRole 0) or by people (GroupRole 1), and the one that is looked at.
class SettledModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Page, SpaceName, How, LeftOut, Age, State };
    enum Group { ByRule, ByPeople };
    using NameOf = std::function<QString(const SpaceId &)>;

    explicit SettledModel(NameOf nameOf, QObject *parent = nullptr);

    void setSettled(std::vector<SettledSummary> settled, TimePoint now);
    [[nodiscard]] const std::vector<SettledSummary> &all() const { return m_settled; }
    [[nodiscard]] const SettledSummary *find(const QString &id) const;
    [[nodiscard]] int countOf(Group group) const;
    /// Settled by a rule, and nobody has looked at it.
    [[nodiscard]] int unseen() const;
    void markSeen(const std::string &id);
    [[nodiscard]] QString spaceName(const SpaceId &space) const { return m_nameOf(space); }

    void setDetail(SettledDetail detail);
    void failDetail(const Error &error);
    [[nodiscard]] const std::optional<SettledDetail> &detail() const { return m_detail; }
    [[nodiscard]] QString detailError() const { return m_detailError; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

signals:
    void detailChanged();

protected:
    [[nodiscard]] std::pair<int, int> timedColumns() const override { return {LeftOut, Age}; }

private:
    [[nodiscard]] QString display(const SettledSummary &settled, int column) const;

    NameOf m_nameOf;
    std::vector<SettledSummary> m_settled;
    std::optional<SettledDetail> m_detail;
    QString m_detailError;
};

}  // namespace wikivault
