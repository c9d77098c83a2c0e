#include "ui/compare_view.h"

#include "ui/line_wrap.h"
#include "ui/widgets.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace wikivault {

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

void CompareView::setBylines(const QString &wiki, const QString &git) {
    if (m_wikiBy == wiki && m_gitBy == git) return;
    m_wikiBy = wiki;
    m_gitBy = git;
    viewport()->update();
}

void CompareView::setThree(const ThreeWay &texts) {
    begin({{QStringLiteral("wiki"), texts.hasWiki ? tr("Wiki") : tr("Wiki (deleted)"), Tone::Wiki},
           {QStringLiteral("clock"), texts.hasBase ? tr("Base") : tr("Base (none)"), Tone::Muted},
           {QStringLiteral("git"), texts.hasGit ? tr("Git") : tr("Git (deleted)"), Tone::Git}});
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
    return columnsIn(width, m_theme.font(Theme::Text::Mono));
}

QRect CompareView::columnRect(std::size_t column, int y, int height) const {
    const int count = std::max(1, int(m_columns.size())), width = viewport()->width();
    const int left = width * int(column) / count, right = width * int(column + 1) / count;
    return {left, y, right - left, height};
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
    const int line = (int(event->position().y()) - kHead) / lineHeight() + verticalScrollBar()->value();
    if (event->position().y() < kHead || m_shown.empty()) return;
    const Shown shown = m_shown[shownAt(line)];
    if (shown.folded == 0 || line != shown.top) return;
    m_unfolded.insert(shown.row);
    rebuild();
}

void CompareView::keyPressEvent(QKeyEvent *event) {
    if (!make::scrollByKey(*verticalScrollBar(), event->key())) QAbstractScrollArea::keyPressEvent(event);
}

}  // namespace wikivault
