#include "tests/rig/ledger.h"

#include "engine/core/page_file.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace wikivault::rig {

namespace {

std::set<PageId> idsOf(const Files &files) {
    std::set<PageId> ids;
    for (const auto &[path, text] : files)
        if (const PageFile file = parsePageFile(text); file.id && isPageFile(path)) ids.insert(*file.id);
    return ids;
}

void addMissing(const auto &before, const auto &after, auto &into) {
    for (const auto &one : before)
        if (!after.contains(one)) into.insert(one);
}

/// Of a page and a copy of it one file was removed: which of them is the page, the engine says.
void recordCopyRemoved(Ledger &ledger, const Sight &before, const Sight &after) {
    for (const auto &file : before.diskPages) {
        const PageId &page = file.first;
        const auto isOwn = [&](const auto &other) { return other.first == page && before.mainPages.contains(other); };
        const bool standsOwn = std::any_of(before.diskPages.begin(), before.diskPages.end(), isOwn);
        if (standsOwn && !before.mainPages.contains(file)) continue;
        const auto isNew = [&](const auto &other) { return other.first == page && !before.diskPages.contains(other); };
        const bool wentElsewhere = std::any_of(after.diskPages.begin(), after.diskPages.end(), isNew);
        if (!after.diskPages.contains(file) && !wentElsewhere) ledger.removedInGit.insert(page);
    }
}

}  // namespace

std::string Ledger::newToken(int step) {
    const int nth = ++m_tokensOfStep[step];
    const std::string token = "t" + std::to_string(step) + "x" + std::to_string(nth) + "z";
    owed.insert(token);
    return token;
}

void Ledger::allowCopies(const std::string &text) {
    for (const std::string &word : tokensIn(text))
        ++copies[word];
}

/// A block's id may read like one in part.
std::set<std::string> tokensIn(const std::string &text) {
    std::set<std::string> tokens;
    const auto isInWord = [&](std::size_t at) {
        return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
    };
    for (std::size_t at = text.find('t'); at != std::string::npos; at = text.find('t', at + 1)) {
        std::size_t end = at + 1;
        while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || text[end] == 'x'))
            ++end;
        const bool isWhole = !isInWord(end + 1) && (at == 0 || !isInWord(at - 1));
        if (end > at + 3 && end < text.size() && text[end] == 'z' && isWhole)
            tokens.insert(text.substr(at, end + 1 - at));
    }
    return tokens;
}

Sight lookAt(World &world) {
    Sight sight;
    for (const WikiPage &page : world.pages()) {
        for (const std::string &token : tokensIn(page.content)) {
            sight.wikiTokens.insert(token);
            sight.inPages.insert(token);
            if (!page.trashed) sight.inLivePages.insert(token);
        }
        if (page.isLive()) sight.wikiLive.insert(page.id);
    }
    const Files files = world.files(), main = world.mainFiles();
    sight.gitTokens = tokensIn(world.shelvedTexts());
    for (const auto &[path, text] : files)
        for (const std::string &token : tokensIn(text))
            sight.inFiles.insert(token);
    sight.gitTokens.insert(sight.inFiles.begin(), sight.inFiles.end());
    for (const auto &[path, text] : main)
        for (const std::string &token : tokensIn(text))
            sight.onMain.insert(token);
    sight.gitTokens.insert(sight.onMain.begin(), sight.onMain.end());
    for (const auto &[path, text] : files) {
        if (!isPageFile(path)) continue;
        const PageFile file = parsePageFile(text);
        if (file.id)
            sight.diskPages.emplace(*file.id, path);
        else
            sight.looseFiles.insert(path);
    }
    for (const auto &[path, text] : main) {
        const PageFile file = parsePageFile(text);
        if (file.id && isPageFile(path)) {
            sight.mainPaths[*file.id] = path;
            sight.mainPages.emplace(*file.id, path);
        } else if (isPageFile(path)) {
            ++sight.looseOnMain;
        }
    }
    sight.diskIds = idsOf(files);
    sight.mainIds = idsOf(main);
    return sight;
}

namespace {

/// What a person took out of a file goes to the trash with its page, and so does what they trash themselves.
void recordTrashable(Ledger &ledger, const Sight &before, const Sight &after) {
    const auto into = std::inserter(ledger.mayLieInTrash, ledger.mayLieInTrash.end());
    for (const auto tokens : {&Sight::inFiles, &Sight::onMain, &Sight::inLivePages}) {
        const auto &was = before.*tokens, &is = after.*tokens;
        std::set_difference(was.begin(), was.end(), is.begin(), is.end(), into);
    }
}

}  // namespace

void recordPersonsChange(Ledger &ledger, const Sight &before, const Sight &after) {
    std::set<std::string> gone;
    addMissing(before.wikiTokens, after.wikiTokens, gone);
    addMissing(before.gitTokens, after.gitTokens, gone);
    for (const std::string &token : gone)
        ledger.owed.erase(token);
    addMissing(before.wikiLive, after.wikiLive, ledger.removedInWiki);
    addMissing(before.diskIds, after.diskIds, ledger.removedInGit);
    addMissing(before.mainIds, after.mainIds, ledger.removedInGit);
    recordCopyRemoved(ledger, before, after);
    recordTrashable(ledger, before, after);
    addMissing(before.looseFiles, after.looseFiles, ledger.removedPaths);
    const auto isGone = [&](const std::string &path) { return !after.looseFiles.contains(path); };
    if (ledger.duringRun && std::any_of(before.looseFiles.begin(), before.looseFiles.end(), isGone))
        ledger.looseGone = true;
    for (const PageId &page : after.wikiLive)
        if (!before.wikiLive.contains(page) && !ledger.duringRun) ledger.removedInWiki.erase(page);
    // A file put back while its page lies in the trash may go again: the engine cannot know who trashed the page.
    for (const PageId &page : after.diskIds)
        if (!before.diskIds.contains(page) && !ledger.duringRun && after.wikiLive.contains(page))
            ledger.removedInGit.erase(page);
    // A page that was made of such a file may go as late as a later run learns that the file is gone.
    for (const PageId &page : before.wikiLive)
        if (ledger.looseGone && !ledger.everKnown.contains(page)) ledger.removedInGit.insert(page);
    ledger.everKnown.insert(after.wikiLive.begin(), after.wikiLive.end());
}

void recordEdits(Ledger &ledger, const Sight &before, const Sight &after) {
    const auto into = std::inserter(ledger.mayGo, ledger.mayGo.end());
    std::set_difference(before.inPages.begin(), before.inPages.end(), after.inPages.begin(), after.inPages.end(), into);
    std::set_difference(before.inFiles.begin(), before.inFiles.end(), after.inFiles.begin(), after.inFiles.end(), into);
}

}  // namespace wikivault::rig
