#include "engine/core/markdown/export_marks.h"

#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>

namespace wikivault::markdown {
namespace {

constexpr std::array<std::string_view, 12> kMarkRanks = {"link",        "bold",      "italic",    "strike",
                                                         "underline",   "code",      "highlight", "subscript",
                                                         "superscript", "textStyle", "comment",   "spoiler"};

struct SimpleTag {
    std::string_view type, tag, delimiter;
};
constexpr std::array kSimpleTags = std::to_array<SimpleTag>({
    {"bold", "strong", "**"},
    {"italic", "em", "*"},
    {"strike", "s", "~~"},
    {"highlight", "mark", "=="},
    {"underline", "u", ""},
    {"subscript", "sub", ""},
    {"superscript", "sup", ""},
    {"code", "code", ""},
});

bool marksNothing(const Mark &mark) {
    return std::all_of(mark.attrs.begin(), mark.attrs.end(),
                       [&](const auto &attr) { return markSaysNothing(mark.type, attr.first, attr.second); });
}

const SimpleTag *simpleTag(const Mark &mark) {
    for (const SimpleTag &known : kSimpleTags)
        if (known.type == mark.type && marksNothing(mark)) return &known;
    return nullptr;
}

/// Whether the attributes that say something are all among `names` and are texts.
bool onlyTexts(const Mark &mark, std::initializer_list<std::string_view> names) {
    return std::all_of(mark.attrs.begin(), mark.attrs.end(), [&](const auto &attr) {
        return markSaysNothing(mark.type, attr.first, attr.second) ||
               (std::find(names.begin(), names.end(), attr.first) != names.end() &&
                std::holds_alternative<std::string>(attr.second));
    });
}

/// A style value that stays one value.
bool plainColor(std::string_view color) {
    if (color.empty() || isSpaceChar(color.front()) || isSpaceChar(color.back())) return false;
    return color.find_first_of(";\"<>&\n\r\t") == std::string_view::npos;
}

MarkForm carriedMark(const Mark &mark) {
    std::string json;
    appendJson(json, mark);
    MarkForm form{"<span", "</span>"};
    appendHtmlAttribute(form.open, "data-mark", json);
    form.open += '>';
    return form;
}

MarkForm commentForm(const Mark &mark) {
    MarkForm form{"<span", "</span>"};
    appendHtmlAttribute(form.open, "data-comment-id", stringAttr(mark.attrs, "commentId"));
    const Value *resolved = find(mark.attrs, "resolved");
    if (resolved && *resolved == Value(true)) appendHtmlAttribute(form.open, "data-resolved", "true");
    form.open += '>';
    return form;
}

bool isPlainComment(const Mark &mark) {
    return std::all_of(mark.attrs.begin(), mark.attrs.end(),
                       [](const auto &attr) {
                           if (attr.first == "commentId") return std::holds_alternative<std::string>(attr.second);
                           return markSaysNothing("comment", attr.first, attr.second) ||
                                  (attr.first == "resolved" && attr.second == Value(true));
                       }) &&
           find(mark.attrs, "commentId");
}

MarkForm colorForm(std::string_view element, std::string_view property, const Mark &mark) {
    MarkForm form{"<" + std::string(element), "</" + std::string(element) + ">"};
    appendHtmlAttribute(form.open, "style",
                        std::string(property) + ": " + std::string(stringAttr(mark.attrs, "color")));
    if (const auto name = stringAttr(mark.attrs, "colorName"); !name.empty())
        appendHtmlAttribute(form.open, "data-highlight-color-name", name);
    form.open += '>';
    return form;
}

/// Every mark but links and those that Markdown has delimiters for.
MarkForm attributeForm(const Mark &mark) {
    const std::string_view color = stringAttr(mark.attrs, "color");
    if (mark.type == "comment" && isPlainComment(mark)) return commentForm(mark);
    if (mark.type == "spoiler" && marksNothing(mark)) return {"<span data-spoiler=\"true\">", "</span>"};
    if (mark.type == "textStyle" && plainColor(color) && onlyTexts(mark, {"color"}))
        return colorForm("span", "color", mark);
    const Value *name = find(mark.attrs, "colorName");
    if (mark.type == "highlight" && plainColor(color) && onlyTexts(mark, {"color", "colorName"}) &&
        !(name && *name == Value(std::string())))
        return colorForm("mark", "background-color", mark);
    return carriedMark(mark);
}

bool isLineOrControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// A target that Markdown reads as it stands.
bool plainTarget(std::string_view target) {
    int depth = 0;
    for (std::size_t i = 0; i < target.size(); ++i) {
        const char c = target[i];
        if (c == ' ' || c == '<' || c == '>' || c == '"') return false;
        if (c == '\\' && i + 1 < target.size() && isPunctChar(target[i + 1])) return false;
        if (c == '&' && entityLength(target, i)) return false;
        if (c == '(' && ++depth > 30) return false;
        if (c == ')' && --depth < 0) return false;
    }
    return depth == 0 && (target.empty() || target.back() != '\\');
}

void appendTitle(std::string &out, std::string_view title) {
    out += " \"";
    for (std::size_t i = 0; i < title.size(); ++i) {
        const char c = title[i];
        const bool escape = c == '"' || (c == '&' && entityLength(title, i)) ||
                            (c == '\\' && (i + 1 == title.size() || isPunctChar(title[i + 1])));
        if (escape) out += '\\';
        out += c;
    }
    out += '"';
}

bool isPlainTitle(std::string_view title) {
    return std::none_of(title.begin(), title.end(), isLineOrControl);
}

/// `/s/<space>/p/<slug>` with nothing behind.
bool isPagePath(std::string_view href) {
    if (href.substr(0, 3) != "/s/") return false;
    const std::size_t slash = href.find('/', 3);
    if (slash == 3 || slash == std::string_view::npos || href.substr(slash, 3) != "/p/") return false;
    std::string_view slug = href.substr(slash + 3);
    if (!slug.empty() && slug.back() == '/') slug.remove_suffix(1);
    return !slug.empty() && std::all_of(slug.begin(), slug.end(), [](char c) { return isAlnumChar(c) || c == '-'; });
}

void appendUnlessImplied(Members &rest, const Mark &link, std::string_view name, const Value &implied) {
    static const Value kTarget(std::string("_blank")), kRel(std::string("noopener noreferrer nofollow"));
    const Value *given = find(link.attrs, name);
    const Value fallback = name == "target" ? kTarget : name == "rel" ? kRel : Value(false);
    const Value value = !given ? fallback : *given;
    const bool same = value == implied || (name == "internal" && !given && implied == Value(false));
    if (!same) rest.emplace_back(std::string(name), value);
}

}  // namespace

bool appendTarget(std::string &out, std::string_view target) {
    if (std::any_of(target.begin(), target.end(), isLineOrControl)) return false;
    if (plainTarget(target)) {
        out += target;
        return true;
    }
    out += '<';
    for (std::size_t i = 0; i < target.size(); ++i) {
        const char c = target[i];
        const bool escape = c == '<' || c == '>' || (c == '&' && entityLength(target, i)) ||
                            (c == '\\' && (i + 1 == target.size() || isPunctChar(target[i + 1])));
        if (escape) out += '\\';
        out += c;
    }
    out += '>';
    return true;
}

Members linkRest(const Mark &link) {
    const std::string_view href = stringAttr(link.attrs, "href"), title = stringAttr(link.attrs, "title");
    Members rest;
    const bool page = isPagePath(href);
    static const Value kNull(nullptr), kTarget(std::string("_blank")),
        kRel(std::string("noopener noreferrer nofollow"));
    appendUnlessImplied(rest, link, "internal", Value(page));
    appendUnlessImplied(rest, link, "target", page ? kNull : kTarget);
    appendUnlessImplied(rest, link, "rel", page ? kNull : kRel);
    std::string ignored;
    const Value *given = find(link.attrs, "href");
    if (!given || !std::holds_alternative<std::string>(*given) || !appendTarget(ignored, href))
        rest.emplace_back("href", given ? *given : Value(nullptr));
    const auto add = [&](const std::string &name, const Value &value) {
        if (markSaysNothing("link", name, value)) return;
        if (name == "title" && std::holds_alternative<std::string>(value) && isPlainTitle(title)) return;
        rest.emplace_back(name, value);
    };
    // Always in this order: the reader does not learn how they were stored.
    for (const std::string name : {"class", "title"})
        if (const Value *value = find(link.attrs, name)) add(name, *value);
    constexpr std::array<std::string_view, 6> kOwn = {"internal", "target", "rel", "href", "class", "title"};
    for (const auto &[name, value] : link.attrs)
        if (std::find(kOwn.begin(), kOwn.end(), name) == kOwn.end()) add(name, value);
    return rest;
}

MarkForm tagForm(const Mark &mark) {
    if (const SimpleTag *known = simpleTag(mark))
        return {"<" + std::string(known->tag) + ">", "</" + std::string(known->tag) + ">"};
    if (mark.type == "link") return markdownForm(mark);
    return attributeForm(mark);
}

MarkForm markdownForm(const Mark &mark) {
    if (mark.type == "link") {
        MarkForm form{"[", "]("};
        // What no target can hold is among linkRest().
        static_cast<void>(appendTarget(form.close, stringAttr(mark.attrs, "href")));
        const std::string_view title = stringAttr(mark.attrs, "title");
        if (!title.empty() && isPlainTitle(title)) {
            if (form.close.back() == '(') form.close += "<>";
            appendTitle(form.close, title);
        }
        form.close += ')';
        if (const Members rest = linkRest(mark); !rest.empty()) appendComment(form.close, "link", rest);
        return form;
    }
    const SimpleTag *known = simpleTag(mark);
    if (known && !known->delimiter.empty())
        return {std::string(known->delimiter), std::string(known->delimiter), known->delimiter.front()};
    return tagForm(mark);
}

MarkForm htmlForm(const Mark &mark) {
    if (mark.type != "link") return tagForm(mark);
    MarkForm form{"<a", "</a>"};
    appendHtmlAttribute(form.open, "href", stringAttr(mark.attrs, "href"));
    if (const auto title = stringAttr(mark.attrs, "title"); !title.empty())
        appendHtmlAttribute(form.open, "title", title);
    if (const Members rest = linkRest(mark); !rest.empty()) {
        std::string json;
        appendJson(json, rest);
        appendHtmlAttribute(form.open, "data-attrs", json);
    }
    form.open += '>';
    return form;
}

std::vector<const Mark *> orderedMarks(const std::vector<Mark> &marks) {
    const auto rank = [](const Mark *mark) {
        return std::find(kMarkRanks.begin(), kMarkRanks.end(), mark->type) - kMarkRanks.begin();
    };
    std::vector<const Mark *> ordered;
    for (const Mark &mark : marks)
        if (mark.type != "code" || !marksNothing(mark)) ordered.push_back(&mark);
    std::stable_sort(ordered.begin(), ordered.end(), [&](const Mark *a, const Mark *b) {
        const auto left = rank(a), right = rank(b);
        return left != right ? left < right : (ordered.size() > 1 && canonicalMark(*a) < canonicalMark(*b));
    });
    return ordered;
}

const Mark *codeMark(const std::vector<Mark> &marks) {
    for (const Mark &mark : marks)
        if (mark.type == "code" && marksNothing(mark)) return &mark;
    return nullptr;
}

bool isBareDelimiter(const Mark &mark) {
    const SimpleTag *known = simpleTag(mark);
    return known && !known->delimiter.empty();
}

}  // namespace wikivault::markdown
