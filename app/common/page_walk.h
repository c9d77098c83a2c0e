#pragma once

#include "engine/core/vault_tree.h"
#include "engine/ports/compare_desk.h"
#include "engine/ports/vault.h"

#include <functional>

namespace wikivault {

/// Follows one page back through a branch, merge by merge: what a merged branch had in between is not looked at.
class PageWalk {
public:
    /// `page`: an id, or the path of a file that is there now.
    PageWalk(Vault &vault, std::string page, std::stop_token stop)
        : m_vault(vault),
          m_page(std::move(page)),
          m_stop(std::move(stop)) {}

    /// Asked of each version, newest first: the ones before it are wanted as well.
    using Onward = std::function<Result<bool>(const PageVersion &)>;
    Result<PageHistory> run(const CommitId &tip, const Onward &onward = {});
    /// Nothing: it is not there.
    Result<std::optional<PageSpot>> spotAt(const CommitId &tip);

private:
    struct Place {
        std::string path;
        BlobId blob;
        friend bool operator==(const Place &, const Place &) = default;
    };
    using MaybePlace = std::optional<Place>;
    Result<bool> isIt(const std::string &path, const BlobId &blob);
    Result<MaybePlace> findIn(const VaultTree &tree);
    Result<MaybePlace> placeBefore(const VaultTree &before, const VaultTree &after, const MaybePlace &now);
    Result<PageVersion> versionOf(const CommitId &commit, const CommitFacts &facts, const VaultTree &tree,
                                  const std::pair<MaybePlace, MaybePlace> &change);
    Result<Origin> originOf(const CommitFacts &facts, const VaultTree &tree, const MaybePlace &now);

    Vault &m_vault;
    std::string m_page;  ///< its id, or the path of what has none
    std::stop_token m_stop;
};

}  // namespace wikivault
