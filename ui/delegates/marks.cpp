#include "ui/delegates/marks.h"

#include "ui/icon_engine.h"

#include <QPainterPath>

namespace wikivault {

namespace {

QPainterPath markPath(Mark mark, const QRectF &r) {
    QPainterPath path;
    const QPointF c = r.center();
    switch (mark) {
        case Mark::InSync: path.addEllipse(r.adjusted(1, 1, -1, -1)); break;
        case Mark::Pending:
            path.addPolygon(QPolygonF({{c.x(), r.top()}, {r.right(), r.bottom() - 1}, {r.left(), r.bottom() - 1}}));
            break;
        case Mark::Conflicts:
            path.addPolygon(QPolygonF({{c.x(), r.top()}, {r.right(), c.y()}, {c.x(), r.bottom()}, {r.left(), c.y()}}));
            break;
        case Mark::Failing: path.addRoundedRect(r.adjusted(0.5, 0.5, -0.5, -0.5), 1.5, 1.5); break;
        case Mark::Running:
            path.moveTo(c);
            path.arcTo(r.adjusted(1, 1, -1, -1), 90, 180);
            break;
        case Mark::Paused:
            path.addRoundedRect(QRectF(r.left() + 1, r.top(), 3, r.height()), 1, 1);
            path.addRoundedRect(QRectF(r.right() - 4, r.top(), 3, r.height()), 1, 1);
            break;
        case Mark::Blocked:
            path.moveTo(c.x(), r.top());
            path.lineTo(r.right(), r.top() + 2);
            path.cubicTo(r.right(), c.y() + 2, c.x() + 2, r.bottom() - 1, c.x(), r.bottom());
            path.cubicTo(c.x() - 2, r.bottom() - 1, r.left(), c.y() + 2, r.left(), r.top() + 2);
            break;
        case Mark::None:
        case Mark::Off:
        case Mark::Unknown: break;
    }
    path.closeSubpath();
    return path;
}

}  // namespace

void paintMark(QPainter &painter, const QRectF &box, Mark mark, const QColor &color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (mark == Mark::Unknown) {
        QFont font = painter.font();
        font.setWeight(QFont::DemiBold);
        painter.setFont(font);
        painter.setPen(color);
        painter.drawText(box.adjusted(-4, -4, 4, 4), Qt::AlignCenter, QStringLiteral("?"));
    } else if (mark == Mark::Off || mark == Mark::Running) {
        painter.setPen(QPen(color, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(box.adjusted(1, 1, -1, -1));
    }
    painter.fillPath(markPath(mark, box), color);
    painter.restore();
}

void paintFlow(QPainter &painter, const QRectF &box, Flow flow, const Palette &colors) {
    if (flow == Flow::None) return;
    constexpr qreal side = 15, gap = 4;
    qreal x = box.left();
    const qreal y = box.center().y() - side / 2;
    const QColor arrowColor = flow == Flow::Both ? colors.conflict : flow == Flow::ToGit ? colors.git : colors.wiki;
    const QString arrow = flow == Flow::Both    ? QStringLiteral("arrow-both")
                          : flow == Flow::ToGit ? QStringLiteral("arrow-right")
                                                : QStringLiteral("arrow-left");
    paintIcon(painter, {x, y, side, side}, QStringLiteral("wiki"), colors.wiki);
    x += side + gap;
    paintIcon(painter, {x, y, side, side}, arrow, arrowColor);
    x += side + gap;
    paintIcon(painter, {x, y, side, side}, QStringLiteral("git"), colors.git);
}

}  // namespace wikivault
