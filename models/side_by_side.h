#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace wikivault {

/// A stretch of a line, in UTF-16 units.
struct TextSpan {
    int begin = 0, length = 0;
    friend bool operator==(const TextSpan &, const TextSpan &) = default;
};

struct DiffCell {
    int number = 0;  ///< line number from 1; 0: no such line on this side
    QString text;
    std::vector<TextSpan> marks;  ///< the words that differ
};

struct DiffRow {
    bool equal = true;
    DiffCell left, right;
};

/// Two texts line by line, changed lines facing each other.
struct SideBySide {
    std::vector<DiffRow> rows;
    int leftOnly = 0, rightOnly = 0;  ///< lines that have no equal on the other side
};

/// Near-linear, but unbounded in the size of the texts: call it on a worker.
[[nodiscard]] SideBySide sideBySide(std::string_view left, std::string_view right);

/// The words that differ between two lines.
struct WordMarks {
    std::vector<TextSpan> left, right;
};
[[nodiscard]] WordMarks wordMarks(const QString &left, const QString &right);
/// A line as it is painted.
[[nodiscard]] QString shownLine(std::string_view line);
[[nodiscard]] std::vector<std::string_view> linesOf(std::string_view text);

}  // namespace wikivault
