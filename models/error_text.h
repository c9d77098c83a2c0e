#pragma once

#include "engine/core/result.h"

#include <QString>

namespace wikivault {

/// What went wrong as a sentence for people, with the detail of the engine below it. The only place that turns an
/// ErrorCode into words.
[[nodiscard]] QString errorText(const Error &error);
/// The first line of errorText().
[[nodiscard]] QString errorHeadline(ErrorCode code);

}  // namespace wikivault
