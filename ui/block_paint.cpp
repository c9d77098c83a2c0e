#include "ui/block_view.h"
#include "ui/icon_engine.h"
#include "ui/line_paint.h"

#include <QPainter>
#include <QScrollBar>

namespace wikivault {

namespace {

using PartKind = merge::MergedPart::Kind;
constexpr int kTextInset = 88;
constexpr int kMergedInset = 14;

Tone toneOf(PartKind kind) {
    switch (kind) {
        case PartKind::Wiki: return Tone::Wiki;
        case PartKind::Git: return Tone::Git;
        case PartKind::Same:
        case PartKind::Alike:
        case PartKind::Words:
        case PartKind::Conflict: return Tone::Muted;
    }
    return Tone::Muted;
}

QString sideOf(PartKind kind, bool removed) {
    switch (kind) {
        case PartKind::Wiki: return removed ? BlockView::tr("Removed in the wiki") : BlockView::tr("Wiki");
        case PartKind::Git: return removed ? BlockView::tr("Removed in git") : BlockView::tr("Git");
        case PartKind::Alike: return removed ? BlockView::tr("Removed on both sides") : BlockView::tr("Both the same");
        case PartKind::Words: return BlockView::tr("Merged by words");
        case PartKind::Same:
        case PartKind::Conflict: return {};
    }
    return {};
}

}  // namespace

void BlockView::stepChange(bool forward) {
    if (!m_state) return;
    const int above = 3 * lineHeight(), from = verticalScrollBar()->value() + above;
    std::optional<int> target;
    for (const Row &row : m_rows) {
        const bool starts =
            row.first && (row.kind == Kind::Head || row.kind == Kind::Line || row.kind == Kind::Removed);
        if (!starts || m_state->parts()[row.part].merged.kind == merge::MergedPart::Kind::Same) continue;
        if (forward && row.top > from) {
            target = row.top;
            break;
        }
        if (!forward && row.top < from) target = row.top;
    }
    if (target) verticalScrollBar()->setValue(*target - above);
}

QString BlockView::headText(int block) const {
    return tr("Block %1 of %2").arg(block + 1).arg(m_state->blocks());
}

namespace {

QString wordsText(int meetings) {
    return meetings == 0
               ? BlockView::tr("merged by words")
               : BlockView::tr("merged by words; in %n place(s) both texts stand: tidy them", nullptr, meetings);
}

}  // namespace

QString BlockView::answerText(int block) const {
    if (m_state->whole()) return tr("your text of the whole page stands");
    const auto &answer = m_state->answer(block);
    if (!answer) return tr("to decide");
    switch (answer->take) {
        case BlockTake::Base: return tr("Base");
        case BlockTake::Wiki: return tr("Wiki");
        case BlockTake::Git: return tr("Git");
        case BlockTake::WikiGit: return tr("Wiki, then Git");
        case BlockTake::GitWiki: return tr("Git, then Wiki");
        case BlockTake::Words: return wordsText(m_state->meetings(block));
        case BlockTake::Own: return tr("your text");
    }
    return {};
}

void BlockView::paintEvent(QPaintEvent *) {
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight);  // as the view, whatever the window's is
    const Palette &colors = m_theme.colors();
    painter.fillRect(viewport()->rect(), colors.surface);
    if (!m_state) {
        painter.setFont(m_theme.font(Theme::Text::Body));
        painter.setPen(colors.muted);
        painter.drawText(viewport()->rect().adjusted(32, 0, -32, 0), int(Qt::AlignCenter) | int(Qt::TextWordWrap),
                         m_message);
        return;
    }
    if (m_rows.empty()) return;
    for (std::size_t i = rowAt(verticalScrollBar()->value()); i < m_rows.size(); ++i) {
        const Row &row = m_rows[i];
        if (rectOf(row).top() > viewport()->height()) break;
        if (row.kind == Kind::Fold)
            paintFold(painter, row);
        else if (isInCard(row))
            paintCard(painter, row);
        else if (row.kind != Kind::Space)
            paintMerged(painter, row);
    }
    paintOverview(painter);
}

void BlockView::paintFold(QPainter &painter, const Row &row) const {
    const Palette &colors = m_theme.colors();
    const QRect area = rectOf(row).adjusted(0, 2, 0, -2);
    painter.fillRect(area, colors.gap);
    painter.setFont(m_theme.font(Theme::Text::Caption));
    painter.setPen(colors.muted);
    painter.drawText(area.adjusted(kMergedInset, 0, 0, 0), Qt::AlignVCenter,
                     tr("⋯  %n unchanged line(s)", nullptr, int(row.line)));
}

void BlockView::paintMerged(QPainter &painter, const Row &row) const {
    const Palette &colors = m_theme.colors();
    const PartKind kind = m_state->parts()[row.part].merged.kind;
    const QRect area = rectOf(row);
    const QColor line = kind == PartKind::Wiki  ? colors.wikiLine
                        : kind == PartKind::Git ? colors.gitLine
                                                : colors.baseLine;
    const QColor word = kind == PartKind::Wiki  ? colors.wikiWord
                        : kind == PartKind::Git ? colors.gitWord
                                                : colors.baseWord;
    if (kind != PartKind::Same) {
        painter.fillRect(area, line);
        painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), colors.of(toneOf(kind)));
    }
    if (row.first && kind != PartKind::Same) {
        painter.setFont(m_theme.font(Theme::Text::Caption));
        painter.setPen(colors.of(toneOf(kind)));
        const QRect label(area.left() + kMergedInset, area.top(), area.width() - kMergedInset - 8, lineHeight());
        painter.drawText(label, int(Qt::AlignVCenter) | int(row.kind == Kind::Removed ? Qt::AlignLeft : Qt::AlignRight),
                         sideOf(kind, row.kind == Kind::Removed));
    }
    if (row.kind == Kind::Removed) return;
    painter.setFont(m_theme.font(Theme::Text::Mono));
    const auto starts = startsOf(row);
    paintLine(painter, {cellOf(row), starts, colors.text, word, lineHeight(), viewport()->height()},
              area.adjusted(kMergedInset, 0, 0, 0));
}

