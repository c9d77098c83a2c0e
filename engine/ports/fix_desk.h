#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"

#include <optional>
#include <stop_token>
#include <string>

namespace wikivault {

/// One named act that mends what the doctor found. Nothing is deleted by it: what is in the way is moved aside.
struct DoctorFix {
    std::string word;                   ///< as `doctor --fix` takes it: `vault:handbook`
    std::string sentence;               ///< exactly what it does, and to what
    bool isGrave = false;               ///< others may be at work there: asked with a dialog
    std::string expects;                ///< what has to be so still when it is done: the holder of a lock
    std::optional<SpaceId> frees = {};  ///< the space whose next run need not wait any more
};

/// The fix that a check's command line makes; "" where it makes none.
[[nodiscard]] inline std::string fixWordOf(const std::string &command) {
    const std::string before = "wikivaultctl doctor --fix ";
    if (!command.starts_with(before)) return {};
    return command.substr(before.size(), command.find(' ', before.size()) - before.size());
}

/// The other way to mend the same finding; "" = there is none.
[[nodiscard]] inline std::string otherFixWord(const std::string &word) {
    return word.starts_with("take-vault:") ? "new-vault:" + word.substr(word.find(':') + 1) : std::string();
}

class FixDesk {
public:
    virtual ~FixDesk() = default;
    /// What the fix would do now; changes nothing. NotFound: nothing is left to fix. Conflict: it takes a person, or
    /// time. Invalid: no such fix.
    virtual Result<DoctorFix> look(const std::string &word, std::stop_token stop) = 0;
    /// Does it, if it is what look() said still. The sentence says what was done. Conflict: something moved meanwhile.
    virtual Result<std::string> make(const DoctorFix &fix, std::stop_token stop) = 0;
};

}  // namespace wikivault
