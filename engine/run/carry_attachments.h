#pragma once

#include "engine/run/cycle.h"

#include <chrono>

/// Files that pages show travel with the vault: the attachments' step of a cycle. Whatever goes wrong with one of them
/// is its own trouble; pages were synced before it.
namespace wikivault {

/// How long one run carries attachments before it lets the pages have their turn again.
inline constexpr std::chrono::seconds kCarryingTime{20};

/// Makes the vault's attachments and the wiki's equal, as far as the run's time goes.
Result<> carryAttachments(Cycle &cycle);
/// Lists what carryAttachments() would carry or leave, and transfers nothing.
Result<> previewAttachments(Cycle &cycle);

}  // namespace wikivault
