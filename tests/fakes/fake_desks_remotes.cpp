#include "tests/fakes/fake_desks.h"

namespace wikivault {

void FakeDesks::addRemote(const RemoteRow &row) {
    const std::lock_guard guard(m_mutex);
    m_remotes.push_back(row);
}

void FakeDesks::answerTestsWith(const RemoteProblem &answer) {
    const std::lock_guard guard(m_mutex);
    m_testAnswer = answer;
}

RunRequest FakeDesks::lastRequest() const {
    const std::lock_guard guard(m_mutex);
    return m_lastRequest;
}

std::string FakeDesks::trustedKey() const {
    const std::lock_guard guard(m_mutex);
    return m_trustedKey;
}

Result<std::vector<RemoteRow>> FakeDesks::remotes(std::stop_token stop) {
    TRY(wait(stop));
    const std::lock_guard guard(m_mutex);
    return m_remotes;
}

Result<RemoteProblem> FakeDesks::test(const SpaceId &, std::stop_token stop) {
    TRY(wait(stop));
    const std::lock_guard guard(m_mutex);
    return m_testAnswer;
}

Result<RemoteNews> FakeDesks::fetch(const SpaceId &space, std::stop_token stop) {
    TRY(wait(stop));
    const std::lock_guard guard(m_mutex);
    RemoteNews news;
    news.isAsked = true;
    news.tip = "4f1c0ffee1234f1c0ffee1234f1c0ffee1234f1c";
    for (RemoteRow &row : m_remotes) {
        if (row.space != space) continue;
        news.url = row.url;
        news.branch = row.branch;
        news.ahead = row.ahead.value_or(0);
        row.behind = news.behind = 2;
        row.status.lastFetch = m_now;
    }
    news.commits = {{news.tip, "Kim Ito", "Say who is on call at night", m_now - std::chrono::minutes(12)},
                    {"9d2f7c1044aa9d2f7c1044aa9d2f7c1044aa9d2f", "Ana Ruiz", "Mend the links of the runbook",
                     m_now - std::chrono::hours(5)}};
    return news;
}

Result<> FakeDesks::trustHost(const SpaceId &, const std::string &fingerprint, std::stop_token stop) {
    TRY(wait(stop));
    const std::lock_guard guard(m_mutex);
    if (fingerprint != m_testAnswer.fingerprint) return fail(ErrorCode::Conflict, "The server shows another key.");
    m_trustedKey = fingerprint;
    return {};
}

Result<FollowPreview> FakeDesks::previewFollow(const SpaceId &, std::stop_token stop) {
    TRY(wait(stop));
    FollowPreview preview;
    preview.tip = "4f1c0ffee1234f1c0ffee1234f1c0ffee1234f1c";
    preview.left = 3;
    preview.comesIn = {"Platform/Queues.md"};
    preview.changes = {"Ops/Pager.md", "Ops/Runbooks/Database failover.md"};
    preview.isOnlyHere = {"Ops/Old rota.md"};
    return preview;
}

/// One of each kind: level, behind, rewritten, protected, an unknown key, settings that cannot be, none.
void FakeDesks::fillRemotes() {
    struct Seed {
        const char *slug, *url;
        RemoteFault fault;
        const char *problem;
        int ahead, behind, minutes;
    };
    const char *const forge = "ssh://git@git.example.org/wiki/";
    const Seed seeds[] = {
        {"handbook", "handbook.git", RemoteFault::None, "", 0, 0, 2},
        {"engineering", "engineering.git", RemoteFault::Rewritten,
         "the branch main of ssh://git@git.example.org/wiki/engineering.git no longer holds 9d2f7c1044aa, which was "
         "there before: somebody rewrote it",
         3, 5, 41},
        {"hr", "hr.git", RemoteFault::Unreachable, "git.example.org did not take the connection", 2, 0, 180},
        {"legal", "legal.git", RemoteFault::Protected,
         "the server refuses pushes to its branch main; push to another branch, or lift its protection", 4, 0, 90},
        {"sales", "sales.git", RemoteFault::HostKeyUnknown, "nobody has looked at the key of git.example.org yet", 1, 0,
         0},
        {"product", "product.git", RemoteFault::None, "", 0, 1, 7},
        {"support", "support.git", RemoteFault::None, "", 0, 0, 1},
        {"archive", "", RemoteFault::None, "", 0, 0, 0},
    };
    for (const Seed &seed : seeds)
        for (const SpaceRow &space : m_spaces) {
            if (space.space.slug != seed.slug) continue;
            RemoteRow row{space.space.id, space.space.slug, space.space.name, {}, {}, {}, {}, {}, {}};
            if (*seed.url) {
                row.url = std::string(forge) + seed.url;
                row.branch = "main";
                row.auth = RemoteAuth::Key;
                row.wikiAuthor = "sync@example.org";
                row.gitAuthor = "Docmost Sync <docmost-sync@local>";
                row.status.fault = seed.fault;
                row.status.problem = seed.problem;
            }
            if (seed.minutes > 0) {
                row.status.tip = "9d2f7c1044aa9d2f7c1044aa9d2f7c1044aa9d2f";
                row.status.lastPush = m_now - std::chrono::minutes(seed.minutes);
                row.status.lastFetch = m_now - std::chrono::minutes(seed.minutes + 3);
                row.ahead = seed.ahead;
                row.behind = seed.behind;
            }
            addRemote(row);
        }
}

}  // namespace wikivault
