#include "ui/filter_bar.h"

#include "models/filter_model.h"
#include "ui/flow_layout.h"
#include "ui/widgets.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>

#include <algorithm>

namespace wikivault {

namespace {
constexpr int kNarrowestSearch = 120, kWidestSearch = 200;
}

FilterBar::FilterBar(const Theme &theme, const QString &placeholder, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_search(new QLineEdit),
      m_layout(new QHBoxLayout(this)),
      m_chipLine(new FlowLayout(space::kTiny)) {
    m_search->setPlaceholderText(placeholder);
    m_search->setAccessibleName(placeholder);
    m_search->setObjectName(QStringLiteral("filterField"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(kWidestSearch);
    m_search->addAction(theme.icon(QStringLiteral("search"), Tone::Muted), QLineEdit::LeadingPosition);
    make::margins(*m_layout, 0, 0, space::kSmall);
    auto *chips = new QWidget;
    chips->setLayout(m_chipLine);
    chips->setContentsMargins(0, 2, 0, 2);  // on the middle of the field while they need one line
    m_layout->addWidget(m_search, 0, Qt::AlignTop);
    m_layout->addWidget(chips, 1);
    connect(m_search, &QLineEdit::textChanged, this, &FilterBar::textChanged);
}

void FilterBar::addChip(int group, const QString &word) {
    QPushButton *button = make::button(m_theme, {word, QStringLiteral("chip%1").arg(group), {}, "chip", {}});
    button->setCheckable(true);
    button->setChecked(group < 0);
    button->setVisible(group < 0);
    connect(button, &QPushButton::clicked, this, [this, group] { choose(group); });
    m_chipLine->addWidget(button);
    m_chips.append({group, word, button});
}

void FilterBar::setCount(int group, int count) {
    for (const Chip &chip : m_chips) {
        if (chip.group != group) continue;
        chip.button->setText(QStringLiteral("%1  %2").arg(chip.word).arg(count));
        chip.button->setAccessibleName(QStringLiteral("%1, %2").arg(chip.word).arg(count));
        chip.button->setVisible(group < 0 || count > 0 || chip.button->isChecked());
    }
    fitSearch();
}

/// The chips stand in one line as long as the search field has a width to give.
void FilterBar::fitSearch() {
    int taken = m_layout->spacing() + m_chipLine->sizeHint().width();
    for (int i = 2; i < m_layout->count(); ++i)
        taken += m_layout->spacing() + m_layout->itemAt(i)->sizeHint().width();
    m_search->setFixedWidth(std::clamp(width() - taken, kNarrowestSearch, kWidestSearch));
}

void FilterBar::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    fitSearch();
}

void FilterBar::choose(int group) {
    m_group = group;
    for (const Chip &chip : m_chips) {
        chip.button->setChecked(chip.group == group);
        if (chip.group == group) chip.button->show();  // a saved view may ask for a group without rows
    }
    emit groupsChanged(group < 0 ? QSet<int>() : QSet<int>{group});
}

void FilterBar::clearFilter() {
    setFilter({}, -1);
}

void FilterBar::setFilter(const QString &text, int group) {
    m_search->setText(text);
    choose(group);
}

void FilterBar::narrow(FilterModel &list) {
    connect(this, &FilterBar::textChanged, &list, &FilterModel::setText);
    connect(this, &FilterBar::groupsChanged, &list, &FilterModel::setGroups);
}

void FilterBar::addTool(QWidget *tool) {
    m_layout->addWidget(tool, 0, Qt::AlignTop);
}

void FilterBar::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QString FilterBar::text() const {
    return m_search->text();
}

}  // namespace wikivault
