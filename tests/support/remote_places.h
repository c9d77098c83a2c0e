#pragma once

#include "app/common/settings_reader.h"
#include "engine/adapters/remote/git_remote.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <sys/stat.h>

namespace wikivault::test {

[[nodiscard]] inline CommitId idOf(const std::string &hex) {
    return CommitId{fromHex(hex).value()};
}

/// A vault's objects, a bare repository elsewhere and a person's clone of it.
struct Places {
    TempDir folder;
    std::string vault = folder / "vault", bare = folder / "there.git", clone = folder / "clone";
    std::string knownHosts = folder / "known_hosts";

    Places() {
        gitCli(folder.path(), {"init", "-q", "-b", "main", vault});
        gitCli(folder.path(), {"init", "-q", "--bare", "-b", "main", bare});
        gitCli(folder.path(), {"clone", "-q", bare, clone});
        ::mkdir((vault + "/.git/wikivault").c_str(), 0755);
    }
    std::string commitIn(const std::string &where, const std::string &file, const std::string &text) const {
        writeFile(where + "/" + file, text);
        gitCli(where, {"add", "-A"});
        gitCli(where, {"commit", "-q", "-m", file});
        return gitCli(where, {"rev-parse", "HEAD"});
    }
    std::string pushed(const std::string &file, const std::string &text) const {
        const std::string id = commitIn(clone, file, text);
        gitCli(clone, {"push", "-q", "origin", "HEAD:main"});
        return id;
    }
    [[nodiscard]] remote::GitRemoteRequest request(const std::string &url) const {
        remote::GitRemoteRequest request;
        request.spec = {parseRemoteUrl(url).value(), "main"};
        request.vault = vault;
        request.knownHosts = knownHosts;
        request.environment = processEnvironment();
        return request;
    }
    [[nodiscard]] std::string tipThere() const { return gitCli(bare, {"rev-parse", "main"}); }
    void hook(const std::string &name, const std::string &script) const {
        writeFile(bare + "/hooks/" + name, "#!/bin/sh\n" + script + "\n");
        ::chmod((bare + "/hooks/" + name).c_str(), 0755);
    }
};

}  // namespace wikivault::test

#define VERIFY_FAULT(result, expected)                                               \
    do {                                                                             \
        const auto &failed = (result);                                               \
        QVERIFY2(!failed, "it succeeded");                                           \
        QVERIFY2(failed.error().fault == (expected), failed.error().detail.c_str()); \
    } while (false)
