#pragma once

#include "engine/ports/desk.h"
#include "models/table_model.h"

#include <vector>

namespace wikivault {

/// What the doctor found, the worst first. GroupRole: Finding as int.
class DoctorModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Name, Result, Detail };
    enum class Finding { Fail, Warn, Unknown, Ok };

    explicit DoctorModel(QObject *parent = nullptr);

    void setChecks(std::vector<DoctorCheck> checks, TimePoint now);
    [[nodiscard]] const DoctorCheck *at(int row) const;
    [[nodiscard]] int countOf(Finding finding) const;
    /// In the language of the window.
    [[nodiscard]] static QString nameOf(const DoctorCheck &check);
    /// Everything as lines of text, for a message or a ticket.
    [[nodiscard]] QString report() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    [[nodiscard]] static QString display(const DoctorCheck &check, int column);

    std::vector<DoctorCheck> m_checks;
};

}  // namespace wikivault
