#include "tests/support/other_process.h"

#include <QCoreApplication>

#include <csignal>

namespace wikivault::test {

namespace {
constexpr int kPatienceMs = 30000;
}

OtherProcess::OtherProcess(const QStringList &arguments) {
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), arguments);
    m_process.waitForStarted(kPatienceMs);
}

OtherProcess::~OtherProcess() {
    kill();
}

std::string OtherProcess::nextLine() {
    while (!m_process.canReadLine())
        if (!m_process.waitForReadyRead(kPatienceMs)) return "no line: " + m_process.errorString().toStdString();
    return m_process.readLine().trimmed().toStdString();
}

void OtherProcess::send(int signal) {
    ::kill(static_cast<pid_t>(m_process.processId()), signal);
}

void OtherProcess::finish() {
    m_process.closeWriteChannel();
    m_process.waitForFinished(kPatienceMs);
}

void OtherProcess::kill() {
    if (m_process.state() == QProcess::NotRunning) return;
    send(SIGKILL);
    m_process.waitForFinished(kPatienceMs);
}

}  // namespace wikivault::test
