#include "ui/space_choice.h"

#include "models/words.h"

#include <QSignalBlocker>

#include <algorithm>

namespace wikivault {

namespace {
constexpr int kWidest = 220, kMostRows = 20;
}

SpaceChoice::SpaceChoice(const SpaceListModel &spaces, const QString &name, const QString &spoken, QWidget *parent)
    : QComboBox(parent),
      m_spaces(spaces) {
    setObjectName(name);
    setAccessibleName(spoken);
    setToolTip(spoken);
    setMaximumWidth(kWidest);
    setMaxVisibleItems(kMostRows);
    addItem(tr("All spaces"));
    list();
    connect(&spaces, &TableModel::loadChanged, this, &SpaceChoice::list);
    connect(this, &QComboBox::currentIndexChanged, this, &SpaceChoice::changed);
}

/// By name; what is chosen stays so.
void SpaceChoice::list() {
    std::vector<std::pair<QString, QString>> names;
    for (const SpaceRow &row : m_spaces.rows())
        names.emplace_back(words::text(row.space.name), words::text(row.space.id.str()));
    if (names == m_names) return;
    m_names = names;
    std::sort(names.begin(), names.end(),
              [](const auto &a, const auto &b) { return a.first.localeAwareCompare(b.first) < 0; });
    const QString chosen = currentData().toString();
    {
        const QSignalBlocker quiet(this);
        clear();
        addItem(tr("All spaces"));
        for (const auto &[name, id] : names)
            addItem(name, id);
        setCurrentIndex(std::max(0, findData(chosen)));
    }
    if (currentData().toString() != chosen) emit changed();
}

std::optional<SpaceId> SpaceChoice::space() const {
    const QString id = currentData().toString();
    return id.isEmpty() ? std::nullopt : std::optional(SpaceId(id.toStdString()));
}

}  // namespace wikivault
