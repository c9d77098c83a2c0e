#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Which names may stand in a vault's trees. What git itself refuses to check out is refused here too, on every
/// platform's terms, because a vault is cloned to all of them.
namespace wikivault::git {

inline constexpr std::size_t kMaxDepth = 64;
inline constexpr std::size_t kMaxEntries = 250'000;

enum class NameFault {
    None,
    Leaves,  ///< empty, `.`, `..`, a separator, NUL or a look-alike of `.git`: could reach outside the vault
    NotUtf8,
};

/// Judges one name of a tree or directory, not a path.
[[nodiscard]] NameFault faultOf(std::string_view name);
/// `.git` as HFS+ (ignorable characters) or NTFS (`git~1`, trailing dots and spaces, streams) would read it.
[[nodiscard]] bool looksLikeDotGit(std::string_view name);
[[nodiscard]] bool isUtf8(std::string_view text);
/// `name` fit for a sentence: control and non-ASCII bytes of a broken name as `\xNN`.
[[nodiscard]] std::string printable(std::string_view name);

}  // namespace wikivault::git
