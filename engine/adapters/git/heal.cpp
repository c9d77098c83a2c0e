#include "engine/adapters/git/heal.h"

#include "engine/adapters/git/index_file.h"
#include "engine/adapters/git/leftover_merge.h"
#include "engine/adapters/git/living_process.h"
#include "engine/adapters/git/lock_note.h"
#include "engine/adapters/git/object_sweep.h"
#include "engine/adapters/git/tree_text.h"
#include "engine/adapters/git/vault_config.h"
#include "engine/adapters/git/vault_identity.h"
#include "engine/core/rig_hooks.h"

#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace wikivault::git {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kStaleNs = std::int64_t{360} * 1'000'000'000;

bool isStale(const std::string &path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
    return wallClockNs() - stampOf(status).mtimeNs > kStaleNs;
}

/// Files and links directly in `directory`, or anywhere below it, by name relative to `gitDir`.
std::vector<std::string> filesBelow(const std::string &gitDir, const std::string &directory, bool deep) {
    std::vector<std::string> names;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(gitDir + directory, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (!deep) entry.disable_recursion_pending();
        std::error_code gone;
        const fs::file_type type = entry->symlink_status(gone).type();
        if (type == fs::file_type::regular || type == fs::file_type::symlink)
            names.push_back(entry->path().string().substr(gitDir.size() + 1));
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool isWholeRef(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.remove_suffix(1);
    if (text.starts_with("ref: refs/"))
        return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= ' '; });
    return fromHex(text).has_value();
}

/// The lines of packed-refs that can be believed: comments, refs with their commit, and what a tag stands for.
std::string wholePackedRefs(std::string_view text) {
    std::string kept;
    bool isKept = false;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) break;
        const std::string_view line = text.substr(0, end);
        if (line.starts_with('^'))
            isKept = isKept && fromHex(line.substr(1)).has_value();
        else
            isKept = line.starts_with('#') || (line.substr(0, line.find(' ')).size() == 40 &&
                                               fromHex(line.substr(0, 40)) && line.substr(40).starts_with(" refs/"));
        if (isKept) kept.append(line).push_back('\n');
        text.remove_prefix(end + 1);
    }
    return kept;
}

/// Where the last line of a reflog says the ref was moved to.
std::optional<CommitId> lastLogged(const std::string &gitDir, const std::string &ref) {
    auto text = readFile(gitDir + "/logs/" + ref, 256u << 20);
    if (!text) return std::nullopt;
    while (text->ends_with('\n'))
        text->pop_back();
    const std::string_view line = std::string_view(*text).substr(text->rfind('\n') + 1);
    if (line.size() < 81) return std::nullopt;
    return parseObjectId<CommitId>(line.substr(41, 40));
}

}  // namespace

void Healer::note(const std::string &name, const std::string &what) {
    Item item;
    item.path = ".git/" + name;
    item.action = Action::Heal;
    item.detail = what;
    m_items.push_back(std::move(item));
}

Result<> Healer::setAside(const std::string &name, const std::string &why) {
    TRY(makeDirectory(m_store.ownFile("set-aside")));
    std::string flat = name;
    std::replace(flat.begin(), flat.end(), '/', '_');
    const std::string to = "set-aside/" + flat + "." + std::to_string(wallClockNs());
    const std::string from = m_store.place().gitDir + "/" + name;
    if (::rename(from.c_str(), m_store.ownFile(to).c_str()) != 0) {
        // Its owner was faster.
        if (errno == ENOENT) return {};
        return failErrno("setting aside", from);
    }
    FAILPOINT("heal.set-aside");
    note(name, why + "; it was moved to .git/wikivault/" + to);
    return {};
}

Result<std::vector<Item>> Healer::run() {
    TRY(setLocksAside());
    if (const auto pinned = pinConfig(m_store.place().gitDir); !pinned && pinned.error().code != ErrorCode::Unavailable)
        return tl::unexpected<Error>(pinned.error());
    TRY(sweepObjects());
    TRY(repairPackedRefs());
    TRY(repairRefFiles());
    TRY(restoreBranches());
    TRY(repairHead());
    TRY(repairIndex());
    TRY(clearTemporaries());
    TRY(endLeftovers());
    return std::move(m_items);
}

Result<> Healer::setLocksAside() {
    const std::string &gitDir = m_store.place().gitDir;
    std::vector<std::string> names = filesBelow(gitDir, "", false);
    for (std::string &name : filesBelow(gitDir, "/refs", true))
        names.push_back(std::move(name));
    const std::string within = gitDir + "/";
    // Locks of a run of ours that was killed are nobody's at once, others when they are old.
    const std::vector<std::string> crashes = notesOfTheDead(gitDir);
    bool allGone = true;
    for (const std::string &name : names) {
        const std::string path = within + name;
        if (!name.ends_with(".lock") || (crashes.empty() && !isStale(path))) continue;
        const bool inUse = isGitAtWork(m_store.place().vaultDir) || isOpenSomewhere(path);
        allGone = allGone && !inUse;
        if (!inUse) TRY(setAside(name, "a lock left by a process that is gone"));
    }
    if (allGone)
        for (const std::string &note : crashes)
            ::unlink(note.c_str());
    return {};
}

