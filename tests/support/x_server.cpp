#include "tests/support/x_server.h"

#include <QProcessEnvironment>
#include <QStandardPaths>

#include <sys/prctl.h>

#include <csignal>

namespace wikivault::test {

namespace {

constexpr int kXStartMs = 20000;

void dieWithTheTest(QProcess &process) {
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    process.setStandardErrorFile(QProcess::nullDevice());
}

void stopProcess(QProcess &process) {
    if (process.state() == QProcess::NotRunning) return;
    process.terminate();
    if (!process.waitForFinished(kXStartMs)) process.kill();
}

}  // namespace

Result<std::unique_ptr<XServer>> XServer::start() {
    if (QStandardPaths::findExecutable(QStringLiteral("Xvfb")).isEmpty())
        return fail(ErrorCode::NotFound, "Xvfb is not installed (package xvfb)");
    std::unique_ptr<XServer> x(new XServer);
    dieWithTheTest(x->m_server);
    x->m_server.start(
        QStringLiteral("Xvfb"),
        {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"), QStringLiteral("0"),
         QStringLiteral("1280x800x24"), QStringLiteral("-nolisten"), QStringLiteral("tcp")});
    QByteArray number;
    while (!number.endsWith('\n') && x->m_server.waitForReadyRead(kXStartMs))
        number += x->m_server.readAllStandardOutput();
    if (!number.endsWith('\n')) return fail(ErrorCode::Unavailable, "Xvfb does not start");
    x->m_display = ":" + number.trimmed().toStdString();
    if (QStandardPaths::findExecutable(QStringLiteral("openbox")).isEmpty()) return x;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DISPLAY"), QString::fromStdString(x->m_display));
    x->m_manager.setProcessEnvironment(environment);
    dieWithTheTest(x->m_manager);
    x->m_manager.start(QStringLiteral("openbox"), QStringList{});
    x->m_manager.waitForStarted(kXStartMs);
    return x;
}

XServer::~XServer() {
    stopProcess(m_manager);
    stopProcess(m_server);
}

}  // namespace wikivault::test
