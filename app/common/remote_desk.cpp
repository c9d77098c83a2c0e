#include "app/common/remote_desk.h"

#include "app/common/space_desk.h"
#include "engine/adapters/git/ahead_behind.h"
#include "engine/adapters/git/open_vault.h"
#include "engine/run/commits.h"
#include "engine/run/remote_steps.h"

#include <spdlog/spdlog.h>

#include <filesystem>

namespace wikivault {

namespace {

/// The wiki knows no other authors than its users, and whoever pushed is none: the account that writes is named.
std::string wikiAuthor(const Settings &settings) {
    const WriterChoice writer = effectiveWriter(settings);
    if (writer == WriterChoice::None) return {};
    return writer == WriterChoice::Api && !settings.apiEmail.empty() ? settings.apiEmail : settings.serviceUserId;
}

tl::unexpected<Error> failed(const RemoteProblem &problem) {
    return fail(problem.fault == RemoteFault::Cancelled ? ErrorCode::Cancelled : ErrorCode::Unavailable,
                problem.detail);
}

std::string viewSentence(const RemoteSpec &spec, const RemoteView &view) {
    std::string text = maskedUrl(spec.url.text) + " answers";
    if (view.tip)
        text += "; its branch " + spec.branch + " stands at " + toHex(*view.tip).substr(0, 12) + ".";
    else if (view.hasOtherBranches)
        text += "; it has no branch " + spec.branch + " yet, and others.";
    else
        text += "; it is empty.";
    if (view.offersMirror) text += " It also has refs of the engine's own (docmost), which are ignored.";
    return text;
}

/// A look that went well ends it; of a push that was refused a look says nothing.
bool isFoundByLooking(RemoteFault fault) {
    switch (fault) {
        case RemoteFault::Protected:
        case RemoteFault::Declined:
        case RemoteFault::NonFastForward:
        case RemoteFault::Unrelated:
        case RemoteFault::Hostile: return false;
        default: return true;
    }
}

}  // namespace

RemoteRow EngineRemoteDesk::rowOf(const Space &space, const RemotesOfSpaces &remotes) {
    namespace fs = std::filesystem;
    RemoteRow row{space.id, space.slug, space.name, {}, {}, {}, {}, {}, {}};
    const auto spec = remotes.of(space);
    if (!spec) row.setting = spec.error().detail;
    if (!spec || !*spec) return row;
    row.url = maskedUrl((*spec)->url.text);
    row.branch = (*spec)->branch;
    row.auth = remoteAuth(m_ports.settings(), (*spec)->url);
    row.wikiAuthor = wikiAuthor(m_ports.settings());
    row.gitAuthor = kEngineSignature.name + " <" + kEngineSignature.email + ">";
    std::error_code ignored;
    const std::string path = m_ports.settings().vaultDir(space.id.str());
    if (!fs::exists(path + "/.git/wikivault/cache.db", ignored)) return row;
    const auto cache = m_ports.openCache(space.id, false);
    const auto text = cache ? (*cache)->value(kRemoteStatus) : Result<std::string>(std::string());
    if (text) row.status = parseRemoteStatus(*text, **spec);
    const auto theirs = parseObjectId<CommitId>(row.status.tip);
    if (!theirs) return row;
    git::initialiseGit();
    const auto apart = git::aheadBehind(path, *theirs);
    if (apart) row.ahead = apart->ahead, row.behind = apart->behind;
    return row;
}

Result<std::vector<RemoteRow>> EngineRemoteDesk::remotes(std::stop_token stop) {
    TRY_ASSIGN(const auto wiki, m_ports.openWiki(true, stop));
    TRY_ASSIGN(const std::vector<Space> spaces, wiki->catalog().spaces());
    const RemotesOfSpaces remotes(m_ports.settings(), spaces);
    std::vector<RemoteRow> rows;
    for (const Space &space : spaces) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "Listing the remotes was stopped.");
        rows.push_back(rowOf(space, remotes));
    }
    return rows;
}

Result<std::unique_ptr<Remote>> EngineRemoteDesk::open(const SpaceId &space, const std::stop_token &stop) {
    TRY_ASSIGN(const auto wiki, m_ports.openWiki(true, stop));
    TRY_ASSIGN(const std::vector<Space> spaces, wiki->catalog().spaces());
    TRY_ASSIGN(const Space found, spaceWithId(spaces, space));
    TRY_ASSIGN(std::unique_ptr<Remote> remote, m_ports.openRemote(found, spaces));
    if (remote) return remote;
    return tl::unexpected<Error>(noRemote(found));
}

Result<RemoteProblem> EngineRemoteDesk::test(const SpaceId &space, std::stop_token stop) {
    TRY_ASSIGN(const auto remote, open(space, stop));
    const auto view = remote->look(stop);
    if (!view) return view.error();
    return RemoteProblem{RemoteFault::None, viewSentence(remote->spec(), *view), {}, {}};
}

