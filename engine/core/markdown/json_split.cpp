#include "engine/core/markdown/json_split.h"

namespace wikivault::markdown {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

class Splitter {
public:
    explicit Splitter(std::string_view json) : m_json(json) {}

    std::optional<SplitDocument> split() {
        if (next() != '{') return std::nullopt;
        const std::size_t array = contentBegin();
        if (array == kNowhere || !readBlocks()) return std::nullopt;
        m_parts.shell = m_json.substr(0, array);
        m_parts.shell += m_json.substr(m_at - 1);
        if (contentBegin() != kNowhere) return std::nullopt;
        return std::move(m_parts);
    }

private:
    /// The next character that is no blank, stepped over; 0 at the end.
    char next() {
        m_at = m_json.find_first_not_of(" \t\r\n", m_at);
        if (m_at == kNowhere) m_at = m_json.size();
        return m_at < m_json.size() ? m_json[m_at++] : '\0';
    }

    /// From behind an opening quote to behind the closing one.
    void skipString() {
        while (m_at < m_json.size() && m_json[m_at] != '"')
            m_at += m_json[m_at] == '\\' ? 2 : 1;
        ++m_at;
    }

    /// To behind the `depth` brackets that are open; false: they stay open.
    bool skipBrackets(std::size_t depth) {
        while (depth > 0 && m_at < m_json.size()) {
            switch (m_json[m_at++]) {
                case '"': skipString(); break;
                case '{':
                case '[': ++depth; break;
                case '}':
                case ']': --depth; break;
                default: break;
            }
        }
        return depth == 0 && m_at <= m_json.size();
    }

    /// Among the members of the root from here on: behind the bracket that opens `content`, kNowhere if none does.
    std::size_t contentBegin() {
        for (char c = next(); c != '\0'; c = next()) {
            if (c == '{' || c == '[') {
                if (!skipBrackets(1)) return kNowhere;
            } else if (c == '"') {
                const std::size_t begin = m_at;
                skipString();
                const bool named = m_json.substr(begin, m_at - begin) == "content\"";
                const std::size_t behind = m_at;
                if (named && next() == ':' && next() == '[') return m_at;
                m_at = std::min(behind, m_json.size());
            }
        }
        return kNowhere;
    }

    /// To behind the bracket that closes the blocks.
    bool readBlocks() {
        for (char c = next(); c != ']'; c = next()) {
            if (!m_parts.content.empty() && (c != ',' || next() != '{')) return false;
            if (m_parts.content.empty() && c != '{') return false;
            const std::size_t begin = m_at - 1;
            if (!skipBrackets(1)) return false;
            m_parts.content.push_back(m_json.substr(begin, m_at - begin));
        }
        return true;
    }

    std::string_view m_json;
    std::size_t m_at = 0;
    SplitDocument m_parts;
};

}  // namespace

std::optional<SplitDocument> splitDocument(std::string_view json) {
    return Splitter(json).split();
}

}  // namespace wikivault::markdown
