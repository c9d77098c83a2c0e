#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wikivault::markdown {

/// Writes lines behind the markers of the containers they stand in.
class LineWriter {
public:
    /// A container whose first line begins with `first` and whose others begin with `rest`.
    void push(std::string_view first, std::string_view rest);
    void pop();
    void line(std::string_view text);
    /// Every line of `text`.
    void lines(std::string_view text);
    /// Whether the innermost container still waits for its first line.
    [[nodiscard]] bool pending() const { return m_pending; }
    [[nodiscard]] std::size_t depth() const { return m_sizes.size(); }
    [[nodiscard]] std::string take();

private:
    void prefix(std::string_view text, bool keepSpaces);

    std::string m_out, m_prefix, m_first;
    std::vector<std::size_t> m_sizes;
    bool m_pending = false, m_quote = false, m_begun = false;
};

}  // namespace wikivault::markdown
