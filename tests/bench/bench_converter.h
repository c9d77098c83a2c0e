#pragma once

#include <string>
#include <string_view>

namespace wikivault::bench {

/// The converter on one thread: realistic pages, one page of 10 MB each way (in a process of its own, so that its peak
/// memory is its own), and inputs made to be slow at two sizes. Prints a table; false: something failed.
bool printConverterSpeed();

/// What a process of its own measures: "export" or "import" of one 10 MB page. Prints seconds and megabytes.
int measureLargePage(std::string_view direction);

}  // namespace wikivault::bench
