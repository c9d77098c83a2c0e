#pragma once

#include "engine/core/result.h"

#include <QString>

namespace wikivault::test {

/// Makes, with the program openssl, an issuer (`ca.pem`), a server named `localhost` and a client that it vouches for
/// (`server.pem`, `server.key`, `client.pem`, `client.key`), and an issuer nobody knows (`other-ca.pem`).
[[nodiscard]] Result<> makeCertificates(const QString &folder);

}  // namespace wikivault::test
