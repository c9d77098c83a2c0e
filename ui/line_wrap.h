#pragma once

#include <QFont>
#include <QString>

#include <vector>

namespace wikivault {

/// Where the visual lines of `text` begin when it is broken to `columns` columns of a fixed-width font: at spaces where
/// possible, wide characters counted twice. Always at least one line.
[[nodiscard]] std::vector<int> wrappedStarts(const QString &text, int columns);

/// How many letters of a fixed-width font stand side by side in `width` pixels.
[[nodiscard]] int columnsIn(int width, const QFont &font);

}  // namespace wikivault
