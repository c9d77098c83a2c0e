#include "ui/block_view.h"

#include "models/words.h"
#include "ui/line_wrap.h"
#include "ui/widgets.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QScrollBar>

#include <algorithm>

namespace wikivault {

namespace {
constexpr std::size_t kContextLines = 3;
constexpr std::size_t kFewLines = 4;
constexpr int kWidest = 1120;  ///< longer lines are hard to read
constexpr int kCardInset = 88;
constexpr int kSideInset = 144;  ///< of a line that ends with the side it is from
constexpr int kOverview = 14;
const DiffCell kNoCell{};
}  // namespace

BlockView::BlockView(const Theme &theme, QWidget *parent) : QAbstractScrollArea(parent), m_theme(theme) {
    setObjectName(QStringLiteral("blockView"));
    setAccessibleName(tr("The page with the blocks to decide"));
    setLayoutDirection(Qt::LeftToRight);  // Markdown begins at the left
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_editor = new QPlainTextEdit(viewport());
    m_editor->setObjectName(QStringLiteral("blockText"));
    m_editor->setAccessibleName(tr("Text of the block"));
    m_editor->setFont(theme.font(Theme::Text::Mono));
    m_editor->setTabChangesFocus(true);
    m_editor->hide();
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        if (!isEditing()) return;
        measure();
        emit edited();
    });
    connect(&theme, &Theme::changed, this, [this] {
        m_editor->setFont(m_theme.font(Theme::Text::Mono));
        measure();
    });
}

void BlockView::setState(const ReviewState *state) {
    endEdit();
    m_state = state;
    m_message.clear();
    m_unfolded.clear();
    refresh();
    verticalScrollBar()->setValue(0);
}

void BlockView::setMessage(const QString &message) {
    setState(nullptr);
    m_message = message;
    viewport()->update();
}

void BlockView::refresh() {
    constexpr std::size_t markedUpTo = 64 * 1024;  // of larger texts the words are not compared here
    m_results.clear();
    for (int i = 0; m_state && i < m_state->blocks(); ++i) {
        const std::string text = m_state->resultOf(i);
        const bool compares = text.size() < markedUpTo && m_state->block(i).merged.base.size() < markedUpTo;
        m_results.push_back(linesMarked(compares ? m_state->block(i).merged.base : text, text));
    }
    if (m_state && m_state->blocks() > 0)
        setAccessibleDescription(headText(m_state->current()) + QStringLiteral(", ") + answerText(m_state->current()));
    rebuild();
}

void BlockView::setTools(QWidget *tools) {
    m_tools = tools;
    if (tools) tools->setParent(viewport());
    rebuild();
}

void BlockView::beginEdit(const QString &text) {
    {
        const QSignalBlocker quiet(m_editor);
        m_editor->setPlainText(text);
    }
    m_editor->show();
    rebuild();
    showCurrent();
    m_editor->setFocus();
}

void BlockView::endEdit() {
    if (!isEditing()) return;
    const bool hadFocus = m_editor->hasFocus();
    m_editor->hide();
    if (hadFocus) setFocus();
    rebuild();
}

bool BlockView::isEditing() const {
    return !m_editor->isHidden();
}

void BlockView::addMerged(std::size_t part) {
    const std::size_t count = m_state->parts()[part].lines.size();
    const bool same = m_state->parts()[part].merged.kind == merge::MergedPart::Kind::Same;
    const std::size_t last = m_state->parts().size() - 1;
    const std::size_t head = part == 0 ? 0 : kContextLines, tail = part == last ? 0 : kContextLines;
    const bool folds = same && last > 0 && count >= head + tail + kFewLines && !m_unfolded.contains(part);
    if (count == 0 && !same) m_rows.push_back({Kind::Removed, part, 0, true});
    for (std::size_t line = 0; line < count; ++line) {
        if (folds && line == head) {
            m_rows.push_back({Kind::Fold, part, count - head - tail, true});
            line = count - tail;
            if (line >= count) break;
        }
        m_rows.push_back({Kind::Line, part, line, line == 0});
    }
}

void BlockView::addTexts(Kind kind, std::size_t part, std::size_t lines) {
    for (std::size_t line = 0; line < std::max<std::size_t>(lines, 1); ++line)
        m_rows.push_back({kind, part, line, line == 0});
}

void BlockView::addCard(std::size_t part, int block) {
    const ReviewPart &texts = m_state->parts()[part];
    const bool isCurrent = block == m_state->current() && !m_state->whole();
    m_rows.push_back({Kind::Head, part, 0, true});
    if (m_state->hasBase()) addTexts(Kind::Base, part, texts.baseLines.size());
    addTexts(Kind::Wiki, part, texts.wikiLines.size());
    addTexts(Kind::Git, part, texts.gitLines.size());
    if (isCurrent && m_tools) m_rows.push_back({Kind::Tools, part, 0, true});
    if (isCurrent && isEditing())
        m_rows.push_back({Kind::Editor, part, 0, true});
    else if (m_state->answer(block))
        addTexts(Kind::Result, part, m_results[std::size_t(block)].size());
    m_rows.push_back({Kind::Foot, part, 0, false});
}

void BlockView::rebuild() {
    m_rows.clear();
    for (std::size_t part = 0; m_state && part < m_state->parts().size(); ++part) {
        const auto block = m_state->blockOfPart(part);
        const bool goesOn = m_state->parts()[part].merged.continues && !block;
        if (part > 0 && !goesOn) m_rows.push_back({Kind::Space, part, 0, false});
        if (block)
            addCard(part, *block);
        else
            addMerged(part);
    }
    measure();
}

