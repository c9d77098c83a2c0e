#pragma once

#include "models/console_models.h"

#include <QComboBox>

namespace wikivault {

/// All spaces, or one of them.
class SpaceChoice : public QComboBox {
    Q_OBJECT

public:
    SpaceChoice(const SpaceListModel &spaces, const QString &name, const QString &spoken, QWidget *parent = nullptr);

    [[nodiscard]] std::optional<SpaceId> space() const;

signals:
    void changed();

private:
    void list();

    const SpaceListModel &m_spaces;
    std::vector<std::pair<QString, QString>> m_names;  ///< with their ids
};

}  // namespace wikivault
