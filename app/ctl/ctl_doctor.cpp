#include "app/common/control_socket.h"
#include "app/common/driver_lock.h"
#include "app/common/json_output.h"
#include "app/common/logging.h"
#include "app/common/space_state.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"
#include "engine/core/sentence.h"
#include "engine/ports/fix_desk.h"

#include <QJsonObject>

#include <algorithm>
#include <iostream>

namespace wikivault::ctl {

namespace {

/// What became of one of them.
struct FixAnswer {
    std::string word, would, done;
    std::string nothing;  ///< why there is nothing to do
    std::string error;
};

/// The driver of this data directory need not wait until it tries again by itself.
std::string tellDriver(Context &context, const std::optional<SpaceId> &space) {
    constexpr int kTalkMs = 5000;
    if (!space) return {};
    const auto told = askDriver(driverSocket(context.composition().settings()),
                                {{QStringLiteral("cmd"), QStringLiteral("trigger")},
                                 {QStringLiteral("space"), jsonText(space->str())},
                                 {QStringLiteral("reason"), QStringLiteral("a fix")}},
                                kTalkMs, context.stop());
    return told ? " The running serve runs the space now." : "";
}

FixAnswer fixOne(Context &context, const std::string &word) {
    FixDesk &desk = context.composition().fixes();
    FixAnswer answer;
    answer.word = word;
    const auto fix = desk.look(word, context.stop());
    if (!fix) {
        (fix.error().code == ErrorCode::NotFound ? answer.nothing : answer.error) = asSentence(fix.error().detail);
        return answer;
    }
    answer.would = fix->sentence;
    if (!context.arguments().has("--yes")) return answer;
    const auto done = desk.make(*fix, context.stop());
    if (done)
        answer.done = asSentence(*done) + tellDriver(context, fix->frees);
    else
        answer.error = asSentence(done.error().detail);
    return answer;
}

QJsonObject jsonOf(const FixAnswer &answer) {
    QJsonObject json{{QStringLiteral("fix"), jsonText(answer.word)},
                     {QStringLiteral("would"), jsonText(answer.would)},
                     {QStringLiteral("done"), jsonText(answer.done)}};
    if (!answer.nothing.empty()) json.insert(QStringLiteral("nothing"), jsonText(answer.nothing));
    if (!answer.error.empty()) json.insert(QStringLiteral("error"), jsonText(maskedText(answer.error)));
    return json;
}

void tellFix(const Context &context, const FixAnswer &answer) {
    if (!answer.error.empty())
        std::cerr << maskedText(answer.error) << "\n";
    else if (!context.json())
        context.print(!answer.nothing.empty() ? answer.nothing + "\n"
                      : answer.done.empty()   ? answer.would + "\nNothing was done yet; --yes does it.\n"
                                              : answer.done + "\n");
}

/// In the order given, each by itself: one that is refused keeps no other back. A word that names none stops all.
int fixAll(Context &context) {
    const std::vector<std::string> words = context.arguments().list("--fix");
    for (const std::string &word : words)
        if (const auto fix = context.composition().fixes().look(word, context.stop());
            !fix && fix.error().code == ErrorCode::Invalid)
            return context.failed(fix.error(), kUsage);
    QJsonArray answers;
    std::size_t failed = 0;
    for (const std::string &word : words) {
        const FixAnswer answer = fixOne(context, word);
        tellFix(context, answer);
        answers.append(jsonOf(answer));
        if (!answer.error.empty()) ++failed;
    }
    if (context.json()) context.printJson(words.size() == 1 ? answers.first() : QJsonValue(answers));
    if (failed == 0) return kDone;
    return failed == words.size() ? kFailed : kProblems;
}

int examineAll(Context &context) {
    if (context.arguments().has("--fix")) return fixAll(context);
    if (context.arguments().has("--yes")) return context.failed("Say what to fix: --fix CHECK[:SPACE] --yes.", kUsage);
    const auto checks = context.desks().ledger.doctor(context.stop());
    const bool failed = std::any_of(checks.begin(), checks.end(), [](const auto &c) { return c.status == "fail"; });
    if (context.json()) {
        context.printJson(toJsonArray(checks));
        return failed ? kProblems : kDone;
    }
    context.print(checkTable(checks));
    return failed ? kProblems : kDone;
}

}  // namespace

std::string checkTable(const std::vector<DoctorCheck> &checks) {
    std::vector<std::vector<std::string>> lines;
    for (const DoctorCheck &check : checks) {
        lines.push_back({check.status, check.name, asSentence(check.detail)});
        if (!check.advice.empty()) lines.push_back({"", "", "-> " + asSentence(check.advice)});
        const std::string word = fixWordOf(check.command), other = otherFixWord(word);
        if (word.empty()) continue;
        lines.push_back({"", "", "   " + check.command});
        if (!other.empty()) lines.push_back({"", "", "   or: wikivaultctl doctor --fix " + other});
    }
    return textTable({"STATUS", "CHECK", ""}, lines);
}

std::vector<Command> doctorCommands() {
    const OptionSpec fix{"--fix", "CHECK[:SPACE]",
                         "say what would mend a finding: vault:SPACE, new-vault:SPACE, take-vault:SPACE, lock:SPACE, "
                         "data-directory, state"};
    const OptionSpec yes{"--yes", "", "with --fix: do it"};
    return {{{"doctor",
              "[--fix CHECK[:SPACE]]... [--yes]",
              "check connections, rights, vaults and the data directory",
              0,
              0,
              {fix, yes},
              "A fix first says exactly what it does. What is in the way is moved aside, never deleted. Several are "
              "done in\n"
              "the order given."},
             &examineAll}};
}

}  // namespace wikivault::ctl
