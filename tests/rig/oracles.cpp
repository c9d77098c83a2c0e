#include "tests/rig/oracles.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/page_file.h"
#include "engine/core/page_path.h"
#include "engine/run/file_reader.h"

#include <algorithm>

namespace wikivault::rig {

namespace {

struct PlacedFile {
    std::string path, body;
};

/// The page files of main by id, and what is wrong with them.
struct MainPages {
    std::map<PageId, PlacedFile> byId;
    std::map<std::string, PageId> byPath;
    std::string problems;
};

/// Pages and paths the last run named as held, failed or skipped.
struct Named {
    std::set<PageId> pages;
    std::set<std::string> paths;
};

Named namedBy(const RunReport &report) {
    Named named;
    for (const Item &item : report.items) {
        if (item.outcome == Outcome::Done) continue;
        if (item.page) named.pages.insert(*item.page);
        named.paths.insert(item.path);
    }
    for (const ConflictSummary &conflict : report.conflicts)
        named.pages.insert(conflict.page);
    return named;
}

MainPages readMain(World &world, const Named &named) {
    MainPages pages;
    for (const auto &[path, text] : world.mainFiles()) {
        if (!isPageFile(path)) continue;
        const PageFile file = parsePageFile(text);
        if (!file.id) {
            if (!named.paths.contains(path)) pages.problems += "no id in " + path + '\n';
            continue;
        }
        if (!pages.byId.emplace(*file.id, PlacedFile{path, file.body}).second)
            pages.problems += "two files of " + file.id->str() + ", one is " + path + '\n';
        pages.byPath.emplace(path, *file.id);
    }
    return pages;
}

std::string withoutSetAside(const std::string &title) {
    const std::size_t at = title.rfind(" ~git");
    return at == std::string::npos ? title : title.substr(0, at);
}

/// A folder somebody moved a file into while the run removed it keeps the suffix that told its page apart.
std::string withoutSlug(const std::string &title) {
    const std::size_t at = title.rfind(" ~s");
    return at == std::string::npos ? title : title.substr(0, at);
}

/// So does one whose page has left the space for good: nobody can tell any more that the suffix was ours.
bool endsWithSlugOf(const std::string &title, const PageId &page) {
    const std::string &id = page.str();
    return title.ends_with(" ~s" + id.substr(id.size() - 8)) || title.ends_with(" ~s" + id.substr(0, 8));
}

bool isChosen(const Ledger &ledger, const std::string &title, const std::map<PageId, WikiPage> &pages) {
    const bool isLeftBehind = std::any_of(pages.begin(), pages.end(), [&](const auto &known) {
        return !known.second.isLive() && endsWithSlugOf(withoutSetAside(title), known.first);
    });
    const std::string plain = withoutSetAside(ledger.movedDuringRun || isLeftBehind ? withoutSlug(title) : title);
    return std::any_of(ledger.titles.begin(), ledger.titles.end(), [&](const std::string &chosen) {
        return chosen == title || fileNameOf(chosen) == title || chosen == plain || fileNameOf(chosen) == plain;
    });
}

class Comparison {
public:
    Comparison(World &world, const Ledger &ledger, const RunReport &last)
        : m_ledger(ledger),
          m_named(namedBy(last)),
          m_main(readMain(world, m_named)) {
        for (const WikiPage &page : world.pages())
            m_pages.emplace(page.id, page);
    }

    std::string run() {
        m_text += m_main.problems;
        for (const auto &[id, page] : m_pages)
            if (page.isLive()) comparePage(page);
        for (const auto &[id, file] : m_main.byId) {
            const auto page = m_pages.find(id);
            const bool live = page != m_pages.end() && page->second.isLive();
            if (!live && !isNamed(id)) m_text += "a file without a live page: " + file.path + '\n';
        }
        findDoubles();
        return m_text;
    }

private:
    [[nodiscard]] bool isNamed(const PageId &page) const {
        const auto file = m_main.byId.find(page);
        return m_named.pages.contains(page) || (file != m_main.byId.end() && m_named.paths.contains(file->second.path));
    }
    [[nodiscard]] bool isLive(const PageId &page) const {
        const auto at = m_pages.find(page);
        return at != m_pages.end() && at->second.isLive();
    }

    void comparePage(const WikiPage &page) {
        if (!isChosen(m_ledger, page.title, m_pages)) m_text += "nobody chose the title \"" + page.title + "\"\n";
        if (page.parent && !isLive(*page.parent)) m_text += "the parent of " + page.title + " does not live\n";
        if (isNamed(page.id)) return;
        const auto file = m_main.byId.find(page.id);
        if (file == m_main.byId.end()) {
            m_text += "no file of the page \"" + page.title + "\" " + page.id.str() + '\n';
            return;
        }
        const auto doc = markdown::fromJson(page.content);
        const std::string body = doc && !markdown::isEmptyDocument(*doc) ? markdown::toMarkdown(*doc) : std::string();
        if (!equalBodyTexts(body, file->second.body))
            m_text += "the bodies differ: " + file->second.path + "\n--- wiki\n" + body + "\n--- git\n" +
                      file->second.body + '\n';
        compareName(page, file->second.path);
        compareParent(page, file->second.path);
    }

    void compareName(const WikiPage &page, const std::string &path) {
        const std::string name = pageNameOf(path), wanted = fileNameOf(page.title);
        if (name != wanted && !name.starts_with(wanted + " ~"))
            m_text += "the page \"" + page.title + "\" stands at " + path + '\n';
    }

