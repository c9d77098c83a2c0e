#include "ui/nav_bar.h"

#include "ui/icon_engine.h"
#include "ui/widgets.h"

#include <QPainter>
#include <QStyle>
#include <QSvgRenderer>
#include <QVBoxLayout>

namespace wikivault {

namespace {

/// The program's mark and name.
class Brand : public QWidget {
public:
    explicit Brand(const Theme &theme) : m_theme(theme) {
        setFixedHeight(56);
        setAccessibleName(QStringLiteral("Wikivault"));
    }

protected:
    void paintEvent(QPaintEvent *) override {
        QPainter painter(this);
        const QRect mark = QStyle::visualRect(layoutDirection(), rect(), {12, 14, 28, 28});
        QSvgRenderer(QStringLiteral(":/icons/wikivault.svg")).render(&painter, mark);
        painter.setFont(m_theme.font(Theme::Text::Heading));
        painter.setPen(m_theme.colors().text);
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(50, 0, 0, 0)), Qt::AlignVCenter,
                         QStringLiteral("Wikivault"));
    }

private:
    const Theme &m_theme;
};

}  // namespace

NavButton::NavButton(const Theme &theme, const QString &icon, const QString &text) : m_theme(theme), m_icon(icon) {
    setText(text);
    setAccessibleName(text);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void NavButton::setBadge(const QString &badge, Tone tone) {
    m_badge = badge;
    m_tone = tone;
    setAccessibleName(badge.isEmpty() ? text() : QStringLiteral("%1, %2").arg(text(), badge));
    update();
}

void NavButton::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Palette &colors = m_theme.colors();
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(hasFocus() ? QPen(colors.accent) : QPen(Qt::NoPen));
    painter.setBrush(isChecked()    ? mixed(colors.accent, colors.sidebar, 0.16)
                     : underMouse() ? colors.border
                                    : QColor(Qt::transparent));
    painter.drawRoundedRect(box, 6, 6);
    const QColor ink = isChecked() ? colors.text : colors.muted;
    const auto mirrored = [this](const QRect &part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
    paintIcon(painter, mirrored({10, (height() - 18) / 2, 18, 18}), m_icon,
              isChecked() ? colors.of(Tone::Accent) : ink);
    painter.setFont(m_theme.font(Theme::Text::Strong));
    painter.setPen(ink);
    painter.drawText(mirrored(rect().adjusted(38, 0, -48, 0)), Qt::AlignVCenter, text());
    if (m_badge.isEmpty()) return;
    painter.setFont(m_theme.font(Theme::Text::Caption));
    const int width = QFontMetrics(painter.font()).horizontalAdvance(m_badge) + 14;
    const QRect pill = mirrored({rect().right() - width - 7, (height() - 20) / 2, width, 20});
    if (m_tone != Tone::Muted) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.tint(m_tone));
        painter.drawRoundedRect(pill, 10, 10);
    }
    painter.setPen(colors.of(m_tone));
    painter.drawText(pill, Qt::AlignCenter, m_badge);
}

NavBar::NavBar(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme), m_group(new QButtonGroup(this)) {
    setProperty("role", QLatin1String("sidebar"));
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Pages"));
    setFixedWidth(216);
    auto *column = new QVBoxLayout(this);
    make::margins(*column, space::kMedium, 0, 0);
    column->addWidget(new Brand(theme));
    m_pages = new QVBoxLayout;
    make::margins(*m_pages, 0, 0, 2);
    m_foot = new QVBoxLayout;
    make::margins(*m_foot, 0, space::kMedium, 2);
    column->addLayout(m_pages);
    column->addStretch(1);
    column->addLayout(m_foot);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idClicked, this, &NavBar::chosen);
}

void NavBar::addPage(const Entry &entry) {
    auto *button = new NavButton(m_theme, entry.icon, entry.text);
    button->setObjectName(QStringLiteral("nav_%1").arg(entry.name));
    button->setCheckable(true);
    const int id = int(m_group->buttons().size());
    button->setToolTip(tr("%1 (Alt+%2)").arg(entry.text).arg((id + 1) % 10));
    m_group->addButton(button, id);
    m_pages->addWidget(button);
}

void NavBar::addFoot(QAbstractButton *button) {
    m_foot->addWidget(button);
}

void NavBar::setCurrent(int page) {
    if (QAbstractButton *button = m_group->button(page)) button->setChecked(true);
}

void NavBar::setBadge(int page, const QString &badge, Tone tone) {
    if (auto *button = qobject_cast<NavButton *>(m_group->button(page))) button->setBadge(badge, tone);
}

}  // namespace wikivault
