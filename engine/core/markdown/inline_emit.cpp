#include "engine/core/markdown/inline_parser.h"

#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

bool sameMark(const Mark &a, const Mark &b) {
    return a.type == b.type && a.attrs == b.attrs;
}

/// The marks that are open at a place, outermost first, as the marks of a node: innermost first, code before all.
class OpenMarks {
public:
    OpenMarks(const std::vector<Mark> &marks, ImportContext &context) : m_marks(marks), m_context(context) {}

    void open(std::uint32_t mark) {
        const auto same = find(mark);
        if (same != m_open.end())
            ++same->depth;
        else
            m_open.push_back({mark, 1});
        m_fresh = false;
    }
    void close(std::uint32_t mark) {
        const auto same = find(mark);
        if (same != m_open.end() && --same->depth == 0) m_open.erase(same);
        m_fresh = false;
    }
    [[nodiscard]] const std::vector<Mark> &marks() {
        if (!m_fresh) rebuild();
        if (m_context.affords(m_current)) return m_current;
        m_bare = m_lossy = true;
        rebuild();
        return m_current;
    }

    /// Marks with attributes were left out.
    [[nodiscard]] bool isLossy() const { return m_lossy; }

private:
    struct OpenMark {
        std::uint32_t mark, depth;  ///< emphasis in emphasis counts, it does not pile up
    };

    [[nodiscard]] std::vector<OpenMark>::iterator find(std::uint32_t mark) {
        return std::find_if(m_open.begin(), m_open.end(), [&](const OpenMark &open) {
            return open.mark == mark || sameMark(m_marks[open.mark], m_marks[mark]);
        });
    }
    void rebuild() {
        m_current.clear();
        for (auto at = m_open.rbegin(); at != m_open.rend(); ++at) {
            const Mark &mark = m_marks[at->mark];
            if (m_bare && !mark.attrs.empty()) {
                m_lossy = true;
                continue;
            }
            const bool taken = std::any_of(m_current.begin(), m_current.end(), [&](const Mark &inner) {
                return mark.type == "comment" ? sameMark(inner, mark) : inner.type == mark.type;
            });
            if (!taken) m_current.insert(mark.type == "code" ? m_current.begin() : m_current.end(), mark);
        }
        m_fresh = true;
    }

    const std::vector<Mark> &m_marks;
    ImportContext &m_context;
    std::vector<OpenMark> m_open;
    std::vector<Mark> m_current;
    bool m_fresh = true, m_bare = false, m_lossy = false;
};

void appendInlineText(std::vector<Node> &nodes, std::string_view text, const std::vector<Mark> &marks) {
    if (text.empty()) return;
    const bool joins =
        !nodes.empty() && nodes.back().type == "text" &&
        std::equal(nodes.back().marks.begin(), nodes.back().marks.end(), marks.begin(), marks.end(), sameMark);
    if (joins)
        nodes.back().text += text;
    else
        nodes.push_back(
            {.type = "text", .text = std::string(text), .attrs = {}, .marks = marks, .content = {}, .extra = {}});
}

}  // namespace

bool isBlockMedia(std::string_view type) {
    constexpr std::string_view media[] = {"image",      "video", "audio",      "youtube", "drawio",
                                          "excalidraw", "pdf",   "attachment", "embed"};
    return std::find(std::begin(media), std::end(media), type) != std::end(media);
}

std::uint32_t InlineParser::addMark(Mark mark) {
    m_marks.push_back(std::move(mark));
    return static_cast<std::uint32_t>(m_marks.size() - 1);
}

void InlineParser::addAtom(Node node) {
    m_atoms.push_back(std::move(node));
    const auto at = static_cast<std::uint32_t>(m_out.size());
    m_tokens.push_back({TokenKind::Atom, at, at, static_cast<std::uint32_t>(m_atoms.size() - 1)});
}

void InlineParser::addEvent(TokenKind kind, std::uint32_t mark) {
    const auto at = static_cast<std::uint32_t>(m_out.size());
    m_tokens.push_back({kind, at, at, mark});
    if (kind == TokenKind::CloseMark) m_tokens.back().begin = kNone;
}

/// The text of the tokens from `from` on, without marks.
std::string InlineParser::flatText(std::size_t from) const {
    std::string text;
    for (std::size_t at = from; at < m_tokens.size(); ++at) {
        const Token &token = m_tokens[at];
        if (token.kind == TokenKind::Text) {
            text.append(m_out, token.begin, token.end - token.begin);
        } else if (token.kind == TokenKind::Delimiter) {
            text.append(m_delimiters[token.index].left, m_delimiters[token.index].sign);
        } else if (token.kind == TokenKind::Atom) {
            const Node &atom = m_atoms[token.index];
            for (const std::string_view name : {"text", "label", "alt", "name"})
                text += stringAttr(atom.attrs, name);
            if (atom.type == "hardBreak") text += ' ';
        }
    }
    return text;
}

/// Forgets the tokens from `from` on and everything that points to them.
void InlineParser::cutTokens(std::size_t from) {
    const auto gone = [&](std::uint32_t token) { return token >= from; };
    while (m_lastDelimiter != kNone && gone(m_delimiters[m_lastDelimiter].token))
        unlinkDelimiter(m_lastDelimiter);
    while (!m_brackets.empty() && gone(m_brackets.back().token))
        m_brackets.pop_back();
    while (!m_weakLinks.empty() && gone(m_weakLinks.back()))
        m_weakLinks.pop_back();
    while (!m_elements.empty() && gone(m_elements.back().token)) {
        --m_openNames[m_elements.back().name];
        m_elements.pop_back();
    }
    m_tokens.resize(std::min(from, m_tokens.size()), Token{TokenKind::Text, 0, 0, kNone});
}

/// Nodes are large: room for more than there will be would take more memory than the text.
std::size_t InlineParser::nodesAtMost() const {
    return static_cast<std::size_t>(std::count_if(m_tokens.begin(), m_tokens.end(), [this](const Token &token) {
        if (token.kind == TokenKind::Text) return token.begin != token.end;
        return token.kind == TokenKind::Atom ||
               (token.kind == TokenKind::Delimiter && m_delimiters[token.index].left > 0);
    }));
}

std::vector<Node> InlineParser::toNodes() {
    std::vector<Node> nodes;
    nodes.reserve(nodesAtMost());
    OpenMarks open(m_marks, m_context);
    for (const Token &token : m_tokens) {
        switch (token.kind) {
            case TokenKind::Text:
                appendInlineText(nodes, std::string_view(m_out).substr(token.begin, token.end - token.begin),
                                 open.marks());
                break;
            case TokenKind::Delimiter: {
                const Delimiter &run = m_delimiters[token.index];
                for (auto event = run.closes; event != kNone; event = m_events[event].next)
                    open.close(m_events[event].mark);
                appendInlineText(nodes, std::string_view(m_out).substr(token.begin, run.left), open.marks());
                for (auto event = run.opens; event != kNone; event = m_events[event].next)
                    open.open(m_events[event].mark);
                break;
            }
            case TokenKind::OpenMark:
                if (token.index != kNone) open.open(token.index);
                break;
            case TokenKind::CloseMark:
                if (token.index != kNone) open.close(token.index);
                break;
            case TokenKind::Atom:
                nodes.push_back(m_atoms[token.index]);
                nodes.back().marks.insert(nodes.back().marks.begin(), open.marks().begin(), open.marks().end());
                break;
        }
    }
    m_content.lossy = m_content.lossy || open.isLossy();
    return nodes;
}

}  // namespace wikivault::markdown
