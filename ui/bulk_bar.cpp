#include "ui/bulk_bar.h"

#include <QHBoxLayout>

namespace wikivault {

BulkBar::BulkBar(const Theme &theme, const QString &objectName, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_sentence(make::label("strong")) {
    setObjectName(objectName);
    setProperty("role", QLatin1String("strip"));
    setAttribute(Qt::WA_StyledBackground);
    m_sentence->setObjectName(QStringLiteral("bulkSentence"));
    m_verbs = new QHBoxLayout(this);
    make::margins(*m_verbs, space::kHuge, space::kSmall, space::kSmall);
    m_verbs->addWidget(m_sentence);
    m_verbs->addSpacing(space::kSmall);
    m_verbs->addStretch(1);
    hide();
}

QPushButton *BulkBar::addVerb(const make::ButtonSpec &spec) {
    QPushButton *button = make::button(m_theme, spec);
    m_verbs->insertWidget(m_verbs->count() - 1, button);
    return button;
}

void BulkBar::show(const QString &sentence) {
    m_sentence->setText(sentence);
    setVisible(true);
}

}  // namespace wikivault
