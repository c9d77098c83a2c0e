#pragma once

#include <functional>
#include <optional>
#include <string>

namespace wikivault {

/// A number from 0 to `sides` - 1.
using Dice = std::function<int(int sides)>;
/// The same seed throws the same numbers.
[[nodiscard]] Dice seededDice(unsigned seed);

/// A fractional index (base 62, byte order) strictly between two siblings' positions, as Docmost's own generator and
/// its move endpoint accept it: 5 to 12 characters unless the neighbours leave no room. Nothing = no neighbour on that
/// side; with equal or crossed neighbours the left one counts alone.
[[nodiscard]] std::string positionBetween(const std::optional<std::string> &left,
                                          const std::optional<std::string> &right, const Dice &dice);

/// Ten random characters of `0-9A-Za-z`.
[[nodiscard]] std::string randomSlugId(const Dice &dice);

}  // namespace wikivault
