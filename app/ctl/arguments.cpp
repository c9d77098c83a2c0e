#include "app/ctl/arguments.h"

#include "app/common/settings_reader.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace wikivault::ctl {

namespace {

const std::vector<OptionSpec> &commonOptions() {
    static const std::vector<OptionSpec> options{
        {"--json", "", "print exactly one JSON document on standard output"},
        {"--profile", "NAME", "the profile to use (WIKIVAULT_PROFILE)"},
        {"--data-dir", "DIR", "where the vaults are (GIT_SYNC_DATA_DIR)"},
        {"--log-level", "LEVEL", "debug, info, warn or error (LOG_LEVEL)"},
        {"--set", "NAME=VALUE", "any setting that is no secret; stronger than the environment"},
        {"--help", "", "say what the command does"},
    };
    return options;
}

/// Commands of the design that this version does not have.
const std::vector<std::string> &laterCommands() {
    static const std::vector<std::string> names{"history", "diff", "bundle"};
    return names;
}

std::size_t editDistance(const std::string &a, const std::string &b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t kept = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({kept, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.at(b.size());
}

std::string suggestion(const std::string &word, const std::vector<std::string> &words) {
    const std::string nearest = nearestOf(word, words);
    return nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?";
}

std::vector<std::string> namesOf(const std::vector<CommandSpec> &commands) {
    std::vector<std::string> names;
    for (const CommandSpec &command : commands)
        names.push_back(command.name);
    return names;
}

const CommandSpec *commandNamed(const std::string &name, const std::vector<CommandSpec> &commands) {
    const auto found = std::find_if(commands.begin(), commands.end(), [&](const auto &c) { return c.name == name; });
    return found == commands.end() ? nullptr : &*found;
}

bool isLater(const std::string &name) {
    const auto &later = laterCommands();
    return std::find(later.begin(), later.end(), name) != later.end();
}

/// Commands of two words (`conflict show`) win over those of one.
Result<const CommandSpec *> findCommand(const std::vector<std::string> &plain, std::size_t &used,
                                        const std::vector<CommandSpec> &commands) {
    const std::string first = plain.front();
    const std::string two = plain.size() > 1 ? first + " " + plain[1] : first;
    for (const std::string &name : {two, first}) {
        used = name == first ? 1 : 2;
        if (const CommandSpec *found = commandNamed(name, commands)) return found;
        if (isLater(name))
            return fail(ErrorCode::Invalid, "The command \"" + name +
                                                "\" does not exist in this version of "
                                                "wikivaultctl; \"wikivaultctl help\" lists what there is.");
    }
    std::string members;
    for (const CommandSpec &command : membersOf(first, commands))
        members += (members.empty() ? "\"" : ", \"") + command.name + "\"";
    if (!members.empty()) return fail(ErrorCode::Invalid, "\"" + two + "\" is no command; there is " + members + ".");
    return fail(ErrorCode::Invalid, "\"" + first + "\" is no command." + suggestion(first, namesOf(commands)) +
                                        " \"wikivaultctl help\" lists them.");
}

/// An option given under one of its names, before its command is known to have it.
struct GivenOption {
    std::string name, value;
};

struct SplitWords {
    std::vector<std::string> plain;
    std::vector<GivenOption> options;
};

std::string longName(const std::string &word) {
    if (word == "-h") return "--help";
    if (word == "-o") return "--output";
    return word;
}

const OptionSpec *specOf(const std::string &name, const std::vector<OptionSpec> &options) {
    const auto found = std::find_if(options.begin(), options.end(), [&](const auto &o) { return o.name == name; });
    return found == options.end() ? nullptr : &*found;
}

/// Whether `name` takes a value cannot depend on the command, because the command may stand behind it.
const OptionSpec *anyOption(const std::string &name, const std::vector<CommandSpec> &commands) {
    if (const OptionSpec *common = specOf(name, commonOptions())) return common;
    for (const CommandSpec &command : commands)
        if (const OptionSpec *own = specOf(name, command.options)) return own;
    return nullptr;
}

std::vector<std::string> optionNames(const std::vector<CommandSpec> &commands) {
    std::vector<std::string> names;
    for (const OptionSpec &option : commonOptions())
        names.push_back(option.name);
    for (const CommandSpec &command : commands)
        for (const OptionSpec &option : command.options)
            names.push_back(option.name);
    return names;
}

Result<SplitWords> splitWords(const std::vector<std::string> &words, const std::vector<CommandSpec> &commands) {
    SplitWords split;
    bool onlyPlain = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string &word = words[i];
        if (onlyPlain || word.size() < 2 || word.front() != '-') {
            split.plain.push_back(word);
            continue;
        }
        if (word == "--") {
            onlyPlain = true;
            continue;
        }
        const std::size_t equals = word.find('=');
        const std::string name = longName(word.substr(0, equals));
        const OptionSpec *spec = anyOption(name, commands);
        if (spec == nullptr)
            return fail(ErrorCode::Invalid, "\"" + name + "\" is no option." + suggestion(name, optionNames(commands)));
        if (spec->value.empty() && equals != std::string::npos)
            return fail(ErrorCode::Invalid, "The option " + name + " takes no value.");
        if (!spec->value.empty() && equals == std::string::npos &&
            (i + 1 == words.size() || words[i + 1].starts_with("--")))
            return fail(ErrorCode::Invalid, "The option " + name + " needs a value: " + name + " " + spec->value + ".");
        const bool inNext = !spec->value.empty() && equals == std::string::npos;
        split.options.push_back({name, inNext                        ? words[++i]
                                       : equals == std::string::npos ? ""
                                                                     : word.substr(equals + 1)});
    }
    return split;
}

Result<> addSetting(Arguments &arguments, const std::string &assignment) {
    const std::size_t equals = assignment.find('=');
    const std::string name = assignment.substr(0, equals);
    if (equals == std::string::npos || !isKnownVariable(name))
        return fail(ErrorCode::Invalid, "--set " + name +
                                            ": expected NAME=VALUE with the name of a setting, such as "
                                            "GIT_SYNC_ENABLED=true." +
                                            suggestion(name, knownVariables()));
    const std::string value = assignment.substr(equals + 1);
    // Every user of the host can read the arguments of a process.
    if (isSecretVariable(name) || hasPassword(value))
        return fail(ErrorCode::Invalid, "--set " + name +
                                            ": a secret does not belong on the command line; give it in "
                                            "the environment variable " +
                                            name + ".");
    arguments.settings[name] = value;
    return {};
}

Result<> addOption(Arguments &arguments, const GivenOption &option) {
    if (option.name == "--json")
        arguments.json = true;
    else if (option.name == "--help")
        arguments.help = true;
    else if (option.name == "--profile")
        arguments.settings["WIKIVAULT_PROFILE"] = option.value;
    else if (option.name == "--data-dir")
        arguments.settings["GIT_SYNC_DATA_DIR"] = option.value;
    else if (option.name == "--log-level")
        arguments.settings["LOG_LEVEL"] = option.value;
    else if (option.name == "--set")
        return addSetting(arguments, option.value);
    else if (specOf(option.name, arguments.command->options) == nullptr)
        return fail(ErrorCode::Invalid, "The command \"" + arguments.command->name + "\" has no option " + option.name +
                                            ". Usage: " + usageOf(*arguments.command));
    else {
        arguments.options[option.name] = option.value;
        arguments.repeated[option.name].push_back(option.value);
    }
    return {};
}

/// `--help` alone, or behind the first word of a family of commands, asks for the command `help`.
void askForHelp(SplitWords &split, const std::vector<CommandSpec> &commands) {
    const auto help = std::find_if(split.options.begin(), split.options.end(),
                                   [](const GivenOption &option) { return option.name == "--help"; });
    const bool namesCommand = !split.plain.empty() && commandNamed(split.plain.front(), commands) != nullptr;
    const bool namesFamily =
        split.plain.size() == 1 && !namesCommand && !membersOf(split.plain.front(), commands).empty();
    if (help == split.options.end() || (!split.plain.empty() && !namesFamily)) return;
    split.plain.insert(split.plain.begin(), "help");
    split.options.erase(help);
}

}  // namespace

Result<Arguments> parseArguments(const std::vector<std::string> &words, const std::vector<CommandSpec> &commands) {
    TRY_ASSIGN(SplitWords split, splitWords(words, commands));
    askForHelp(split, commands);
    if (split.plain.empty()) return fail(ErrorCode::Invalid, "No command was given; \"wikivaultctl help\" lists them.");
    Arguments arguments;
    std::size_t used = 0;
    const std::vector<std::string> &plain = split.plain;
    TRY_ASSIGN(arguments.command, findCommand(plain, used, commands));
    arguments.positional.assign(plain.begin() + static_cast<std::ptrdiff_t>(used), plain.end());
    for (const GivenOption &option : split.options)
        TRY(addOption(arguments, option));
    const std::size_t count = arguments.positional.size();
    if (arguments.help || (count >= arguments.command->least && count <= arguments.command->most)) return arguments;
    return fail(ErrorCode::Invalid, std::string("Too ") + (count < arguments.command->least ? "few" : "many") +
                                        " arguments. Usage: " + usageOf(*arguments.command));
}

std::optional<int> positiveNumber(const std::string &text, int most) {
    int number = 0;
    const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = problem == std::errc() && *rest == '\0';
    return isWhole && number >= 1 && number <= most ? std::optional(number) : std::nullopt;
}

std::vector<CommandSpec> membersOf(const std::string &family, const std::vector<CommandSpec> &commands) {
    std::vector<CommandSpec> members;
    for (const CommandSpec &command : commands)
        if (command.name.starts_with(family + " ")) members.push_back(command);
    return members;
}

std::string usageOf(const CommandSpec &command) {
    return "wikivaultctl " + command.name + (command.arguments.empty() ? "" : " " + command.arguments);
}

std::string helpOf(const CommandSpec &command) {
    std::string text = "Usage: " + usageOf(command) + "\n\n" + command.summary + "\n";
    if (!command.notes.empty()) text += "\n" + command.notes + "\n";
    text += "\nOptions:\n";
    std::vector<OptionSpec> options = command.options;
    options.insert(options.end(), commonOptions().begin(), commonOptions().end());
    for (const OptionSpec &option : options) {
        std::string head = "  " + option.name + (option.value.empty() ? "" : " " + option.value);
        head.resize(std::max<std::size_t>(head.size() + 2, 26), ' ');
        text += head + option.help + "\n";
    }
    return text;
}

std::string summaries(const std::vector<CommandSpec> &commands) {
    std::string text;
    for (const CommandSpec &command : commands) {
        std::string head = "  " + command.name;
        head.resize(std::max<std::size_t>(head.size() + 2, 26), ' ');
        text += head + command.summary + "\n";
    }
    return text;
}

std::string overview(const std::vector<CommandSpec> &commands) {
    return "Usage: wikivaultctl COMMAND [ARGUMENTS] [OPTIONS]\n\nDocmost spaces as git vaults of Markdown. "
           "SPACE is an id or a slug.\n\nCommands:\n" +
           summaries(commands) +
           "\nExit codes: 0 done or nothing to do, 1 done with problems, 2 failed, 3 lock held, 4 conflicts wait "
           "for review,\n5 guard tripped, 6 plan stale, 64 usage or configuration.\n"
           "\"wikivaultctl help COMMAND\" says more. Settings come from the environment and the profile file.\n";
}

std::string nearestOf(const std::string &word, const std::vector<std::string> &words) {
    std::string nearest;
    std::size_t best = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string &candidate : words) {
        const std::size_t distance = editDistance(word, candidate);
        if (distance < best) best = distance, nearest = candidate;
    }
    return nearest;
}

}  // namespace wikivault::ctl
