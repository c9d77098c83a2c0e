#pragma once

#include <QTcpServer>

namespace wikivault::test {

/// A loopback port that nothing listens at; 0 when there is none.
[[nodiscard]] inline int freeLoopbackPort() {
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

}  // namespace wikivault::test
