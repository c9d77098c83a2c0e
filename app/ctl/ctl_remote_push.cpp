#include "app/ctl/remote_transfers.h"

#include "app/common/json_output.h"
#include "app/common/remote_runs.h"
#include "app/common/settings_values.h"
#include "app/common/settings_writer.h"
#include "app/common/space_state.h"
#include "app/ctl/plan_text.h"
#include "app/ctl/report_text.h"

#include <algorithm>

namespace wikivault::ctl {

namespace {

/// The setting that says which branch the space follows.
std::string branchVariable(const Settings &settings, const Space &space) {
    const bool isById = settings.spaceRemoteBranches.contains(space.id.str());
    return kSpaceRemoteBranchPrefix + (isById ? space.id.str() : space.slug);
}

/// Which branch a space follows may stand where no command can change it.
Result<> maySwitch(const Context &context, const std::string &variable) {
    const SettingsSources sources{context.arguments().settings, processEnvironment(), false};
    if (!SettingsValues(sources, {}).value(variable)) return {};
    return fail(ErrorCode::Invalid, variable +
                                        " is given by the environment or the command line, which count more than "
                                        "the profile; change it there instead of giving --switch.");
}

/// A push to another branch does not change by itself which one the space follows.
Result<std::string> goOn(Context &context, const Space &space, const RemoteSpec &spec, const std::string &pushedTo) {
    if (pushedTo.empty() || pushedTo == spec.branch) return std::string();
    const Settings &settings = context.composition().settings();
    const std::string profile = profilePath(processEnvironment(), settings.profile);
    const std::string variable = branchVariable(settings, space);
    if (!context.arguments().has("--switch"))
        return "The space still follows the branch " + spec.branch + ". To go on with " + pushedTo +
               ", give --switch, or put this into its profile: " + variable + " = " + pushedTo + "\n";
    TRY(setInProfile(profile, variable, pushedTo));
    return "The space follows the branch " + pushedTo + " from now on (" + variable + " in " + profile +
           "); a running console or serve does after its next start.\n";
}

/// Invalid: the space has no remote.
Result<RemoteRow> rowOf(Context &context, const Space &space) {
    TRY_ASSIGN(const std::vector<RemoteRow> rows, context.composition().remotes().remotes(context.stop()));
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const RemoteRow &one) { return one.space == space.id; });
    if (row == rows.end() || row->url.empty()) return tl::unexpected<Error>(noRemote(space));
    return *row;
}

/// By what is known of the branch without asking the server.
int previewPush(Context &context) {
    const auto space = oneSpace(context);
    if (!space) return failedToName(context, space.error());
    const auto row = rowOf(context, *space);
    if (!row) return failedBy(context, row.error());
    const std::string branch = context.arguments().option("--branch");
    if (context.json())
        context.printJson(
            QJsonObject{{QStringLiteral("url"), jsonText(row->url)},
                        {QStringLiteral("branch"), jsonText(branch.empty() ? row->branch : branch)},
                        {QStringLiteral("ahead"), row->ahead ? QJsonValue(*row->ahead) : QJsonValue()},
                        {QStringLiteral("behind"), row->behind ? QJsonValue(*row->behind) : QJsonValue()}});
    else
        context.print("main would go to the branch " + (branch.empty() ? row->branch : branch) + " of " + row->url +
                      ". " +
                      (row->ahead ? "The branch " + row->branch + ", as it was seen last, lacks " +
                                        counted(*row->ahead, "commit") + " of it and has " +
                                        std::to_string(*row->behind) + " of its own"
                                  : "The branch " + row->branch + " has not been seen yet") +
                      ". Nothing was pushed.\n");
    return kDone;
}

}  // namespace

Result<Space> oneSpace(Context &context) {
    TRY_ASSIGN(const std::vector<Space> named, namedSpaces(context, context.arguments().positional));
    return named.front();
}

std::string remoteNote(Context &context, const Space &space) {
    const auto spec = remoteFor(context.composition().settings(), space);
    if (!spec || !*spec) return {};
    const auto row = rowOf(context, space);
    return row ? remoteSentence(*row) : std::string();
}

int runRemote(Context &context, RemoteAct act) {
    const auto space = oneSpace(context);
    if (!space) return failedToName(context, space.error());
    // Whoever asks for a transfer hears first that there is none to be had.
    const auto spec = remoteFor(context.composition().settings(), *space);
    if (!spec) return context.failed(spec.error(), kUsage);
    if (!*spec) return context.failed(noRemote(*space), kUsage);
    RunRequest request;
    request.space = space->id;
    request.remoteAct = act;
    request.remoteBranch = context.arguments().option("--branch");
    request.reason = context.arguments().option("--reason");
    if (!request.remoteBranch.empty())
        if (const auto named = checkBranchName(request.remoteBranch); !named)
            return context.failed(named.error(), kUsage);
    if (context.arguments().has("--switch"))
        if (const auto may = maySwitch(context, branchVariable(context.composition().settings(), *space)); !may)
            return context.failed(may.error(), kUsage);
    const RunReport report = context.desks().spaces.sync(request, {}, context.stop());
    const auto goesOn =
        isPushed(report) ? goOn(context, *space, **spec, request.remoteBranch) : Result<std::string>(std::string());
    if (context.json())
        context.printJson(toJson(report));
    else
        context.print(reportText(report, space->slug) + (goesOn ? *goesOn : std::string()));
    return goesOn ? exitCodeOf({report}, true) : context.failed(goesOn.error(), kProblems);
}

int pushRemoteNow(Context &context) {
    if (context.arguments().has("--switch") && context.arguments().option("--branch").empty())
        return context.failed("--switch goes with --branch NAME.", kUsage);
    return context.arguments().has("--dry-run") ? previewPush(context) : runRemote(context, RemoteAct::Push);
}

}  // namespace wikivault::ctl
