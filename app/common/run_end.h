#pragma once

#include "engine/core/report.h"

namespace wikivault {

/// Of a run that ended before the two sides agreed on anything new: what was still to be written to git is not done.
void noteUnwritten(RunReport &report);

}  // namespace wikivault
