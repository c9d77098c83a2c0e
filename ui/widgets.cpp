#include "ui/widgets.h"

#include <QBoxLayout>
#include <QEvent>
#include <QScrollBar>
#include <QStyle>
#include <QVariant>

namespace wikivault::make {

namespace {
constexpr QSize kIconBesideText{20, 16};  ///< the styles leave too little air between icon and text

/// Stands where the lines of the window begin, whatever the language of its text: a label of Qt's own goes to the side
/// its text begins at, away from what it belongs to.
class SideLabel : public QLabel {
public:
    explicit SideLabel(const QString &text) : QLabel(text) { takeSide(); }

protected:
    void changeEvent(QEvent *event) override {
        QLabel::changeEvent(event);
        if (event->type() == QEvent::LayoutDirectionChange && alignment() == m_taken) takeSide();
    }

private:
    void takeSide() {
        m_taken = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter;
        setAlignment(m_taken);
    }

    Qt::Alignment m_taken;  ///< another is somebody's wish
};
}  // namespace

QLabel *label(const char *role, const QString &text) {
    auto *label = new SideLabel(text);
    label->setProperty("role", QLatin1String(role));
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel *prose(const char *role, const QString &text) {
    QLabel *label = make::label(role, text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    return label;
}

QPushButton *button(const Theme &theme, const ButtonSpec &spec) {
    auto *button = new QPushButton(spec.text);
    button->setObjectName(spec.objectName);
    button->setProperty("kind", QLatin1String(spec.kind));
    button->setAutoDefault(false);
    const QLatin1String kind(spec.kind);
    const Tone tone = kind == QLatin1String("danger") ? Tone::Danger
                      : kind == QLatin1String("wiki") ? Tone::Wiki
                      : kind == QLatin1String("git")  ? Tone::Git
                                                      : Tone::Muted;
    button->setIconSize(kIconBesideText);
    if (!spec.icon.isEmpty())
        button->setIcon(kind == QLatin1String("primary") ? theme.iconOnAccent(spec.icon) : theme.icon(spec.icon, tone));
    if (!spec.toolTip.isEmpty()) button->setToolTip(spec.toolTip);
    button->setAccessibleName(spec.text.isEmpty() ? spec.toolTip : QString(spec.text).remove(QLatin1Char('&')));
    return button;
}

QFrame *line() {
    auto *frame = new QFrame;
    frame->setProperty("role", QLatin1String("line"));
    return frame;
}

QWidget *box(const char *role) {
    auto *widget = new QFrame;
    widget->setProperty("role", QLatin1String(role));
    return widget;
}

void restyle(QWidget &widget, const char *property, const QString &value) {
    if (widget.property(property).toString() == value) return;
    widget.setProperty(property, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
    widget.update();
}

bool scrollByKey(QScrollBar &bar, int key) {
    switch (key) {
        case Qt::Key_Home: bar.setValue(0); return true;
        case Qt::Key_End: bar.setValue(bar.maximum()); return true;
        case Qt::Key_PageUp: bar.setValue(bar.value() - bar.pageStep()); return true;
        case Qt::Key_PageDown: bar.setValue(bar.value() + bar.pageStep()); return true;
        default: return false;
    }
}

void margins(QBoxLayout &layout, int horizontal, int vertical, int spacing) {
    layout.setContentsMargins(horizontal, vertical, horizontal, vertical);
    layout.setSpacing(spacing);
}

}  // namespace wikivault::make
