#pragma once

#include "engine/core/markdown/html_tag.h"
#include "engine/core/markdown/import_context.h"
#include "engine/core/markdown/inline_token.h"
#include "engine/core/markdown/text_scan.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wikivault::markdown {

/// Images, videos, files: they stand in inline Markdown but are blocks of the document.
[[nodiscard]] bool isBlockMedia(std::string_view type);
/// `text` is the text of a block: lines joined by line feeds, without indentation.
[[nodiscard]] InlineContent parseInline(std::string_view text, ImportContext &context, unsigned noteDepth = 0);

/// One pass over the text makes tokens; a delimiter stack and a bracket stack pair them, as CommonMark describes; the
/// tokens then become nodes. Every step is linear in the text.
class InlineParser {
public:
    InlineParser(std::string_view text, ImportContext &context, unsigned noteDepth);
    [[nodiscard]] InlineContent parse();
    /// The text as the description of an image: bare addresses are no links there, line ends stay.
    [[nodiscard]] std::string description();

private:
    // inline_parser.cpp: the scan
    void step();
    void plainRun();
    void lineEnd();
    void backslash();
    void reference();
    void codeSpan();
    void math();
    void inlineNote();
    void scanBackticks();
    void scanNotes();
    void addText(std::string_view text);
    void addRaw(std::size_t length);
    void dropTrailingBlanks();

    // inline_delimiters.cpp
    void delimiterRun();
    [[nodiscard]] CharClass classBeforeRun() const;
    [[nodiscard]] CharClass classAfterRun(std::size_t end) const;
    [[nodiscard]] std::size_t runLength() const;
    void pairDelimiters(std::uint32_t bottom);
    [[nodiscard]] std::uint32_t findOpener(std::uint32_t closer, std::uint32_t floor) const;
    void joinDelimiters(std::uint32_t opener, std::uint32_t closer);
    void unlinkDelimiter(std::uint32_t at);

    // inline_links.cpp
    void openBracket(bool image);
    void closeBracket();
    [[nodiscard]] bool closeNote(const Bracket &bracket);
    [[nodiscard]] std::optional<ParsedTarget> targetAfter(const Bracket &bracket);
    [[nodiscard]] std::optional<ParsedTarget> referenceAfter(const Bracket &bracket);
    void makeLink(const Bracket &bracket, const ParsedTarget &target);
    [[nodiscard]] bool hasLineFeed(std::size_t begin, std::size_t end);
    void makeImage(const Bracket &bracket, const ParsedTarget &target);
    void autolinkAngle(std::string_view inner, bool email);
    void addLink(std::string href, std::size_t length, bool weak);
    [[nodiscard]] bool bareUrl();
    [[nodiscard]] bool bareMail();
    void takeBack(std::size_t length);

    // inline_html.cpp
    void angle();
    [[nodiscard]] bool inertHtml();
    void comment(std::string_view text);
    [[nodiscard]] bool bindToMedia(const Directive &directive);
    [[nodiscard]] bool bindToLink(const Directive &directive);
    void openTag(const HtmlTag &tag);
    void closeTag(const HtmlTag &tag);
    [[nodiscard]] bool verbatimElement(const HtmlTag &tag);
    void literalHtml(std::size_t length);

    // inline_emit.cpp
    std::uint32_t addMark(Mark mark);
    void addAtom(Node node);
    void addEvent(TokenKind kind, std::uint32_t mark);
    [[nodiscard]] std::string flatText(std::size_t from) const;
    void cutTokens(std::size_t from);
    [[nodiscard]] std::size_t nodesAtMost() const;
    [[nodiscard]] std::vector<Node> toNodes();

    std::string_view m_text;
    ImportContext &m_context;
    unsigned m_noteDepth;
    bool m_plainText = false;  ///< only the text is wanted
    std::size_t m_at = 0;
    std::string m_out;  ///< decoded text; tokens are ranges of it
    std::vector<Token> m_tokens;
    std::vector<Delimiter> m_delimiters;  ///< a linked list in order of the text
    std::uint32_t m_lastDelimiter = kNone;
    std::array<std::size_t, 2> m_tildeRuns{};  ///< runs of one and of two that may open
    bool m_openHighlight = false;              ///< the last `==` may open
    std::vector<MarkEvent> m_events;
    std::vector<Bracket> m_brackets;
    std::size_t m_inactiveBrackets = 0;  ///< links may not begin at these first ones: they hold a link
    std::size_t m_flattened = 0;         ///< bytes of image descriptions so far
    std::size_t m_linkEnd = 0;           ///< where the last bare link ended
    std::size_t m_lineFeedsSeen = 0, m_lastLineFeed = 0;
    std::vector<OpenElement> m_elements;
    std::unordered_map<std::string, unsigned> m_openNames;  ///< how often a name stands in m_elements
    std::vector<std::uint32_t> m_weakLinks;                 ///< tokens that open a bare URL
    std::string_view m_addressLabel;                        ///< label of the last link, if bare URLs stand in it
    std::vector<Mark> m_marks;
    std::vector<Node> m_atoms;
    ScannedAhead m_ahead;
    unsigned m_missing = 0;  ///< bits: terminators that do not occur any more
    InlineContent m_content;
};

}  // namespace wikivault::markdown
