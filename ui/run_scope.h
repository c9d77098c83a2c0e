#pragma once

#include "models/console_models.h"

#include <QWidget>

class QComboBox;

namespace wikivault {

class SpaceChoice;

/// Which runs are looked at: of which space, for what they began, from which days.
class RunScope : public QWidget {
    Q_OBJECT

public:
    explicit RunScope(const ConsoleModels &models, QWidget *parent = nullptr);

    [[nodiscard]] RunFilter filter() const;
    /// All runs again.
    void clear();

signals:
    void changed();

private:
    const ConsoleModels &m_models;
    SpaceChoice *const m_space;
    QComboBox *const m_trigger;
    QComboBox *const m_days;
};

}  // namespace wikivault
