#pragma once

#include "engine/core/markdown/node.h"
#include "engine/core/result.h"

#include <string>
#include <string_view>

/// Compact JSON of documents and attribute values. Everything here keeps member order.
namespace wikivault::markdown {

/// Deepest nesting of arrays and objects a document may have; a node costs two levels.
inline constexpr std::size_t kMaxJsonDepth = 40'000;

/// `text` in quotes; controls as escapes, everything else as it stands.
void appendJsonString(std::string &out, std::string_view text);
void appendJson(std::string &out, const Value &value);
void appendJson(std::string &out, const Members &members);
void appendJson(std::string &out, const Mark &mark);
void appendJson(std::string &out, const Node &node);

/// Any JSON value, e.g. the payload of a comment. Invalid: not JSON, or nested more than 200 levels deep.
[[nodiscard]] Result<Value> valueFromJson(std::string_view json);
/// The same for an answer that carries documents: the value of each member `name` becomes its JSON text, whatever its
/// depth; null when it is no object.
[[nodiscard]] Result<Value> valueWithTexts(std::string_view json, std::string_view name);
/// A node from a value that was read before. Invalid: no object with a type.
[[nodiscard]] Result<Node> nodeFromJson(std::string_view json);
[[nodiscard]] Result<Mark> markFromJson(std::string_view json);

/// The JSON holds U+0000, written as it is or as an escape: no wiki can store it.
[[nodiscard]] bool holdsNul(std::string_view json);

}  // namespace wikivault::markdown
