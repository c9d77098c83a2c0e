#include "ui/compare_view.h"
#include "ui/line_wrap.h"

#include <QElapsedTimer>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTimerEvent>

#include <algorithm>
#include <utility>

/// Which rows are shown, and how high each is: those in sight at once, the others in slices between events.
namespace wikivault {

namespace {
constexpr std::size_t kFoldContext = 3;
constexpr std::size_t kShortestFold = 4;
}  // namespace

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
    for (std::size_t cell = 0; cell < differentCells(row); ++cell)
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

int CompareView::estimateOf(const Row &row) const {
    qsizetype longest = 0;
    for (std::size_t cell = 0; cell < differentCells(row); ++cell)
        longest = std::max(longest, row.cells[cell].text.text.size());
    return int(longest) / std::max(1, m_wrapAt) + 1;
}

void CompareView::measure() {
    m_wrapped.clear();
    m_wrapAt = textColumns();
    for (Shown &shown : m_shown) {
        shown.isExact = shown.folded > 0;
        shown.height = shown.isExact ? 1 : estimateOf(m_rows[shown.row]);
    }
    m_nextSlice = 0;
    place(false);
    measureSeen();
    m_slices.start(0, this);
}

bool CompareView::measureRow(Shown &shown) {
    if (shown.isExact) return false;
    const int before = std::exchange(shown.height, heightOf(m_rows[shown.row], m_wrapAt));
    shown.isExact = true;
    return shown.height != before;
}

void CompareView::measureSeen() {
    if (m_isPlacing || m_shown.empty()) return;
    const int top = verticalScrollBar()->value(), lines = viewport()->height() / lineHeight() + 1;
    bool changed = false;
    std::size_t i = shownAt(top);
    for (int filled = m_shown[i].top - top; i < m_shown.size() && filled < lines; ++i) {
        changed |= measureRow(m_shown[i]);
        filled += m_shown[i].height;
    }
    if (changed) place(true);
}

void CompareView::measureSlice() {
    constexpr qint64 longestMs = 8;
    QElapsedTimer spent;
    spent.start();
    bool changed = false;
    for (; m_nextSlice < m_shown.size() && spent.elapsed() < longestMs; ++m_nextSlice)
        changed |= measureRow(m_shown[m_nextSlice]);
    if (changed) place(true);
    if (isLaidOut()) m_slices.stop();
}

/// `keepsSight`: what stands at the top of the view stays there, whatever became higher above it.
void CompareView::place(bool keepsSight) {
    const QScopedValueRollback<bool> placing(m_isPlacing, true);
    QScrollBar &bar = *verticalScrollBar();
    const std::size_t first = m_shown.empty() ? 0 : shownAt(bar.value());
    const int within = m_shown.empty() ? 0 : bar.value() - m_shown[first].top;
    int top = 0;
    for (Shown &shown : m_shown) {
        shown.top = top;
        top += shown.height;
    }
    const int page = std::max(1, (viewport()->height() - kHead) / lineHeight());
    bar.setPageStep(page);
    bar.setRange(0, std::max(0, top - page));
    if (keepsSight && !m_shown.empty()) bar.setValue(m_shown[first].top + within);
    viewport()->update();
}

void CompareView::scrollContentsBy(int, int) {
    measureSeen();
    viewport()->update();
}

void CompareView::timerEvent(QTimerEvent *event) {
    if (event->timerId() == m_slices.timerId()) return measureSlice();
    QAbstractScrollArea::timerEvent(event);
}

}  // namespace wikivault
