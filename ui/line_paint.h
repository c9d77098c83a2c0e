#pragma once

#include "models/side_by_side.h"

#include <QColor>
#include <QRect>

#include <vector>

class QPainter;

namespace wikivault {

/// A line broken into visual lines, with the words marked that differ.
struct PaintedLine {
    const DiffCell &cell;
    const std::vector<int> &starts;  ///< see wrappedStarts
    QColor text, word;
    int lineHeight = 0;
    int bottom = 0;  ///< of what is in sight; of a line that is wrapped a thousand times only that is painted
};
/// With the painter's font, from the top left of `area`.
void paintLine(QPainter &painter, const PaintedLine &line, const QRect &area);

}  // namespace wikivault