    void compareParent(const WikiPage &page, const std::string &path) {
        const std::string folder = parentDirectoryOf(path);
        std::optional<PageId> owner;
        if (!folder.empty()) {
            const auto note = m_main.byPath.find(folder + "/" + folder.substr(folder.rfind('/') + 1) + ".md");
            if (note == m_main.byPath.end()) {
                if (page.parent && isNamed(*page.parent)) return;
                m_text += "no folder note above " + path + '\n';
                return;
            }
            owner = note->second;
        }
        if (owner != page.parent)
            m_text += "the parent of \"" + page.title + "\" differs: its file is " + path + ", in the wiki " +
                      (page.parent ? page.parent->str() : "the root") + '\n';
    }

    void findDoubles() {
        std::map<std::string, int> counts;
        for (const auto &[id, page] : m_pages)
            if (page.isLive())
                for (const std::string &token : tokensIn(page.content))
                    ++counts[token];
        for (const auto &[token, count] : counts) {
            const auto copies = m_ledger.copies.find(token);
            const int allowed = 1 + (copies == m_ledger.copies.end() ? 0 : copies->second);
            if (count > allowed) m_text += token + " stands in " + std::to_string(count) + " pages\n";
        }
    }

    const Ledger &m_ledger;
    const Named m_named;
    const MainPages m_main;
    std::map<PageId, WikiPage> m_pages;
    std::string m_text;
};

}  // namespace

namespace {

enum class Trash { Counts, IsLost };

std::set<std::string> findMissing(World &world, const Ledger &ledger, const std::string &texts, Trash trash) {
    std::set<std::string> found = tokensIn(texts), missing;
    for (const WikiPage &page : world.pages())
        if (!page.trashed || trash == Trash::Counts) found.merge(tokensIn(page.content));
    for (const auto &[path, text] : world.files())
        found.merge(tokensIn(text));
    std::set_difference(ledger.owed.begin(), ledger.owed.end(), found.begin(), found.end(),
                        std::inserter(missing, missing.end()));
    return missing;
}

std::string told(const char *what, const std::set<std::string> &tokens) {
    std::string text;
    for (const std::string &token : tokens)
        text += (text.empty() ? what : "") + (" " + token);
    return text.empty() ? text : text + '\n';
}

}  // namespace

std::string findLostTokens(World &world, const Ledger &ledger) {
    return told("lost:", findMissing(world, ledger, world.reachableTexts(), Trash::Counts));
}

std::string findLostCommits(World &world, const Ledger &ledger) {
    if (ledger.commits.empty()) return {};
    const std::set<CommitId> main = world.history(refs::kMain);
    const bool all = std::includes(main.begin(), main.end(), ledger.commits.begin(), ledger.commits.end());
    return all ? std::string() : "a commit of a person is not on main any more\n";
}

std::string findUndoneTokens(World &world, const Ledger &ledger) {
    const std::string texts = world.currentTexts();
    std::set<std::string> undone = findMissing(world, ledger, texts, Trash::Counts);
    std::set<std::string> trashed = findMissing(world, ledger, texts, Trash::IsLost);
    std::erase_if(trashed,
                  [&](const auto &token) { return undone.contains(token) || ledger.mayLieInTrash.contains(token); });
    for (const std::string &token : ledger.mayGo) {
        undone.erase(token);
        trashed.erase(token);
    }
    return told("taken back:", undone) + told("in the trash alone:", trashed);
}

std::string findUnaskedRemovals(const Sight &before, const Sight &after, const Ledger &ledger) {
    std::string text;
    const auto asked = [&](const PageId &page) {
        if (ledger.looseGone && !ledger.everKnown.contains(page)) return true;
        const auto path = before.mainPaths.find(page);
        if (path != before.mainPaths.end() && ledger.removedPaths.contains(path->second)) return true;
        return ledger.removedInWiki.contains(page) || ledger.removedInGit.contains(page) ||
               ledger.settled.contains(page);
    };
    for (const PageId &page : before.wikiLive)
        if (!after.wikiLive.contains(page) && !asked(page)) text += "nobody removed the page " + page.str() + '\n';
    for (const PageId &page : before.mainIds)
        if (!after.mainIds.contains(page) && !asked(page)) text += "nobody removed the file of " + page.str() + '\n';
    return text;
}

std::string findNeedlessWaits(World &world, const RunReport &run) {
    std::map<PageId, std::optional<PageId>> parents;
    for (const WikiPage &page : world.pages())
        if (page.isLive()) parents.emplace(page.id, page.parent);
    const MainPages main = readMain(world, {});
    const auto wantedParent = [&](const PageId &page) -> const PageId * {
        const auto file = main.byId.find(page);
        const std::string folder = file == main.byId.end() ? std::string() : parentDirectoryOf(file->second.path);
        const auto note = main.byPath.find(folder + "/" + folder.substr(folder.rfind('/') + 1) + ".md");
        return note == main.byPath.end() ? nullptr : &note->second;
    };
    std::string text;
    for (const Item &item : run.items) {
        const bool waits = item.action == Action::Move && item.outcome == Outcome::Held && item.page &&
                           item.reason == Reason::ParentMissing;
        const PageId *above = waits ? wantedParent(*item.page) : nullptr;
        std::set<PageId> seen;
        while (above && *above != *item.page && parents.contains(*above) && seen.insert(*above).second)
            above = parents.at(*above) ? &*parents.at(*above) : nullptr;
        if (waits && !seen.empty() && !above) text += item.path + " waits although nothing stands in its way\n";
    }
    return text;
}

std::string findDifferences(World &world, const Ledger &ledger, const RunReport &last) {
    return Comparison(world, ledger, last).run();
}

}  // namespace wikivault::rig
