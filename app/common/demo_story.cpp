#include "app/common/demo_story.h"

#include "app/common/composition.h"

namespace wikivault {

namespace {

Result<> runSpace(Desks desks, const SpaceId &space, const std::string &reason) {
    RunRequest request;
    request.space = space;
    request.reason = reason;
    const RunReport report = desks.spaces.sync(request, {}, {});
    if (report.ran) return {};
    return fail(ErrorCode::Unavailable, "The demo's space could not be run: " + report.error);
}

}  // namespace

Result<> prepareDemoStory(const DemoWorkspace &workspace) {
    const DemoStory story = demoStory();
    const SpaceId handbook = story.conflictInWiki.space;
    Composition composition(demoSettings(workspace), "ctl");
    for (const SpaceId &space : {handbook, story.pendingInWiki.space, story.pendingInFile.space})
        TRY(runSpace(composition.desks(), space, "first export"));
    TRY(editDemoInWiki(workspace, story.earlierInWiki));
    TRY(runSpace(composition.desks(), handbook, ""));
    TRY(editDemoInWiki(workspace, story.conflictInWiki));
    TRY(editDemoInFile(workspace, story.conflictInFile));
    TRY(runSpace(composition.desks(), handbook, ""));
    TRY(editDemoInWiki(workspace, story.pendingInWiki));
    return editDemoInFile(workspace, story.pendingInFile);
}

Result<DemoWorkspace> openDemo(const std::string &folder) {
    if (const auto there = demoIn(folder)) return *there;
    TRY_ASSIGN(DemoWorkspace made, createDemo(folder));
    TRY(prepareDemoStory(made));
    return made;
}

Settings demoSettings(const DemoWorkspace &workspace) {
    Settings settings;
    settings.databaseUrl = workspace.databaseUrl;
    settings.dataDir = workspace.dataDir;
    settings.serviceUserId = workspace.serviceUserId;
    settings.enabled = true;
    return settings;
}

}  // namespace wikivault
