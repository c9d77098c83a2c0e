#pragma once

#include "models/cell.h"
#include "ui/palette.h"

#include <QPainter>
#include <QRectF>

namespace wikivault {

/// The shape of a state, told apart without colour: disc, triangle, diamond, square, half disc, bars, shield, ring,
/// `?`.
void paintMark(QPainter &painter, const QRectF &box, Mark mark, const QColor &color);

/// `Wiki → Git` as two small icons and an arrow, always wiki first.
void paintFlow(QPainter &painter, const QRectF &box, Flow flow, const Palette &colors);

}  // namespace wikivault
