#include "ui/setup_spaces.h"

#include "models/error_text.h"
#include "models/words.h"
#include "ui/widgets.h"

#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace wikivault {

SetupSpaces::SetupSpaces() {
    m_sentence = make::prose("body");
    m_sentence->setObjectName(QStringLiteral("setupSpacesSentence"));
    m_filter = new QLineEdit;
    m_filter->setObjectName(QStringLiteral("setupSpacesFilter"));
    m_filter->setPlaceholderText(tr("Filter spaces"));
    m_filter->setAccessibleName(tr("Filter spaces"));
    m_filter->setClearButtonEnabled(true);
    m_list = new QListWidget;
    m_list->setObjectName(QStringLiteral("setupSpaceList"));
    m_list->setAccessibleName(tr("Spaces of the wiki"));
    m_list->setUniformItemSizes(true);
    m_list->setProperty("kind", QLatin1String("boxed"));
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, space::kSmall);
    column->addWidget(m_sentence);
    column->addWidget(m_filter);
    column->addWidget(m_list, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &SetupSpaces::narrow);
    connect(m_list, &QListWidget::itemChanged, this, &SetupSpaces::updateSentence);
}

void SetupSpaces::setReading() {
    make::restyle(*m_sentence, "role", QStringLiteral("body"));
    m_sentence->setText(tr("Reading the spaces…"));
}

void SetupSpaces::setSpaces(const Result<std::vector<Space>> &spaces, bool flagsAllowed) {
    const std::vector<SpaceId> before = chosen();
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    m_spaces = spaces.value_or(std::vector<Space>());
    m_flagsAllowed = flagsAllowed;
    m_filter->setVisible(m_spaces.size() > 12);
    m_list->setVisible(spaces.has_value());
    for (const Space &space : m_spaces) {
        auto *item = new QListWidgetItem(words::text(space.name), m_list);
        item->setToolTip(words::text(space.slug));
        item->setFlags(Qt::ItemIsSelectable | Qt::ItemIsEnabled);
        if (!flagsAllowed) continue;
        const bool wasChosen = std::find(before.begin(), before.end(), space.id) != before.end();
        item->setCheckState(space.flagged || wasChosen ? Qt::Checked : Qt::Unchecked);
        // Opting out is no part of a first start.
        if (!space.flagged) item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    }
    if (m_list->count() > 0) m_list->setCurrentRow(0);
    narrow();
    if (spaces) return updateSentence();
    make::restyle(*m_sentence, "role", QStringLiteral("error"));
    m_sentence->setText(tr("The spaces could not be read. %1 You can go on without them and enable spaces later.")
                            .arg(errorText(spaces.error())));
}

std::vector<SpaceId> SetupSpaces::chosen() const {
    std::vector<SpaceId> ids;
    for (int row = 0; row < m_list->count(); ++row) {
        const Space &space = m_spaces[std::size_t(row)];
        if (m_list->item(row)->checkState() == Qt::Checked && !space.flagged) ids.push_back(space.id);
    }
    return ids;
}

QStringList SetupSpaces::chosenNames() const {
    const std::vector<SpaceId> ids = chosen();
    QStringList names;
    for (const Space &space : m_spaces)
        if (std::find(ids.begin(), ids.end(), space.id) != ids.end()) names << words::text(space.name);
    return names;
}

int SetupSpaces::flagged() const {
    return int(std::count_if(m_spaces.begin(), m_spaces.end(), [](const Space &space) { return space.flagged; }));
}

void SetupSpaces::narrow() {
    for (int row = 0; row < m_list->count(); ++row)
        m_list->item(row)->setHidden(!m_list->item(row)->text().contains(m_filter->text(), Qt::CaseInsensitive));
}

void SetupSpaces::updateSentence() {
    make::restyle(*m_sentence, "role", QStringLiteral("body"));
    if (!m_flagsAllowed)
        return m_sentence->setText(
            tr("Without the wiki's database spaces cannot be enabled one by one: all %n are "
               "looked at.",
               nullptr, int(m_spaces.size())));
    m_sentence->setText(
        tr("Tick the spaces to enable (Space). %1 of %n chosen, %2 enabled before.", nullptr, int(m_spaces.size()))
            .arg(chosen().size())
            .arg(flagged()));
}

}  // namespace wikivault
