#include "ui/line_wrap.h"

#include <QFontMetricsF>

#include <algorithm>

namespace wikivault {

namespace {

constexpr int kWidest = 2;

int columnsOf(QChar c) {
    const char32_t code = c.unicode();
    constexpr char32_t firstMark = 0x300;
    if (code < firstMark) return 1;
    if (c.isLowSurrogate() || c.category() == QChar::Mark_NonSpacing) return 0;
    const bool wide = c.isHighSurrogate() || (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
                      (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
                      (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60);
    return wide ? kWidest : 1;
}

}  // namespace

std::vector<int> wrappedStarts(const QString &text, int columns) {
    std::vector<int> starts{0};
    columns = std::max(columns, 8);
    if (text.size() * kWidest <= columns) return starts;
    int used = 0, afterSpace = 0;
    for (int i = 0; i < int(text.size()); ++i) {
        const int width = columnsOf(text.at(i));
        if (used + width > columns && i > starts.back()) {
            const int from = afterSpace > starts.back() ? afterSpace : i;
            starts.push_back(from);
            used = 0;
            for (int k = from; k < i; ++k)
                used += columnsOf(text.at(k));
        }
        used += width;
        if (text.at(i).isSpace()) afterSpace = i + 1;
    }
    return starts;
}

/// A letter is seldom a whole number of pixels wide, which adds up along a line.
int columnsIn(int width, const QFont &font) {
    return int(width / QFontMetricsF(font).horizontalAdvance(QLatin1Char('m')));
}

}  // namespace wikivault
