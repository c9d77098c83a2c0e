#include "app/common/compare_desk.h"

#include "engine/core/page_file.h"
#include "engine/run/commits.h"

namespace wikivault {

namespace {

constexpr std::size_t kMostVersions = 500;
constexpr int kMostCommits = 20000;

struct Place {
    std::string path;
    BlobId blob;
    friend bool operator==(const Place &, const Place &) = default;
};
using MaybePlace = std::optional<Place>;

/// Follows one page back through main, merge by merge: what a merged branch had in between is not looked at.
class PageWalk {
public:
    PageWalk(Vault &vault, std::string page, const std::stop_token &stop)
        : m_vault(vault),
          m_page(std::move(page)),
          m_stop(stop) {}

    Result<PageHistory> run(const CommitId &tip) {
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
            }
            now = was, at = parent, facts = std::move(before), tree = std::move(earlier);
        }
        return history;
    }

private:
    Result<bool> isIt(const std::string &path, const BlobId &blob) {
        if (path == m_page) return true;
        if (!isPageFile(path)) return false;
        TRY_ASSIGN(const std::string text, m_vault.text(blob));
        const auto id = parsePageFile(text).id;
        return id && id->str() == m_page;
    }

    /// A path that is asked for stands for the page whose file is there.
    Result<MaybePlace> findIn(const VaultTree &tree) {
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

    Result<MaybePlace> placeBefore(const VaultTree &before, const VaultTree &after, const MaybePlace &now) {
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

    Result<PageVersion> versionOf(const CommitId &commit, const CommitFacts &facts, const VaultTree &tree,
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

    Result<Origin> originOf(const CommitFacts &facts, const VaultTree &tree, const MaybePlace &now) {
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

    Vault &m_vault;
    std::string m_page;  ///< its id, or the path of what has none
    std::stop_token m_stop;
};

}  // namespace

Result<PageHistory> EngineCompareDesk::history(const SpaceId &space, const std::string &page, std::stop_token stop) {
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(space, true));
    TRY_ASSIGN(const auto tip, opened.vault->tip(refs::kMain));
    if (!tip) return fail(ErrorCode::NotFound, "The vault has no branch main any more.");
    TRY_ASSIGN(PageHistory history, PageWalk(*opened.vault, page, stop).run(*tip));
    history.space = space;
    if (!history.versions.empty()) return history;
    return fail(ErrorCode::NotFound,
                "No page with the id or path \"" + page +
                    "\" is or was in this vault; \"wikivaultctl runs\" and \"run show\" name some.");
}

}  // namespace wikivault
