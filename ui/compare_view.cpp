#include "ui/compare_view.h"

#include "ui/line_wrap.h"
#include "ui/widgets.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace wikivault {

namespace {
constexpr std::size_t kFoldContext = 3;
constexpr std::size_t kShortestFold = 4;
constexpr int kCompareHead = 32;
}  // namespace

CompareView::CompareView(const Theme &theme, QWidget *parent) : QAbstractScrollArea(parent), m_theme(theme) {
    setObjectName(QStringLiteral("compareView"));
    setAccessibleName(tr("Wiki and git compared"));
    setLayoutDirection(Qt::LeftToRight);  // Markdown begins at the left
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void CompareView::begin(std::vector<Column> columns) {
    m_columns = std::move(columns);
    m_rows.clear();
    m_unfolded.clear();
    m_message.clear();
    verticalScrollBar()->setValue(0);
}

void CompareView::setSides(const SideBySide &diff, const Heads &heads) {
    const QString clock = QStringLiteral("clock");
    begin({{heads.isTime ? clock : QStringLiteral("wiki"), heads.left, Tone::Wiki},
           {heads.isTime ? clock : QStringLiteral("git"), heads.right, Tone::Git}});
    const QChar plus = QLatin1Char('+'), minus(u'−');
    for (const DiffRow &row : diff.rows) {
        const Ground left = row.equal ? Ground::None : Ground::Wiki, right = row.equal ? Ground::None : Ground::Git;
        const QChar leftSign = row.equal ? QLatin1Char(' ') : heads.leftIsNew ? plus : minus;
        const QChar rightSign = row.equal ? QLatin1Char(' ') : heads.leftIsNew ? minus : plus;
        m_rows.push_back({row.equal, false, {Cell{row.left, left, leftSign}, Cell{row.right, right, rightSign}, {}}});
    }
    rebuild();
}

void CompareView::setThree(const ThreeWay &texts, const Bylines &by) {
    const auto head = [](const QString &name, const QString &byline) {
        return byline.isEmpty() ? name : name + QStringLiteral("  ·  ") + byline;
    };
    begin({{QStringLiteral("wiki"), head(texts.hasWiki ? tr("Wiki") : tr("Wiki (deleted)"), by.wiki), Tone::Wiki},
           {QStringLiteral("clock"), texts.hasBase ? tr("Base") : tr("Base (none)"), Tone::Muted},
           {QStringLiteral("git"), head(texts.hasGit ? tr("Git") : tr("Git (deleted)"), by.git), Tone::Git}});
    using Kind = ThreeWayRow::Kind;
    for (const ThreeWayRow &row : texts.rows) {
        const bool same = row.kind == Kind::Same;
        const bool wiki = row.kind == Kind::WikiChanged || row.kind == Kind::BothSame || row.kind == Kind::Conflict;
        const bool git = row.kind == Kind::GitChanged || row.kind == Kind::BothSame || row.kind == Kind::Conflict;
        m_rows.push_back({same,
                          row.kind == Kind::Conflict,
                          {Cell{row.wiki, wiki ? Ground::Wiki : Ground::None, QLatin1Char(' ')},
                           Cell{row.base, same ? Ground::None : Ground::Base, QLatin1Char(' ')},
                           Cell{row.git, git ? Ground::Git : Ground::None, QLatin1Char(' ')}}});
    }
    rebuild();
}

void CompareView::setMessage(const QString &message) {
    begin({});
    m_message = message;
    rebuild();
}

int CompareView::lineHeight() const {
    return QFontMetrics(m_theme.font(Theme::Text::Mono)).height() + 4;
}

int CompareView::gutter() const {
    return QFontMetrics(m_theme.font(Theme::Text::Mono)).horizontalAdvance(QStringLiteral("0000")) + 28;
}

int CompareView::textColumns() const {
    const int width = viewport()->width() / std::max(1, int(m_columns.size())) - gutter() - 12;
    return width / QFontMetrics(m_theme.font(Theme::Text::Mono)).horizontalAdvance(QLatin1Char('m'));
}

QRect CompareView::columnRect(std::size_t column, int y, int height) const {
    const int count = std::max(1, int(m_columns.size())), width = viewport()->width();
    const int left = width * int(column) / count, right = width * int(column + 1) / count;
    return {left, y, right - left, height};
}

void CompareView::rebuild() {
    m_shown.clear();
    for (std::size_t i = 0; i < m_rows.size();) {
        if (!m_rows[i].equal) {
            m_shown.push_back({i++, 0});
            continue;
        }
        std::size_t end = i;
        while (end < m_rows.size() && m_rows[end].equal)
            ++end;
        const std::size_t head = i == 0 ? 0 : kFoldContext, tail = end == m_rows.size() ? 0 : kFoldContext;
        const bool wholeText = i == 0 && end == m_rows.size();
        const bool folds = !wholeText && end - i >= head + tail + kShortestFold && !m_unfolded.contains(i + head);
        for (std::size_t row = i; row < end; ++row) {
            const bool here = folds && row == i + head;
            m_shown.push_back({row, here ? end - tail - row : 0});
            if (here) row = end - tail - 1;
        }
        i = end;
    }
    measure();
}

int CompareView::heightOf(const Row &row, int columns) const {
    std::size_t height = 1;
    const std::size_t different = row.equal ? 1 : m_columns.size();
    for (std::size_t cell = 0; cell < different; ++cell)
        height = std::max(height, startsOf(row.cells[cell], columns).size());
    return int(height);
}

std::vector<int> CompareView::startsOf(const Cell &cell, int columns) const {
    constexpr qsizetype longCell = 4000;
    if (cell.text.text.size() < longCell) return wrappedStarts(cell.text.text, columns);
    std::vector<int> &kept = m_wrapped[&cell];
    if (kept.empty()) kept = wrappedStarts(cell.text.text, columns);
    return kept;
}

void CompareView::measure() {
    m_wrapped.clear();
    const int columns = textColumns();
    int top = 0;
    for (Shown &shown : m_shown) {
        shown.top = top;
        shown.height = shown.folded > 0 ? 1 : heightOf(m_rows[shown.row], columns);
        top += shown.height;
    }
    const int page = std::max(1, (viewport()->height() - kCompareHead) / lineHeight());
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, top - page));
    viewport()->update();
}

