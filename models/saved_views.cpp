#include "models/saved_views.h"

#include <algorithm>

namespace wikivault {

const SavedView *SavedViews::find(const QString &name) const {
    const auto it =
        std::find_if(m_views.begin(), m_views.end(), [&](const SavedView &view) { return view.name == name; });
    return it == m_views.end() ? nullptr : &*it;
}

void SavedViews::setAll(QList<SavedView> views) {
    m_views = std::move(views);
    std::sort(m_views.begin(), m_views.end(),
              [](const SavedView &a, const SavedView &b) { return a.name.localeAwareCompare(b.name) < 0; });
    emit changed();
}

void SavedViews::put(const SavedView &view) {
    QList<SavedView> views = m_views;
    views.removeIf([&](const SavedView &old) { return old.name == view.name; });
    views.append(view);
    setAll(std::move(views));
}

void SavedViews::remove(const QString &name) {
    QList<SavedView> views = m_views;
    if (views.removeIf([&](const SavedView &view) { return view.name == name; }) > 0) setAll(std::move(views));
}

}  // namespace wikivault
