#include "app/common/demo_pages.h"
#include "app/common/demo_story.h"
#include "app/ctl/ctl.h"

#include <QJsonObject>

#include <filesystem>
#include <iostream>

namespace wikivault::ctl {

namespace {

int makeDemo(Context &context) {
    std::error_code problem;
    const std::string folder = std::filesystem::absolute(context.arguments().positional.front(), problem).string();
    if (demoIn(folder)) std::cerr << "The demo is there already; nothing was changed.\n";
    const auto workspace = openDemo(folder);
    if (!workspace) return failedBy(context, workspace.error());
    if (!context.json()) {
        context.print(workspace->databaseUrl + "\n");
        return kDone;
    }
    context.printJson(QJsonObject{{QStringLiteral("databaseUrl"), QString::fromStdString(workspace->databaseUrl)},
                                  {QStringLiteral("dataDir"), QString::fromStdString(workspace->dataDir)},
                                  {QStringLiteral("serviceUserId"), QString::fromStdString(workspace->serviceUserId)}});
    return kDone;
}

}  // namespace

std::vector<Command> demoCommands() {
    return {
        {{"demo",
          "DIR",
          "create a workspace to try things on and print its DATABASE_URL",
          1,
          1,
          {},
          "Three spaces with their vaults, one open conflict, a change waiting each way, past runs. To work with it:\n"
          "  export DATABASE_URL=$(wikivaultctl demo DIR) GIT_SYNC_DATA_DIR=DIR/vaults GIT_SYNC_ENABLED=true\n"
          "  export GIT_SYNC_SERVICE_USER_ID=" +
              kDemoServiceUser.str() + " WIKIVAULT_WRITER=sql"},
         &makeDemo,
         false}};
}

}  // namespace wikivault::ctl
