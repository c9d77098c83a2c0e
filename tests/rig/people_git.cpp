#include "tests/rig/people_git.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/page_file.h"
#include "engine/core/page_path.h"
#include "engine/run/file_reader.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace wikivault::rig {

namespace {

class GitUser {
public:
    GitUser(PersonsGit &git, const Deed &deed) : m_git(git), m_deed(deed) {}

    bool act() { return actOnCommits() || actOnBranches() || actOnMerges(); }

private:
    [[nodiscard]] int arg(std::size_t index) const { return index < m_deed.args.size() ? m_deed.args[index] : 0; }
    [[nodiscard]] Take take(std::size_t index) const {
        static constexpr std::array<Take, 3> kTakes{Take::Ours, Take::Theirs, Take::Nothing};
        return kTakes[static_cast<std::size_t>(arg(index)) % kTakes.size()];
    }

    bool actOnCommits() {
        const std::string &verb = m_deed.verb;
        if (verb == "git-commit")
            m_git.commitAll();
        else if (verb == "git-revert")
            m_git.revertLast();
        else if (verb == "git-reset")
            m_git.resetLast();
        else if (verb == "git-squash")
            m_git.squash();
        else if (verb == "git-stash")
            m_git.stash(arg(0) % 2 == 0);
        else if (verb == "git-unstash")
            m_git.unstash(take(0));
        else
            return false;
        return true;
    }

    bool actOnBranches() {
        const std::string &verb = m_deed.verb;
        if (verb == "git-away" && arg(0) % 2 == 0)
            m_git.leaveMain(Uncommitted::Commit, true);
        else if (verb == "git-away")
            m_git.backToMain(Uncommitted::Drop);
        else if (verb == "git-branch")
            m_git.leaveMain(arg(0) % 3 == 0 ? Uncommitted::Commit : Uncommitted::Carry, arg(0) % 3 != 2);
        else if (verb == "git-back")
            m_git.backToMain(arg(0) % 2 == 0 ? Uncommitted::Commit : Uncommitted::Carry);
        else
            return false;
        return true;
    }

    bool actOnMerges() {
        const std::string &verb = m_deed.verb;
        if (verb == "git-merge")
            m_git.merge({kSide, take(1), arg(0) % 2 == 0, false});
        else if (verb == "git-docmost")
            m_git.merge({kDocmost, take(0), true, false});
        else if (verb == "git-merge-open")
            m_git.merge({arg(0) % 3 == 0 ? kDocmost : kSide, take(1), false, true});
        else if (verb == "git-merge-end")
            m_git.endMerge(arg(0) % 4 != 0);
        else if (verb == "git-rebase")
            m_git.rebase(take(0));
        else
            return false;
        return true;
    }

    PersonsGit &m_git;
    const Deed &m_deed;
};

}  // namespace

namespace {

/// What git brings back at another place may be found at both; a page whose file stands twice is a page and a copy.
void allowWhatGitCopied(Ledger &ledger, const Files &before, const Files &after) {
    std::map<PageId, int> counts;
    for (const auto &[path, text] : after)
        if (const auto id = parsePageFile(text).id) ++counts[*id];
    for (const auto &[path, text] : after) {
        const auto was = before.find(path);
        const auto id = parsePageFile(text).id;
        if (was == before.end() || was->second != text || (id && counts.at(*id) > 1)) ledger.allowCopies(text);
    }
}

}  // namespace

namespace {

/// A word its person has taken out may have been left in main's history alone, and goes with it; a run under way, or
/// what the last one left in refs of its own, may hold on to the old commits a while longer.
void letGoOfHistory(World &world, Ledger &ledger) {
    std::set<std::string> here = tokensIn(world.shelvedTexts());
    for (const Files &files : {world.files(), world.mainFiles()})
        for (const auto &[path, text] : files)
            here.merge(tokensIn(text));
    for (const WikiPage &page : world.pages())
        here.merge(tokensIn(page.content));
    std::erase_if(ledger.owed, [&](const auto &word) { return ledger.mayGo.contains(word) && !here.contains(word); });
}

void letGoOfReplaced(Ledger &ledger, const Files &before, const Files &after) {
    std::set<std::string> gone, here;
    for (const auto &[path, text] : before)
        gone.merge(tokensIn(text));
    for (const auto &[path, text] : after)
        here.merge(tokensIn(text));
    std::set_difference(gone.begin(), gone.end(), here.begin(), here.end(),
                        std::inserter(ledger.mayGo, ledger.mayGo.end()));
}

/// What main had taken over before it was stashed git does not put on disk again: there its person has taken it out.
void letGoOfUnstashed(Ledger &ledger, const std::string &shelved, const Files &after) {
    std::set<std::string> here;
    for (const auto &[path, text] : after)
        here.merge(tokensIn(text));
    for (const std::string &word : tokensIn(shelved))
        if (!here.contains(word)) ledger.mayGo.insert(word);
}

/// Git cannot keep two files at one path: who took his own there removed the page the mirror has there.
void noteOverwritten(Ledger &ledger, const Files &mirror, const Files &files) {
    std::set<PageId> here;
    for (const auto &[path, text] : files)
        if (const auto id = parsePageFile(text).id) here.insert(*id);
    for (const auto &[path, text] : mirror)
        if (const auto id = parsePageFile(text).id; id && files.contains(path) && !here.contains(*id))
            ledger.removedInGit.insert(*id);
}

}  // namespace

