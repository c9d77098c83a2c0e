#include "engine/adapters/git/object_sweep.h"

#include "engine/adapters/git/disk_stamp.h"
#include "engine/adapters/git/file_call.h"
#include "engine/adapters/git/stat_cache.h"
#include "engine/adapters/git/zlib_stream.h"

#include <charconv>
#include <filesystem>
#include <fstream>

namespace wikivault::git {

namespace {

namespace fs = std::filesystem;

constexpr const char *kSweepFile = "swept";
constexpr std::int64_t kSweepSecond = 1'000'000'000;
constexpr std::int64_t kSlack = 2 * kSweepSecond;
constexpr std::int64_t kUnsyncedFor = 3600 * kSweepSecond;
// Fewer are simply looked at again next time: a quiet cycle writes nothing.
constexpr int kWorthNoting = 32;

std::string bootId() {
    std::string id;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
    return id;
}

/// Files older than this have been looked at.
std::int64_t sweptUntil(const std::string &path, std::int64_t now) {
    const auto text = readFile(path, 4096);
    if (!text) return 0;
    const std::size_t space = text->find(' ');
    if (space == std::string::npos) return 0;
    std::int64_t at = 0;
    std::from_chars(text->data() + space + 1, text->data() + text->size(), at);
    if (at > now) return 0;
    return text->substr(0, space) == bootId() ? at - kSlack : at - kUnsyncedFor;
}

std::optional<DiskStamp> stampAtPath(const std::string &path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return std::nullopt;
    return stampOf(status);
}

bool isFanOut(const std::string &name) {
    return name.size() == 2 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

Result<std::vector<std::string>> findDamagedObjects(const ObjectStore &store) {
    const std::int64_t now = wallClockNs();
    const std::int64_t since = sweptUntil(store.ownFile(kSweepFile), now);
    std::vector<std::string> damaged;
    int looked = 0;
    std::error_code error;
    for (const fs::directory_entry &fan : fs::directory_iterator(store.objectsDir(), error)) {
        const std::string prefix = fan.path().filename().string();
        const auto changed = stampAtPath(fan.path().string());
        if (!isFanOut(prefix) || !changed || !S_ISDIR(changed->mode) || changed->mtimeNs < since) continue;
        const std::string below = "objects/" + prefix + "/";
        for (const fs::directory_entry &entry : fs::directory_iterator(fan.path(), error)) {
            const std::string name = entry.path().filename().string();
            const auto stamp = stampAtPath(entry.path().string());
            if (name.size() != 38 || !stamp || !S_ISREG(stamp->mode) || stamp->ctimeNs < since) continue;
            ++looked;
            const auto file = readFile(entry.path().string(), kMaxObjectFile);
            if (file && !isWholeLooseObject(*file)) damaged.push_back(below + name);
        }
    }
    if (error) return fail(ErrorCode::Unavailable, "reading " + store.objectsDir() + ": " + error.message());
    if (looked > kWorthNoting && damaged.empty())
        TRY(replaceFile(store.ownFile(kSweepFile), bootId() + " " + std::to_string(now)));
    return damaged;
}

}  // namespace wikivault::git
