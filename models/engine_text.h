#pragma once

#include <QString>

#include <string>
#include <vector>

namespace wikivault {

/// What the engine says about an item, in the language of the window. Sentences it does not know stay as they are.
[[nodiscard]] QString engineText(const std::string &sentence);

/// The sentences it knows, for a test that looks for them in the engine.
[[nodiscard]] std::vector<std::string> engineSentences();

}  // namespace wikivault
