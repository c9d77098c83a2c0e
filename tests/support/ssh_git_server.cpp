#include "tests/support/ssh_git_server.h"

#include "tests/support/free_port.h"
#include "tests/support/loopback_server.h"
#include "tests/support/process_tree.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QThread>

#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csignal>

namespace wikivault::test {

namespace {

constexpr int kSshdStartMs = 20000;

QString sshdProgram() {
    return QStandardPaths::findExecutable(QStringLiteral("sshd"),
                                          {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin")});
}

std::string outputOf(const char *program, const QStringList &arguments) {
    QProcess process;
    process.start(QString::fromLatin1(program), arguments);
    process.waitForFinished(kSshdStartMs);
    return process.readAllStandardOutput().toStdString();
}

}  // namespace

Result<std::unique_ptr<SshGitServer>> SshGitServer::start() {
    if (sshdProgram().isEmpty()) return fail(ErrorCode::NotFound, "sshd is not installed (package openssh-server)");
    std::unique_ptr<SshGitServer> server(new SshGitServer(freeLoopbackPort()));
    for (const char *name : {"host", "client", "other"})
        server->makeKey(name);
    TRY(server->launch());
    return server;
}

SshGitServer::~SshGitServer() {
    stop();
}

void SshGitServer::makeKey(const std::string &name) const {
    const std::string path = m_folder / name;
    ::unlink(path.c_str());
    outputOf("ssh-keygen", {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"),
                            QString(), QStringLiteral("-f"), QString::fromStdString(path)});
}

std::string SshGitServer::url(const std::string &path, int port) const {
    const passwd *const user = ::getpwuid(::geteuid());
    return std::string("ssh://") + user->pw_name + "@127.0.0.1:" + std::to_string(port) + path;
}

std::string SshGitServer::fingerprint() const {
    const std::string line =
        outputOf("ssh-keygen", {QStringLiteral("-lf"), QString::fromStdString(m_folder / "host.pub")});
    const std::size_t begin = line.find("SHA256:");
    return line.substr(begin, line.find(' ', begin) - begin);
}

void SshGitServer::changeHostKey() {
    makeKey("host");
}

Result<> SshGitServer::launch() {
    // Root's sshd wants this folder, which the system makes at boot; no other sshd looks at it.
    if (::geteuid() == 0) ::mkdir("/run/sshd", 0755);
    writeFile(m_folder / "config", "ListenAddress 127.0.0.1\nPort " + std::to_string(m_port) + "\nHostKey " +
                                       (m_folder / "host") + "\nAuthorizedKeysFile " + (m_folder / "client.pub") +
                                       "\nStrictModes no\nUsePAM no\nPidFile none\nPasswordAuthentication no\n"
                                       "KbdInteractiveAuthentication no\nPermitRootLogin yes\nMaxStartups 100\n" +
                                       m_options);
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_server.start(sshdProgram(), {QStringLiteral("-D"), QStringLiteral("-e"), QStringLiteral("-f"),
                                   QString::fromStdString(m_folder / "config")});
    m_pid = static_cast<pid_t>(m_server.processId());
    QElapsedTimer waited;
    for (waited.start(); waited.elapsed() < kSshdStartMs; QThread::msleep(20)) {
        const int client = connectToLoopback(m_port);
        if (client >= 0) ::close(client);
        if (client >= 0) return {};
        if (m_server.state() == QProcess::NotRunning && m_server.waitForStarted(0)) break;
    }
    return fail(ErrorCode::Unavailable, "sshd did not start: " + m_server.readAll().toStdString());
}

void SshGitServer::stop() {
    if (m_server.state() == QProcess::NotRunning) return;
    m_server.kill();
    m_server.waitForFinished();
}

void SshGitServer::answerWith(const std::string &script) {
    const std::string path = m_folder / "script", keys = m_folder / "client.pub";
    writeFile(path, "#!/bin/sh\n" + script + "\n");
    ::chmod(path.c_str(), 0755);
    const std::string key = readFile(keys);
    writeFile(keys, "command=\"" + path + "\" " + key.substr(key.find("ssh-ed25519")));
}

void SshGitServer::killAll() const {
    const std::vector<pid_t> family = descendantsOf(m_pid);
    ::kill(m_pid, SIGKILL);
    for (const pid_t one : family)
        ::kill(one, SIGKILL);
}

}  // namespace wikivault::test
