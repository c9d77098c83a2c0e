#pragma once

#include <QString>

#include <string>

namespace wikivault {

/// What the engine says, in the language of the window. The engine writes whole texts into journals, plans and logs, so
/// they are read here: a text is the sentence that has most letters in common with it, and what that sentence puts in
/// (not between quotes) is read in the same way. What the engine does not say itself stays as it is.
[[nodiscard]] QString engineText(const std::string &said);

}  // namespace wikivault
