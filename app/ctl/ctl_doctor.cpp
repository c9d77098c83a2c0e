#include "app/common/json_output.h"
#include "app/common/space_state.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"
#include "engine/core/sentence.h"
#include "engine/ports/fix_desk.h"

#include <QJsonObject>

#include <algorithm>

namespace wikivault::ctl {

namespace {

int codeOfFix(const Error &error) {
    if (error.code == ErrorCode::NotFound) return kDone;
    return error.code == ErrorCode::Invalid ? kUsage : kFailed;
}

int tellFix(const Context &context, const DoctorFix &fix, const std::string &done) {
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("fix"), QString::fromStdString(fix.word)},
                                      {QStringLiteral("would"), QString::fromStdString(fix.sentence)},
                                      {QStringLiteral("done"), QString::fromStdString(done)}});
    else
        context.print(done.empty() ? fix.sentence + "\nNothing was done yet; --yes does it.\n"
                                   : asSentence(done) + "\n");
    return kDone;
}

int fixOne(Context &context) {
    FixDesk &desk = context.composition().fixes();
    const auto fix = desk.look(context.arguments().option("--fix"), context.stop());
    if (!fix) return context.failed(fix.error(), codeOfFix(fix.error()));
    if (!context.arguments().has("--yes")) return tellFix(context, *fix, {});
    const auto done = desk.make(*fix, context.stop());
    return done ? tellFix(context, *fix, *done) : context.failed(done.error());
}

int examineAll(Context &context) {
    if (context.arguments().has("--fix")) return fixOne(context);
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
    const OptionSpec fix{
        "--fix", "CHECK[:SPACE]",
        "say what would mend a finding: vault:SPACE, new-vault:SPACE, take-vault:SPACE, lock:SPACE, data-directory"};
    const OptionSpec yes{"--yes", "", "with --fix: do it"};
    return {{{"doctor",
              "[--fix CHECK[:SPACE] [--yes]]",
              "check connections, rights, vaults and the data directory",
              0,
              0,
              {fix, yes},
              "A fix first says exactly what it does. What is in the way is moved aside, never deleted."},
             &examineAll}};
}

}  // namespace wikivault::ctl
