#pragma once

#include "engine/core/result.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wikivault::ctl {

struct OptionSpec {
    std::string name;   ///< `--reason`
    std::string value;  ///< `TEXT`; "" for a flag
    std::string help;
};

/// What a command looks like on the command line.
struct CommandSpec {
    std::string name;       ///< `sync`, `conflict show`
    std::string arguments;  ///< `SPACE… | --all`, for the usage line
    std::string summary;
    std::size_t least = 0, most = 0;  ///< number of positional arguments
    std::vector<OptionSpec> options;
    std::string notes;  ///< more lines for --help
};

struct Arguments {
    const CommandSpec *command = nullptr;
    std::vector<std::string> positional;
    std::map<std::string, std::vector<std::string>> repeated;  ///< the values of each option, in order
    std::map<std::string, std::string> options;                ///< `--reason` → text, flags → ""
    std::map<std::string, std::string> settings;               ///< variables given on the command line
    bool json = false, help = false;

    [[nodiscard]] bool has(const std::string &option) const { return options.contains(option); }
    [[nodiscard]] std::vector<std::string> list(const std::string &name) const {
        const auto found = repeated.find(name);
        return found == repeated.end() ? std::vector<std::string>() : found->second;
    }
    [[nodiscard]] std::string option(const std::string &name) const {
        const auto found = options.find(name);
        return found == options.end() ? std::string() : found->second;
    }
};

/// Invalid: a sentence that says what is wrong and what was probably meant.
[[nodiscard]] Result<Arguments> parseArguments(const std::vector<std::string> &words,
                                               const std::vector<CommandSpec> &commands);

/// A whole number from 1 up to `most`; nothing: the text is none.
[[nodiscard]] std::optional<int> positiveNumber(const std::string &text, int most);
/// The commands whose first word is `family`, such as those of `conflict`.
[[nodiscard]] std::vector<CommandSpec> membersOf(const std::string &family, const std::vector<CommandSpec> &commands);
[[nodiscard]] std::string usageOf(const CommandSpec &command);
/// The page that `help COMMAND` and `COMMAND --help` print.
[[nodiscard]] std::string helpOf(const CommandSpec &command);
/// One line for each of `commands`.
[[nodiscard]] std::string summaries(const std::vector<CommandSpec> &commands);
[[nodiscard]] std::string overview(const std::vector<CommandSpec> &commands);
/// The one of `words` that is nearest to `word`, or "" when none is near.
[[nodiscard]] std::string nearestOf(const std::string &word, const std::vector<std::string> &words);

}  // namespace wikivault::ctl
