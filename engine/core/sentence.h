#pragma once

#include "engine/core/time.h"

#include <string>

namespace wikivault {

/// `the file /x is no database; check DATABASE_URL` → `The file /x is no database; check DATABASE_URL.` A first word
/// that is no plain lower-case word (`main/a.md`, `state.db`) stays as it is, and so does a text of several lines.
[[nodiscard]] std::string asSentence(std::string text);
/// `2026-11-27 15:04 UTC`
[[nodiscard]] std::string minuteOf(TimePoint time);

}  // namespace wikivault
