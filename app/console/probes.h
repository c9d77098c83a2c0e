#pragma once

#include "engine/core/settings.h"
#include "models/commands.h"

namespace wikivault {

/// Tries one connection of the settings and says what it found. Blocks, writes nothing that stays.
[[nodiscard]] ProbeAnswer probeConnection(Probe probe, const Settings &settings);
/// Puts a secret into the system's keyring, or takes it out. Blocks: somebody may have to unlock it.
[[nodiscard]] Result<> keepInKeyring(const SecretOrder &order);
/// Why a profile with these settings could not be started: everything at once, by the rules of the start itself.
[[nodiscard]] std::vector<SettingsFault> settingsFaults(const Settings &settings);

}  // namespace wikivault
