#pragma once

#include "engine/adapters/git/file_call.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace wikivault::git {

/// One inotify queue over any number of vaults; of one thread. Folders whose name begins with a dot are not entered,
/// but of `.git` where HEAD and the branches are.
class FolderWatch {
public:
    struct News {
        std::map<std::string, std::set<std::string>> paths;  ///< vault → paths within it that something happened to
        std::set<std::string> refs;                          ///< vaults whose HEAD or branches may have moved
        std::set<std::string> lost;                          ///< vaults that are watched no more
        bool overflow = false;                               ///< the kernel dropped some
    };

    /// Unavailable: the system has no more queues for this user.
    [[nodiscard]] static Result<FolderWatch> open();
    [[nodiscard]] int descriptor() const { return m_queue.value(); }
    /// Unavailable: the limit of watched folders is reached, or the file system is a remote one; nothing of the vault
    /// is watched then. NotFound: no vault.
    Result<> add(const std::string &vault);
    void remove(const std::string &vault);
    [[nodiscard]] bool watches(const std::string &vault) const { return m_vaults.contains(vault); }
    /// Everything that has happened until now; does not wait.
    [[nodiscard]] News take();

private:
    enum class Kind { Files, GitFolder, Branches };
    struct Folder {
        std::string vault, path;  ///< the path within the vault, "" or `A/B/`
        Kind kind = Kind::Files;
    };
    struct Event {
        int watch = -1;
        std::uint32_t mask = 0;
        std::string name;
    };
    explicit FolderWatch(Fd queue) : m_queue(std::move(queue)) {}
    Result<> addFolder(const Folder &folder);
    Result<> addTree(const std::string &vault, const std::string &path, std::set<std::string> &found);
    void hear(const Event &event, News &news);
    void hearOfFolder(const Folder &folder, const Event &event, News &news);
    void lose(const std::string &vault, News &news);

    Fd m_queue;
    std::map<int, Folder> m_folders;
    std::set<std::string> m_vaults;
};

}  // namespace wikivault::git
