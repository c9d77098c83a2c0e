#include "engine/adapters/remote/git_remote.h"

#include "engine/adapters/remote/git_words.h"
#include "engine/adapters/remote/host_key.h"
#include "engine/adapters/remote/push_report.h"
#include "engine/adapters/remote/wire.h"

#include <sstream>
#include <utility>

namespace wikivault::remote {

namespace {

using Failed = tl::unexpected<RemoteProblem>;

class GitRemote final : public Remote {
public:
    explicit GitRemote(GitRemoteRequest request) : m_request(std::move(request)), m_wire(m_request.vault) {}

    const RemoteSpec &spec() const override { return m_request.spec; }

    FromRemote<RemoteView> look(std::stop_token stop) override {
        const std::string doing = "looking at " + name();
        const auto listed = list({branchRef(), "refs/heads/docmost", "refs/docmost/*"}, doing, stop);
        if (!listed) return Failed(listed.error());
        RemoteView view;
        std::istringstream lines(*listed);
        std::string id, ref;
        while (lines >> id >> ref) {
            view.offersMirror = view.offersMirror || ref == "refs/heads/docmost" || ref.starts_with("refs/docmost/");
            if (ref != branchRef()) continue;
            view.tip = parseObjectId<CommitId>(id);
            if (!view.tip)
                return Failed({RemoteFault::Other, doing + " failed: the repository does not use SHA-1", {}, {}});
        }
        if (view.tip) return view;
        const auto others = list({"--heads"}, doing, stop);
        if (!others) return Failed(others.error());
        std::istringstream heads(*others);
        while (heads >> id >> ref)
            view.hasOtherBranches = view.hasOtherBranches || ref != "refs/heads/docmost";
        return view;
    }

    FromRemote<CommitId> fetch(const std::vector<CommitId> &have, const TransferSink &sink,
                               std::stop_token stop) override {
        const std::string doing = "fetching " + name();
        const auto outcome =
            run({"fetch", "--progress", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
                 "--no-recurse-submodules", "--", m_request.spec.url.text, "+" + branchRef() + ":" + Wire::kIncoming},
                doing, {have, sink, stop});
        if (!outcome) return Failed(outcome.error());
        if (!outcome->succeeded()) return Failed(explained(*outcome, doing, stop));
        const auto tip = m_wire.incoming();
        if (!tip) return Failed({RemoteFault::Other, doing + " failed: git left nothing behind", {}, {}});
        if (!m_wire.quarantine().release(m_wire.objects()))
            return Failed({RemoteFault::Other,
                           doing + " failed: what came cannot be put into " + m_wire.objects() +
                               "; check its rights and the space on the disk",
                           {},
                           {}});
        return *tip;
    }

    FromRemote<std::monostate> push(const CommitId &commit, const std::string &branch, const TransferSink &sink,
                                    std::stop_token stop) override {
        const std::string doing = "pushing to the branch " + branch + " of " + maskedUrl(m_request.spec.url.text);
        const std::string ref = "refs/heads/" + branch;
        const auto outcome = run({"push", "--porcelain", "--progress", "--no-verify", "--no-follow-tags",
                                  "--no-recurse-submodules", "--", m_request.spec.url.text, toHex(commit) + ":" + ref},
                                 doing, {{}, sink, stop});
        if (!outcome) return Failed(outcome.error());
        const PushedRef pushed = pushedRef(outcome->out, ref);
        if (pushed.isNamed && pushed.moved && outcome->succeeded()) return std::monostate{};
        if (pushed.isNamed && !pushed.moved && outcome->end == ChildEnd::Exited)
            return Failed(problemOf(pushed, *outcome, doing));
        return Failed(explained(*outcome, doing, stop));
    }

    FromRemote<std::monostate> trustHost(const std::string &fingerprint, std::stop_token stop) override {
        // A changed key gets its place by hand alone: the old one has to go first.
        if (const auto known = look(stop); !known && known.error().fault == RemoteFault::HostKeyChanged)
            return Failed(known.error());
        const auto key = askHostKey(m_request, stop);
        if (!key)
            return Failed(
                {RemoteFault::Unreachable, "the key of " + m_request.spec.url.host + " could not be read", {}, {}});
        if (key->fingerprint != fingerprint)
            return Failed({RemoteFault::HostKeyChanged,
                           m_request.spec.url.host + " shows the key " + key->fingerprint + " now, not " + fingerprint +
                               "; nothing was trusted",
                           key->fingerprint, fingerprint});
        if (!rememberHostKey(m_request.knownHosts, *key))
            return Failed({RemoteFault::Other, "the file " + m_request.knownHosts + " cannot be written", {}, {}});
        return std::monostate{};
    }

private:
    struct Transfer {
        std::vector<CommitId> have;
        TransferSink sink;
        std::stop_token stop;
    };

