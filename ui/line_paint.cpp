#include "ui/line_paint.h"

#include <QPainter>

#include <algorithm>

namespace wikivault {

void paintLine(QPainter &painter, const PaintedLine &line, const QRect &area) {
    const QFontMetrics metrics(painter.font());
    const QString &text = line.cell.text;
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    const int above = std::max(0, -area.top() / line.lineHeight - 1);
    for (std::size_t i = std::size_t(above); i < line.starts.size(); ++i) {
        const int top = area.top() + int(i) * line.lineHeight;
        if (top > line.bottom) break;
        const int begin = line.starts[i], end = i + 1 < line.starts.size() ? line.starts[i + 1] : int(text.size());
        for (const TextSpan &span : line.cell.marks) {
            const int from = std::max(begin, span.begin), to = std::min(end, span.begin + span.length);
            if (from >= to) continue;
            const int x = metrics.horizontalAdvance(text.mid(begin, from - begin));
            const int width = metrics.horizontalAdvance(text.mid(from, to - from));
            painter.fillRect(QRect(area.left() + x, top + 1, width, line.lineHeight - 2), line.word);
        }
        painter.setPen(line.text);
        painter.drawText(QPoint(area.left(), top + (line.lineHeight + metrics.ascent() - metrics.descent()) / 2),
                         text.mid(begin, end - begin));
    }
    painter.restore();
}

}  // namespace wikivault
