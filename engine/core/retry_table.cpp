#include "engine/core/retry_table.h"

#include <algorithm>
#include <array>

namespace wikivault {

namespace {

using std::chrono::milliseconds;

struct SqlCase {
    std::string_view begin;  ///< of the SQLSTATE; the first that fits counts
    FailureClass kind;
};

constexpr std::array<SqlCase, 14> kSqlCases{{
    {"40001", FailureClass::Repeatable},
    {"40P01", FailureClass::Repeatable},
    {"42501", FailureClass::Auth},
    {"25006", FailureClass::Auth},  // a standby, or a right to read only
    {"28", FailureClass::Auth},
    // Checks, missing values and exceptions of triggers say no to this very row.
    {"23514", FailureClass::Permanent},
    {"23502", FailureClass::Permanent},
    {"P0001", FailureClass::Permanent},
    {"22", FailureClass::Permanent},
    {"42", FailureClass::Permanent},
    {"23", FailureClass::Conflict},
    {"53", FailureClass::Environment},
    {"58", FailureClass::Environment},
    {"", FailureClass::Transient},  // 57P0x, 08xxx and whatever a later try may not meet
}};

struct Row {
    FailureClass kind;
    ErrorCode code;
    RetryRule rule;
};

constexpr std::array<Row, 6> kRows{{
    {FailureClass::Transient, ErrorCode::Unavailable, {1, milliseconds(5'000), milliseconds(300'000)}},
    {FailureClass::Repeatable, ErrorCode::Unavailable, {5, milliseconds(20), milliseconds(1'000)}},
    {FailureClass::Conflict, ErrorCode::Conflict, {1, {}, {}}},
    {FailureClass::Auth, ErrorCode::Denied, {1, {}, {}}},
    {FailureClass::Permanent, ErrorCode::Invalid, {1, {}, {}}},
    {FailureClass::Environment, ErrorCode::Unavailable, {1, {}, {}}},
}};

const Row &rowOf(FailureClass kind) {
    return *std::find_if(kRows.begin(), kRows.end(), [kind](const Row &row) { return row.kind == kind; });
}

}  // namespace

FailureClass classOfSqlState(std::string_view state) {
    return std::find_if(kSqlCases.begin(), kSqlCases.end(),
                        [state](const SqlCase &one) { return state.starts_with(one.begin); })
        ->kind;
}

FailureClass classOfHttpStatus(int status) {
    if (status == 401 || status == 403) return FailureClass::Auth;
    if (status == 409 || status == 412) return FailureClass::Conflict;
    if (status == 507) return FailureClass::Environment;
    if (status == 408 || status == 429 || status >= 500) return FailureClass::Transient;
    return FailureClass::Permanent;
}

ErrorCode codeOf(FailureClass kind) {
    return rowOf(kind).code;
}

RetryRule ruleOf(FailureClass kind) {
    return rowOf(kind).rule;
}

milliseconds pauseAfter(const RetryRule &rule, int failures, const Dice &dice) {
    if (failures < 1) return milliseconds(0);
    constexpr int kMostDoublings = 20;
    const auto whole =
        std::min<milliseconds>(rule.longest, rule.first * (1LL << std::min(failures - 1, kMostDoublings)));
    const auto half = whole / 2;
    return half + milliseconds(dice(static_cast<int>((whole - half).count()) + 1));
}

}  // namespace wikivault
