#include "engine/adapters/remote/wire.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace wikivault::remote {

namespace {

namespace fs = std::filesystem;

constexpr const char *kGit = "/usr/bin/git";

/// An object of more than 64 MiB, and a pack of more than a million objects, need more memory in one piece than this.
constexpr const char *kReceivedAtOnce = "64m";
constexpr const char *kSentAtOnce = "1g";

bool writeText(const std::string &path, const std::string &text) {
    std::ofstream file(path, std::ios::trunc | std::ios::binary);
    file << text;
    file.close();
    return file.good();
}

/// One word of a line that /bin/sh reads.
std::string quoted(const std::string &word) {
    std::string text = "'";
    for (const char c : word)
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

/// One path of a list that is parted by colons.
std::string quotedInC(const std::string &path) {
    std::string text = "\"";
    for (const char c : path)
        text += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return text + "\"";
}

std::string_view schemeOf(RemoteScheme scheme) {
    return scheme == RemoteScheme::Ssh ? "ssh" : scheme == RemoteScheme::Https ? "https" : "file";
}

std::string originOf(const RemoteUrl &url) {
    return "https://" + url.host + (url.port == 0 ? std::string() : ":" + std::to_string(url.port));
}

/// Nothing of the user's configuration may start a program, move other refs or change what is sent. No file is large
/// enough for git to let it pass by the limit on memory.
std::vector<std::string> pinnedConfig() {
    return {"-c", "core.hooksPath=/dev/null",
            "-c", "core.fsmonitor=false",
            "-c", "core.askPass=",
            "-c", "core.fsync=all",
            "-c", "core.attributesFile=/dev/null",
            "-c", "core.bigFileThreshold=1024g",
            "-c", "transfer.fsckObjects=true",
            "-c", "fetch.unpackLimit=1",
            "-c", "fetch.recurseSubmodules=false",
            "-c", "fetch.prune=false",
            "-c", "fetch.writeCommitGraph=false",
            "-c", "push.gpgSign=false",
            "-c", "push.followTags=false",
            "-c", "push.recurseSubmodules=no",
            "-c", "gc.auto=0",
            "-c", "maintenance.auto=false",
            "-c", "http.lowSpeedLimit=1000",
            "-c", "http.lowSpeedTime=30"};
}

}  // namespace

bool Wire::prepare(const std::vector<CommitId> &have) const {
    std::error_code problem;
    fs::create_directories(m_path + "/refs/heads", problem);
    if (problem || !m_quarantine.open()) return false;
    fs::remove(m_path + "/" + kIncoming, problem);
    bool ok = writeText(m_path + "/HEAD", "ref: refs/heads/none\n") &&
              writeText(m_path + "/config", "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
    for (std::size_t i = 0; i < have.size(); ++i)
        ok = ok && writeText(m_path + "/refs/heads/have-" + std::to_string(i), toHex(have[i]) + "\n");
    return ok;
}

std::optional<CommitId> Wire::incoming() const {
    std::ifstream file(m_path + "/" + kIncoming);
    std::string hex;
    file >> hex;
    return parseObjectId<CommitId>(hex);
}

std::vector<std::string> sshArguments(const GitRemoteRequest &request) {
    std::vector<std::string> arguments{
        "-oBatchMode=yes",           "-oStrictHostKeyChecking=yes", "-oConnectTimeout=10",
        "-oServerAliveInterval=5",   "-oServerAliveCountMax=4",     "-oUpdateHostKeys=no",
        "-oClearAllForwardings=yes", "-oForwardAgent=no",           "-oForwardX11=no",
        "-oPermitLocalCommand=no",   "-oControlMaster=no",          "-oControlPath=none"};
    if (!request.knownHosts.empty())
        arguments.push_back("-oGlobalKnownHostsFile=/etc/ssh/ssh_known_hosts \"" + request.knownHosts + "\"");
    if (!request.sshKey.empty()) {
        arguments.insert(arguments.end(), {"-i", request.sshKey, "-oIdentitiesOnly=yes"});
    }
    return arguments;
}

std::vector<std::string> childEnvironment(const GitRemoteRequest &request) {
    constexpr std::array kHandedOn = std::to_array<const char *>({"HOME",
                                                                  "PATH",
                                                                  "USER",
                                                                  "LOGNAME",
                                                                  "TMPDIR",
                                                                  "XDG_CONFIG_HOME",
                                                                  "XDG_RUNTIME_DIR",
                                                                  "SSH_AUTH_SOCK",
                                                                  "DBUS_SESSION_BUS_ADDRESS",
                                                                  "KRB5CCNAME",
                                                                  "GIT_SSL_CAINFO",
                                                                  "GIT_SSL_CAPATH",
                                                                  "SSL_CERT_FILE",
                                                                  "SSL_CERT_DIR",
                                                                  "http_proxy",
                                                                  "https_proxy",
                                                                  "HTTPS_PROXY",
                                                                  "all_proxy",
                                                                  "ALL_PROXY",
                                                                  "no_proxy",
                                                                  "NO_PROXY",
                                                                  "GIT_CONFIG_NOSYSTEM"});
    std::vector<std::string> environment{"LC_ALL=C"};
    for (const char *const name : kHandedOn)
        if (const auto found = request.environment.find(name); found != request.environment.end())
            environment.push_back(std::string(name) + "=" + found->second);
    return environment;
}

ChildCommand gitCommand(const GitRemoteRequest &request, const Wire &wire, std::vector<std::string> arguments) {
    const RemoteUrl &url = request.spec.url;
    ChildCommand command;
    command.program = kGit;
    command.arguments = pinnedConfig();
    command.environment = childEnvironment(request);
    auto &environment = command.environment;
    environment.push_back("GIT_DIR=" + wire.path());
    environment.push_back("GIT_OBJECT_DIRECTORY=" + wire.quarantine().path());
    environment.push_back("GIT_ALTERNATE_OBJECT_DIRECTORIES=" + quotedInC(wire.objects()));
    environment.push_back("GIT_TERMINAL_PROMPT=0");
    environment.push_back(std::string("GIT_ALLOC_LIMIT=") +
                          (arguments.front() == "push" ? kSentAtOnce : kReceivedAtOnce));
    environment.push_back("GIT_NO_REPLACE_OBJECTS=1");
    environment.push_back("GIT_ALLOW_PROTOCOL=" + std::string(schemeOf(url.scheme)));
    if (url.scheme == RemoteScheme::Ssh) {
        std::string ssh = "ssh";
        for (const std::string &argument : sshArguments(request))
            ssh += " " + quoted(argument);
        environment.push_back("GIT_SSH_COMMAND=" + ssh);
        environment.push_back("GIT_SSH_VARIANT=ssh");
    }
    if (url.scheme == RemoteScheme::Https && request.httpsToken) {
        // Read from a descriptor only these children have, and given to this server only, wherever it redirects to.
        const std::string helper = "!f() { test \"$1\" = get && cat /dev/fd/" + std::to_string(kSecretFd) + "; }; f";
        command.arguments.insert(command.arguments.end(), {"-c", "credential.helper=", "-c",
                                                           "credential." + originOf(url) + ".helper=" + helper});
    }
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    return command;
}

}  // namespace wikivault::remote
