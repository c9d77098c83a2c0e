#pragma once

#include <QStringList>

namespace wikivault::sentences {

/// The texts a C++ source puts together, whole: `"no page " + id + " here"` is `no page %1 here`, and
/// `counted(n, "page") + " open"` is `%n page(s) open`. What `+=` appends begins with a `%1` for what stands before it.
/// Log lines and words that are only compared with are left out.
[[nodiscard]] QStringList textsOf(const QString &source);

}  // namespace wikivault::sentences
