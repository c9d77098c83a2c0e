#include "engine/core/markdown/export_inline.h"

#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_blocks.h"
#include "engine/core/markdown/export_footnotes.h"
#include "engine/core/markdown/export_groups.h"
#include "engine/core/markdown/import.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {
namespace {

bool isPlainText(const Node &node) {
    return node.type == "text" && node.marks.empty() && node.extra.empty() && node.content.empty();
}

/// The block in which the importer meets `text` again.
std::string probeBlock(const std::string &text, const InlineContext &context) {
    switch (context.place) {
        case InlinePlace::Heading: return "## " + text;
        case InlinePlace::Cell: return "| " + text + " |\n| --- |";
        case InlinePlace::Note: return "^[" + text + "]";
        default: return text;
    }
}

const Node *probedContent(const Node &doc, const InlineContext &context) {
    const bool note = context.place == InlinePlace::Note;
    if (doc.content.size() != (note ? 2U : 1U)) return nullptr;
    const Node *node = &doc.content.back();
    if (note) {
        const Node &definition = node->content.empty() ? *node : node->content.front();
        return definition.content.size() == 1 && doc.content.front().content.size() == 1 ? &definition.content.front()
                                                                                         : nullptr;
    }
    if (context.place == InlinePlace::Heading) return node->type == "heading" ? node : nullptr;
    if (context.place == InlinePlace::Paragraph) return node->type == "paragraph" ? node : nullptr;
    for (int level = 0; level < 3; ++level) {
        if (node->content.size() != 1) return nullptr;
        node = &node->content.front();
    }
    return node->type == "paragraph" ? node : nullptr;
}

bool readsBackAlone(const std::string &text, const std::string &wanted, const InlineContext &context) {
    const Node doc = readBack(probeBlock(text + std::string(context.tail), context));
    const Node *block = probedContent(doc, context);
    if (!block) return false;
    const bool attrs = std::any_of(block->attrs.begin(), block->attrs.end(), [&](const auto &attr) {
        return attr.first != "level" && !saysNothing(block->type, attr.first, attr.second);
    });
    if (attrs == context.tail.empty()) return false;
    return canonicalNodes(block->content, FinalLineFeeds::Significant) == wanted;
}

/// Also where the block ends the body: white space there becomes a reference, which is none to a delimiter.
bool readsBack(const std::string &text, const std::string &wanted, const InlineContext &context) {
    if (!readsBackAlone(text, wanted, context)) return false;
    if (!context.tail.empty()) return true;
    std::string edge = text;
    keepEdgeSpace(edge);
    return edge == text || readsBackAlone(edge, wanted, context);
}

/// References by what they are, whatever their notes are called.
std::string withoutNoteNames(std::vector<Node> content) {
    for (Node &node : content)
        if (node.type == "footnoteReference") node.attrs.clear();
    return canonicalNodes(content, FinalLineFeeds::Significant);
}

/// Whether the bodies of inline notes leave the text around them as it is.
bool readsBackWithNotes(const std::string &text, const std::vector<Node> &content) {
    if (text.find_first_of("$`") == std::string::npos) return true;
    const Node doc = readBack(text);
    return !doc.content.empty() && withoutNoteNames(doc.content.front().content) == withoutNoteNames(content);
}

/// Cells hold their pipes back.
void escapePipes(std::string &text) {
    if (text.find('|') == std::string::npos) return;
    std::string escaped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '|') escaped += '\\';
        escaped += text[i];
    }
    text = std::move(escaped);
}

/// A heading's closing hashes would be taken for decoration.
bool escapeClosingHashes(std::string &text) {
    std::size_t begin = text.size();
    while (begin > 0 && text[begin - 1] == '#')
        --begin;
    if (begin == text.size() || (begin > 0 && text[begin - 1] != ' ' && text[begin - 1] != '\t')) return false;
    text.insert(begin, 1, '\\');
    return true;
}

/// Brackets without a partner would end the note too early or too late.
void escapeLooseBrackets(std::string &text) {
    std::vector<std::size_t> open, loose;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '[') {
            open.push_back(i);
        } else if (text[i] == ']') {
            if (open.empty())
                loose.push_back(i);
            else
                open.pop_back();
        }
    }
    loose.insert(loose.end(), open.begin(), open.end());
    std::sort(loose.begin(), loose.end());
    std::string escaped;
    std::size_t done = 0;
    for (const std::size_t at : loose) {
        escaped.append(text, done, at - done);
        escaped += '\\';
        done = at;
    }
    escaped.append(text, done);
    text = std::move(escaped);
}

struct Candidate {
    std::string text;
    bool doubt = false;
};

enum class Notes { AsWritten, Opaque };

Candidate candidate(const InlineGroups &groups, const InlineContext &context, Escaping escaping, Notes notes) {
    Candidate result;
    const bool note = context.place == InlinePlace::Note, breaks = context.place != InlinePlace::Paragraph;
    result.doubt =
        printGroups(result.text, groups, {escaping, breaks, note, context.footnotes, notes == Notes::Opaque});
    keepTrailingSpace(result.text);
    if (note) {
        escapeLooseBrackets(result.text);
        return result;
    }
    if (context.place == InlinePlace::Heading) {
        escapeClosingHashes(result.text);
        return result;
    }
    const bool cell = context.place == InlinePlace::Cell;
    const LinePlace lines{escaping, context.itemStart, context.quoteStart, context.colonFences, cell};
    if (escapeLineStarts(result.text, lines)) result.doubt = true;
    if (cell) {
        result.doubt = result.doubt || result.text.find("\\|") != std::string::npos;
        escapePipes(result.text);
    }
    return result;
}

}  // namespace

std::optional<std::string> inlineMarkdown(const std::vector<Node> &content, const InlineContext &context) {
    if (content.size() == 1 && isPlainText(content.front()) && isInert(content.front().text)) {
        const std::string &text = content.front().text;
        if (!text.empty() && isAlnumChar(text.front()) && !isDigitChar(text.front()) && !isSpaceChar(text.back()) &&
            text.back() != '#')
            return text;
    }
    const InlineGroups groups = groupInline(content);
    std::string wanted;
    for (const Escaping escaping : {Escaping::Light, Escaping::Careful, Escaping::Complete}) {
        const Candidate written = candidate(groups, context, escaping, Notes::AsWritten);
        if (!written.doubt) return written.text;
        if (wanted.empty()) wanted = canonicalNodes(content, FinalLineFeeds::Significant);
        const Candidate probe = groups.notes ? candidate(groups, context, escaping, Notes::Opaque) : written;
        const bool inlineNotes = groups.notes && context.place == InlinePlace::Paragraph && context.footnotes &&
                                 !context.footnotes->hasLabels();
        if (readsBack(probe.text, wanted, context) && (!inlineNotes || readsBackWithNotes(written.text, content)))
            return written.text;
    }
    return std::nullopt;
}

}  // namespace wikivault::markdown
