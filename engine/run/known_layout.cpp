#include "engine/run/known_layout.h"

#include "engine/core/page_path.h"

#include <QCryptographicHash>

#include <algorithm>

namespace wikivault {

namespace {

/// In everything a layout depends on.
bool isSame(const PageRow &a, const PageRow &b) {
    return a.id == b.id && a.slugId == b.slugId && a.title == b.title && a.parent == b.parent && a.isBase == b.isBase;
}

}  // namespace

std::string layoutStamp(const std::vector<PageRow> &rows, const std::map<PageId, std::string> &current) {
    constexpr const char *kVersion = "1";  // goes up with every change of what layoutPages() answers
    std::string text = kVersion;
    const auto add = [&text](const std::string &field) { (text += field) += '\0'; };
    for (const PageRow &row : rows) {
        add(row.id.str());
        add(row.slugId);
        add(row.title);
        add(row.parent ? row.parent->str() : std::string());
        text += row.isBase ? 'b' : '-';
    }
    text += '\n';
    for (const auto &[page, path] : current) {
        add(page.str());
        add(path);
    }
    return QCryptographicHash::hash(QByteArrayView(text.data(), qsizetype(text.size())), QCryptographicHash::Sha1)
        .toHex()
        .toStdString();
}

std::map<PageId, std::string> KnownLayout::of(std::vector<PageRow> rows, std::map<PageId, std::string> current) {
    constexpr std::size_t kRemembered = 2;
    const auto isBefore = [](const PageRow &a, const PageRow &b) { return a.id < b.id; };
    if (!std::ranges::is_sorted(rows, isBefore)) std::ranges::sort(rows, isBefore);
    for (const Known &known : m_known)
        if (std::ranges::equal(rows, known.rows, isSame) && current == known.current) return known.paths;
    auto paths = layoutPages(rows, current);
    m_known.push_front({std::move(rows), std::move(current), std::move(paths)});
    if (m_known.size() > kRemembered) m_known.pop_back();
    return m_known.front().paths;
}

}  // namespace wikivault
