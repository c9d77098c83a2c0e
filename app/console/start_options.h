#pragma once

#include "engine/core/result.h"

#include <map>
#include <string>
#include <vector>

namespace wikivault {

/// What the window was started with.
struct StartOptions {
    std::map<std::string, std::string> settings;  ///< variables given on the command line
    std::string space, page;
    bool readOnly = false, newInstance = false, help = false, version = false;
};

/// Invalid: a sentence that says what is wrong. Options of Qt itself (-platform, -style …) are left to Qt.
[[nodiscard]] Result<StartOptions> readStartOptions(const std::vector<std::string> &words,
                                                    const std::vector<std::string> &pages);
[[nodiscard]] std::string startHelp();
/// What a start says that has called the window of its profile instead of opening one.
[[nodiscard]] std::string handedOverSentence(const StartOptions &options);
/// Why no window can be opened, as a sentence with what to do; "" when one can.
[[nodiscard]] std::string whyNoDisplay(const std::map<std::string, std::string> &environment,
                                       const std::vector<std::string> &words);

}  // namespace wikivault
