#include "engine/core/merge/equal_stretches.h"

#include "engine/core/merge/diff3.h"

#include <algorithm>
#include <functional>
#include <span>

namespace wikivault::merge {

namespace {

constexpr std::size_t kDigits = 8;

struct BodyLines {
    std::string_view text;
    std::vector<std::size_t> begins;  ///< with the end of the text behind the last
    Keys keys;                        ///< lines of other texts may have the same

    explicit BodyLines(std::string_view body) : text(body) {
        for (std::size_t begin = 0; begin < body.size();) {
            begins.push_back(begin);
            const std::size_t end = std::min(body.find('\n', begin), body.size() - 1) + 1;
            keys.push_back(static_cast<std::uint32_t>(std::hash<std::string_view>{}(body.substr(begin, end - begin))));
            begin = end;
        }
        begins.push_back(body.size());
    }
    /// Without its line end.
    [[nodiscard]] std::string_view line(std::size_t at) const {
        std::string_view line = text.substr(begins[at], begins[at + 1] - begins[at]);
        if (line.ends_with('\n')) line.remove_suffix(1);
        return line;
    }
    [[nodiscard]] std::string_view lines(const Range &range) const {
        return text.substr(begins[range.begin], begins[range.end] - begins[range.begin]);
    }
};

/// Lines of the first body, and where they begin in every one.
struct EqualLines {
    Range lines;
    std::vector<std::size_t> begins;
};

std::vector<EqualLines> equalLinesOf(const std::vector<BodyLines> &bodies) {
    std::vector<EqualLines> all{{{0, bodies[0].keys.size()}, {0}}};
    for (std::size_t body = 1; body < bodies.size(); ++body) {
        std::vector<EqualLines> still;
        std::size_t at = 0;
        for (const Match &match : commonRuns(bodies[0].keys, bodies[body].keys)) {
            while (at < all.size() && all[at].lines.end <= match.left)
                ++at;
            for (std::size_t i = at; i < all.size() && all[i].lines.begin < match.left + match.length; ++i) {
                const Range common{std::max(all[i].lines.begin, match.left),
                                   std::min(all[i].lines.end, match.left + match.length)};
                EqualLines lines{common, all[i].begins};
                for (std::size_t &begin : lines.begins)
                    begin += common.begin - all[i].lines.begin;
                lines.begins.push_back(match.right + common.begin - match.left);
                still.push_back(std::move(lines));
            }
        }
        all = std::move(still);
    }
    return all;
}

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

/// A paragraph or a heading at the margin: whatever list or quote was open above it is closed.
bool isAtMargin(std::string_view line) {
    const char first = line.empty() ? ' ' : line.front();
    return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '#' ||
           static_cast<unsigned char>(first) >= 0x80;
}

/// Opens and closes nothing that goes on behind it, and means the same wherever it stands.
bool isInert(std::string_view line, bool mayRefer) {
    const std::size_t begin = line.find_first_not_of(" >");
    const auto at = [line](std::size_t i) { return i < line.size() ? line[i] : ' '; };
    for (std::size_t i = 0; i < line.size(); ++i) {
        switch (const char sign = line[i]) {
            case '<':
            case '$':
            case '\r': return false;
            case '[':
                if (!mayRefer || at(i + 1) == '^') return false;
                break;
            case '`':
            case '~':
            case ':':
                if (at(i + 1) == sign && at(i + 2) == sign) return false;
                break;
            case '>':
                if (i > begin) return false;
                break;
            default: break;
        }
    }
    return true;
}

/// Lines between blank ones.
std::vector<Range> groupsOf(const BodyLines &body, const Range &lines) {
    std::vector<Range> groups;
    std::size_t begin = lines.end;  // of the group; nothing is known of what stands above the first blank line
    for (std::size_t i = lines.begin; i < lines.end; ++i) {
        if (!isBlank(body.line(i))) continue;
        if (begin < i) groups.push_back({begin, i});
        begin = i + 1;
    }
    return groups;
}

class StretchFinder {
public:
    StretchFinder(const std::vector<std::string_view> &bodies, std::size_t least)
        : m_bodies(bodies.begin(), bodies.end()),
          m_least(least),
          m_mayRefer(std::ranges::none_of(
              bodies, [](std::string_view body) { return body.find("]:") != std::string_view::npos; })) {}

