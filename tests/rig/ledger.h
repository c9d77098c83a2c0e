#pragma once

#include "tests/rig/world.h"

#include <map>
#include <set>
#include <string>

namespace wikivault::rig {

/// What people did, seen from outside the engine: the model the oracles compare with.
struct Ledger {
    std::set<std::string> owed;           ///< tokens that must be somewhere
    std::set<std::string> mayGo;          ///< tokens a person took out of a file, or of a page by settling its conflict
    std::set<std::string> mayLieInTrash;  ///< tokens a person took out of a file or of main, or trashed with their page
    std::map<std::string, int> copies;    ///< token → pages it may be in beyond the first
    std::set<PageId> removedInWiki;       ///< pages a person trashed or moved to another space
    std::set<PageId> removedInGit;        ///< pages whose file a person removed or stripped of its id
    std::set<std::string> removedPaths;   ///< files without an id that a person removed
    bool looseGone = false;               ///< the same while a run may have been making a page of one
    std::set<CommitId> commits;           ///< what people have put on main and not taken off again
    std::set<std::string> titles;         ///< every title and file name a person chose
    std::set<PageId> everKnown;           ///< pages people or the engine made
    std::set<PageId> settled;             ///< pages whose conflict a person settled

    bool duringRun = false;       ///< what a person does now may come too late for the run
    bool movedDuringRun = false;  ///< files, so that folders the run removed may be there again

    /// A word nobody wrote before.
    std::string newToken(int step);
    /// Everything in the text may be found once more.
    void allowCopies(const std::string &text);

private:
    std::map<int, int> m_tokensOfStep;
};

/// The tokens in a text.
[[nodiscard]] std::set<std::string> tokensIn(const std::string &text);

/// What a person can see on both sides.
struct Sight {
    std::set<std::string> wikiTokens, gitTokens;
    std::multiset<std::string> inPages, inFiles;     ///< tokens, as often as they are there
    std::multiset<std::string> inLivePages, onMain;  ///< of the first, without the trash; in main's files
    std::set<PageId> wikiLive, diskIds, mainIds;
    std::set<std::string> looseFiles;  ///< page files on disk without an id
    std::size_t looseOnMain = 0;       ///< how many of them main has
    std::map<PageId, std::string> mainPaths;
    std::set<std::pair<PageId, std::string>> diskPages, mainPages;  ///< of every file that has an id
};
[[nodiscard]] Sight lookAt(World &world);
/// Tokens and pages a person took away between the two.
void recordPersonsChange(Ledger &ledger, const Sight &before, const Sight &after);
/// The same of tokens a person took out of one page or file; main, or a copy, may still have them.
void recordEdits(Ledger &ledger, const Sight &before, const Sight &after);

}  // namespace wikivault::rig
