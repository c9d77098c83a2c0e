#include "engine/adapters/remote/host_key.h"

#include "engine/adapters/remote/wire.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QTemporaryDir>

#include <fcntl.h>
#include <unistd.h>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace wikivault::remote {

namespace {

constexpr const char *kSsh = "/usr/bin/ssh";

}  // namespace

std::string fingerprintOf(const std::string &line) {
    std::istringstream words(line);
    std::string word, key;
    // [@marker] hosts type key [comment]
    while (words >> word)
        if (word.starts_with("AAAA")) key = word;
    if (key.empty()) return {};
    const QByteArray blob = QByteArray::fromBase64(QByteArray::fromStdString(key));
    const QByteArray hash = QCryptographicHash::hash(blob, QCryptographicHash::Sha256);
    return "SHA256:" + hash.toBase64(QByteArray::OmitTrailingEquals).toStdString();
}

std::string offendingFingerprint(const std::string &said) {
    const std::size_t at = said.find("Offending ");
    const std::size_t in = said.find(" key in ", at);
    if (at == std::string::npos || in == std::string::npos) return {};
    const std::string place = said.substr(in + 8, said.find_first_of("\r\n", in) - in - 8);
    const std::size_t colon = place.rfind(':');
    if (colon == std::string::npos) return {};
    const int wanted = std::atoi(place.c_str() + colon + 1);
    std::ifstream file(place.substr(0, colon));
    std::string line;
    for (int number = 1; std::getline(file, line); ++number)
        if (number == wanted) return fingerprintOf(line);
    return {};
}

std::optional<HostKey> askHostKey(const GitRemoteRequest &request, std::stop_token stop) {
    const QTemporaryDir folder;
    if (!folder.isValid()) return std::nullopt;
    const RemoteUrl &url = request.spec.url;
    const std::string seen = folder.filePath(QStringLiteral("known_hosts")).toStdString();
    ChildCommand command;
    command.program = kSsh;
    command.environment = childEnvironment(request);
    // The first value of an option counts: this one call takes whatever key there is, into a file of its own.
    command.arguments = {"-oStrictHostKeyChecking=accept-new", "-oUserKnownHostsFile=" + seen,
                         "-oGlobalKnownHostsFile=/dev/null",   "-oHashKnownHosts=no",
                         "-oPreferredAuthentications=none",    "-oPubkeyAuthentication=no"};
    for (const std::string &argument : sshArguments(request))
        command.arguments.push_back(argument);
    if (url.port != 0) command.arguments.insert(command.arguments.end(), {"-p", std::to_string(url.port)});
    const std::string host = url.host.starts_with("[") ? url.host.substr(1, url.host.size() - 2) : url.host;
    command.arguments.insert(command.arguments.end(), {"--", (url.user.empty() ? "" : url.user + "@") + host, "true"});
    (void)runChild(command, request.limits, stop);
    std::ifstream file(seen);
    HostKey key;
    std::getline(file, key.line);
    key.fingerprint = fingerprintOf(key.line);
    return key.fingerprint.empty() ? std::nullopt : std::optional(key);
}

bool rememberHostKey(const std::string &knownHosts, const HostKey &key) {
    const int fd = ::open(knownHosts.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return false;
    const std::string line = key.line + "\n";
    const bool written = ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(fd) == 0;
    ::close(fd);
    return written;
}

}  // namespace wikivault::remote
