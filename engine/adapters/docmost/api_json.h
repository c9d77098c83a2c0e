#pragma once

#include "engine/core/markdown/node.h"
#include "engine/core/result.h"

#include <optional>
#include <string>
#include <string_view>

/// What the API's JSON is read with: nothing is taken for granted, hostile nesting is refused.
namespace wikivault::docmost {

using markdown::Array;
using markdown::Members;
using markdown::Value;

/// Documents, the members `content`, stay JSON text: pages are nested deeper than anything else. Invalid: no JSON
/// object, or one nested deeper than any answer.
[[nodiscard]] Result<Members> objectFrom(std::string_view json);
/// With a document, if it is not "", as the member `content`.
[[nodiscard]] std::string jsonOf(const Members &members, std::string_view document = {});

/// The string of that name, or "" when there is none or it is something else.
[[nodiscard]] std::string textIn(const Members &members, std::string_view name);
[[nodiscard]] bool flagIn(const Members &members, std::string_view name);
/// There is a flag of that name, and it is false.
[[nodiscard]] bool isOffIn(const Members &members, std::string_view name);
/// The object of that name, or null.
[[nodiscard]] const Members *objectIn(const Members &members, std::string_view name);
[[nodiscard]] const Array *arrayIn(const Members &members, std::string_view name);
[[nodiscard]] const Members *asObject(const Value &value);

}  // namespace wikivault::docmost
