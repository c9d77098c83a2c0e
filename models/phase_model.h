#pragma once

#include "models/log_scope.h"
#include "models/table_model.h"

namespace wikivault {

/// How long each phase of one run took.
class PhaseModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Phase, Took, Share };

    explicit PhaseModel(QObject *parent = nullptr);

    void setPhases(std::vector<log_scope::PhaseTime> phases, TimePoint now);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] bool isNumber(int column) const override { return column != Phase; }

private:
    [[nodiscard]] QString display(const log_scope::PhaseTime &phase, int column) const;

    std::vector<log_scope::PhaseTime> m_phases;
    double m_seconds = 0;  ///< of all
};

}  // namespace wikivault
