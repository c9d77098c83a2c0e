#pragma once

#include "engine/ports/fix_desk.h"
#include "tests/fakes/world_ids.h"

#include <mutex>
#include <vector>

namespace wikivault {

/// Looks at every fix alike, and remembers what was made.
class FakeFixes final : public FixDesk {
public:
    Result<DoctorFix> look(const std::string &word, std::stop_token) override {
        return DoctorFix{word,
                         "Runs git switch main in /srv/wikivault/handbook. Files that were edited and not committed "
                         "stay so; where switching would overwrite one, git refuses and nothing changes.",
                         word.starts_with("vault:"),
                         {},
                         worldSpace(1)};
    }
    Result<std::string> make(const DoctorFix &fix, std::stop_token) override {
        const std::lock_guard guard(m_mutex);
        m_made.push_back(fix.word);
        return "Switched /srv/wikivault/handbook to main.";
    }
    [[nodiscard]] std::vector<std::string> made() const {
        const std::lock_guard guard(m_mutex);
        return m_made;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_made;  // guarded by m_mutex
};

}  // namespace wikivault
