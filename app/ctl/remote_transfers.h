#pragma once

#include "app/ctl/ctl.h"

/// The commands of `remote` that are runs.
namespace wikivault::ctl {

/// The one the command names.
Result<Space> oneSpace(Context &context);
int runRemote(Context &context, RemoteAct act);
int pushRemoteNow(Context &context);
/// What is known of the space's remote without asking it, as a sentence; "" without one.
[[nodiscard]] std::string remoteNote(Context &context, const Space &space);

}  // namespace wikivault::ctl
