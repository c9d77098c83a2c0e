#include "app/common/secret_command.h"

#include <QProcess>

namespace wikivault {

namespace {

constexpr int kLongestWaitMs = 60000;  // somebody may have to unlock a store

}  // namespace

Result<std::string> secretFrom(const std::string &command, const std::string &variable) {
    QProcess shell;
    shell.setProcessChannelMode(QProcess::SeparateChannels);
    shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QString::fromStdString(command)});
    if (!shell.waitForStarted()) return fail(ErrorCode::Unavailable, variable + ": there is no /bin/sh to run it");
    shell.closeWriteChannel();
    if (!shell.waitForFinished(kLongestWaitMs)) {
        shell.kill();
        shell.waitForFinished();
        return fail(ErrorCode::Unavailable, variable + ": the command did not end within a minute; try it by hand");
    }
    if (shell.exitStatus() != QProcess::NormalExit || shell.exitCode() != 0)
        return fail(ErrorCode::Unavailable, variable + ": the command failed with exit code " +
                                                std::to_string(shell.exitCode()) + "; try it by hand");
    const std::string printed = shell.readAllStandardOutput().toStdString();
    std::string secret = printed.substr(0, printed.find_first_of("\r\n"));
    if (secret.empty()) return fail(ErrorCode::Unavailable, variable + ": the command printed nothing");
    return secret;
}

}  // namespace wikivault
