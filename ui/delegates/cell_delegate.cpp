#include "ui/delegates/cell_delegate.h"

#include "ui/delegates/marks.h"
#include "ui/icon_engine.h"
#include "ui/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QMouseEvent>
#include <QTableView>

namespace wikivault {

namespace {
constexpr int kCellPadding = 12;
constexpr int kEdgePadding = 24;  ///< of the first column: its text stands below the page's title
constexpr int kMarkSize = 10;
constexpr int kCheckSize = 16;
constexpr int kTwoLineHeight = 40;

Tone toneOf(const QModelIndex &index) {
    return Tone(index.data(ToneRole).toInt());
}
/// The first column that is not hidden, whichever it is.
bool isAtEdge(const QStyleOptionViewItem &option, const QModelIndex &index) {
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    if (!table) return index.column() == 0;
    const QHeaderView *head = table->horizontalHeader();
    int first = 0;
    while (first < head->count() - 1 && head->isSectionHidden(head->logicalIndex(first)))
        ++first;
    return head->logicalIndex(first) == index.column();
}
/// `part`, which counts from the left of `whole`, where it belongs in a layout from right to left.
QRect mirrored(const QStyleOptionViewItem &option, const QRect &part, const QRect &whole) {
    return QStyle::visualRect(option.direction, whole, part);
}
QString elided(const QFont &font, const QString &text, int width, Qt::TextElideMode mode = Qt::ElideRight) {
    QString oneLine = text;
    return QFontMetrics(font).elidedText(oneLine.replace(QLatin1Char('\n'), QLatin1Char(' ')), mode, width);
}
/// Every text is read in the direction of its own letters, and stands where the layout's direction puts it.
int leading(Qt::LayoutDirection direction) {
    return int(Qt::AlignAbsolute) | int(QStyle::visualAlignment(direction, Qt::AlignLeft));
}
int trailing(Qt::LayoutDirection direction) {
    return int(Qt::AlignAbsolute) | int(QStyle::visualAlignment(direction, Qt::AlignRight));
}
}  // namespace

CellDelegate::CellDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

QColor CellDelegate::inkColor(const QModelIndex &index) const {
    const Palette &colors = m_theme.colors();
    return m_stale ? mixed(colors.of(toneOf(index)), colors.surface, 0.55) : colors.of(toneOf(index));
}

void CellDelegate::paintBackground(const Ink &ink) const {
    const Palette &colors = m_theme.colors();
    const bool selected = ink.option.state.testFlag(QStyle::State_Selected);
    if (selected)
        ink.painter.fillRect(ink.option.rect, colors.selection);
    else if (ink.index.row() == m_hoverRow)
        ink.painter.fillRect(ink.option.rect, colors.hover);
    ink.painter.setPen(colors.border);
    ink.painter.drawLine(ink.option.rect.bottomLeft(), ink.option.rect.bottomRight());
    if (selected && isAtEdge(ink.option, ink.index))
        ink.painter.fillRect(
            mirrored(ink.option, {ink.option.rect.topLeft(), QSize(3, ink.option.rect.height())}, ink.option.rect),
            colors.accent);
}

void CellDelegate::paintText(const Ink &ink, CellKind kind) const {
    const QFont font = m_theme.font(kind == CellKind::Mono ? Theme::Text::Mono : Theme::Text::Body);
    ink.painter.setFont(font);
    ink.painter.setPen(inkColor(ink.index));
    ink.painter.drawText(ink.box, int(Qt::AlignVCenter) | leading(ink.option.direction),
                         elided(font, ink.index.data().toString(), ink.box.width()));
}

void CellDelegate::paintTwoLines(const Ink &ink) const {
    const QString name = ink.index.data().toString(), folder = ink.index.data(SubtitleRole).toString();
    const QFont strong = m_theme.font(Theme::Text::Strong), caption = m_theme.font(Theme::Text::Caption);
    const QColor color = inkColor(ink.index);
    QRect top = ink.box, bottom = ink.box;
    if (!folder.isEmpty()) {
        top.setBottom(ink.box.center().y() + 1);
        bottom.setTop(ink.box.center().y() + 1);
    }
    ink.painter.setFont(strong);
    ink.painter.setPen(color);
    ink.painter.drawText(top,
                         int(folder.isEmpty() ? Qt::AlignVCenter : Qt::AlignBottom) | leading(ink.option.direction),
                         elided(strong, name, top.width()));
    if (folder.isEmpty()) return;
    ink.painter.setFont(caption);
    ink.painter.setPen(m_stale ? m_theme.colors().faint : m_theme.colors().muted);
    ink.painter.drawText(bottom, int(Qt::AlignTop) | leading(ink.option.direction),
                         elided(caption, folder, bottom.width(), Qt::ElideMiddle));
}

void CellDelegate::paintState(const Ink &ink) const {
    const Palette &colors = m_theme.colors();
    const Mark mark = Mark(ink.index.data(MarkRole).toInt());
    const QString word = ink.index.data().toString(), sentence = ink.index.data(SubtitleRole).toString();
    QColor color = m_stale ? colors.faint : colors.muted;
    if (!m_stale && mark == Mark::InSync) color = colors.good;
    if (!m_stale && mark == Mark::Pending) color = colors.attention;
    if (!m_stale && mark == Mark::Conflicts) color = colors.conflict;
    if (!m_stale && mark == Mark::Failing) color = colors.danger;
    if (!m_stale && mark == Mark::Running) color = colors.of(Tone::Accent);
    if (!m_stale && mark == Mark::Blocked) color = colors.blocked;
    const QFont strong = m_theme.font(Theme::Text::Strong), caption = m_theme.font(Theme::Text::Caption);
    const int left = ink.box.left() + kMarkSize + 8;
    QRect line(left, ink.box.top(), ink.box.right() - left, ink.box.height());
    if (!sentence.isEmpty()) line.setBottom(ink.box.center().y() + 1);
    ink.painter.setFont(strong);
    const int middle = sentence.isEmpty() ? line.center().y() : line.bottom() - QFontMetrics(strong).height() / 2;
    const QRect place(ink.box.left(), middle - kMarkSize / 2 + 1, kMarkSize, kMarkSize);
    paintMark(ink.painter, mirrored(ink.option, place, ink.box), mark, color);
    ink.painter.setPen(color);
    ink.painter.drawText(mirrored(ink.option, line, ink.box),
                         int(sentence.isEmpty() ? Qt::AlignVCenter : Qt::AlignBottom) | leading(ink.option.direction),
                         elided(strong, word, line.width()));
    if (sentence.isEmpty()) return;
    ink.painter.setFont(caption);
    ink.painter.setPen(m_stale ? colors.faint : colors.muted);
    const QRect below(QPoint(left, ink.box.center().y() + 1), ink.box.bottomRight());
    ink.painter.drawText(mirrored(ink.option, below, ink.box), int(Qt::AlignTop) | leading(ink.option.direction),
                         elided(caption, sentence, ink.box.right() - left));
}

void CellDelegate::paintCount(const Ink &ink) const {
    const Palette &colors = m_theme.colors();
    const QString text = ink.index.data().toString();
    const bool counts = text.toInt() > 0 || toneOf(ink.index) == Tone::Muted || toneOf(ink.index) == Tone::Danger;
    ink.painter.setFont(
        m_theme.font(counts && toneOf(ink.index) != Tone::Muted ? Theme::Text::Strong : Theme::Text::Body));
    ink.painter.setPen(counts ? inkColor(ink.index) : colors.faint);
    ink.painter.drawText(ink.box, int(Qt::AlignVCenter) | trailing(ink.option.direction),
                         elided(ink.painter.font(), text, ink.box.width()));
}

void CellDelegate::paintCheck(const Ink &ink) const {
    const QVariant check = ink.index.data(Qt::CheckStateRole);
    if (!check.isValid()) return;
    const Palette &colors = m_theme.colors();
    const QRect place(ink.box.left(), ink.box.center().y() - kCheckSize / 2, kCheckSize, kCheckSize);
    const QRectF box = QRectF(mirrored(ink.option, place, ink.box)).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool checked = check.toInt() == Qt::Checked;
    ink.painter.setRenderHint(QPainter::Antialiasing);
    ink.painter.setPen(checked ? colors.accent : colors.strongBorder);
    ink.painter.setBrush(checked ? colors.accent : colors.surface);
    ink.painter.drawRoundedRect(box, 3, 3);
    if (checked) paintIcon(ink.painter, box.adjusted(1, 1, -1, -1), QStringLiteral("check"), colors.accentText);
}

/// A click anywhere in the cell counts, so that the box needs no aim.
bool CellDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &,
                               const QModelIndex &index) {
    const QVariant check = index.data(Qt::CheckStateRole);
    if (event->type() != QEvent::MouseButtonRelease || !check.isValid()) return false;
    if (static_cast<QMouseEvent *>(event)->button() != Qt::LeftButton) return false;
    return model->setData(index, check.toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const {
    painter->save();
    painter->setLayoutDirection(Qt::LayoutDirectionAuto);
    const int left = isAtEdge(option, index) ? kEdgePadding : kCellPadding;
    const QRect box = option.rect.adjusted(left, 2, -kCellPadding, -3);
    const Ink ink{*painter, option, index, mirrored(option, box, option.rect)};
    paintBackground(ink);
    const auto kind = CellKind(index.data(CellKindRole).toInt());
    switch (kind) {
        case CellKind::Page: paintTwoLines(ink); break;
        case CellKind::State: paintState(ink); break;
        case CellKind::Count: paintCount(ink); break;
        case CellKind::Flow: paintFlow(*painter, ink.box, Flow(index.data(FlowRole).toInt()), m_theme.colors()); break;
        case CellKind::Check: paintCheck(ink); break;
        case CellKind::Text:
        case CellKind::Mono: paintText(ink, kind); break;
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const {
    const auto kind = CellKind(index.data(CellKindRole).toInt());
    const QFont font = m_theme.font(kind == CellKind::Mono ? Theme::Text::Mono : Theme::Text::Strong);
    int width = QFontMetrics(font).horizontalAdvance(index.data().toString()) + 2 * kCellPadding + 2;
    if (kind == CellKind::Flow) width = 53 + 2 * kCellPadding;
    if (kind == CellKind::State) width += kMarkSize + 8;
    return {width, std::max(option.rect.height(), kTwoLineHeight)};
}

}  // namespace wikivault