Result<> Healer::sweepObjects() {
    TRY_ASSIGN(const std::vector<std::string> damaged, findDamagedObjects(m_store));
    for (const std::string &name : damaged)
        TRY(setAside(name, "an object that was cut off (a power cut or a full disk)"));
    return {};
}

Result<> Healer::repairRefFiles() {
    const std::string within = m_store.place().gitDir + "/";
    for (const std::string &name : filesBelow(m_store.place().gitDir, "/refs", true)) {
        if (name.ends_with(".lock")) continue;
        const auto text = readFile(within + name, 4096);
        if (text ? isWholeRef(*text) : text.error().code == ErrorCode::NotFound) continue;
        TRY(setAside(name, "a ref that names no commit"));
        TRY(restoreRef(name));
    }
    return {};
}

Result<> Healer::repairPackedRefs() {
    const std::string path = m_store.place().gitDir + "/packed-refs";
    const auto text = readFile(path, 64u << 20);
    if (!text) return text.error().code == ErrorCode::NotFound ? Result<>() : tl::unexpected<Error>(text.error());
    const std::string whole = wholePackedRefs(*text);
    if (whole == *text) return {};
    TRY(setAside("packed-refs", "packed refs with lines that name no commit"));
    return replaceFile(path, whole);
}

Result<> Healer::restoreRef(const std::string &ref) {
    const auto logged = lastLogged(m_store.place().gitDir, ref);
    if (!logged || !m_store.read(ObjectKey{logged->bytes}, GIT_OBJECT_COMMIT)) return {};
    TRY_ASSIGN(const auto now, m_refs.tip(ref));
    if (now == logged) return {};
    TRY(m_refs.move({{ref, now, logged}}));
    note(ref, "restored to " + toHex(*logged).substr(0, 10) + ", where its log says it was");
    return {};
}

Result<> Healer::restoreBranches() {
    for (const char *ref : {refs::kMain, refs::kMirror}) {
        TRY_ASSIGN(const auto tip, m_refs.tip(ref));
        if (!tip) TRY(restoreRef(ref));
    }
    TRY_ASSIGN(const auto main, m_refs.tip(refs::kMain));
    if (main) return {};
    // HEAD can still name the commit when a person worked without a branch.
    TRY_ASSIGN(auto from, m_refs.tip("HEAD"));
    const char *source = "HEAD";
    if (!from) {
        TRY_ASSIGN(from, m_refs.tip(refs::kMirror));
        source = "docmost";
    }
    if (!from)
        return failWithoutBranches(m_store.place().vaultDir,
                                   SpaceId(fs::path(m_store.place().vaultDir).filename().string()));
    TRY(m_refs.move({{refs::kMain, std::nullopt, from}}));
    note(refs::kMain, std::string("main was missing and was made again from ") + source);
    return {};
}

Result<> Healer::repairHead() {
    const auto text = readFile(m_store.place().gitDir + "/HEAD", 4096);
    if (text && isWholeRef(*text)) return {};
    if (!text && text.error().code != ErrorCode::Invalid) return tl::unexpected<Error>(text.error());
    TRY(setAside("HEAD", "HEAD named no branch"));
    return replaceFile(m_store.place().gitDir + "/HEAD", std::string("ref: ") + refs::kMain + "\n");
}

Result<> Healer::repairIndex() {
    const std::string &gitDir = m_store.place().gitDir;
    const auto index = openIndex(gitDir + "/index");
    if (index || index.error().code == ErrorCode::Denied) return {};
    TRY_ASSIGN(const auto guard, lockIndexFile(gitDir));
    auto *held = dynamic_cast<HeldIndex *>(guard.get());
    if (held == nullptr) return {};
    TRY_ASSIGN(const auto main, m_refs.tip(refs::kMain));
    VaultTree files;
    if (main) {
        TRY_ASSIGN(files, treeOfCommit(m_store, *main));
    }
    TRY(setAside("index", "the index could not be read and was made again from main"));
    return held->rebuild(files);
}

Result<> Healer::clearTemporaries() {
    for (const std::string &name : filesBelow(m_store.place().gitDir, "/wikivault/tmp", false)) {
        const std::string path = m_store.place().gitDir + "/" + name;
        const auto text = readFile(path, kMaxObjectFile);
        const auto id = text ? ObjectStore::nameOf(GIT_OBJECT_BLOB, *text) : Result<ObjectKey>(ObjectKey{});
        if (text && id && m_store.contains(*id)) {
            ::unlink(path.c_str());
        } else {
            TRY(setAside(name, "a file an interrupted run was replacing, with a text the vault does not hold"));
        }
    }
    return {};
}

Result<> Healer::endLeftovers() {
    LeftoverMerge leftover(m_store, m_workTree);
    TRY_ASSIGN(const std::string ended, leftover.endNodeMerge(kStaleNs));
    if (!ended.empty()) note("MERGE_HEAD", ended);
    TRY_ASSIGN(const std::string attached, leftover.attachHead());
    if (!attached.empty()) note("HEAD", attached);
    return {};
}

}  // namespace wikivault::git
