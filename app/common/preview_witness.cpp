#include "app/common/preview_witness.h"

#include <sys/stat.h>
#include <filesystem>

namespace wikivault {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNamedAtMost = 20;

constexpr const char *kRefs[] = {refs::kMain,  refs::kMirror,    refs::kLastPushed, refs::kWorkTree,
                                 refs::kEpoch, refs::kConflicts, refs::kSettled,    refs::kIntents};

Result<std::map<std::string, std::string>> refsOf(PortFactory &ports, const SpaceId &space) {
    std::map<std::string, std::string> tips;
    std::error_code problem;
    if (!fs::exists(ports.settings().vaultDir(space.str()) + "/.git/HEAD", problem)) return tips;
    TRY_ASSIGN(const OpenedVault opened, ports.openVault(space, true));
    for (const char *ref : kRefs) {
        TRY_ASSIGN(const auto tip, opened.vault->tip(ref));
        if (tip) tips.emplace(ref, toHex(*tip));
    }
    return tips;
}

template <class Map>
void addDifferences(const Map &before, const Map &after, const std::string &what, std::vector<std::string> &moved) {
    for (const auto &[name, mark] : before) {
        const std::string thing = what + " " + name;
        const auto now = after.find(name);
        if (now == after.end())
            moved.push_back(thing + " is gone");
        else if (now->second != mark)
            moved.push_back(thing + " moved");
    }
    for (const auto &[name, mark] : after) {
        const std::string thing = what + " " + name;
        if (!before.contains(name)) moved.push_back(thing + " is new");
    }
}

}  // namespace

Result<PreviewWitness> PreviewWitness::look(PortFactory &ports, const SpaceId &space, WikiReader &wiki) {
    PreviewWitness seen;
    std::error_code problem;
    const fs::path dataDir = ports.settings().dataDir, vault = ports.settings().vaultDir(space.str());
    if (fs::exists(dataDir, problem)) seen.m_folders.emplace(dataDir.string(), true);
    for (auto entry = fs::directory_iterator(dataDir, problem); !problem && entry != fs::directory_iterator();
         entry.increment(problem))
        seen.m_folders.emplace(entry->path().filename().string(), true);
    problem.clear();
    for (auto entry = fs::recursive_directory_iterator(vault, problem);
         !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
        struct stat status {};
        if (::lstat(entry->path().c_str(), &status) != 0) continue;
        const std::int64_t moment = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
        seen.m_files.emplace(entry->path().lexically_relative(vault).string(),
                             FileMark{status.st_size, moment, status.st_ino});
    }
    TRY_ASSIGN(seen.m_refs, refsOf(ports, space));
    TRY_ASSIGN(const std::vector<SpaceDigest> digests, wiki.catalog().digests());
    for (const SpaceDigest &digest : digests)
        if (digest.space.id == space) seen.m_rows = std::to_string(digest.livePages) + " pages, " + digest.updateSum;
    return seen;
}

PlanProof PreviewWitness::compare(const PreviewWitness &before, const PreviewWitness &after) {
    PlanProof proof;
    proof.refsBefore = before.m_refs;
    proof.refsAfter = after.m_refs;
    proof.filesBefore = static_cast<int>(before.m_files.size());
    proof.filesAfter = static_cast<int>(after.m_files.size());
    proof.rowsBefore = before.m_rows;
    proof.rowsAfter = after.m_rows;
    addDifferences(before.m_refs, after.m_refs, "the ref", proof.moved);
    addDifferences(before.m_folders, after.m_folders, "in the data directory,", proof.moved);
    addDifferences(before.m_files, after.m_files, "the file", proof.moved);
    if (before.m_rows != after.m_rows) proof.moved.emplace_back("the wiki's pages changed");
    if (proof.moved.size() > kNamedAtMost) proof.moved.resize(kNamedAtMost);
    return proof;
}

}  // namespace wikivault