const std::vector<DiffCell> &BlockView::linesOfRow(const Row &row) const {
    const ReviewPart &part = m_state->parts()[row.part];
    switch (row.kind) {
        case Kind::Base: return part.baseLines;
        case Kind::Wiki: return part.wikiLines;
        case Kind::Git: return part.gitLines;
        case Kind::Result: return m_results[std::size_t(*m_state->blockOfPart(row.part))];
        default: return part.lines;
    }
}

const DiffCell &BlockView::cellOf(const Row &row) const {
    const auto &lines = linesOfRow(row);
    return row.line < lines.size() ? lines[row.line] : kNoCell;
}

std::vector<int> BlockView::startsOf(const Row &row) const {
    const bool carriesSide =
        row.first && row.kind == Kind::Line && m_state->parts()[row.part].merged.kind != merge::MergedPart::Kind::Same;
    const int inset = isInCard(row) ? kCardInset + 16 : carriesSide ? kSideInset : 24;
    return wrappedStarts(cellOf(row).text, columnsIn(content().width() - inset, m_theme.font(Theme::Text::Mono)));
}

bool BlockView::isInCard(const Row &row) const {
    return row.kind != Kind::Line && row.kind != Kind::Removed && row.kind != Kind::Fold && row.kind != Kind::Space;
}

int BlockView::heightOf(const Row &row) const {
    const int line = lineHeight();
    switch (row.kind) {
        case Kind::Space: return line / 2 + 2;
        case Kind::Fold: return line + 4;
        case Kind::Head: return line + 16;
        case Kind::Foot: return space::kTiny;
        case Kind::Tools: return m_tools->sizeHint().height() + space::kLarge;
        case Kind::Editor:
            return std::clamp(m_editor->document()->blockCount() + 1, 4, 14) * line + space::kLarge + space::kSmall;
        default: return int(startsOf(row).size()) * line + (isInCard(row) && row.first ? space::kTiny : 0);
    }
}

void BlockView::measure() {
    int top = space::kMedium;
    for (Row &row : m_rows) {
        row.top = top;
        row.height = heightOf(row);
        top += row.height;
    }
    m_height = top + space::kHuge;
    const int page = viewport()->height();
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setSingleStep(lineHeight());
    verticalScrollBar()->setRange(0, std::max(0, m_height - page));
    placeWidgets();
    viewport()->update();
}

void BlockView::placeWidgets() {
    const auto place = [this](QWidget *widget, Kind kind, int margin) {
        if (!widget) return;
        const auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &r) { return r.kind == kind; });
        const bool here = row != m_rows.end();
        if (kind == Kind::Tools) widget->setVisible(here);
        if (!here) return;
        const QRect all = rectOf(*row).adjusted(kCardInset, margin, -space::kLarge, -margin);
        widget->setGeometry(all.left(), all.top(), all.width(), std::max(all.height(), 0));
    };
    if (m_tools && m_tools->parentWidget() == viewport()) place(m_tools, Kind::Tools, space::kSmall);
    if (isEditing()) place(m_editor, Kind::Editor, space::kTiny);
}

std::size_t BlockView::rowAt(int y) const {
    const auto after =
        std::upper_bound(m_rows.begin(), m_rows.end(), y, [](int at, const Row &row) { return at < row.top; });
    return after == m_rows.begin() ? 0 : std::size_t(after - m_rows.begin()) - 1;
}

QRect BlockView::content() const {
    const int width = std::min(kWidest, viewport()->width() - 2 * space::kHuge - kOverview);
    return {space::kHuge, 0, std::max(width, 80), viewport()->height()};
}

QRect BlockView::rectOf(const Row &row) const {
    return {content().left(), row.top - verticalScrollBar()->value(), content().width(), row.height};
}

int BlockView::lineHeight() const {
    return QFontMetrics(m_theme.font(Theme::Text::Mono)).height() + 4;
}

void BlockView::showCurrent() {
    if (!m_state || m_state->blocks() == 0) return;
    const auto inCurrent = [this](const Row &row) {
        return isInCard(row) && m_state->blockOfPart(row.part) == m_state->current();
    };
    const auto first = std::find_if(m_rows.begin(), m_rows.end(), inCurrent);
    const auto last = std::find_if(m_rows.rbegin(), m_rows.rend(), inCurrent);
    if (first == m_rows.end()) return;
    const int above = first->top - 3 * lineHeight(), below = last->top + last->height + 2 * lineHeight();
    QScrollBar &bar = *verticalScrollBar();
    if (below > bar.value() + viewport()->height()) bar.setValue(below - viewport()->height());
    if (above < bar.value()) bar.setValue(above);
}

void BlockView::resizeEvent(QResizeEvent *event) {
    QAbstractScrollArea::resizeEvent(event);
    measure();
}

void BlockView::scrollContentsBy(int, int) {
    placeWidgets();
    viewport()->update();
}

void BlockView::mousePressEvent(QMouseEvent *event) {
    if (m_rows.empty()) return;
    if (event->position().x() >= viewport()->width() - kOverview) {
        const int at = int(event->position().y()) * m_height / std::max(1, viewport()->height());
        return verticalScrollBar()->setValue(at - viewport()->height() / 2);
    }
    const Row row = m_rows[rowAt(int(event->position().y()) + verticalScrollBar()->value())];
    if (row.kind == Kind::Fold) {
        m_unfolded.insert(row.part);
        return rebuild();
    }
    if (const auto block = m_state->blockOfPart(row.part); block && isInCard(row)) emit blockChosen(*block);
}

void BlockView::keyPressEvent(QKeyEvent *event) {
    if (!make::scrollByKey(*verticalScrollBar(), event->key())) QAbstractScrollArea::keyPressEvent(event);
}

}  // namespace wikivault
