#pragma once

#include "ui/theme.h"

#include <QHash>
#include <QWidget>

#include <vector>

class QFormLayout;
class QLabel;
class QLineEdit;

namespace wikivault {

/// Leaves of a long form what somebody looks for: by the name of a setting, of its section, of its variable, or by what
/// can be chosen there.
class SettingsSearch : public QWidget {
    Q_OBJECT

public:
    struct Section {
        QLabel *heading;
        QWidget *line;
        QFormLayout *form;
    };
    explicit SettingsSearch(const Theme &theme, QWidget *parent = nullptr);

    void add(const Section &section) { m_sections.push_back(section); }
    void alsoCalled(const QWidget &field, const QString &name) { m_names[&field] = name; }

private:
    void apply(const QString &text);
    void hide(QWidget *widget);
    [[nodiscard]] bool narrow(const Section &section, const QString &text);
    [[nodiscard]] QString wordsOf(const QWidget &field) const;

    QLineEdit *const m_field;
    QLabel *const m_none;
    std::vector<Section> m_sections;
    QHash<const QWidget *, QString> m_names;
    QList<QWidget *> m_hidden;  ///< by this search and nobody else
};

}  // namespace wikivault
