#pragma once

#include "engine/core/settings.h"
#include "models/commands.h"

namespace wikivault {

/// Tries one connection of the settings and says what it found. Blocks, writes nothing that stays.
[[nodiscard]] ProbeAnswer probeConnection(Probe probe, const Settings &settings);
/// Why a profile with these settings could not be started: everything at once, by the rules of the start itself.
[[nodiscard]] std::vector<SettingsFault> settingsFaults(const Settings &settings);

}  // namespace wikivault
