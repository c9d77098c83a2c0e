#pragma once

#include <functional>
#include <string>

namespace wikivault::markdown {

/// A random body of syntax fragments as people and programs write them, in and out of place.
[[nodiscard]] std::string generatedMarkdown(unsigned seed);
/// A word of the body is not in what the export makes of it.
[[nodiscard]] bool losesWords(const std::string &body);
/// The export of the import reads as another document, or prints other bytes.
[[nodiscard]] bool wanders(const std::string &body);
/// The body without all that can go while `fails` still says yes.
[[nodiscard]] std::string shrunk(std::string body, const std::function<bool(const std::string &)> &fails);

}  // namespace wikivault::markdown
