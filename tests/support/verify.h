#pragma once

#include <QTest>

#include <string>

/// Fails the test with the error's words.
#define VERIFY_DONE(result)                                                  \
    do {                                                                     \
        const auto &done = (result);                                         \
        QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str()); \
    } while (false)

namespace wikivault::test {

[[nodiscard]] inline bool has(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

}  // namespace wikivault::test
