#include "ui/proxy_style.h"

#include "ui/icon_engine.h"
#include "ui/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace wikivault {

ProxyStyle::ProxyStyle(const Theme &theme) : QProxyStyle(QStringLiteral("Fusion")), m_theme(theme) {}

void ProxyStyle::drawCheck(const QStyleOption &option, QPainter &painter) const {
    const Palette &colors = m_theme.colors();
    const bool on = option.state.testFlag(State_On), enabled = option.state.testFlag(State_Enabled);
    const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(on && enabled ? colors.accent : colors.strongBorder);
    painter.setBrush(on && enabled ? colors.accent : enabled ? colors.surface : colors.hover);
    painter.drawRoundedRect(box, 3.5, 3.5);
    if (on) paintIcon(painter, box.adjusted(1.5, 1.5, -1.5, -1.5), QStringLiteral("check"), colors.accentText);
}

void ProxyStyle::drawRadio(const QStyleOption &option, QPainter &painter) const {
    const Palette &colors = m_theme.colors();
    const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool on = option.state.testFlag(State_On);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(on ? colors.accent : colors.strongBorder);
    painter.setBrush(on ? colors.accent : colors.surface);
    painter.drawEllipse(box);
    if (!on) return;
    painter.setBrush(colors.accentText);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(box.adjusted(4, 4, -4, -4));
}

void ProxyStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const {
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck ||
        element == PE_IndicatorRadioButton) {
        painter->save();
        element == PE_IndicatorRadioButton ? drawRadio(*option, *painter) : drawCheck(*option, *painter);
        painter->restore();
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

int ProxyStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                          QStyleHintReturn *data) const {
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons) return 0;
    if (hint == SH_EtchDisabledText || hint == SH_DitherDisabledText) return 0;
    if (hint == SH_ToolTip_WakeUpDelay) return 500;
    return QProxyStyle::styleHint(hint, option, widget, data);
}

int ProxyStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const {
    switch (metric) {
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight: return 16;
        case PM_ButtonIconSize:
        case PM_SmallIconSize: return 16;
        default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

}  // namespace wikivault
