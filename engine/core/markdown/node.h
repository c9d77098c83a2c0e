#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace wikivault::markdown {

/// A JSON value that keeps member order and the text of numbers that are no 64-bit integers.
struct Value;
using Members = std::vector<std::pair<std::string, Value>>;
using Array = std::vector<Value>;
struct Number {
    std::string text;  ///< as written
    friend bool operator==(const Number &, const Number &) = default;
};
struct Value : std::variant<std::nullptr_t, bool, std::int64_t, Number, std::string, Array, Members> {
    using variant::variant;
};

struct Mark {
    std::string type;
    Members attrs;
};

/// A ProseMirror node. A document is the node of type "doc". Unknown members of a node other than type, attrs, text,
/// marks and content are kept in `extra`.
struct Node {
    std::string type;
    std::string text;  ///< UTF-8; only for type "text"
    Members attrs;
    std::vector<Mark> marks;
    std::vector<Node> content;
    Members extra;
};

[[nodiscard]] const Value *find(const Members &members, std::string_view name);
/// The string attribute `name`, or "".
[[nodiscard]] std::string_view stringAttr(const Members &members, std::string_view name);

}  // namespace wikivault::markdown
