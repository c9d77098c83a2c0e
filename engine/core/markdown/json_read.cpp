#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/json_split.h"

#include <simdjson.h>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

namespace wikivault::markdown {
namespace {

namespace dom = simdjson::dom;

/// Attribute values are converted by recursion; no schema nests them more than a few levels.
constexpr int kMaxValueDepth = 200;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::string jsonNumberText(double number) {
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return {buffer.data(), end.ptr};
}

Value jsonNumber(dom::element element) {
    if (element.is_int64()) return Value(std::int64_t(element.get_int64()));
    if (element.is_uint64()) return Value(Number{std::to_string(std::uint64_t(element.get_uint64()))});
    return Value(Number{jsonNumberText(double(element.get_double()))});
}

/// Where a value stands: how deep, and the name of the members that are kept as text ("" for none).
struct ValuePlace {
    std::string_view text = {};
    int depth = 0;
    [[nodiscard]] ValuePlace below() const { return {text, depth + 1}; }
};

Result<> readJsonValue(Value &value, dom::element element, const ValuePlace &place);

Result<> readJsonMembers(Members &members, dom::object object, const ValuePlace &place) {
    members.reserve(members.size() + object.size());
    for (const auto field : object) {
        members.emplace_back(std::string(field.key), nullptr);
        Value &value = members.back().second;
        if (place.text.empty() || field.key != place.text) {
            TRY(readJsonValue(value, field.value, place.below()));
        } else if (field.value.is_object()) {
            value.emplace<std::string>(simdjson::minify(field.value));
        }
    }
    return {};
}

Result<> readJsonValue(Value &value, dom::element element, const ValuePlace &place) {
    if (place.depth > kMaxValueDepth)
        return fail(ErrorCode::Invalid, "The document has an attribute nested more than 200 levels deep.");
    switch (element.type()) {
        case dom::element_type::OBJECT: return readJsonMembers(value.emplace<Members>(), element.get_object(), place);
        case dom::element_type::ARRAY: {
            Array &array = value.emplace<Array>();
            for (const dom::element item : element.get_array())
                TRY(readJsonValue(array.emplace_back(nullptr), item, place.below()));
            return {};
        }
        case dom::element_type::STRING: value.emplace<std::string>(std::string_view(element.get_string())); return {};
        case dom::element_type::BOOL: value = bool(element.get_bool()); return {};
        case dom::element_type::NULL_VALUE: value = nullptr; return {};
        default: value = jsonNumber(element); return {};
    }
}

Result<Mark> jsonMark(dom::element element) {
    std::string_view type;
    if (element["type"].get_string().get(type))
        return fail(ErrorCode::Invalid, "The document has a mark that is no object with a type.");
    Mark mark{std::string(type), {}};
    dom::object attrs;
    if (!element["attrs"].get_object().get(attrs)) {
        TRY(readJsonMembers(mark.attrs, attrs, {}));
    }
    return mark;
}

Result<> readJsonMember(Node &node, std::string_view key, dom::element value) {
    const bool object = value.is_object();
    if (key == "attrs" && object) {
        node.attrs.clear();
        TRY(readJsonMembers(node.attrs, value.get_object(), {}));
    } else if (key == "marks" && value.is_array()) {
        for (const dom::element item : value.get_array()) {
            TRY_ASSIGN(Mark mark, jsonMark(item));
            node.marks.push_back(std::move(mark));
        }
    } else if (key == "text" && node.type == "text" && value.is_string()) {
        node.text = std::string_view(value.get_string());
    } else if (!value.is_null() || (key != "attrs" && key != "marks" && key != "content" && key != "text")) {
        node.extra.emplace_back(std::string(key), nullptr);
        TRY(readJsonValue(node.extra.back().second, value, {}));
    }
    return {};
}

struct OpenJsonNode {
    Node *node;
    dom::array::iterator next, end;
};

/// Reads everything of a node but its children, which are returned.
Result<std::optional<dom::array>> readJsonNode(Node &node, dom::element element) {
    std::string_view type;
    if (element["type"].get_string().get(type))
        return fail(ErrorCode::Invalid,
                    "The document holds something that is no node: an object with a type is needed.");
    node.type = type;
    std::optional<dom::array> children;
    for (const auto field : dom::object(element.get_object())) {
        if (field.key == "type") continue;
        if (field.key == "content" && field.value.is_array()) {
            children = dom::array(field.value.get_array());
            continue;
        }
        TRY(readJsonMember(node, field.key, field.value));
    }
    return children;
}

Result<Node> jsonNode(dom::element root) {
    Node document;
    std::vector<OpenJsonNode> open;
    const auto enter = [&open](Node &node, dom::element element) -> Result<> {
        TRY_ASSIGN(const auto children, readJsonNode(node, element));
        if (!children) return {};
        node.content.resize(children->size());
        // size() saturates at 2^24 - 1 children.
        if (std::size_t count = 0; node.content.size() >= 0xFFFFFF) {
            for ([[maybe_unused]] const dom::element child : *children)
                ++count;
            node.content.resize(count);
        }
        open.push_back({&node, children->begin(), children->end()});
        return {};
    };
    TRY(enter(document, root));
    std::vector<std::size_t> index{0};
    index.resize(open.size());
    while (!open.empty()) {
        OpenJsonNode &top = open.back();
        if (!(top.next != top.end)) {
            open.pop_back();
            index.pop_back();
            continue;
        }
        const dom::element child = *top.next;
        ++top.next;
        TRY(enter(top.node->content[index.back()++], child));
        if (index.size() < open.size()) index.push_back(0);
    }
    return document;
}

std::size_t utf8Length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(at), second = byte(at + 1);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return tail(at + 1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool overlong = lead == 0xE0 && second < 0xA0, surrogate = lead == 0xED && second > 0x9F;
        return tail(at + 1) && tail(at + 2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool outside = (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
        return tail(at + 1) && tail(at + 2) && tail(at + 3) && !outside ? 4 : 0;
    }
    return 0;
}

/// The code unit of an escape `\uXXXX` at `at`, or -1.
int jsonEscapedUnit(std::string_view json, std::size_t at) {
    if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') return -1;
    int unit = -1;
    const char *end = json.data() + at + 6;
    return std::from_chars(json.data() + at + 2, end, unit, 16).ptr == end ? unit : -1;
}

/// `json` with lone surrogates and malformed UTF-8 replaced by U+FFFD.
std::string mendedJson(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    for (std::size_t i = 0; i < json.size();) {
        const int unit = jsonEscapedUnit(json, i);
        if (unit >= 0xD800 && unit <= 0xDFFF) {
            const int low = jsonEscapedUnit(json, i + 6);
            const bool pair = unit < 0xDC00 && low >= 0xDC00 && low <= 0xDFFF;
            out.append(pair ? json.substr(i, 12) : kReplacement);
            i += pair ? 12 : 6;
        } else if (json[i] == '\\' && i + 1 < json.size()) {
            out.append(json, i, 2);
            i += 2;
        } else if (const std::size_t length = utf8Length(json, i)) {
            out.append(json, i, length);
            i += length;
        } else {
            out += kReplacement;
            ++i;
        }
    }
    return out;
}

constexpr std::size_t kKeptSize = 256 * 1024;

/// Buffers of several times the size of a page, so they are kept from page to page; those of a large one are given
/// back.
class JsonParser {
public:
    simdjson::error_code parse(std::string_view text, dom::element &root) {
        if (text.empty()) return simdjson::EMPTY;
        static thread_local dom::parser kept;
        dom::parser &parser = text.size() <= kKeptSize ? kept : m_large;
        if (parser.max_depth() != kMaxJsonDepth)
            if (const auto error = parser.allocate(std::max(text.size(), kLeastSize), kMaxJsonDepth)) return error;
        return parser.parse(text.data(), text.size()).get(root);
    }

private:
    static constexpr std::size_t kLeastSize = 16 * 1024;
    dom::parser m_large;
};

/// Parses with `read`, once more on the mended text if the strings are at fault.
template <class Read>
auto parsedJson(std::string_view json, Read read) -> decltype(read(dom::element())) {
    JsonParser parser;
    const auto parse = [&parser](std::string_view text, dom::element &root) { return parser.parse(text, root); };
    dom::element root;
    auto error = parse(json, root);
    if (error == simdjson::STRING_ERROR || error == simdjson::UTF8_ERROR) error = parse(mendedJson(json), root);
    if (error == simdjson::DEPTH_ERROR)
        return fail(ErrorCode::Invalid, "The document is nested more than 20,000 levels deep.");
    if (error)
        return fail(ErrorCode::Invalid, std::string("The document is not JSON: ") + simdjson::error_message(error));
    return read(root);
}

/// A large document block by block. Nothing: it has to be read whole, at least to find out what is wrong with it.
std::optional<Node> documentInParts(std::string_view json) {
    const auto parts = splitDocument(json);
    if (!parts) return std::nullopt;
    auto document = nodeFromJson(parts->shell);
    if (!document || !document->content.empty()) return std::nullopt;
    document->content.reserve(parts->content.size());
    for (const std::string_view part : parts->content) {
        auto block = nodeFromJson(part);
        if (!block) return std::nullopt;
        document->content.push_back(std::move(*block));
    }
    return std::move(*document);
}

bool blankJson(std::string_view json) {
    return json.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

Result<Value> valueFromJson(std::string_view json) {
    return valueWithTexts(json, {});
}

Result<Value> valueWithTexts(std::string_view json, std::string_view name) {
    return parsedJson(json, [name](dom::element root) -> Result<Value> {
        Value value;
        TRY(readJsonValue(value, root, {name}));
        return value;
    });
}

Result<Node> nodeFromJson(std::string_view json) {
    return parsedJson(json, [](dom::element root) { return jsonNode(root); });
}

Result<Mark> markFromJson(std::string_view json) {
    return parsedJson(json, [](dom::element root) { return jsonMark(root); });
}

Result<Node> fromJson(std::string_view json) {
    const Node empty{"doc", {}, {}, {}, {}, {}};
    if (blankJson(json)) return empty;
    if (json.size() > kKeptSize)
        if (auto document = documentInParts(json)) return std::move(*document);
    return parsedJson(json, [&empty](dom::element root) -> Result<Node> {
        if (root.is_null()) return empty;
        return jsonNode(root);
    });
}

}  // namespace wikivault::markdown