    [[nodiscard]] std::string branchRef() const { return "refs/heads/" + m_request.spec.branch; }
    [[nodiscard]] std::string name() const {
        return "the branch " + m_request.spec.branch + " of " + maskedUrl(m_request.spec.url.text);
    }

    FromRemote<std::string> list(std::vector<std::string> what, const std::string &doing, std::stop_token stop) {
        std::vector<std::string> arguments{"ls-remote", "--refs"};
        if (what.front() == "--heads") arguments.push_back(std::exchange(what, {}).front());
        arguments.insert(arguments.end(), {"--", m_request.spec.url.text});
        arguments.insert(arguments.end(), what.begin(), what.end());
        const auto outcome = run(std::move(arguments), doing, {{}, {}, stop});
        if (!outcome) return Failed(outcome.error());
        if (!outcome->succeeded()) return Failed(explained(*outcome, doing, stop));
        return outcome->out;
    }

    FromRemote<ChildOutcome> run(std::vector<std::string> arguments, const std::string &doing,
                                 const Transfer &transfer) {
        if (!m_wire.prepare(transfer.have))
            return Failed({RemoteFault::Other, doing + " failed: " + m_wire.path() + " cannot be written", {}, {}});
        ChildCommand command = gitCommand(m_request, m_wire, std::move(arguments));
        command.sink = transfer.sink;
        if (m_request.spec.url.scheme == RemoteScheme::Https && m_request.httpsToken) {
            if (!m_credentials) {
                const auto token = m_request.httpsToken();
                if (!token) return Failed({RemoteFault::AuthRefused, token.error().detail, {}, {}});
                m_credentials = "username=" + userName() + "\npassword=" + *token + "\n";
            }
            command.secret = m_credentials;
        }
        ChildOutcome outcome = runChild(command, m_request.limits, transfer.stop);
        if (!outcome.succeeded()) m_wire.quarantine().drop();
        return outcome;
    }

    /// The usual servers take any name beside a token.
    [[nodiscard]] std::string userName() const {
        if (!m_request.spec.url.user.empty()) return m_request.spec.url.user;
        return m_request.httpsUser.empty() ? "git" : m_request.httpsUser;
    }

    /// With the server's key where ssh does not know it, or knows another.
    RemoteProblem explained(const ChildOutcome &outcome, const std::string &doing, const std::stop_token &stop) {
        RemoteProblem problem = problemOf(outcome, doing);
        const std::string &host = m_request.spec.url.host;
        if (problem.fault == RemoteFault::HostKeyUnknown) {
            if (const auto key = askHostKey(m_request, stop)) problem.fingerprint = key->fingerprint;
            problem.detail = "the key of " + host + " is not known yet: " +
                             (problem.fingerprint.empty() ? "it could not be read" : problem.fingerprint) +
                             "; compare it with what the server's administrator says and trust it (wikivaultctl remote "
                             "trust)";
        } else if (problem.fault == RemoteFault::HostKeyChanged) {
            if (const auto key = askHostKey(m_request, stop)) problem.fingerprint = key->fingerprint;
            problem.knownFingerprint = offendingFingerprint(outcome.err);
            problem.detail = "the key of " + host + " has changed from " + problem.knownFingerprint + " to " +
                             problem.fingerprint +
                             "; somebody may listen in. If the server has a new key, remove the old one by hand "
                             "(ssh-keygen -R " +
                             host + ", and " + m_request.knownHosts + ")";
        }
        return problem;
    }

    const GitRemoteRequest m_request;
    const Wire m_wire;
    std::optional<std::string> m_credentials;
};

}  // namespace

std::unique_ptr<Remote> makeGitRemote(GitRemoteRequest request) {
    return std::make_unique<GitRemote>(std::move(request));
}

}  // namespace wikivault::remote
