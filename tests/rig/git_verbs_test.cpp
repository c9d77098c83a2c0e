#include "tests/rig/runner.h"

#include <QTest>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <set>

using namespace wikivault::rig;

namespace {

/// Both sides have changes to exchange, and a branch waits to be merged.
const char *const kBefore = R"(
1 git-branch 0
2 git-edit 0 0 0
3 git-edit 2 1 1
4 git-commit
5 git-back 0
6 wiki-edit 1 1 2
7 wiki-retitle 2 3
8 wiki-create 10 3 1
9 git-edit 1 2 1
10 git-commit
11 git-rename 2 8
12 git-create 8 3 0
13 git-edit 3 1 2
)";
/// The engine waits as long as the person is not done, and goes on then.
const char *const kAfter = R"(
15 sync 1
16 git-merge-end 1
17 git-back 0
18 git-unstash 0
19 sync 1
)";

constexpr std::array kVerbs{
    "git-commit",         "git-merge 0 0", "git-merge 1 1", "git-rebase 0", "git-stash 0",   "git-branch 0",
    "git-merge-open 1 0", "git-branch 1",  "git-docmost 0", "git-squash",   "git-revert",    "git-rebase 1",
    "git-branch 2",       "git-back 1",    "git-reset",     "git-stash 1",  "git-merge 1 2", "git-merge-open 0 1",
};

History historyWith(int at, const std::string &verb) {
    const std::string run = "14 sync 1 | late " + std::to_string(at) + ' ' + verb + '\n';
    return parseHistory(kBefore + run + kAfter).value();
}

}  // namespace

/// A person's git at every step of a run.
class GitVerbsTest : public QObject {
    Q_OBJECT

private slots:
    void inMemory() {
        const std::size_t moments = failpointsOf(historyWith(10'000, kVerbs[0]), makeMemoryWorld).size();
        QVERIFY(moments > 20);
        for (std::size_t at = 1; at <= moments; ++at)
            for (const char *verb : kVerbs)
                if (!check(static_cast<int>(at), verb, makeMemoryWorld)) return;
        std::fprintf(stderr, "%zu verbs at each of %zu moments\n", kVerbs.size(), moments);
    }

    /// With git itself. Every verb at the first moment of each kind and one at every other; without --full one at the
    /// first of each kind.
    void withGit() {
        const bool full = std::getenv("WIKIVAULT_FULL") != nullptr;
        const std::vector<std::string> moments = failpointsOf(historyWith(10'000, kVerbs[0]), makeRealWorld);
        std::set<std::string> kinds;
        std::size_t tried = 0;
        for (std::size_t at = 1; at <= moments.size(); ++at) {
            const bool isFirst = kinds.insert(moments[at - 1]).second;
            if (!isFirst && !full) continue;
            const std::size_t count = isFirst && full ? kVerbs.size() : 1;
            for (std::size_t i = 0; i < count; ++i, ++tried)
                if (!check(static_cast<int>(at), kVerbs[(kinds.size() + at + i) % kVerbs.size()], makeRealWorld))
                    return;
        }
        QVERIFY(kinds.size() >= 15);
        std::fprintf(stderr, "git %zu times at %zu moments of %zu kinds\n", tried, moments.size(), kinds.size());
    }

private:
    static bool check(int at, const char *verb, const MakeWorld &make) {
        const std::string broken = runHistory(historyWith(at, verb), make);
        if (broken.empty()) return true;
        QTest::qFail((std::string(verb) + " at " + std::to_string(at) + ": " + broken).c_str(), __FILE__, __LINE__);
        return false;
    }
};

QTEST_GUILESS_MAIN(GitVerbsTest)
#include "git_verbs_test.moc"
