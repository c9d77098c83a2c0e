#pragma once

#include <string>
#include <utility>

namespace wikivault::remote {

/// Where a fetch puts the objects it receives: they join the vault's only when all of them arrived whole and sound.
class Quarantine {
public:
    explicit Quarantine(std::string path) : m_path(std::move(path)) {}
    /// Empty and there; what an earlier fetch left behind is gone.
    [[nodiscard]] bool open() const;
    /// Moves what came into `objects`, durably.
    [[nodiscard]] bool release(const std::string &objects) const;
    void drop() const;
    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    const std::string m_path;
};

}  // namespace wikivault::remote
