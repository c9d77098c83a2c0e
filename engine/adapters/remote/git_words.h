#pragma once

#include "engine/adapters/remote/child_process.h"
#include "engine/adapters/remote/push_report.h"
#include "engine/core/remote.h"

#include <string>

/// What git and ssh say, in the language of LC_ALL=C, made into one kind of problem.
namespace wikivault::remote {

/// Why a child of git did not do what it was to do; `doing`: `looking at the branch main of git@host:x.git`.
[[nodiscard]] RemoteProblem problemOf(const ChildOutcome &outcome, const std::string &doing);
/// Why the server did not move the branch.
[[nodiscard]] RemoteProblem problemOf(const PushedRef &ref, const ChildOutcome &outcome, const std::string &doing);
/// Fit for one line of a list: the last words, without control characters, progress and passwords.
[[nodiscard]] std::string lastWords(const std::string &text);

}  // namespace wikivault::remote
