#include "app/ctl/ctl.h"

#include "app/common/logging.h"
#include "app/common/process_setup.h"
#include "engine/core/sentence.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <iostream>

namespace wikivault::ctl {

namespace {

int showHelp(Context &context) {
    const auto specs = commandSpecs();
    std::string name;
    for (const std::string &word : context.arguments().positional)
        name += (name.empty() ? "" : " ") + word;
    if (name.empty()) {
        context.print(overview(specs));
        return kDone;
    }
    const auto found = std::find_if(specs.begin(), specs.end(), [&](const auto &spec) { return spec.name == name; });
    if (found != specs.end()) {
        context.print(helpOf(*found));
        return kDone;
    }
    const auto family = membersOf(name, specs);
    if (family.empty()) return context.failed("There is no command \"" + name + "\" to explain.", kUsage);
    context.print("Commands of \"" + name + "\":\n" + summaries(family));
    return kDone;
}

int showVersion(Context &context) {
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("version"), QStringLiteral(WIKIVAULT_VERSION)}});
    else
        context.print("wikivaultctl " WIKIVAULT_VERSION "\n");
    return kDone;
}

int runCommand(const Command &command, Context &context) {
    if (context.arguments().help) {
        context.print(helpOf(command.spec));
        return kDone;
    }
    if (!command.needsProfile) return command.run(context);
    SettingsReading reading = readSettings({context.arguments().settings, processEnvironment()});
    if (!reading.problems.empty()) return reportProblems(context, reading.problems);
    const bool drives = command.spec.name == "serve";
    startLogging({reading.settings.logLevel, reading.settings.dataDir, {}, drives});
    context.use(std::make_unique<Composition>(std::move(reading.settings), drives ? "serve" : "ctl"));
    return command.run(context);
}

/// An answer that did not reach its reader is no success.
int checkOutput(int code) {
    std::cout.flush();
    if (std::cout.good() || code != kDone) return code;
    std::cerr << "The output could not be written completely.\n";
    return kFailed;
}

}  // namespace

void Context::print(const std::string &text) const {
    std::cout << text;
}

void Context::printJson(const QJsonValue &document) const {
    const QJsonDocument json =
        document.isArray() ? QJsonDocument(document.toArray()) : QJsonDocument(document.toObject());
    const QByteArray bytes = json.toJson(QJsonDocument::Compact);
    std::cout.write(bytes.constData(), bytes.size());
    std::cout << "\n";
}

int Context::failed(const Error &error, int code) const {
    return failed(asSentence(error.detail), code);
}

int Context::failed(const std::string &sentence, int code) const {
    const std::string masked = maskedText(sentence);
    std::cerr << masked << "\n";
    if (json()) printJson(QJsonObject{{QStringLiteral("error"), QString::fromStdString(masked)}});
    return code;
}

int reportProblems(const Context &context, const std::vector<SettingsProblem> &problems) {
    QJsonArray list;
    for (const SettingsProblem &problem : problems) {
        std::cerr << problem.sentence() << "\n";
        list.append(QJsonObject{{QStringLiteral("variable"), QString::fromStdString(problem.variable)},
                                {QStringLiteral("found"), QString::fromStdString(problem.found)},
                                {QStringLiteral("expected"), QString::fromStdString(problem.expected)}});
    }
    const std::string sentence = "The configuration has " + std::to_string(problems.size()) +
                                 (problems.size() == 1 ? " problem" : " problems") + "; nothing was opened or written.";
    std::cerr << sentence << "\n";
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("error"), QString::fromStdString(sentence)},
                                      {QStringLiteral("problems"), list}});
    return kUsage;
}

void tellState(const Context &context, const std::string &state, const std::string &sentence, const std::string &sql) {
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("state"), QString::fromStdString(state)},
                                      {QStringLiteral("detail"), QString::fromStdString(sentence)},
                                      {QStringLiteral("sql"), QString::fromStdString(sql)}});
    else
        context.print(sql + (sql.empty() ? "" : "\n") + sentence + "\n");
}

int failedBy(const Context &context, const Error &error) {
    return context.failed(error, error.code == ErrorCode::Invalid ? kUsage : kFailed);
}

const std::vector<Command> &commandTable() {
    static const std::vector<Command> table = [] {
        std::vector<Command> all;
        for (auto family : {&spaceCommands,  &syncCommands,       &planCommands,    &reviewCommands,  &resolveCommands,
                            &ledgerCommands, &lockCommands,       &doctorCommands,  &compareCommands, &serveCommands,
                            &driverCommands, &eventCommands,      &journalCommands, &pauseCommands,   &activityCommands,
                            &remoteCommands, &attachmentCommands, &bundleCommands,  &logCommands,     &convertCommands,
                            &initCommands,   &secretCommands,     &demoCommands}) {
            const auto commands = family();
            all.insert(all.end(), commands.begin(), commands.end());
        }
        all.push_back({{"help", "[COMMAND]", "list the commands, or explain one", 0, 2, {}, ""}, &showHelp, false});
        all.push_back({{"version", "", "print the version", 0, 0, {}, ""}, &showVersion, false});
        return all;
    }();
    return table;
}

std::vector<CommandSpec> commandSpecs() {
    std::vector<CommandSpec> specs;
    for (const Command &command : commandTable())
        specs.push_back(command.spec);
    return specs;
}

int runCtl(const std::vector<std::string> &words) {
    const auto specs = commandSpecs();
    const std::vector<std::string> meant =
        words == std::vector<std::string>{"--version"} ? std::vector<std::string>{"version"} : words;
    const auto arguments = parseArguments(meant, specs);
    if (!arguments) {
        Arguments asked;
        asked.json = std::find(words.begin(), words.end(), "--json") != words.end();
        return checkOutput(Context(asked, {}).failed(arguments.error(), kUsage));
    }
    const StopOnSignal interruption;
    Context context(*arguments, interruption.token());
    const auto isMeant = [&](const Command &command) { return command.spec.name == arguments->command->name; };
    const auto &table = commandTable();
    const auto command = std::find_if(table.begin(), table.end(), isMeant);
    return checkOutput(runCommand(*command, context));
}

}  // namespace wikivault::ctl
