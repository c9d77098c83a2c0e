#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace wikivault {

/// What a caller may branch on. `detail` is English prose for logs and people; never parsed.
enum class ErrorCode {
    Cancelled,    ///< the stop token fired
    NotFound,     ///< the thing asked for does not exist
    Conflict,     ///< compare-and-swap lost or a precondition no longer holds: read again and decide anew
    Unavailable,  ///< a server, disk or network did not answer; a later try may work
    Denied,       ///< credentials or rights are missing
    Corrupt,      ///< stored data is damaged; never to be taken for emptiness
    LostLease,    ///< another process may lead now: write nothing more
    Invalid,      ///< the input is malformed
};

struct Error {
    ErrorCode code = ErrorCode::Invalid;
    std::string detail;
    friend bool operator==(const Error &, const Error &) = default;
};

/// A value or an Error. The attribute stands on the class because GCC 12 ignores it on virtual functions.
template <class T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
};

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string detail) {
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

}  // namespace wikivault

/// Returns the error of `expr` from the enclosing function.
#define TRY(expr)                                                                   \
    do {                                                                            \
        if (auto tryResult_ = (expr); !tryResult_)                                  \
            return tl::unexpected<wikivault::Error>(std::move(tryResult_).error()); \
    } while (false)

#define WIKIVAULT_TRY_ASSIGN_(result, declaration, expr)                             \
    auto result = (expr);                                                            \
    if (!result) return tl::unexpected<wikivault::Error>(std::move(result).error()); \
    declaration = std::move(*result)
#define WIKIVAULT_CONCAT_(a, b) a##b
#define WIKIVAULT_CONCAT(a, b) WIKIVAULT_CONCAT_(a, b)
/// TRY_ASSIGN(const auto tree, vault.tree(id)): declares `tree` or returns the error.
#define TRY_ASSIGN(declaration, expr) WIKIVAULT_TRY_ASSIGN_(WIKIVAULT_CONCAT(tryAssign_, __LINE__), declaration, expr)
