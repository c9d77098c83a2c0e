#pragma once

#include <string>

namespace wikivault::ctl {

/// Tells the service manager that started this process, if one did ($NOTIFY_SOCKET): `READY=1`, `STOPPING=1`,
/// `STATUS=…`, one assignment a line. Never blocks; nobody listening is no failure.
void tellServiceManager(const std::string &state);

}  // namespace wikivault::ctl
