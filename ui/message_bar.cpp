#include "ui/message_bar.h"

#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QLineEdit>

namespace wikivault {

namespace {
QString barTone(Tone tone) {
    if (tone == Tone::Danger) return QStringLiteral("danger");
    if (tone == Tone::Attention || tone == Tone::Conflict) return QStringLiteral("attention");
    return tone == Tone::Good ? QStringLiteral("good") : QStringLiteral("normal");
}
QString barIcon(Tone tone) {
    if (tone == Tone::Danger) return QStringLiteral("error");
    if (tone == Tone::Attention || tone == Tone::Conflict) return QStringLiteral("warning");
    return tone == Tone::Good ? QStringLiteral("check") : QStringLiteral("info");
}
}  // namespace

MessageBar::MessageBar(const Theme &theme, QWidget *parent)
    : QFrame(parent),
      m_theme(theme),
      m_icon(new QLabel),
      m_text(make::prose("body")),
      m_input(new QLineEdit),
      m_actions(new QHBoxLayout) {
    setProperty("role", QLatin1String("bar"));
    setObjectName(QStringLiteral("messageBar"));
    auto *layout = new QHBoxLayout(this);
    make::margins(*layout, space::kHuge, space::kSmall, space::kMedium);
    m_icon->setFixedSize(16, 16);
    m_icon->setAccessibleName(tr("Message"));
    m_input->setObjectName(QStringLiteral("messageInput"));
    m_input->setMinimumWidth(150);
    m_input->setMaximumWidth(280);
    m_close = make::button(
        theme, {{}, QStringLiteral("messageClose"), QStringLiteral("close"), "plain", tr("Close this message")});
    connect(m_close, &QPushButton::clicked, this, &MessageBar::dismiss);
    m_actions->setSpacing(space::kSmall);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 3);
    layout->addWidget(m_input, 1);
    layout->addLayout(m_actions);
    layout->addWidget(m_close);
    hide();
}

void MessageBar::addActions(const Message &message) {
    while (QLayoutItem *item = m_actions->takeAt(0)) {
        if (item->widget()) item->widget()->deleteLater();
        delete item;
    }
    for (const Action &action : message.actions) {
        QPushButton *button = make::button(m_theme, {action.text, action.objectName, {}, action.kind, {}});
        connect(button, &QPushButton::clicked, this, [this, act = action.act, keep = message.keepOpen] {
            if (!keep) dismiss();
            if (act) act();
        });
        m_actions->addWidget(button);
    }
}

void MessageBar::show(const Message &message) {
    make::restyle(*this, "tone", barTone(message.tone));
    m_icon->setPixmap(m_theme.icon(barIcon(message.tone), message.tone == Tone::Normal ? Tone::Accent : message.tone)
                          .pixmap(QSize(16, 16), devicePixelRatioF()));
    m_text->setText(message.text);
    setAccessibleName(message.text);
    m_input->setVisible(!message.inputHint.isEmpty());
    m_input->setPlaceholderText(message.inputHint);
    m_input->setAccessibleName(message.inputHint);
    m_input->clear();
    addActions(message);
    m_close->setVisible(message.closable);
    QFrame::show();
}

void MessageBar::dismiss() {
    hide();
}

QString MessageBar::input() const {
    return m_input->text().trimmed();
}

bool MessageBar::isClosable() const {
    return !m_close->isHidden();
}

QString MessageBar::text() const {
    return m_text->text();
}

}  // namespace wikivault
