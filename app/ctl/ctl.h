#pragma once

#include "app/common/composition.h"
#include "app/common/settings_reader.h"
#include "app/ctl/arguments.h"

#include <QJsonValue>

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace wikivault::ctl {

enum ExitCode : int {
    kDone = 0,
    kProblems = 1,
    kFailed = 2,
    kLockHeld = 3,
    kConflicts = 4,
    kGuard = 5,
    kStale = 6,
    kUsage = 64
};

/// What a command works with.
class Context {
public:
    Context(const Arguments &arguments, std::stop_token stop) : m_arguments(arguments), m_stop(std::move(stop)) {}

    [[nodiscard]] const Arguments &arguments() const { return m_arguments; }
    [[nodiscard]] std::stop_token stop() const { return m_stop; }
    [[nodiscard]] bool json() const { return m_arguments.json; }
    /// Only for commands with a profile.
    [[nodiscard]] Composition &composition() { return *m_composition; }
    [[nodiscard]] Desks desks() { return m_composition->desks(); }
    void use(std::unique_ptr<Composition> composition) { m_composition = std::move(composition); }

    /// Standard output.
    void print(const std::string &text) const;
    void printJson(const QJsonValue &document) const;
    /// The sentence on standard error and, with --json, `{"error":…}` on standard output. Returns `code`.
    int failed(const std::string &sentence, int code = kFailed) const;
    int failed(const Error &error, int code = kFailed) const;

private:
    const Arguments &m_arguments;
    const std::stop_token m_stop;
    std::unique_ptr<Composition> m_composition;
};

struct Command {
    CommandSpec spec;
    int (*run)(Context &) = nullptr;
    bool needsProfile = true;
};

/// Every command of the program, in the order help lists them.
[[nodiscard]] const std::vector<Command> &commandTable();
[[nodiscard]] std::vector<CommandSpec> commandSpecs();

/// The commands of one file each.
[[nodiscard]] std::vector<Command> spaceCommands();
[[nodiscard]] std::vector<Command> syncCommands();
[[nodiscard]] std::vector<Command> planCommands();
[[nodiscard]] std::vector<Command> reviewCommands();
[[nodiscard]] std::vector<Command> resolveCommands();
[[nodiscard]] std::vector<Command> ledgerCommands();
[[nodiscard]] std::vector<Command> doctorCommands();
[[nodiscard]] std::vector<Command> lockCommands();
[[nodiscard]] std::vector<Command> compareCommands();
[[nodiscard]] std::vector<Command> convertCommands();
[[nodiscard]] std::vector<Command> demoCommands();
[[nodiscard]] std::vector<Command> initCommands();
[[nodiscard]] std::vector<Command> secretCommands();
[[nodiscard]] std::vector<Command> serveCommands();
[[nodiscard]] std::vector<Command> driverCommands();
[[nodiscard]] std::vector<Command> eventCommands();
[[nodiscard]] std::vector<Command> journalCommands();
[[nodiscard]] std::vector<Command> pauseCommands();
[[nodiscard]] std::vector<Command> activityCommands();
[[nodiscard]] std::vector<Command> bundleCommands();
[[nodiscard]] std::vector<Command> logCommands();
[[nodiscard]] std::vector<Command> remoteCommands();
[[nodiscard]] std::vector<Command> attachmentCommands();

/// Every problem of the settings on standard error (and, with --json, as a document). Returns the exit code.
int reportProblems(const Context &context, const std::vector<SettingsProblem> &problems);
/// STATUS CHECK DETAIL, with what to do about it below.
[[nodiscard]] std::string checkTable(const std::vector<DoctorCheck> &checks);

/// Runs the program; `words` without the program's name. Returns the exit code.
[[nodiscard]] int runCtl(const std::vector<std::string> &words);

/// Live spaces that ids and slugs name, each once, in that order. NotFound: a name nobody has, or an ambiguous slug;
/// the sentence lists what there is.
[[nodiscard]] Result<std::vector<Space>> namedSpaces(Context &context, const std::vector<std::string> &names);
[[nodiscard]] Result<std::vector<Space>> allSpaces(Context &context);
/// The slug of a space, or its id when the wiki does not answer: journal and locks are shown without it.
[[nodiscard]] std::string slugOf(const SpaceId &id, const Result<std::vector<Space>> &spaces);
/// The one of `spaces` that an id or slug names; errors as of namedSpaces().
[[nodiscard]] Result<Space> spaceNamed(const std::string &name, const std::vector<Space> &spaces);
/// The page whose conflict `word` names. NotFound: no uuid.
[[nodiscard]] Result<PageId> namedConflict(const std::string &word);
/// Runs exactly this plan with the command's --skip, --flip, --approve-guard and --reason, and reports. Returns the
/// exit code.
int carryOut(Context &context, Plan plan);
/// The same for a plan made now; with --dry-run it is only shown.
int previewAndCarryOut(Context &context, const PlanRequest &request);

/// What was found or done in the wiki's database, and the statements of it.
void tellState(const Context &context, const std::string &state, const std::string &sentence,
               const std::string &sql = {});
/// Exit code for an error: 64 for what was asked or set wrongly, 2 for what failed.
[[nodiscard]] int failedBy(const Context &context, const Error &error);
/// Exit code for the error of one of them: 64 for a name, 2 for a wiki that does not answer.
[[nodiscard]] int failedToName(const Context &context, const Error &error);

}  // namespace wikivault::ctl
