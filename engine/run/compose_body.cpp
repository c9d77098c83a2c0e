#include "engine/run/compose_body.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/schema.h"

#include <vector>

namespace wikivault {

namespace {

std::string sentence(const std::vector<std::string> &losses) {
    std::string all;
    for (const std::string &loss : losses)
        all += (all.empty() ? "not all of it fits the wiki, the file keeps it: " : "; ") + loss;
    return all;
}

}  // namespace

tl::expected<NewBody, Refusal> composeBody(const PageId &page, const std::string &body, const markdown::Node &stored,
                                           markdown::WikiSchema schema) {
    if (!markdown::survivesMarkdown(stored))
        return tl::unexpected(
            Refusal{Outcome::Held, Reason::Loss,
                    "the stored page holds something Markdown cannot carry; its body is not written"});
    NewBody made;
    made.doc.type = "doc";
    if (!body.empty()) {
        markdown::FittedDocument fitted =
            markdown::fitSchema(markdown::alignWithStored(stored, markdown::fromMarkdown(body), page.str()), schema);
        made.doc = std::move(fitted.doc);
        made.losses = sentence(fitted.losses);
    }
    made.content = markdown::toJson(made.doc);
    if (body.empty()) made.content = R"({"type":"doc","content":[]})";
    if (made.content.find("\\u0000") != std::string::npos || body.find('\0') != std::string::npos)
        return tl::unexpected(
            Refusal{Outcome::Held, Reason::Nul, "the text holds a NUL character, which the wiki cannot store"});
    return made;
}

}  // namespace wikivault
