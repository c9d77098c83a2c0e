#include "tests/rig/real_git.h"

#include "tests/support/temp_vault.h"

#include <filesystem>
#include <map>
#include <set>
#include <sstream>

namespace wikivault::rig {

namespace {

constexpr const char *kStash = "refs/stash";

std::vector<std::string> split(const std::string &text, char at) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, at);)
        if (!part.empty()) parts.push_back(part);
    return parts;
}

}  // namespace

bool RealGit::isThere(const std::string &path) const {
    return std::filesystem::exists(m_vault + "/.git" + path);
}

bool RealGit::run(const std::vector<std::string> &arguments) const {
    return isThere("") && test::runGit(m_vault, arguments).code == 0;
}

std::string RealGit::say(const std::vector<std::string> &arguments) const {
    return isThere("") ? test::runGit(m_vault, arguments).out : std::string();
}

bool RealGit::isMerging() {
    return isThere("/MERGE_HEAD");
}

bool RealGit::isOnSide() const {
    return test::readFile(m_vault + "/.git/HEAD") == "ref: refs/heads/side\n";
}

bool RealGit::isAway() {
    return isThere("") && (test::readFile(m_vault + "/.git/HEAD") != "ref: refs/heads/main\n" || isMerging());
}

void RealGit::commitAll() {
    if (isMerging()) return;
    if (run({"add", "-A"})) run({"commit", "-q", "-m", "a person's commit"});
}

void RealGit::revertLast() {
    if (isMerging()) return;
    commitAll();
    if (!run({"revert", "--no-edit", "HEAD"})) run({"revert", "--quit"});
    if (!run({"rev-parse", "-q", "--verify", "HEAD^2"})) return;
    if (!run({"revert", "--no-edit", "-m", "1", "HEAD"})) run({"revert", "--quit"});
}

void RealGit::resetLast() {
    if (isMerging()) return;
    commitAll();
    run({"reset", "-q", "--hard", "HEAD~1"});
}

std::vector<std::string> RealGit::localCommits() const {
    std::vector<std::string> local;
    for (const std::string &line : split(say({"log", "--first-parent", "--format=%ae %H %P"}), '\n')) {
        const std::vector<std::string> words = split(line, ' ');
        if (words.front() != "person@example.org" || words.size() != 3) break;
        local.push_back(words[1]);
    }
    return local;
}

void RealGit::squash() {
    if (isMerging()) return;
    commitAll();
    if (localCommits().size() < 2 || !run({"reset", "-q", "--soft", "HEAD~2"})) return;
    run({"commit", "-q", "--allow-empty", "-m", "a person's commit"});
}

void RealGit::leaveMain(Uncommitted what, bool anew) {
    if (isAway()) return;
    if (what != Uncommitted::Carry) commitAll();
    if (anew || say({"branch", "--list", kSide}).empty()) {
        run({"checkout", "-q", "-B", kSide});
        return;
    }
    if (run({"checkout", "-q", kSide})) return;
    commitAll();
    run({"checkout", "-q", kSide});
}

void RealGit::backToMain(Uncommitted what) {
    if (!isOnSide() || isMerging()) return;
    if (what == Uncommitted::Commit) commitAll();
    if (what == Uncommitted::Drop) {
        run({"checkout", "-q", "-f", "main"});
        return;
    }
    if (run({"checkout", "-q", "main"})) return;
    commitAll();
    run({"checkout", "-q", "main"});
}

/// Each file git left in conflict becomes one side's.
void RealGit::settle(Take take) const {
    std::map<std::string, std::set<char>> stages;
    for (const std::string &line : split(say({"ls-files", "-u", "-z"}), '\0')) {
        const std::size_t tab = line.find('\t');
        stages[line.substr(tab + 1)].insert(line[tab - 1]);
    }
    const char wanted = take == Take::Theirs ? '3' : '2';
    for (const auto &[path, known] : stages) {
        if (!known.contains(wanted))
            run({"rm", "-q", "-f", "--cached", "--", path}), std::filesystem::remove(m_vault + "/" + path);
        else if (run({"checkout", take == Take::Theirs ? "--theirs" : "--ours", "--", path}))
            run({"add", "--", path});
    }
}

bool RealGit::mergeOnce(const Merging &merging) const {
    std::vector<std::string> arguments{"merge", "-q", "-m", "a person's merge"};
    if (!merging.fastForward || merging.leaveOpen) arguments.emplace_back("--no-ff");
    if (merging.leaveOpen) arguments.emplace_back("--no-commit");
    arguments.push_back(merging.branch);
    if (!run({"rev-parse", "-q", "--verify", "refs/heads/" + merging.branch})) return true;
    const bool clean = run(arguments);
    if (!isThere("/MERGE_HEAD")) return clean;
    if (!clean && merging.take == Take::Nothing) return run({"merge", "--abort"}), true;
    settle(merging.take);
    return merging.leaveOpen || run({"commit", "-q", "--no-edit"});
}

void RealGit::merge(const Merging &merging) {
    if (isAway()) return;
    if (!mergeOnce(merging)) commitAll(), mergeOnce(merging);
    if (merging.branch == kSide && !isMerging()) run({"branch", "-d", kSide});
}

void RealGit::endMerge(bool finish) {
    if (!isMerging()) return;
    if (!finish && run({"merge", "--abort"})) return;
    if (!finish && run({"reset", "-q", "--hard"})) return;
    if (run({"add", "-A"})) run({"commit", "-q", "--no-edit"});
    run({"branch", "-d", kSide});
}

void RealGit::rebase(Take take) {
    if (isAway()) return;
    commitAll();
    const std::vector<std::string> local = localCommits();
    if (local.empty()) return;
    const std::string upstream = local.back() + "~1";
    const bool hasSide = !say({"branch", "--list", kSide}).empty();
    std::vector<std::string> arguments{"rebase", "-q", "--onto", hasSide ? kSide : upstream + "~1", upstream};
    if (take != Take::Nothing) arguments.insert(arguments.begin() + 1, {"-X", take == Take::Ours ? "ours" : "theirs"});
    if (!run(arguments) && isThere("/rebase-merge")) {
        if (take == Take::Nothing || !run({"rebase", "--skip"})) run({"rebase", "--abort"});
    } else if (hasSide) {
        run({"branch", "-D", kSide});
    }
}

void RealGit::stash(bool withUntracked) {
    if (isMerging() || run({"rev-parse", "-q", "--verify", kStash})) return;
    withUntracked ? run({"stash", "push", "-q", "-u"}) : run({"stash", "push", "-q"});
}

void RealGit::unstash(Take take) {
    if (isMerging() || !run({"rev-parse", "-q", "--verify", kStash})) return;
    if (run({"stash", "pop", "-q"}) || say({"ls-files", "-u"}).empty()) return;
    settle(take);
    if (run({"reset", "-q"})) run({"stash", "drop", "-q"});
}

std::vector<std::string> RealGit::shelvedRefs() const {
    std::vector<std::string> refs;
    for (const char *ref : {"refs/heads/side", "refs/stash", "MERGE_HEAD"})
        if (isThere(std::string("/") + ref)) refs.emplace_back(ref);
    return refs;
}

bool RealGit::followWithMirror() {
    return run({"merge-base", "--is-ancestor", kDocmost, "main"}) &&
           run({"update-ref", "refs/heads/docmost", "refs/heads/main"}) &&
           run({"update-ref", "refs/docmost/last-pushed", "refs/heads/main"});
}

}  // namespace wikivault::rig
