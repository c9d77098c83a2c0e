#pragma once

#include "models/console_models.h"

#include <QWidget>

class QComboBox;

namespace wikivault {

/// Which runs are looked at: of which space, for what they began, from which days.
class RunScope : public QWidget {
    Q_OBJECT

public:
    explicit RunScope(const ConsoleModels &models, QWidget *parent = nullptr);

    [[nodiscard]] std::optional<SpaceId> space() const;
    /// Whatever space it is of.
    [[nodiscard]] bool accepts(const RunRecord &run) const;
    /// All runs again.
    void clear();

signals:
    void spaceChosen();
    void changed();

private:
    void listSpaces();

    const ConsoleModels &m_models;
    std::vector<std::pair<QString, QString>> m_names;  ///< of the spaces, with their ids
    QComboBox *const m_space;
    QComboBox *const m_trigger;
    QComboBox *const m_days;
};

}  // namespace wikivault
