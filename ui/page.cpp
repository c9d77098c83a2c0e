#include "ui/page.h"

#include "ui/elided_label.h"
#include "ui/widgets.h"

#include <QAbstractScrollArea>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace wikivault {

namespace {
constexpr int kVerbHeight = 30;  ///< the head of a page without verbs is as high as any
}

Page::Page(const UiContext &ui, const Head &head)
    : m_ui(ui),
      m_title(new ElidedLabel("title")),
      m_sentence(new ElidedLabel("muted")),
      m_bar(new MessageBar(ui.theme)) {
    setObjectName(head.objectName);
    setAccessibleName(head.title);
    m_title->setText(head.title);
    m_title->setObjectName(QStringLiteral("pageTitle"));
    m_title->setMinimumHeight(kVerbHeight);
    m_sentence->setObjectName(QStringLiteral("pageSentence"));
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_actions = new QHBoxLayout;
    make::margins(*m_actions, 0, 0, space::kSmall);
    auto *first = new QHBoxLayout;
    make::margins(*first, 0, 0, space::kLarge);
    first->addWidget(m_title, 1);
    first->addLayout(m_actions);
    // The sentence has the width of the window, however many verbs the page has.
    auto *top = new QVBoxLayout;
    make::margins(*top, 0, 0, 2);
    top->addLayout(first);
    top->addWidget(m_sentence);
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
