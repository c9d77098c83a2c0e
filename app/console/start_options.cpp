#include "app/console/start_options.h"

#include <algorithm>
#include <array>

namespace wikivault {

namespace {

/// Options of Qt that take a value.
constexpr std::array<std::string_view, 6> kQtOptions{"-platform", "-style",  "-display",
                                                     "-geometry", "-plugin", "-qwindowgeometry"};

bool isQtOption(const std::string &word) {
    const std::string one = word.starts_with("--") ? word.substr(1) : word;
    return std::find(kQtOptions.begin(), kQtOptions.end(), one) != kQtOptions.end();
}

struct Given {
    std::string name, value;
    bool hasValue = false;
};

Given splitAtEquals(const std::string &word) {
    const std::size_t equals = word.find('=');
    if (!word.starts_with("--") || equals == std::string::npos) return {word, {}, false};
    return {word.substr(0, equals), word.substr(equals + 1), true};
}

}  // namespace

std::string startHelp() {
    return "Usage: wikivault [OPTION…]\n"
           "Keeps Docmost spaces and git vaults of Markdown equal, reviewed in a window.\n\n"
           "  --profile NAME  settings of the profile file NAME.ini (default: default)\n"
           "  --space SLUG    select this space\n"
           "  --page PAGE     open spaces, plan, conflicts, runs, locks, schedule, remotes, activity, log or doctor\n"
           "  --read-only     look only: no run, no decision, no poll\n"
           "  --new-instance  a window of its own, although this profile has one open\n"
           "  --help, --version\n\n"
           "Settings come from the command line, the environment, the profile file, in this order.\n"
           "The same without a window: wikivaultctl --help\n";
}

std::string handedOverSentence(const StartOptions &options) {
    std::string text = "This profile has a window open: it was brought to the front, and no other was opened.";
    if (options.readOnly) text += " --read-only was not applied to it.";
    return text + " --new-instance opens a window of its own" + (options.readOnly ? ", read-only." : ".");
}

Result<StartOptions> readStartOptions(const std::vector<std::string> &words, const std::vector<std::string> &pages) {
    StartOptions options;
    for (std::size_t i = 0; i < words.size(); ++i) {
        Given given = splitAtEquals(words[i]);
        if (isQtOption(given.name)) {
            if (!given.hasValue) ++i;
            continue;
        }
        const bool takesValue = given.name == "--profile" || given.name == "--space" || given.name == "--page";
        if (takesValue && !given.hasValue) {
            if (++i == words.size()) return fail(ErrorCode::Invalid, given.name + " needs a value.");
            given.value = words[i];
        }
        if (given.name == "--profile")
            options.settings["WIKIVAULT_PROFILE"] = given.value;
        else if (given.name == "--space")
            options.space = given.value;
        else if (given.name == "--page")
            options.page = given.value;
        else if (given.name == "--read-only")
            options.readOnly = true;
        else if (given.name == "--new-instance")
            options.newInstance = true;
        else if (given.name == "--help" || given.name == "-h")
            options.help = true;
        else if (given.name == "--version")
            options.version = true;
        else
            return fail(ErrorCode::Invalid, "There is no option " + given.name + "; see wikivault --help.");
    }
    if (!options.page.empty() && std::find(pages.begin(), pages.end(), options.page) == pages.end())
        return fail(ErrorCode::Invalid, "There is no page " + options.page + "; see wikivault --help.");
    return options;
}

std::string whyNoDisplay(const std::map<std::string, std::string> &environment, const std::vector<std::string> &words) {
    const auto isSet = [&](const char *name) {
        const auto found = environment.find(name);
        return found != environment.end() && !found->second.empty();
    };
    const bool platformGiven = std::any_of(words.begin(), words.end(), [](const std::string &word) {
        return splitAtEquals(word).name.ends_with("-platform");
    });
    if (platformGiven || isSet("QT_QPA_PLATFORM") || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY")) return {};
    return "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set, so no window can be opened. Start "
           "wikivault "
           "in a desktop session (or through ssh -X), or use wikivaultctl, which does the same without a window.";
}

}  // namespace wikivault
