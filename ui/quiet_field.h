#pragma once

#include "engine/core/quiet_hours.h"

#include <QWidget>

class QCheckBox;
class QTimeEdit;

namespace wikivault {

/// Edits hours of the day in which something rests.
class QuietField : public QWidget {
    Q_OBJECT

public:
    /// `name`: what the names of its parts begin with.
    QuietField(const QString &name, const QuietHours &hours, QWidget *parent = nullptr);

    /// Off where both times are the same.
    [[nodiscard]] QuietHours hours() const;

signals:
    void changed();

private:
    void follow();

    QCheckBox *const m_on;
    QTimeEdit *const m_from;
    QTimeEdit *const m_until;
};

}  // namespace wikivault
