#include "ui/run_timeline.h"

#include "models/run_list_model.h"
#include "models/words.h"
#include "ui/delegates/marks.h"
#include "ui/once.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace wikivault {

namespace {
constexpr int kLineHeight = 22, kBeatWidth = 18, kMarkSize = 10, kWidestName = 180;
}

RunTimeline::RunTimeline(const Theme &theme, const QAbstractItemModel &runs, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_runs(runs) {
    setObjectName(QStringLiteral("runTimeline"));
    setAccessibleName(tr("Timeline of the runs"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    QTimer *later = make::once(this, [this] { read(); });
    const auto again = [later] { later->start(); };
    connect(&runs, &QAbstractItemModel::modelReset, this, again);
    connect(&runs, &QAbstractItemModel::rowsInserted, this, again);
    connect(&runs, &QAbstractItemModel::rowsRemoved, this, again);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    read();
}

void RunTimeline::read() {
    m_lines.clear();
    for (int row = 0; row < m_runs.rowCount(); ++row) {
        const auto cell = [&](int column, int role) { return m_runs.index(row, column).data(role); };
        const QString space = cell(RunListModel::SpaceName, Qt::DisplayRole).toString();
        auto line = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line &one) { return one.space == space; });
        if (line == m_lines.end()) line = m_lines.insert(m_lines.end(), {space, {}});
        const QString spoken = tr("%1, %2: %3, %4")
                                   .arg(space, cell(RunListModel::Started, Qt::ToolTipRole).toString(),
                                        cell(RunListModel::Result, Qt::DisplayRole).toString(),
                                        cell(RunListModel::Counts, Qt::DisplayRole).toString());
        line->beats.append({cell(0, IdRole).toString(), spoken, Mark(cell(RunListModel::Result, MarkRole).toInt())});
    }
    // One run shows no course of things.
    m_lines.removeIf([](const Line &line) { return line.beats.size() < 2; });
    m_lines = m_lines.mid(0, kLines);
    setVisible(!m_lines.isEmpty());
    setChosen(m_chosen);
    updateGeometry();
    update();
}

void RunTimeline::setChosen(const QString &id) {
    m_chosen = id;
    const Beat *beat = beatAt(placeOf(id));
    setAccessibleDescription(beat ? beat->spoken : QString());
    update();
}

QStringList RunTimeline::lines() const {
    QStringList names;
    for (const Line &line : m_lines)
        names << line.space;
    return names;
}

QSize RunTimeline::sizeHint() const {
    return {400, int(m_lines.size()) * kLineHeight + 2 * space::kTiny};
}

int RunTimeline::nameWidth() const {
    const QFontMetrics metrics(m_theme.font(Theme::Text::Caption));
    int widest = 0;
    for (const Line &line : m_lines)
        widest = std::max(widest, metrics.horizontalAdvance(line.space) + space::kLarge);
    return std::min(widest, kWidestName);
}

int RunTimeline::shownBeats(const Line &line) const {
    const int room = (width() - 2 * space::kHuge - nameWidth()) / kBeatWidth;
    return std::clamp(room, 0, int(line.beats.size()));
}

QRect RunTimeline::rectOf(Place place) const {
    const Line &line = m_lines.at(place.line);
    const int column = shownBeats(line) - 1 - place.beat;  // the newest stands last
    const QRect there(space::kHuge + nameWidth() + column * kBeatWidth, space::kTiny + place.line * kLineHeight,
                      kBeatWidth, kLineHeight);
    return QStyle::visualRect(layoutDirection(), rect(), there);
}

RunTimeline::Place RunTimeline::placeOf(const QString &id) const {
    for (int line = 0; line < int(m_lines.size()); ++line)
        for (int beat = 0; beat < int(m_lines.at(line).beats.size()); ++beat)
            if (m_lines.at(line).beats.at(beat).id == id) return {line, beat};
    return {};
}

RunTimeline::Place RunTimeline::placeAt(const QPoint &point) const {
    for (int line = 0; line < int(m_lines.size()); ++line)
        for (int beat = 0; beat < shownBeats(m_lines.at(line)); ++beat)
            if (rectOf({line, beat}).contains(point)) return {line, beat};
    return {};
}

const RunTimeline::Beat *RunTimeline::beatAt(Place place) const {
    return place.line < 0 ? nullptr : &m_lines.at(place.line).beats.at(place.beat);
}

QRect RunTimeline::markRect(const QString &id) const {
    const Place place = placeOf(id);
    return place.line < 0 || place.beat >= shownBeats(m_lines.at(place.line)) ? QRect() : rectOf(place);
}

void RunTimeline::pick(Place place) {
    const Beat *beat = beatAt(place);
    if (!beat) return;
    const QString id = beat->id;
    setChosen(id);
    emit picked(id);
}

void RunTimeline::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Palette &colors = m_theme.colors();
    const QFont font = m_theme.font(Theme::Text::Caption);
    for (int at = 0; at < int(m_lines.size()); ++at) {
        const Line &line = m_lines.at(at);
        const QRect name(space::kHuge, space::kTiny + at * kLineHeight, nameWidth() - space::kSmall, kLineHeight);
        painter.setFont(font);
        painter.setPen(colors.muted);
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), name),
                         int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | int(Qt::AlignAbsolute) |
                             int(Qt::AlignVCenter),
                         QFontMetrics(font).elidedText(line.space, Qt::ElideRight, name.width()));
        for (int beat = 0; beat < shownBeats(line); ++beat) {
            const QRect cell = rectOf({at, beat});
            const Beat &one = line.beats.at(beat);
            const bool isChosen = one.id == m_chosen;
            if (isChosen) painter.fillRect(cell.adjusted(0, 1, 0, -1), colors.selection);
            if (isChosen && hasFocus()) {
                painter.setPen(QPen(colors.accent, 2));
                painter.drawRect(cell.adjusted(1, 2, -1, -2));
            }
            QRectF mark(0, 0, kMarkSize, kMarkSize);
            mark.moveCenter(QRectF(cell).center());
            paintMark(painter, mark, one.mark, colors.of(words::tone(one.mark)));
        }
    }
}

void RunTimeline::mousePressEvent(QMouseEvent *event) {
    pick(placeAt(event->pos()));
}

void RunTimeline::keyPressEvent(QKeyEvent *event) {
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    const int older = isMirrored ? Qt::Key_Right : Qt::Key_Left, newer = isMirrored ? Qt::Key_Left : Qt::Key_Right;
    Place place = placeOf(m_chosen);
    const bool isArrow =
        event->key() == older || event->key() == newer || event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (!isArrow || m_lines.isEmpty()) return QWidget::keyPressEvent(event);
    if (place.line < 0) return pick({0, 0});
    if (event->key() == Qt::Key_Up) --place.line;
    if (event->key() == Qt::Key_Down) ++place.line;
    place.line = std::clamp(place.line, 0, int(m_lines.size()) - 1);
    if (event->key() == older) ++place.beat;
    if (event->key() == newer) --place.beat;
    place.beat = std::clamp(place.beat, 0, std::max(0, shownBeats(m_lines.at(place.line)) - 1));
    pick(place);
}

bool RunTimeline::event(QEvent *event) {
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const Beat *beat = beatAt(placeAt(help->pos()));
        if (beat)
            QToolTip::showText(help->globalPos(), beat->spoken, this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

}  // namespace wikivault
