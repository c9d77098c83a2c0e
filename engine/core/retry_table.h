#pragma once

#include "engine/core/position.h"
#include "engine/core/result.h"

#include <chrono>
#include <string_view>

/// What each kind of failure is, and how it is met: one table for databases and servers.
namespace wikivault {

enum class FailureClass {
    Transient,    ///< time-outs, lost connections, a server that is ill: later, after a pause that grows
    Repeatable,   ///< the database took this transaction back for another's sake: the whole of it again, at once
    Conflict,     ///< what was read is no longer so: read again and decide anew, never the same once more
    Auth,         ///< an account or its rights: nothing helps but a person
    Permanent,    ///< this very page or request will never do
    Environment,  ///< a full or failing disk, no connection left: later, when somebody has seen to it
};

/// `40001`, or "" when the connection went without a word.
[[nodiscard]] FailureClass classOfSqlState(std::string_view state);
/// Of an answer that is no success.
[[nodiscard]] FailureClass classOfHttpStatus(int status);
/// What callers branch on.
[[nodiscard]] ErrorCode codeOf(FailureClass kind);

struct RetryRule {
    int tries;  ///< of one call, the first one included
    std::chrono::milliseconds first, longest;
};
[[nodiscard]] RetryRule ruleOf(FailureClass kind);
/// The pause after so many failures in a row: doubled each time, and between half of that and the whole, so that those
/// who failed together do not come back together.
[[nodiscard]] std::chrono::milliseconds pauseAfter(const RetryRule &rule, int failures, const Dice &dice);

}  // namespace wikivault
