#pragma once

#include <QProxyStyle>

namespace wikivault {

class Theme;

/// Fusion with visible check boxes in the dark theme, no icons on dialog buttons and calm focus.
class ProxyStyle : public QProxyStyle {
    Q_OBJECT

public:
    explicit ProxyStyle(const Theme &theme);

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;

private:
    void drawCheck(const QStyleOption &option, QPainter &painter) const;
    void drawRadio(const QStyleOption &option, QPainter &painter) const;

    const Theme &m_theme;
};

}  // namespace wikivault
