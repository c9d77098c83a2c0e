#include "ui/toggle_switch.h"

#include <QPainter>
#include <QStyle>

namespace wikivault {

namespace {
constexpr int kSwitchWidth = 32;
constexpr int kSwitchHeight = 18;
}  // namespace

ToggleSwitch::ToggleSwitch(const Theme &theme, QWidget *parent) : QAbstractButton(parent), m_theme(theme) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ToggleSwitch::setOnColor(bool onColor) {
    m_onColor = onColor;
    update();
}

QSize ToggleSwitch::sizeHint() const {
    const int textWidth = QFontMetrics(m_theme.font(Theme::Text::Strong)).horizontalAdvance(text());
    return {kSwitchWidth + 8 + textWidth + 2, 24};
}

void ToggleSwitch::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Palette &colors = m_theme.colors();
    const auto mirrored = [this](const QRect &part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
    const QRectF track = mirrored({1, (height() - kSwitchHeight) / 2, kSwitchWidth, kSwitchHeight});
    const QColor ink = m_onColor ? QColor(Qt::white) : colors.text;
    QColor ground = isChecked() ? colors.accent : colors.strongBorder;
    if (m_onColor) ground = QColor(255, 255, 255, isChecked() ? 230 : 90);
    painter.setPen(hasFocus() ? QPen(ink, 1.2) : QPen(Qt::NoPen));
    painter.setBrush(ground);
    painter.drawRoundedRect(track, kSwitchHeight / 2.0, kSwitchHeight / 2.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_onColor && isChecked() ? colors.production : QColor(Qt::white));
    const qreal x = isChecked() != isRightToLeft() ? track.right() - kSwitchHeight + 2 : track.left() + 2;
    painter.drawEllipse(QRectF(x, track.top() + 2, kSwitchHeight - 4, kSwitchHeight - 4));
    painter.setFont(m_theme.font(Theme::Text::Strong));
    painter.setPen(ink);
    painter.drawText(mirrored(rect().adjusted(kSwitchWidth + 9, 0, 0, 0)), Qt::AlignVCenter, text());
}

}  // namespace wikivault
