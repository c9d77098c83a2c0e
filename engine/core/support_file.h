#pragma once

#include <string>

namespace wikivault {

/// One file of a support bundle; its secrets are masked.
struct SupportFile {
    std::string name, text;
};

}  // namespace wikivault
