#pragma once

#include "models/cell.h"

#include <QColor>
#include <QHash>
#include <QString>

namespace wikivault {

/// Every colour of the window; nothing else in `ui` names one. Blue is the wiki, green is git, in both themes; diff
/// colours are those sides, so that they hold for people who cannot tell red from green.
struct Palette {
    bool dark = false;
    QColor window, surface, raised, sidebar, hover, selection, border, strongBorder;
    QColor text, muted, faint;
    QColor accent, accentHover, accentText;
    QColor wiki, git, good, attention, danger, conflict, blocked;
    QColor wikiLine, wikiWord, gitLine, gitWord, baseLine, baseWord, conflictLine, gap;
    QColor production, staging;

    [[nodiscard]] QColor of(Tone tone) const;
    /// A quiet background for text of that tone.
    [[nodiscard]] QColor tint(Tone tone) const;
    /// The names a style sheet may use after `@`.
    [[nodiscard]] QHash<QString, QColor> named() const;
};

[[nodiscard]] Palette lightPalette();
[[nodiscard]] Palette darkPalette();
/// For eyes that need more: every text is at least seven times as bright as its ground, or as dark.
[[nodiscard]] Palette contrastPalette(bool dark);
/// Contrast of two opaque colours as WCAG 2 defines it, 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);
/// `over` at `share` (0 to 1) on `under`.
[[nodiscard]] QColor mixed(const QColor &over, const QColor &under, double share);

}  // namespace wikivault
