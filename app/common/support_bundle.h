#pragma once

#include "engine/core/support_file.h"
#include "engine/ports/clock.h"
#include "engine/ports/desk.h"

#include <stop_token>
#include <string>
#include <vector>

/// What somebody who helps needs to see: settings, checks, runs, locks, the log. No page's text, no secret.
namespace wikivault {

/// Opens and reads; writes nothing. What cannot be read is said in its file.
[[nodiscard]] std::vector<SupportFile> collectSupport(const Settings &settings, const Desks &desks,
                                                      const std::stop_token &stop);
/// As a tar archive at `path` (0600), replaced at once; a manifest goes first.
[[nodiscard]] Result<> writeSupport(const std::vector<SupportFile> &files, const std::string &path, TimePoint now);
/// `text` without any secret of `settings`, wherever it stands and however it is quoted in a URL.
[[nodiscard]] std::string withoutSecrets(const std::string &text, const Settings &settings);

}  // namespace wikivault
