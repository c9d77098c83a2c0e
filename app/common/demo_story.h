#pragma once

#include "app/common/demo_workspace.h"
#include "engine/core/settings.h"

namespace wikivault {

/// Runs the demo's spaces and lets people edit them, so that the workspace shows two past runs of the Handbook, an open
/// conflict and a change waiting each way.
[[nodiscard]] Result<> prepareDemoStory(const DemoWorkspace &workspace);

/// The workspace in `folder`: the one that is there, or a new one with its story. Invalid: something else is there.
[[nodiscard]] Result<DemoWorkspace> openDemo(const std::string &folder);
/// What a profile of it says, sync switched on.
[[nodiscard]] Settings demoSettings(const DemoWorkspace &workspace);

}  // namespace wikivault
