#include "engine/core/frontmatter.h"

#include "engine/core/ids.h"

#include <set>

namespace wikivault {

namespace {

constexpr std::size_t kSizeLimit = 64 * 1024;
constexpr std::size_t kKeyLimit = 1000;
constexpr std::size_t kFlowLimit = 50;
constexpr std::size_t kShownKey = 60;
constexpr std::string_view kFence = "---";
constexpr auto kNone = std::string_view::npos;

bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

bool isFence(std::string_view line) {
    return line.starts_with(kFence) && withoutBlankEnds(line.substr(kFence.size())).empty();
}

/// Where the quoted scalar at the start of `text` ends; kNone if it does not.
std::size_t quotedEnd(std::string_view text) {
    const char quote = text.front();
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\')
            ++i;
        else if (text[i] == quote && quote == '\'' && i + 1 < text.size() && text[i + 1] == quote)
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return kNone;
}

bool isCommentOrNothing(std::string_view text) {
    const std::string_view rest = withoutBlankEnds(text);
    return rest.empty() || (rest.front() == '#' && isBlank(text.front()));
}

std::string_view withoutComment(std::string_view value) {
    for (std::size_t i = 1; i < value.size(); ++i)
        if (value[i] == '#' && isBlank(value[i - 1])) return withoutBlankEnds(value.substr(0, i));
    return value.starts_with('#') ? std::string_view() : value;
}

bool isReference(std::string_view node) {
    const bool indicator = !node.empty() && (node.front() == '&' || node.front() == '*' || node.front() == '!');
    return indicator && node.size() > 1 && !isBlank(node[1]);
}

/// `key: value` taken apart. Quoted keys come without their quotes.
struct KeyLine {
    std::string_view key, value;
};
std::optional<KeyLine> keyLine(std::string_view line) {
    if (line.empty()) return std::nullopt;
    std::size_t colon = kNone;
    KeyLine parts;
    if (line.front() == '"' || line.front() == '\'') {
        const std::size_t end = quotedEnd(line);
        if (end == kNone) return std::nullopt;
        colon = line.find_first_not_of(" \t", end);
        if (colon == kNone || line[colon] != ':') return std::nullopt;
        parts.key = line.substr(1, end - 2);
    } else {
        constexpr std::string_view kNoKeyStarts = "#&*!|>%@`[]{},";
        const bool marker = line.size() > 1 && isBlank(line[1]) && (line[0] == '-' || line[0] == '?');
        if (marker || kNoKeyStarts.find(line.front()) != kNone) return std::nullopt;
        for (std::size_t i = 1; i < line.size() && colon == kNone; ++i) {
            if (line[i] == '#' && isBlank(line[i - 1])) return std::nullopt;
            if (line[i] == ':' && (i + 1 == line.size() || isBlank(line[i + 1]))) colon = i;
        }
        if (colon == kNone) return std::nullopt;
        parts.key = withoutBlankEnds(line.substr(0, colon));
    }
    if (colon + 1 < line.size() && !isBlank(line[colon + 1])) return std::nullopt;
    parts.value = withoutBlankEnds(line.substr(colon + 1));
    return parts;
}

/// Whether `[…]` and `{…}` are closed again, line by line; quotes hide brackets.
class FlowValue {
public:
    /// False: what follows the last bracket is no comment, or it nests too deep.
    bool read(std::string_view line) {
        bool nodeStart = true;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const char c = line[i];
            if (m_depth == 0 && m_started) return isCommentOrNothing(line.substr(i));
            if (nodeStart && isReference(line.substr(i))) m_references = true;
            if (nodeStart && (c == '"' || c == '\'')) {
                const std::size_t end = quotedEnd(line.substr(i));
                if (end == kNone) return false;
                i += end - 1;
            } else if (c == '[' || c == '{') {
                m_started = true;
                if (++m_depth > kFlowLimit) return false;
            } else if (c == ']' || c == '}') {
                --m_depth;
            } else if (c == '#' && (i == 0 || isBlank(line[i - 1]))) {
                return true;
            }
            nodeStart = c == '[' || c == '{' || c == ',' || c == ':' || (nodeStart && isBlank(c));
        }
        return true;
    }
    [[nodiscard]] bool isOpen() const { return m_depth > 0; }
    [[nodiscard]] bool hasReferences() const { return m_references; }

private:
    std::size_t m_depth = 0;
    bool m_started = false, m_references = false;
};

/// Reads the lines between the fences.
class MappingReader {
public:
    explicit MappingReader(Frontmatter &front) : m_front(front) {}

    void read(const TextLine &line) {
        if (m_flow.isOpen()) return flow(line);
        if (withoutBlankEnds(line.text).empty()) return;
        if (isBlank(line.text.front())) return nested(line);
        if (line.text.front() == '#') return;
        const bool item = line.text == "-" || (line.text.starts_with('-') && isBlank(line.text[1]));
        if (item && m_expectsItems) return nested(line);
        if (const auto parts = keyLine(line.text)) return key(*parts, line);
        noMapping();
    }

