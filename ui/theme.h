#pragma once

#include "ui/palette.h"

#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>

class QApplication;

namespace wikivault {

enum class ThemeChoice { System, Light, Dark, Contrast };

/// Distances of the layout, in pixels: multiples of four.
namespace space {
inline constexpr int kTiny = 4, kSmall = 8, kMedium = 12, kLarge = 16, kHuge = 24;
}

/// The look of the window: one palette, one type scale, one set of icons. Everything that paints asks it.
class Theme : public QObject {
    Q_OBJECT

public:
    enum class Text { Caption, Body, Strong, Heading, Title, Mono };

    /// Loads the bundled fonts and installs style and palette.
    explicit Theme(QApplication &application);

    void setChoice(ThemeChoice choice);
    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    [[nodiscard]] const Palette &colors() const { return m_colors; }
    [[nodiscard]] QFont font(Text text) const;
    /// A bundled icon by file name, in the colour of `tone` at the time it is painted.
    [[nodiscard]] QIcon icon(const QString &name, Tone tone = Tone::Normal) const;
    /// On a button that is filled with the accent colour.
    [[nodiscard]] QIcon iconOnAccent(const QString &name) const;

signals:
    void changed();

private:
    void apply();
    [[nodiscard]] bool systemIsDark() const;

    QApplication &m_application;
    ThemeChoice m_choice = ThemeChoice::System;
    Palette m_colors;
    QPalette m_systemPalette;
    QString m_family, m_monoFamily, m_sheet;
};

}  // namespace wikivault
