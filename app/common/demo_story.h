#pragma once

#include "app/common/demo_workspace.h"

namespace wikivault {

/// Runs the demo's spaces and lets people edit them, so that the workspace shows two past runs of the Handbook, an open
/// conflict and a change waiting each way.
[[nodiscard]] Result<> prepareDemoStory(const DemoWorkspace &workspace);

}  // namespace wikivault