void BlockView::paintEdges(QPainter &painter, const Row &row, int block) const {
    const Palette &colors = m_theme.colors();
    const QRect area = rectOf(row);
    const bool isCurrent = block == m_state->current() && !m_state->whole();
    const QColor edge = isCurrent ? colors.of(Tone::Accent) : colors.strongBorder;
    if (row.kind == Kind::Head) painter.fillRect(area, m_state->answer(block) ? colors.raised : colors.conflictLine);
    painter.setPen(edge);
    painter.drawLine(area.left(), area.top(), area.left(), area.bottom());
    painter.drawLine(area.right(), area.top(), area.right(), area.bottom());
    if (row.kind == Kind::Head) painter.drawLine(area.topLeft(), area.topRight());
    if (row.kind == Kind::Foot) painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.fillRect(QRect(area.left(), area.top(), 3, area.height()),
                     m_state->answer(block) || m_state->whole() ? colors.good : colors.conflict);
}

void BlockView::paintHead(QPainter &painter, const Row &row, int block) const {
    const Palette &colors = m_theme.colors();
    const QRect area = rectOf(row).adjusted(space::kLarge, 0, -space::kLarge, 0);
    painter.setFont(m_theme.font(Theme::Text::Strong));
    painter.setPen(colors.text);
    painter.drawText(area, Qt::AlignVCenter, headText(block));
    const bool isDecided = m_state->answer(block) || m_state->whole();
    const QColor color = isDecided ? colors.good : colors.conflict;
    const QString says = answerText(block);
    painter.setPen(color);
    painter.drawText(area, int(Qt::AlignVCenter) | int(Qt::AlignRight), says);
    const int width = painter.fontMetrics().horizontalAdvance(says);
    paintIcon(painter, QRectF(area.right() - width - 22, area.center().y() - 7, 16, 16),
              isDecided ? QStringLiteral("check") : QStringLiteral("conflicts"), color);
}

void BlockView::paintCard(QPainter &painter, const Row &row) const {
    const Palette &colors = m_theme.colors();
    const int block = *m_state->blockOfPart(row.part);
    const QRect area = rectOf(row);
    const bool isText = row.kind != Kind::Head && row.kind != Kind::Foot && row.kind != Kind::Tools;
    const bool isWiki = row.kind == Kind::Wiki, isGit = row.kind == Kind::Git;
    if (isWiki) painter.fillRect(area, colors.wikiLine);
    if (isGit) painter.fillRect(area, colors.gitLine);
    if (row.kind == Kind::Base) painter.fillRect(area, colors.baseLine);
    paintEdges(painter, row, block);
    if (row.kind == Kind::Head) return paintHead(painter, row, block);
    if (!isText) return;
    const Tone tone = isWiki ? Tone::Wiki : isGit ? Tone::Git : row.kind == Kind::Base ? Tone::Muted : Tone::Good;
    const int above = row.first ? space::kTiny / 2 : 0;
    if (row.first) {
        painter.setFont(m_theme.font(Theme::Text::Strong));
        painter.setPen(colors.of(tone));
        painter.drawText(QRect(area.left() + space::kLarge, area.top() + above, kTextInset, lineHeight()),
                         Qt::AlignVCenter,
                         isWiki                   ? tr("Wiki")
                         : isGit                  ? tr("Git")
                         : row.kind == Kind::Base ? tr("Base")
                                                  : tr("Result"));
    }
    if (row.kind == Kind::Editor) return;
    const QRect text = area.adjusted(kTextInset, above, -space::kSmall, 0);
    if (linesOfRow(row).empty()) {
        painter.setFont(m_theme.font(Theme::Text::Caption));
        painter.setPen(colors.muted);
        painter.drawText(QRect(text.left(), text.top(), text.width(), lineHeight()), Qt::AlignVCenter,
                         tr("nothing stands here"));
        return;
    }
    painter.setFont(m_theme.font(Theme::Text::Mono));
    const auto starts = startsOf(row);
    const QColor word = isWiki ? colors.wikiWord : isGit ? colors.gitWord : colors.baseWord;
    paintLine(painter, {cellOf(row), starts, colors.text, word, lineHeight(), viewport()->height()}, text);
}

/// Where in the page something is to decide, decided, or changed on one side.
void BlockView::paintOverview(QPainter &painter) const {
    const Palette &colors = m_theme.colors();
    const int x = viewport()->width() - 11;
    const auto at = [this](const Row &row) { return row.top * viewport()->height() / std::max(1, m_height); };
    for (const Row &row : m_rows) {
        if (!row.first) continue;
        const PartKind kind = m_state->parts()[row.part].merged.kind;
        if (row.kind == Kind::Line && kind != PartKind::Same)
            painter.fillRect(QRect(x + 2, at(row), 4, 2), colors.of(toneOf(kind)));
        if (row.kind != Kind::Head) continue;
        const bool isDecided = m_state->answer(*m_state->blockOfPart(row.part)) || m_state->whole();
        painter.setPen(isDecided ? colors.good : colors.conflict);
        painter.setBrush(isDecided ? QBrush(Qt::NoBrush) : QBrush(colors.conflict));
        painter.drawRect(QRect(x, at(row), 7, 7));
    }
    painter.setBrush(Qt::NoBrush);
}

}  // namespace wikivault
