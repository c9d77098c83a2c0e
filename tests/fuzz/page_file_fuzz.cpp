#include "engine/core/page_file.h"
#include "tests/fuzz/fuzz.h"

using namespace wikivault;

// Reading a file never fails, and each edit changes nothing but what it is for.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view all = fuzz::textOf(data, size);
    const std::size_t split = all.find('\0');
    const std::string_view text = all.substr(0, split);
    const std::string body = split == all.npos ? "new" : parsePageFile(all.substr(split + 1)).body;
    const PageId id("0190a000-0000-7000-8000-00000000000a");
    const PageFile file = parsePageFile(text);
    fuzz::require(withBody(text, file.body) == text);
    const std::string edited = withBody(text, body);
    fuzz::require(parsePageFile(edited).body == body);
    fuzz::require(file.frontmatter.empty() || parsePageFile(edited).frontmatter.starts_with(file.frontmatter));
    fuzz::require(parsePageFile(printPageFile(id, body)).body == body);
    const std::string named = withId(text, id);
    fuzz::require(parsePageFile(named).id == std::optional(id) && parsePageFile(named).body == file.body);
    fuzz::require(withId(named, id) == named);
    const std::string bare = withId(named, std::nullopt);
    if (file.problem.empty()) fuzz::require(!parsePageFile(bare).id && parsePageFile(bare).body == file.body);
    (void)hasConflictMarkers(file.body);
    return 0;
}
