#include "ui/page.h"

#include "ui/elided_label.h"
#include "ui/widgets.h"

#include <QAbstractScrollArea>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace wikivault {

Page::Page(const UiContext &ui, const Head &head)
    : m_ui(ui),
      m_title(new ElidedLabel("title")),
      m_sentence(new ElidedLabel("muted")),
      m_bar(new MessageBar(ui.theme)) {
    setObjectName(head.objectName);
    setAccessibleName(head.title);
    m_title->setText(head.title);
    m_title->setObjectName(QStringLiteral("pageTitle"));
    m_sentence->setObjectName(QStringLiteral("pageSentence"));
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *texts = new QVBoxLayout;
    make::margins(*texts, 0, 0, 2);
    texts->addWidget(m_title);
    texts->addWidget(m_sentence);
    m_actions = new QHBoxLayout;
    make::margins(*m_actions, 0, 0, space::kSmall);
    auto *top = new QHBoxLayout;
    make::margins(*top, 0, 0, space::kLarge);
    top->addLayout(texts, 1);
    top->addLayout(m_actions);
    QWidget *headBox = make::box("toolbar");
    m_head = new QVBoxLayout(headBox);
    make::margins(*m_head, space::kHuge, space::kLarge, space::kMedium);
    m_head->addLayout(top);
    auto *layout = new QVBoxLayout(this);
    make::margins(*layout, 0, 0, 0);
    layout->addWidget(headBox);
    layout->addWidget(m_bar);
    m_body = new QVBoxLayout;
    make::margins(*m_body, 0, 0, 0);
    layout->addLayout(m_body, 1);
}

void Page::setTitle(const QString &title) {
    m_title->setText(title);
}

void Page::setSentence(const QString &sentence) {
    m_sentence->setText(sentence);
    m_sentence->setToolTip(sentence);
}

void Page::focusMain() {
    for (auto *area : findChildren<QAbstractScrollArea *>())
        if (area->isVisibleTo(this) && area->focusPolicy() != Qt::NoFocus) return area->setFocus();
}

void Page::escape() {
    if (m_bar->isVisible() && m_bar->isClosable()) return m_bar->dismiss();
    clearFilter();
}

void Page::addAction(QWidget *widget) {
    m_actions->addWidget(widget);
}

void Page::addToolRow(QWidget *widget) {
    m_head->addWidget(widget);
}

void Page::setContent(QWidget *content) {
    m_body->addWidget(content, 1);
}

}  // namespace wikivault
