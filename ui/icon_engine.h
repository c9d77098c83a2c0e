#pragma once

#include <QColor>
#include <QIconEngine>
#include <QString>

#include <functional>

namespace wikivault {

/// Paints a bundled SVG whose strokes are `currentColor` (Qt's own engine would paint them black).
class IconEngine : public QIconEngine {
public:
    using ColorOf = std::function<QColor()>;

    IconEngine(QString name, ColorOf enabled, ColorOf disabled);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    QIconEngine *clone() const override;

private:
    QString m_name;
    ColorOf m_enabled, m_disabled;
};

/// One bundled icon in one colour.
void paintIcon(QPainter &painter, const QRectF &rect, const QString &name, const QColor &color);

}  // namespace wikivault