    std::vector<EqualStretch> run() {
        for (const EqualLines &equal : equalLinesOf(m_bodies)) {
            const std::vector<Range> groups = groupsOf(m_bodies[0], equal.lines);
            if (groups.size() < 3) continue;
            // The outermost stay: what is changed beside them may have to do with them.
            std::size_t from = 1;
            for (std::size_t i = 1; i + 1 < groups.size(); ++i) {
                if (areAll(groups[i], [this](std::string_view line) { return isInert(line, m_mayRefer); })) continue;
                add(equal, {groups.begin() + std::ptrdiff_t(from), groups.begin() + std::ptrdiff_t(i)});
                from = i + 1;
            }
            add(equal, {groups.begin() + std::ptrdiff_t(from), groups.end() - 1});
        }
        return std::move(m_found);
    }

private:
    template <class Is>
    [[nodiscard]] bool areAll(const Range &group, const Is &is) const {
        for (std::size_t i = group.begin; i < group.end; ++i)
            if (!is(m_bodies[0].line(i))) return false;
        return true;
    }

    void add(const EqualLines &equal, std::span<const Range> groups) {
        while (!groups.empty() && !isAtMargin(m_bodies[0].line(groups.front().begin)))
            groups = groups.subspan(1);
        while (!groups.empty() && !areAll(groups.back(), isAtMargin))
            groups = groups.first(groups.size() - 1);
        if (groups.empty()) return;
        const Range lines{groups.front().begin, groups.back().end};
        EqualStretch stretch{m_bodies[0].lines(lines), {}};
        stretch.text.remove_suffix(1);  // a blank line follows
        if (stretch.text.size() < m_least) return;
        for (std::size_t body = 0; body < m_bodies.size(); ++body) {
            const std::size_t line = equal.begins[body] + lines.begin - equal.lines.begin;
            stretch.at.push_back(m_bodies[body].begins[line]);
            if (m_bodies[body].text.substr(stretch.at.back(), stretch.text.size()) != stretch.text) return;
        }
        m_found.push_back(std::move(stretch));
    }

    const std::vector<BodyLines> m_bodies;
    const std::size_t m_least;
    const bool m_mayRefer;  ///< nothing is defined anywhere, so brackets mean what they say
    std::vector<EqualStretch> m_found;
};

}  // namespace

EqualStretches::EqualStretches(const std::vector<std::string_view> &bodies, std::size_t least,
                               const std::vector<std::string_view> &others)
    : m_stretches(StretchFinder(bodies, least).run()),
      m_mark("alike") {
    const auto holdsMark = [this](std::string_view text) { return text.find(m_mark) != std::string_view::npos; };
    while (std::ranges::any_of(bodies, holdsMark) || std::ranges::any_of(others, holdsMark))
        m_mark += 'q';
    for (std::size_t body = 0; body < bodies.size(); ++body) {
        std::string text;
        std::size_t done = 0;
        for (std::size_t i = 0; i < m_stretches.size(); ++i) {
            const std::size_t at = m_stretches[i].at[body];
            text.append(bodies[body].substr(done, at - done)).append(wordOf(i));
            done = at + m_stretches[i].text.size();
        }
        m_shortened.push_back(text.append(bodies[body].substr(done)));
    }
}

std::string EqualStretches::wordOf(std::size_t stretch) const {
    const std::string number = std::to_string(stretch);
    return m_mark + std::string(kDigits - number.size(), '0') + number;
}

bool EqualStretches::isWord(std::string_view text) const {
    return text.size() == m_mark.size() + kDigits && text.starts_with(m_mark);
}

std::string EqualStretches::lengthened(std::string_view text) const {
    std::string full;
    for (;;) {
        const std::size_t at = text.find(m_mark);
        full.append(text.substr(0, at));
        if (at == std::string_view::npos) return full;
        text.remove_prefix(at + m_mark.size());
        full.append(m_stretches[std::stoul(std::string(text.substr(0, kDigits)))].text);
        text.remove_prefix(kDigits);
    }
}

}  // namespace wikivault::merge
