#pragma once

#include "app/common/port_factory.h"
#include "engine/ports/desk.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace wikivault {

constexpr const char *kActorCheck = "acting user";

/// Checks connections, rights, vaults and the data directory of a profile. Changes nothing in wiki and vaults.
[[nodiscard]] std::vector<DoctorCheck> examine(PortFactory &ports, std::stop_token stop);

/// The parts of it that need no wiki: master switch, acting user, git, data directory, disk space, Redis.
[[nodiscard]] std::vector<DoctorCheck> examineSurroundings(PortFactory &ports);
/// What a data directory on a file system of that kind means (system::networkDiskOf()).
[[nodiscard]] std::string networkDiskWarning(const std::string &folder, const std::string &kind);
/// One vault: readable, on main, no stale lock left behind.
[[nodiscard]] DoctorCheck examineVault(PortFactory &ports, const Space &space);

/// The git servers of the spaces that have one.
void examineRemotes(PortFactory &ports, const std::vector<Space> &spaces, const std::stop_token &stop,
                    std::vector<DoctorCheck> &checks);
/// The spaces whose attachments are carried.
void examineAttachments(PortFactory &ports, const std::vector<Space> &spaces, std::vector<DoctorCheck> &checks);
/// Whether the wiki's database tells of changes, or is asked for them.
[[nodiscard]] DoctorCheck examineEvents(PortFactory &ports, const std::stop_token &stop);
/// Whether the database's clock agrees with this host's.
[[nodiscard]] std::optional<DoctorCheck> examineClock(PortFactory &ports, const std::stop_token &stop);
/// Whether the clock of Redis does; nothing where there is none that answers.
[[nodiscard]] std::optional<DoctorCheck> examineRedisClock(PortFactory &ports);
/// The keyring of this session, and whether a secret of the profile is kept there. Unlocks nothing.
[[nodiscard]] DoctorCheck examineKeyring(const Settings &settings);
/// Where runs and pauses stand; nothing to say where there is no choice.
[[nodiscard]] std::optional<DoctorCheck> examineJournal(PortFactory &ports, const std::stop_token &stop);
/// Who writes the selected spaces by SQL, where no shared journal says who leads.
void examineLeaders(PortFactory &ports, const std::vector<Space> &spaces, std::vector<DoctorCheck> &checks);
/// Who drives the spaces, and who else takes their locks.
void examineDrivers(PortFactory &ports, const std::vector<Space> &spaces, const std::stop_token &stop,
                    std::vector<DoctorCheck> &checks);
/// Locks in Redis that never expire.
void examineLocks(PortFactory &ports, const std::vector<Space> &spaces, std::vector<DoctorCheck> &checks);
/// Folders beside the vaults that belong to no space of the wiki.
void examineStrays(PortFactory &ports, const std::vector<Space> &spaces, std::vector<DoctorCheck> &checks);
/// The wiki's API: who is let in, and what it takes.
void examineApi(PortFactory &ports, const std::stop_token &stop, std::vector<DoctorCheck> &checks);
/// What the API's account may do in the selected spaces.
void examineRoles(PortFactory &ports, const std::vector<Space> &spaces, const std::stop_token &stop,
                  std::vector<DoctorCheck> &checks);

}  // namespace wikivault
