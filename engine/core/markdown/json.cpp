#include "engine/core/markdown/json.h"

#include "engine/core/markdown/converter.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace wikivault::markdown {
namespace {

constexpr std::array<char, 16> kHexDigits = {'0', '1', '2', '3', '4', '5', '6', '7',
                                             '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

bool jsonNeedsEscape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void appendJsonEscape(std::string &out, char c) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        case '\b': out += "\\b"; return;
        case '\f': out += "\\f"; return;
        default:
            out += "\\u00";
            out += kHexDigits[static_cast<unsigned char>(c) >> 4];
            out += kHexDigits[static_cast<unsigned char>(c) & 15];
    }
}

void appendJsonKey(std::string &out, bool &first, std::string_view key) {
    if (!first) out += ',';
    first = false;
    appendJsonString(out, key);
    out += ':';
}

void appendJsonMarks(std::string &out, const std::vector<Mark> &marks) {
    out += '[';
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (i) out += ',';
        appendJson(out, marks[i]);
    }
    out += ']';
}

/// Everything of a node up to its children; the object stays open.
void appendJsonHead(std::string &out, const Node &node) {
    bool first = false;
    out += "{\"type\":";
    appendJsonString(out, node.type);
    if (!node.attrs.empty()) {
        out += ",\"attrs\":";
        appendJson(out, node.attrs);
    }
    for (const auto &[key, value] : node.extra) {
        appendJsonKey(out, first, key);
        appendJson(out, value);
    }
    if (!node.marks.empty()) {
        out += ",\"marks\":";
        appendJsonMarks(out, node.marks);
    }
    if (node.type == "text") {
        out += ",\"text\":";
        appendJsonString(out, node.text);
    }
}

/// About as many bytes as the JSON of `root` takes: a large string is not copied while it grows.
std::size_t jsonSize(const Node &root) {
    constexpr std::size_t kPerNode = 40, kPerMark = 40;
    std::size_t size = 0;
    std::vector<const Node *> open{&root};
    while (!open.empty()) {
        const Node &node = *open.back();
        open.pop_back();
        size += kPerNode + node.text.size() + kPerMark * node.marks.size() + kPerNode * node.attrs.size();
        for (const Node &child : node.content)
            open.push_back(&child);
    }
    return size;
}

}  // namespace

void appendJsonString(std::string &out, std::string_view text) {
    out += '"';
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!jsonNeedsEscape(text[i])) continue;
        out.append(text, begin, i - begin);
        appendJsonEscape(out, text[i]);
        begin = i + 1;
    }
    out.append(text, begin);
    out += '"';
}

void appendJson(std::string &out, const Members &members) {
    bool first = true;
    out += '{';
    for (const auto &[key, value] : members) {
        appendJsonKey(out, first, key);
        appendJson(out, value);
    }
    out += '}';
}

void appendJson(std::string &out, const Value &value) {
    if (std::holds_alternative<std::nullptr_t>(value)) {
        out += "null";
    } else if (const auto *flag = std::get_if<bool>(&value)) {
        out += *flag ? "true" : "false";
    } else if (const auto *integer = std::get_if<std::int64_t>(&value)) {
        out += std::to_string(*integer);
    } else if (const auto *number = std::get_if<Number>(&value)) {
        out += number->text;
    } else if (const auto *text = std::get_if<std::string>(&value)) {
        appendJsonString(out, *text);
    } else if (const auto *members = std::get_if<Members>(&value)) {
        appendJson(out, *members);
    } else {
        const auto &array = std::get<Array>(value);
        out += '[';
        for (std::size_t i = 0; i < array.size(); ++i) {
            if (i) out += ',';
            appendJson(out, array[i]);
        }
        out += ']';
    }
}

void appendJson(std::string &out, const Mark &mark) {
    out += "{\"type\":";
    appendJsonString(out, mark.type);
    if (!mark.attrs.empty()) {
        out += ",\"attrs\":";
        appendJson(out, mark.attrs);
    }
    out += '}';
}

void appendJson(std::string &out, const Node &root) {
    // Documents nest deeper than a thread's stack: the open nodes are kept here.
    std::vector<std::pair<const Node *, std::size_t>> open;
    appendJsonHead(out, root);
    open.emplace_back(&root, 0);
    while (!open.empty()) {
        const Node *node = open.back().first;
        const std::size_t next = open.back().second++;
        if (next == node->content.size()) {
            out += node->content.empty() ? "}" : "]}";
            open.pop_back();
            continue;
        }
        out += next ? "," : ",\"content\":[";
        appendJsonHead(out, node->content[next]);
        open.emplace_back(&node->content[next], 0);
    }
}

std::string toJson(const Node &node) {
    std::string out;
    out.reserve(jsonSize(node));
    appendJson(out, node);
    return out;
}

bool holdsNul(std::string_view json) {
    if (json.find('\0') != std::string_view::npos) return true;
    for (std::size_t at = json.find('\\'); at != std::string_view::npos; at = json.find('\\', at + 2))
        if (json.substr(at, 6) == "\\u0000") return true;
    return false;
}

}  // namespace wikivault::markdown
