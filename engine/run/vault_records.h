#pragma once

#include "engine/core/conflict.h"
#include "engine/ports/vault.h"

#include <map>
#include <optional>
#include <set>
#include <string>

/// Small records kept as commits under refs/wikivault/: they survive restarts and travel with the vault.
namespace wikivault {

/// An open conflict: what the sides held when it was last seen and, perhaps, a person's decision about that very state.
struct ConflictRecord {
    ConflictKind kind = ConflictKind::Body;
    TimePoint since{};
    std::string title, path, wikiBy, wikiAt, gitBy, gitAt;
    std::optional<BlobId> base, wiki, git;
    std::string decision;          ///< "" `wiki` `git` `both` `base` `text`
    std::string decisionText;      ///< for `text`
    std::optional<BlobId> result;  ///< main's file once the decision stands there; the wiki may still have to follow
    std::string draft;             ///< a text kept without deciding; survives edits of both sides
    std::vector<BlockDraft> draftBlocks;
    std::string draftState;  ///< stateOf() this record when the draft was kept
    friend bool operator==(const ConflictRecord &, const ConflictRecord &) = default;
};

/// A page about to be created: a crash before its id reaches the file must not make it twice. Or a body about to be
/// written in parts: what a crash leaves of it is no edit of the wiki's.
struct CreateIntent {
    PageId page;                      ///< as it was planned; a wiki that names its pages itself gives it another id
    std::string path;                 ///< of the file on main, which has no id yet
    std::optional<BlobId> blob;       ///< what was sent
    std::string title;                ///< the create's
    std::optional<PageId> parent;     ///< as it was planned
    std::set<PageId> namesakes = {};  ///< live pages of that title and parent before it
    bool ofBody = false;              ///< the page has its id; its body is written
    bool found = false;               ///< never stored: `page` was recognised by title and parent
    friend bool operator==(const CreateIntent &, const CreateIntent &) = default;
};

using ConflictRecords = std::map<PageId, ConflictRecord>;
using CreateIntents = std::map<PageId, CreateIntent>;  ///< by page as it was planned

/// What a record ref holds and where it stands.
template <class Records>
struct Recorded {
    std::optional<CommitId> tip;
    Records records;
};

Result<Recorded<ConflictRecords>> loadConflicts(Vault &vault);
Result<Recorded<CreateIntents>> loadIntents(Vault &vault);
/// The ref move that makes `records` current, or nothing when they are already.
Result<std::optional<RefMove>> storeConflicts(Vault &vault, const Recorded<ConflictRecords> &old,
                                              const ConflictRecords &records, TimePoint now);
Result<std::optional<RefMove>> storeIntents(Vault &vault, const Recorded<CreateIntents> &old,
                                            const CreateIntents &records, TimePoint now);

inline const Signature kEngineSignature{"Docmost Sync", "docmost-sync@local"};
inline const Signature kLocalSignature{"Local", "local@local"};  ///< of what capture finds in the work tree
/// How many commits back on main a run that was cut off is looked for.
inline constexpr int kCutOffCommits = 8;

/// Names what both sides hold.
[[nodiscard]] std::string stateOf(const ConflictRecord &record);
[[nodiscard]] ConflictSummary summaryOf(const SpaceId &space, const PageId &page, const ConflictRecord &record);

}  // namespace wikivault
