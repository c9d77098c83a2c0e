#pragma once

#include <QProcess>

#include <string>

namespace wikivault::test {

/// A second process that holds something: it says lines on standard output and goes on until its standard input closes.
/// Usually the test program itself, started with arguments of its own.
class OtherProcess {
public:
    explicit OtherProcess(const QStringList &arguments);
    ~OtherProcess();

    /// Its next line, or what kept it from coming.
    [[nodiscard]] std::string nextLine();
    void send(int signal);
    /// Closes its standard input and waits for its end.
    void finish();
    /// kill -9
    void kill();

private:
    QProcess m_process;
};

}  // namespace wikivault::test
