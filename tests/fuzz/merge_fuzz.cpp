#include "engine/core/markdown/converter.h"
#include "engine/core/merge/merge_text.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace wikivault;
using namespace wikivault::merge;

// Three bodies with a zero byte between them.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view all = fuzz::textOf(data, size);
    const std::size_t first = std::min(all.find('\0'), size), second = std::min(all.find('\0', first + 1), size);
    const std::string_view base = all.substr(0, first),
                           wiki = all.substr(std::min(first + 1, size), second - std::min(first + 1, second));
    const std::string_view git = all.substr(std::min(second + 1, size));
    fuzz::require(mergeBodies(base, base, git).text == git);
    fuzz::require(mergeBodies(base, wiki, wiki).text == wiki);
    fuzz::require(markdown::isSamePage(markdown::fromMarkdown(adoptBlocks(git, wiki)), markdown::fromMarkdown(wiki)));
    for (const Settle settle : {Settle::Git, Settle::Wiki, Settle::Both, Settle::Base}) {
        const MergedBody merged = mergeBodies(base, wiki, git, settle);
        fuzz::require(merged.isClean() == mergeBodies(base, wiki, git).isClean());
    }
    return 0;
}