Result<> EngineRemoteDesk::trustHost(const SpaceId &space, const std::string &fingerprint, std::stop_token stop) {
    TRY_ASSIGN(const auto remote, open(space, stop));
    if (remote->spec().url.scheme != RemoteScheme::Ssh)
        return fail(ErrorCode::Invalid, "Only a server reached by ssh has a host key to trust.");
    if (const auto trusted = remote->trustHost(fingerprint, stop); !trusted) return failed(trusted.error());
    spdlog::warn("The host key {} of {} was trusted by {}.", fingerprint, remote->spec().url.host, m_ports.actor());
    return {};
}

/// What came, or why nothing did, is in `news`.
Result<> EngineRemoteDesk::bring(const SpaceId &space, Remote &remote, RemoteNews &news, const std::stop_token &stop) {
    const auto view = remote.look(stop);
    if (!view) return news.problem = view.error(), Result<>();
    news.isAsked = true;
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(space, true));
    Vault &vault = *opened.vault;
    TRY_ASSIGN(const auto agreed, vault.tip(remoteRef(remote.spec())));
    std::optional<CommitId> seen = view->tip;
    if (seen && !vault.commitFacts(*seen)) {
        TRY_ASSIGN(const auto main, vault.tip(refs::kMain));
        std::vector<CommitId> have;
        for (const auto &commit : {main, agreed})
            if (commit) have.push_back(*commit);
        const auto fetched = remote.fetch(have, {}, stop);
        if (!fetched) return news.problem = fetched.error(), Result<>();
        seen = *fetched;
    }
    if (seen) news.tip = toHex(*seen);
    if (!agreed) return {};
    TRY_ASSIGN(const OpenedVault now, m_ports.openVault(space, true));
    TRY_ASSIGN(const auto broken, breakIn(*now.vault, remote.spec(), *agreed, seen));
    if (broken) news.problem = *broken;
    return {};
}

Result<> EngineRemoteDesk::compare(const SpaceId &space, RemoteNews &news) {
    const auto theirs = parseObjectId<CommitId>(news.tip);
    if (!theirs) return {};
    const std::string path = m_ports.settings().vaultDir(space.str());
    git::initialiseGit();
    TRY_ASSIGN(const git::AheadBehind apart, git::aheadBehind(path, *theirs));
    news.ahead = apart.ahead;
    news.behind = apart.behind;
    TRY_ASSIGN(news.commits, git::commitsBehind(path, *theirs));
    return {};
}

Result<RemoteNews> EngineRemoteDesk::fetch(const SpaceId &space, std::stop_token stop) {
    TRY_ASSIGN(const auto remote, open(space, stop));
    std::error_code ignored;
    if (!std::filesystem::exists(m_ports.settings().vaultDir(space.str()) + "/.git", ignored))
        return fail(ErrorCode::NotFound,
                    "the space has no vault yet to fetch into; its first run makes one and takes "
                    "the branch in");
    TRY_ASSIGN(const auto cache, m_ports.openCache(space, false));
    TRY_ASSIGN(const std::string before, cache->value(kRemoteStatus));
    RemoteNews news;
    news.url = maskedUrl(remote->spec().url.text);
    news.branch = remote->spec().branch;
    TRY(bring(space, *remote, news, stop));
    if (news.problem.fault == RemoteFault::Cancelled) return failed(news.problem);
    TRY(compare(space, news));
    RemoteStatus status = parseRemoteStatus(before, remote->spec());
    const TimePoint now = m_ports.clock().now();
    if (news.problem.fault != RemoteFault::None)
        noteProblem(status, news.problem, now);
    else if (isFoundByLooking(status.fault))
        clearProblem(status);
    if (news.isAsked) status.tip = news.tip, status.lastFetch = now;
    // A run that ended meanwhile has looked later.
    TRY_ASSIGN(const std::string since, cache->value(kRemoteStatus));
    if (since == before) TRY(cache->setValue(kRemoteStatus, printRemoteStatus(status)));
    return news;
}

Result<FollowPreview> EngineRemoteDesk::previewFollow(const SpaceId &space, std::stop_token stop) {
    TRY_ASSIGN(const auto remote, open(space, stop));
    TRY_ASSIGN(const OpenedVault before, m_ports.openVault(space, true));
    TRY_ASSIGN(const auto main, before.vault->tip(refs::kMain));
    const auto fetched = remote->fetch(main ? std::vector{*main} : std::vector<CommitId>(), {}, stop);
    if (!fetched) return failed(fetched.error());
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(space, true));
    FollowPreview preview;
    preview.tip = toHex(*fetched);
    TRY_ASSIGN(const VaultTree theirs, treeAt(*opened.vault, *fetched));
    TRY_ASSIGN(const VaultTree ours, treeAt(*opened.vault, main));
    if (main) {
        TRY_ASSIGN(const auto apart, git::aheadBehind(m_ports.settings().vaultDir(space.str()), *fetched));
        preview.left = apart.ahead;
    }
    for (const auto &[path, entry] : theirs) {
        const auto own = entryAt(ours, path);
        if (own != std::optional(entry)) (own ? preview.changes : preview.comesIn).push_back(path);
    }
    for (const auto &[path, entry] : ours)
        if (!theirs.contains(path)) preview.isOnlyHere.push_back(path);
    return preview;
}

}  // namespace wikivault
