#include "engine/adapters/git/lock_note.h"

#include "engine/adapters/git/file_call.h"
#include "engine/adapters/git/living_process.h"

#include <fcntl.h>
#include <unistd.h>
#include <filesystem>

namespace wikivault::git {

namespace {

constexpr const char *kPrefix = "locks-";

}  // namespace

LockNote::LockNote(const std::string &gitDir, const std::string &kind)
    : m_path(gitDir + "/wikivault/" + kPrefix + kind + "-" + nameOfProcess(::getpid())) {
    const Fd note(::open(m_path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
}

LockNote::~LockNote() {
    ::unlink(m_path.c_str());
}

std::vector<std::string> notesOfTheDead(const std::string &gitDir) {
    namespace fs = std::filesystem;
    std::vector<std::string> notes;
    std::error_code error;
    for (const fs::directory_entry &entry : fs::directory_iterator(gitDir + "/wikivault", error)) {
        const std::string name = entry.path().filename().string();
        const std::size_t mark = name.rfind('-');
        if (name.starts_with(kPrefix) && mark != std::string::npos && !isRunning(name.substr(mark + 1)))
            notes.push_back(entry.path().string());
    }
    return notes;
}

}  // namespace wikivault::git