std::size_t CompareView::shownAt(int line) const {
    const auto after = std::upper_bound(m_shown.begin(), m_shown.end(), line,
                                        [](int at, const Shown &shown) { return at < shown.top; });
    return after == m_shown.begin() ? 0 : std::size_t(after - m_shown.begin()) - 1;
}

bool CompareView::startsChange(std::size_t shown) const {
    const auto changed = [&](std::size_t i) { return m_shown[i].folded == 0 && !m_rows[m_shown[i].row].equal; };
    return changed(shown) && (shown == 0 || !changed(shown - 1));
}

void CompareView::stepChange(bool forward) {
    constexpr int above = 2;
    const int from = verticalScrollBar()->value() + above;
    const Shown *target = nullptr;
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        if (!startsChange(i)) continue;
        if (forward && m_shown[i].top > from) {
            target = &m_shown[i];
            break;
        }
        if (!forward && m_shown[i].top < from) target = &m_shown[i];
    }
    if (target) verticalScrollBar()->setValue(target->top - above);
}

void CompareView::resizeEvent(QResizeEvent *event) {
    QAbstractScrollArea::resizeEvent(event);
    measure();
}

void CompareView::mousePressEvent(QMouseEvent *event) {
    const int line = (int(event->position().y()) - kCompareHead) / lineHeight() + verticalScrollBar()->value();
    if (event->position().y() < kCompareHead || m_shown.empty()) return;
    const Shown shown = m_shown[shownAt(line)];
    if (shown.folded == 0 || line != shown.top) return;
    m_unfolded.insert(shown.row);
    rebuild();
}

void CompareView::keyPressEvent(QKeyEvent *event) {
    if (!make::scrollByKey(*verticalScrollBar(), event->key())) QAbstractScrollArea::keyPressEvent(event);
}

}  // namespace wikivault
