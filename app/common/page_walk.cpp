#include "app/common/page_walk.h"

#include "engine/core/page_file.h"
#include "engine/run/commits.h"

namespace wikivault {

namespace {
constexpr std::size_t kMostVersions = 500;
constexpr int kMostCommits = 20000;
}  // namespace

Result<PageHistory> PageWalk::run(const CommitId &tip, const Onward &onward) {
    TRY_ASSIGN(CommitFacts facts, m_vault.commitFacts(tip));
    TRY_ASSIGN(VaultTree tree, m_vault.tree(facts.tree));
    TRY_ASSIGN(MaybePlace now, findIn(tree));
    PageHistory history;
    std::optional<CommitId> at = tip;
    for (int looked = 0; at; ++looked) {
        if (m_stop.stop_requested()) return fail(ErrorCode::Cancelled, "Reading the history was stopped.");
        history.isWhole = history.versions.size() < kMostVersions && looked < kMostCommits;
        if (!history.isWhole) break;
        const std::optional<CommitId> parent =
            facts.parents.empty() ? std::nullopt : std::optional(facts.parents.front());
        CommitFacts before;
        VaultTree earlier;
        if (parent) {
            TRY_ASSIGN(before, m_vault.commitFacts(*parent));
            TRY_ASSIGN(earlier, m_vault.tree(before.tree));
        }
        TRY_ASSIGN(const MaybePlace was, placeBefore(earlier, tree, now));
        if (was != now) {
            TRY_ASSIGN(PageVersion version, versionOf(*at, facts, tree, {was, now}));
            history.versions.push_back(std::move(version));
            if (onward) {
                TRY_ASSIGN(const bool goesOn, onward(history.versions.back()));
                if (!goesOn) break;
            }
        }
        now = was, at = parent, facts = std::move(before), tree = std::move(earlier);
    }
    return history;
}

Result<bool> PageWalk::isIt(const std::string &path, const BlobId &blob) {
    if (path == m_page) return true;
    if (!isPageFile(path)) return false;
    TRY_ASSIGN(const std::string text, m_vault.text(blob));
    const auto id = parsePageFile(text).id;
    return id && id->str() == m_page;
}

/// A path that is asked for stands for the page whose file is there.
Result<PageWalk::MaybePlace> PageWalk::findIn(const VaultTree &tree) {
    if (const auto there = tree.find(m_page); there != tree.end()) {
        const Place place{there->first, there->second.blob};
        if (!isPageFile(m_page)) return MaybePlace(place);
        TRY_ASSIGN(const std::string text, m_vault.text(place.blob));
        if (const auto id = parsePageFile(text).id) m_page = id->str();
        return MaybePlace(place);
    }
    for (const auto &[path, entry] : tree) {
        TRY_ASSIGN(const bool found, isIt(path, entry.blob));
        if (found) return MaybePlace(Place{path, entry.blob});
    }
    return MaybePlace();
}

Result<PageWalk::MaybePlace> PageWalk::placeBefore(const VaultTree &before, const VaultTree &after,
                                                   const MaybePlace &now) {
    if (now) {
        const auto there = before.find(now->path);
        if (there != before.end() && there->second.blob == now->blob) return now;
    }
    MaybePlace was;
    Result<> read;
    forEachDifference(before, after, [&](const std::string &path, const TreeEntry *then, const TreeEntry *) {
        if (then == nullptr) return true;
        const Result<bool> found = isIt(path, then->blob);
        if (!found) read = tl::unexpected(found.error());
        if (found && *found) was = Place{path, then->blob};
        return found && !*found;
    });
    TRY(read);
    return was;
}

Result<PageVersion> PageWalk::versionOf(const CommitId &commit, const CommitFacts &facts, const VaultTree &tree,
                                        const std::pair<MaybePlace, MaybePlace> &change) {
    const auto &[was, now] = change;
    PageVersion version;
    version.commit = toHex(commit);
    version.at = TimePoint(std::chrono::seconds(facts.info.seconds));
    version.subject = facts.info.message.substr(0, facts.info.message.find('\n'));
    TRY_ASSIGN(version.origin, originOf(facts, tree, now));
    if (version.origin == Origin::Git) version.author = facts.info.author.name;
    if (parseUuid(m_page)) version.change.id = m_page;
    if (was) version.change.before = was->path, version.change.was = was->blob;
    if (now) version.change.after = now->path, version.change.is = now->blob;
    return version;
}

Result<Origin> PageWalk::originOf(const CommitFacts &facts, const VaultTree &tree, const MaybePlace &now) {
    if (facts.parents.size() < 2) {
        if (isOfTheWiki(facts.info)) return Origin::Wiki;
        return isMadeByEngine(facts) && !isCapture(facts.info) ? Origin::Engine : Origin::Git;
    }
    TRY_ASSIGN(const CommitFacts other, m_vault.commitFacts(facts.parents[1]));
    if (!isMadeByEngine(facts) || !isOfTheWiki(other.info)) return Origin::Git;
    TRY_ASSIGN(const VaultTree mirror, m_vault.tree(other.tree));
    TRY_ASSIGN(const MaybePlace there, placeBefore(mirror, tree, now));
    const bool isSame = there.has_value() == now.has_value() && (!now || there->blob == now->blob);
    return isSame ? Origin::Wiki : Origin::Both;
}

Result<std::optional<PageSpot>> PageWalk::spotAt(const CommitId &tip) {
    TRY_ASSIGN(const CommitFacts facts, m_vault.commitFacts(tip));
    TRY_ASSIGN(const VaultTree tree, m_vault.tree(facts.tree));
    TRY_ASSIGN(const MaybePlace place, findIn(tree));
    if (!place) return std::optional<PageSpot>();
    return std::optional(PageSpot{m_page == place->path ? std::string() : m_page, place->path});
}

}  // namespace wikivault
