#include "engine/core/markdown/converter.h"
#include "tests/fuzz/fuzz.h"

using namespace wikivault;

// Any JSON that is a document can be printed, read again and compared.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const auto document = markdown::fromJson(fuzz::textOf(data, size));
    if (!document) return 0;
    const std::string printed = markdown::toMarkdown(*document);
    const markdown::Node again = markdown::fromMarkdown(printed);
    (void)markdown::toMarkdown(again);
    (void)markdown::survivesMarkdown(*document);
    (void)markdown::alignWithStored(*document, again, "seed");
    (void)markdown::plainText(*document);
    return 0;
}
