#include "ui/compare_view.h"
#include "ui/icon_engine.h"
#include "ui/line_paint.h"

#include <QPainter>
#include <QScrollBar>

namespace wikivault {

namespace {
constexpr int kSignWidth = 16;
}  // namespace

void CompareView::paintEvent(QPaintEvent *) {
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight);  // as the view, whatever the window's is
    const Palette &colors = m_theme.colors();
    painter.fillRect(viewport()->rect(), colors.surface);
    if (!m_message.isEmpty()) {
        painter.setFont(m_theme.font(Theme::Text::Body));
        painter.setPen(colors.muted);
        painter.drawText(viewport()->rect().adjusted(32, 0, -32, 0), int(Qt::AlignCenter) | int(Qt::TextWordWrap),
                         m_message);
        return;
    }
    if (m_shown.empty()) return paintHead(painter);
    const int first = verticalScrollBar()->value(), line = lineHeight();
    for (std::size_t i = shownAt(first); i < m_shown.size(); ++i) {
        const Shown &shown = m_shown[i];
        const int y = kHead + (shown.top - first) * line, height = shown.height * line;
        if (y > viewport()->height()) break;
        if (shown.folded > 0) {
            paintFold(painter, shown, y);
            continue;
        }
        for (std::size_t column = 0; column < m_columns.size(); ++column)
            paintCell(painter, m_rows[shown.row].cells[column], columnRect(column, y, height));
        if (m_rows[shown.row].conflict) painter.fillRect(QRect(0, y, 3, height), colors.conflict);
    }
    paintHead(painter);
}

void CompareView::paintHead(QPainter &painter) const {
    const Palette &colors = m_theme.colors();
    painter.fillRect(QRect(0, 0, viewport()->width(), kHead), colors.raised);
    painter.setFont(m_theme.font(Theme::Text::Strong));
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const QRect box = columnRect(i, 0, kHead);
        const QColor color = colors.of(m_columns[i].tone);
        paintIcon(painter, QRectF(box.left() + 12, 8, 16, 16), m_columns[i].icon, color);
        painter.setPen(color);
        const Column &column = m_columns[i];
        const QString by = column.tone == Tone::Wiki ? m_wikiBy : column.tone == Tone::Git ? m_gitBy : QString();
        painter.drawText(box.adjusted(36, 0, -8, 0), Qt::AlignVCenter,
                         by.isEmpty() ? column.heading : column.heading + QStringLiteral("  ·  ") + by);
        painter.setPen(colors.border);
        if (i > 0) painter.drawLine(box.left(), 0, box.left(), viewport()->height());
    }
    painter.drawLine(0, kHead - 1, viewport()->width(), kHead - 1);
}

void CompareView::paintFold(QPainter &painter, const Shown &shown, int y) const {
    const Palette &colors = m_theme.colors();
    const QRect line(0, y, viewport()->width(), lineHeight());
    painter.fillRect(line, colors.gap);
    painter.setFont(m_theme.font(Theme::Text::Caption));
    painter.setPen(colors.muted);
    const QString text = tr("⋯  %n unchanged line(s)", nullptr, int(shown.folded));
    for (std::size_t column = 0; column < m_columns.size(); ++column)
        painter.drawText(columnRect(column, y, lineHeight()).adjusted(gutter(), 0, -8, 0), Qt::AlignVCenter, text);
}

void CompareView::paintCell(QPainter &painter, const Cell &cell, const QRect &area) const {
    const Palette &colors = m_theme.colors();
    if (cell.text.number == 0) {
        painter.fillRect(area, QBrush(mixed(colors.border, colors.surface, 0.7), Qt::BDiagPattern));
        return;
    }
    if (cell.ground == Ground::Wiki) painter.fillRect(area, colors.wikiLine);
    if (cell.ground == Ground::Git) painter.fillRect(area, colors.gitLine);
    if (cell.ground == Ground::Base) painter.fillRect(area, colors.baseLine);
    painter.setFont(m_theme.font(Theme::Text::Mono));
    painter.setPen(colors.faint);
    const QRect numbers(area.left(), area.top(), gutter() - kSignWidth - 6, lineHeight());
    painter.drawText(numbers, int(Qt::AlignVCenter) | int(Qt::AlignRight), QString::number(cell.text.number));
    painter.setPen(cell.ground == Ground::Wiki ? colors.wiki : colors.git);
    painter.drawText(QRect(numbers.right() + 3, area.top(), kSignWidth, lineHeight()), Qt::AlignCenter, cell.sign);
    paintText(painter, cell, area.adjusted(gutter(), 0, 0, 0));
}

void CompareView::paintText(QPainter &painter, const Cell &cell, const QRect &area) const {
    const Palette &colors = m_theme.colors();
    const QColor word = cell.ground == Ground::Wiki  ? colors.wikiWord
                        : cell.ground == Ground::Git ? colors.gitWord
                                                     : colors.baseWord;
    const auto starts = startsOf(cell, textColumns());
    paintLine(painter, {cell.text, starts, colors.text, word, lineHeight(), viewport()->height()}, area);
}

}  // namespace wikivault
