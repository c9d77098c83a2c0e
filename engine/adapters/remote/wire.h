#pragma once

#include "engine/adapters/remote/git_remote.h"
#include "engine/adapters/remote/quarantine.h"

#include <string>
#include <vector>

namespace wikivault::remote {

/// The bare repository git works in; its objects are the vault's.
class Wire {
public:
    explicit Wire(const std::string &vault)
        : m_path(vault + "/.git/wikivault/wire"),
          m_objects(vault + "/.git/objects"),
          m_quarantine(m_path + "/quarantine") {}
    /// Makes what is missing. `have`: commits git may say it has.
    [[nodiscard]] bool prepare(const std::vector<CommitId> &have) const;
    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] const std::string &objects() const { return m_objects; }
    /// Where fetch puts the objects first.
    [[nodiscard]] const Quarantine &quarantine() const { return m_quarantine; }
    /// Where fetch puts the branch.
    static constexpr const char *kIncoming = "refs/heads/incoming";
    [[nodiscard]] std::optional<CommitId> incoming() const;

private:
    std::string m_path, m_objects;
    Quarantine m_quarantine;
};

/// A command line of git for `request`, with an environment of its own.
[[nodiscard]] ChildCommand gitCommand(const GitRemoteRequest &request, const Wire &wire,
                                      std::vector<std::string> arguments);
/// How ssh is to be called: it asks nobody anything and takes no key it has not seen.
[[nodiscard]] std::vector<std::string> sshArguments(const GitRemoteRequest &request);
/// What the children see of this process's environment.
[[nodiscard]] std::vector<std::string> childEnvironment(const GitRemoteRequest &request);

}  // namespace wikivault::remote
