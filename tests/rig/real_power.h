#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

/// What may be on a disk after a power cut, by the log that disk_log.cpp keeps of a run.
namespace wikivault::rig {

/// Which names a cut leaves, of those that file systems allow.
enum class Names {
    AtLastSync,  ///< as the last sync found them: a journal that commits as late as it may
    AtOnce,      ///< as they were at the cut: a journal that has just committed
    Asked,       ///< only those in a folder that was synced itself; it takes those above it along
};

class PowerLog {
public:
    explicit PowerLog(const std::string &directory);

    /// Moments to cut the power at: before the first sync, after each one.
    [[nodiscard]] int moments() const { return static_cast<int>(m_moments.size()) - 1; }
    /// Writes what is left after a cut at a moment. Files not synced since they changed have their last synced text
    /// again, or none; with a `seed` some of them have their new one, as luck has it.
    void writeImage(int moment, Names names, std::uint64_t seed, const std::string &to) const;

private:
    struct File {
        std::string identity;
        int version = 0;
    };
    struct Moment {
        std::map<std::string, File> files;
        std::set<std::string> folders;
        std::string synced;  ///< `all`, `end`, `file IDENTITY VERSION`, `folder NAME`
    };

    [[nodiscard]] Moment asked(int moment) const;
    [[nodiscard]] std::map<std::string, int> durable(int moment) const;

    std::string m_directory;
    std::vector<Moment> m_moments;
};

}  // namespace wikivault::rig