    /// It is a mapping.
    [[nodiscard]] bool finish() {
        if (m_flow.isOpen() || m_keys.empty()) noMapping();
        return m_isMapping;
    }

private:
    void noMapping() { m_isMapping = false; }
    void refuse(std::string why) {
        if (m_front.problem.empty()) m_front.problem = std::move(why);
    }
    void reference() { refuse("it uses anchors, aliases or tags (&, *, !), which are not read"); }

    void flow(const TextLine &line) {
        if (line.text.starts_with(kPageIdKey)) {
            m_flow = FlowValue();
            noMapping();
            return read(line);
        }
        if (!m_flow.read(line.text)) noMapping();
        if (m_flow.hasReferences()) reference();
        extendId(line);
    }

    /// A line that belongs to the key above.
    void nested(const TextLine &line) {
        if (m_keys.empty()) return noMapping();
        extendId(line);
        if (m_inBlockScalar) return;
        std::string_view node = withoutBlankEnds(line.text);
        while (node.starts_with('-') && node.size() > 1 && isBlank(node[1]))
            node = withoutBlankEnds(node.substr(1));
        const auto parts = keyLine(node);
        if (isReference(node) || (parts && isReference(parts->value))) reference();
    }

    void extendId(const TextLine &line) {
        if (!m_atId || !m_front.id) return;
        m_front.id->end = line.next;
        m_front.id->plain = false;
        refuse("gitmost_id is not one value on one line");
    }

    void key(const KeyLine &parts, const TextLine &line) {
        m_atId = parts.key == kPageIdKey;
        if (!m_keys.emplace(parts.key).second)
            refuse("the key " + std::string(parts.key.substr(0, kShownKey)) + " stands there twice");
        if (m_keys.size() > kKeyLimit) refuse("it has more than 1000 keys");
        if (isReference(parts.value)) reference();
        const std::string_view value = withoutComment(parts.value);
        const char first = value.empty() ? '\0' : value.front();
        m_inBlockScalar = first == '|' || first == '>';
        m_expectsItems = value.empty();
        m_flow = FlowValue();
        if (m_atId) return ownKey(parts.value, line);
        if (first == '[' || first == '{') return flow({parts.value, line.begin, line.next});
        const bool quoted = first == '"' || first == '\'';
        const std::size_t end = quoted ? quotedEnd(parts.value) : kNone;
        if (end != kNone && !isCommentOrNothing(parts.value.substr(end))) noMapping();
    }

    void ownKey(std::string_view raw, const TextLine &line) {
        if (m_front.id) return;  // the first one stands; that there are two is reported
        PageIdEntry id;
        id.begin = line.begin;
        id.end = line.next;
        std::string_view value = withoutComment(raw);
        if (!value.empty() && (value.front() == '"' || value.front() == '\'')) {
            const std::size_t end = quotedEnd(raw);
            const bool closed = end != kNone && isCommentOrNothing(raw.substr(end));
            if (!closed) refuse("gitmost_id has a quote that is not closed");
            if (closed) value = raw.substr(0, end);
            id.text = std::string(closed ? value.substr(1, value.size() - 2) : value);
        } else {
            id.text = std::string(value);
        }
        const std::size_t colon = line.text.find(':', line.text.find(kPageIdKey));
        const auto offset = value.empty() ? colon + 1 : static_cast<std::size_t>(value.data() - line.text.data());
        id.valueBegin = line.begin + offset;
        id.valueEnd = id.valueBegin + value.size();
        m_front.id = std::move(id);
    }

    Frontmatter &m_front;
    std::set<std::string, std::less<>> m_keys;
    FlowValue m_flow;
    bool m_isMapping = true, m_atId = false, m_expectsItems = false, m_inBlockScalar = false;
};

}  // namespace

TextLine textLineAt(std::string_view text, std::size_t at) {
    const std::size_t end = text.find('\n', at);
    std::string_view line = text.substr(at, end == kNone ? end : end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return {line, at, end == kNone ? text.size() : end + 1};
}

std::string_view withoutBlankEnds(std::string_view text) {
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

Frontmatter readFrontmatter(std::string_view text, std::size_t at) {
    const Frontmatter none{at, at, {}, {}};
    const TextLine first = textLineAt(text, at);
    if (!isFence(first.text)) return none;
    Frontmatter front = none;
    MappingReader mapping(front);
    for (std::size_t next = first.next; next < text.size();) {
        const TextLine line = textLineAt(text, next);
        next = line.next;
        const bool tooLong = line.begin >= first.next + kSizeLimit;
        const bool isSigned = front.id && parseUuid(front.id->text);
        if (tooLong && !isSigned) return none;
        if (!isFence(line.text)) {
            if (!tooLong) mapping.read(line);
            continue;
        }
        const bool isMapping = mapping.finish();
        // Two rules with something else between them, unless the engine has signed it.
        if (!isMapping && !isSigned) return none;
        if (!isMapping) front.problem = "it names a page, but is no list of \"key: value\" lines";
        if (tooLong) front.problem = "it is longer than 64 KiB";
        front.end = line.next;
        return front;
    }
    return none;
}

}  // namespace wikivault
