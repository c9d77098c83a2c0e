#pragma once

#include "models/console_models.h"

#include <QWidget>

class QComboBox;

namespace wikivault {

class SpaceChoice;

/// Which lines of the log are looked at: about which space, of which run.
class LogScopeBar : public QWidget {
    Q_OBJECT

public:
    explicit LogScopeBar(const ConsoleModels &models, QWidget *parent = nullptr);

    [[nodiscard]] bool accepts(const LogEntry &line) const;
    /// Every line again.
    void clear();

signals:
    void changed();

private:
    void listRuns();
    void follow();
    [[nodiscard]] QString nameOf(const RunRecord &run) const;

    const ConsoleModels &m_models;
    SpaceChoice *const m_spaces;
    QComboBox *const m_runs;
    QStringList m_listed;            ///< by id
    std::optional<Space> m_space;    ///< that is chosen
    std::optional<RunRecord> m_run;  ///< that is chosen
};

}  // namespace wikivault
