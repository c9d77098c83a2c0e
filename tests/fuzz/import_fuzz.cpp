#include "engine/core/markdown/converter.h"
#include "tests/fuzz/fuzz.h"

using namespace wikivault;

// Any bytes are a body: the blocks lie in it in order, together they are the document, and it can be printed and
// stored.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view body = fuzz::textOf(data, size);
    const markdown::Node document = markdown::fromMarkdown(body);
    std::size_t at = 0, nodes = 0;
    for (const markdown::Block &block : markdown::toBlocks(body)) {
        fuzz::require(at <= block.begin && block.begin <= block.end && block.end <= body.size());
        at = block.end;
        nodes += block.nodes.size();
    }
    fuzz::require(nodes <= document.content.size());
    const std::string printed = markdown::toMarkdown(document);
    const markdown::Node again = markdown::fromMarkdown(printed);
    const auto stored = markdown::fromJson(markdown::toJson(document));
    fuzz::require(stored && markdown::equalDocuments(*stored, document));
    (void)markdown::alignWithStored(document, again, "seed");
    (void)markdown::plainText(document);
    return 0;
}
