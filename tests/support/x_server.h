#pragma once

#include "engine/core/result.h"

#include <QProcess>

#include <memory>
#include <string>

namespace wikivault::test {

/// A screen of this test program alone: Xvfb on a display of its own choice, with a window manager when there is one.
/// Both are stopped by their pids in the destructor and by the kernel should the test die.
class XServer {
public:
    /// NotFound: Xvfb is not installed (skip the test).
    [[nodiscard]] static Result<std::unique_ptr<XServer>> start();
    ~XServer();

    /// `:93`
    [[nodiscard]] const std::string &display() const { return m_display; }

private:
    XServer() = default;

    std::string m_display;
    QProcess m_server, m_manager;
};

}  // namespace wikivault::test
