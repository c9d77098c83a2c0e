#include "engine/core/merge/merge_text.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/schema.h"
#include "engine/core/merge/body_merge.h"
#include "engine/core/merge/equal_stretches.h"

namespace wikivault::merge {

MergedBody mergeBodies(std::string_view base, std::string_view wiki, std::string_view git, Settle settle) {
    if (wiki == git || wiki == base) return {std::string(git), {}};
    Interner interner;
    const ThreeBodies bodies{takeApart(base, interner), takeApart(git, interner), takeApart(wiki, interner)};
    if (bodies.wiki.keys == bodies.git.keys || bodies.wiki.keys == bodies.base.keys) return {std::string(git), {}};
    if (bodies.git.keys == bodies.base.keys) return {adoptBlocks(git, wiki), {}};
    return BodyMerge(bodies, settle, interner).run();
}

namespace {

ThreeBodies apart(const ReviewedBodies &texts, Interner &interner) {
    const std::string_view base = texts.base.value_or(std::string_view());
    auto [ofBase, ofGit, ofWiki] = takeApartAtOnce({base, texts.git, texts.wiki}, interner);
    return {std::move(ofBase), std::move(ofGit), std::move(ofWiki)};
}

Review reviewWhole(const ReviewedBodies &texts, const std::vector<Answer> &answers) {
    Interner interner;
    const ThreeBodies bodies = apart(texts, interner);
    return BodyMerge(bodies, Settle::Git, interner).review(answers, !texts.base);
}

/// Every word for a stretch is a paragraph of its own: nothing that was left open above swallows it.
bool standAlone(const EqualStretches &stretches, const BodyBlocks &body) {
    std::size_t words = 0;
    for (std::size_t block = 0; block < body.blocks.size(); ++block)
        if (stretches.isWord(body.source({block, block + 1}))) ++words;
    return words == stretches.count();
}

}  // namespace

Review reviewBodies(const ReviewedBodies &texts, const std::vector<Answer> &answers, std::size_t large) {
    if (texts.wiki.size() + texts.git.size() < large) return reviewWhole(texts, answers);
    std::vector<std::string_view> bodies{texts.git, texts.wiki}, own;
    if (texts.base) bodies.push_back(*texts.base);
    for (const Answer &answer : answers)
        if (const auto *text = std::get_if<std::string>(&answer)) own.push_back(*text);
    const EqualStretches stretches(bodies, large / 256, own);
    const std::vector<std::string> &shorter = stretches.shortened();
    ReviewedBodies reviewed{std::nullopt, shorter[1], shorter[0]};
    if (texts.base) reviewed.base = shorter[2];
    Interner interner;
    const ThreeBodies taken = apart(reviewed, interner);
    const bool stand = standAlone(stretches, taken.git) && standAlone(stretches, taken.wiki) &&
                       (!texts.base || standAlone(stretches, taken.base));
    if (!stand) return reviewWhole(texts, answers);
    Review review = BodyMerge(taken, Settle::Git, interner).review(answers, !texts.base);
    review.text = stretches.lengthened(review.text);
    for (MergedPart &part : review.parts)
        for (std::string *text : {&part.base, &part.wiki, &part.git, &part.text})
            *text = stretches.lengthened(*text);
    return review;
}

std::string adoptBlocks(std::string_view git, std::string_view wiki, std::optional<markdown::WikiSchema> schema) {
    if (git == wiki) return std::string(git);
    Interner interner;
    const ThreeBodies bodies{{}, takeApart(git, interner, schema), takeApart(wiki, interner, schema)};
    if (bodies.git.keys == bodies.wiki.keys) return std::string(git);
    std::vector<Piece> pieces;
    std::size_t at = 0;
    for (const Hunk &hunk : differences(bodies.git.keys, bodies.wiki.keys)) {
        appendPieces(pieces, bodies.git, {at, hunk.left.begin});
        replacePieces(pieces, bodies, hunk.left, hunk.right);
        at = hunk.left.end;
    }
    appendPieces(pieces, bodies.git, {at, bodies.git.blocks.size()});
    std::string text = join(pieces, bodies.git);
    // Blocks can mean something else beside other neighbours; then the wiki's own text is the only faithful one.
    const auto read = [&schema](std::string_view body) {
        markdown::Node doc = markdown::fromMarkdown(body);
        return schema ? markdown::fitSchema(std::move(doc), *schema).doc : doc;
    };
    return markdown::equalDocuments(read(text), read(wiki)) ? text : std::string(wiki);
}

}  // namespace wikivault::merge
