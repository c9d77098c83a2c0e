#include "ui/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace wikivault {

namespace {

QByteArray iconSource(const QString &name, const QColor &color) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll().replace("currentColor", color.name().toLatin1());
}

QPixmap iconPixmap(const QString &name, const QSize &deviceSize, const QColor &color) {
    const QString key = QStringLiteral("wikivault/%1/%2x%3/%4")
                            .arg(name)
                            .arg(deviceSize.width())
                            .arg(deviceSize.height())
                            .arg(color.rgba());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(deviceSize);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer renderer(iconSource(name, color));
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    renderer.render(&painter);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

}  // namespace

IconEngine::IconEngine(QString name, ColorOf enabled, ColorOf disabled)
    : m_name(std::move(name)),
      m_enabled(std::move(enabled)),
      m_disabled(std::move(disabled)) {}

void IconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) {
    paintIcon(*painter, rect, m_name, mode == QIcon::Disabled ? m_disabled() : m_enabled());
}

QPixmap IconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) {
    return scaledPixmap(size, mode, state, 1);
}

QPixmap IconEngine::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) {
    return iconPixmap(m_name, size, mode == QIcon::Disabled ? m_disabled() : m_enabled());
}

QIconEngine *IconEngine::clone() const {
    return new IconEngine(*this);
}

void paintIcon(QPainter &painter, const QRectF &rect, const QString &name, const QColor &color) {
    const qreal ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1;
    const QSize size = (rect.size() * ratio).toSize();
    if (size.isEmpty()) return;
    QPixmap pixmap = iconPixmap(name, size, color);
    pixmap.setDevicePixelRatio(ratio);
    painter.drawPixmap(rect.topLeft(), pixmap);
}

}  // namespace wikivault