bool actWithGit(World &world, Ledger &ledger, const Deed &deed) {
    if (!deed.verb.starts_with("git-")) return false;
    const std::set<std::string> before = tokensIn(world.reachableTexts());
    const std::string shelvedBefore = world.shelvedTexts();
    const std::set<CommitId> commitsBefore = world.history(refs::kMain);
    const Files filesBefore = world.files(), mainBefore = world.mainFiles();
    if (!GitUser(world.git(), deed).act()) return false;
    const std::set<std::string> after = tokensIn(world.reachableTexts());
    for (const std::string &word : before)
        if (!after.contains(word)) ledger.owed.erase(word);
    static const std::set<std::string> kRewriting{"git-rebase", "git-reset", "git-squash"};
    if (kRewriting.contains(deed.verb)) letGoOfHistory(world, ledger);
    const std::set<CommitId> main = world.history(refs::kMain);
    std::erase_if(ledger.commits, [&](const CommitId &commit) { return !main.contains(commit); });
    std::set_difference(main.begin(), main.end(), commitsBefore.begin(), commitsBefore.end(),
                        std::inserter(ledger.commits, ledger.commits.end()));
    if (deed.verb == "git-commit") return true;
    if (deed.verb == "git-unstash") letGoOfUnstashed(ledger, shelvedBefore, world.files());
    allowWhatGitCopied(ledger, filesBefore, world.files());
    // Who merges docmost settles what is held there, and lets go what that takes out of main.
    if (deed.verb == "git-docmost") letGoOfReplaced(ledger, mainBefore, world.mainFiles());
    if (deed.verb == "git-docmost" || deed.verb.starts_with("git-merge")) {
        const Files mirror = world.mirrorFiles();
        for (const auto &[path, text] : mirror)
            ledger.mayGo.merge(tokensIn(text));
        noteOverwritten(ledger, mirror, world.files());
    }
    return true;
}

namespace {

/// Page files by id; nothing when one has none or two share it: then the Node engine has more to do than this one.
std::optional<std::map<PageId, std::pair<std::string, std::string>>> pagesOf(const Files &files) {
    std::map<PageId, std::pair<std::string, std::string>> pages;
    for (const auto &[path, text] : files) {
        if (!isPageFile(path)) continue;
        const PageFile file = parsePageFile(text);
        if (!file.id || !pages.emplace(*file.id, std::pair(path, file.body)).second) return std::nullopt;
    }
    return pages;
}

}  // namespace

void actAsNodeEngine(World &world) {
    if (world.git().isAway() || world.files() != world.mainFiles()) return;
    const auto mirror = pagesOf(world.mirrorFiles()), main = pagesOf(world.mainFiles());
    if (!mirror || !main || mirror->size() != main->size()) return;
    std::vector<WikiPage> changed;
    std::size_t live = 0;
    for (WikiPage page : world.pages()) {
        if (!page.isLive()) continue;
        const auto was = mirror->find(page.id), now = main->find(page.id);
        if (was == mirror->end() || now == main->end() || was->second.first != now->second.first) return;
        ++live;
        const auto doc = markdown::fromJson(page.content);
        if (!equalBodyTexts(doc ? markdown::toMarkdown(*doc) : std::string(), was->second.second)) return;
        if (equalBodyTexts(was->second.second, now->second.second)) continue;
        page.content = markdown::toJson(markdown::fromMarkdown(now->second.second));
        changed.push_back(page);
    }
    if (live != main->size()) return;
    if (!world.git().followWithMirror()) return;
    for (const WikiPage &page : changed)
        world.putPage(page);
}

}  // namespace wikivault::rig
