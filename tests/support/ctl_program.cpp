#include "tests/support/ctl_program.h"

namespace wikivault::test {

namespace {

const QString kProgram = QStringLiteral(WIKIVAULT_BINARY_DIR "/wikivaultctl");

}  // namespace

QStringList words(const char *text) {
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QByteArray stacksOf(const QProcess &program) {
    QProcess debugger;
    debugger.start(QStringLiteral("gdb"),
                   {QStringLiteral("-batch"), QStringLiteral("-p"), QString::number(program.processId()),
                    QStringLiteral("-ex"), QStringLiteral("thread apply all backtrace 30")});
    debugger.waitForFinished(60000);
    return debugger.readAllStandardOutput();
}

CtlProgram::CtlProgram(const TestWiki &wiki, const std::string &home) : CtlProgram(home) {
    set("DATABASE_URL", wiki.url());
    set("GIT_SYNC_DATA_DIR", vaults());
    set("GIT_SYNC_ENABLED", "true");
    set("GIT_SYNC_SERVICE_USER_ID", wiki.user().str());
}

void CtlProgram::set(const char *name, const std::string &value) {
    m_variables[QString::fromLatin1(name)] = QString::fromStdString(value);
}

QProcessEnvironment CtlProgram::environment(const Variables &more) const {
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    for (const auto &[name, value] : m_variables)
        environment.insert(name, value);
    for (const auto &[name, value] : more)
        environment.insert(name, value);
    return environment;
}

CtlRun CtlProgram::run(const QStringList &arguments, const Variables &more, const QByteArray &input) const {
    return start(QStringList(kProgram) + arguments, more, input);
}

CtlRun CtlProgram::runUnder(const QStringList &wrapper, const char *arguments, const Variables &more) const {
    return start(wrapper + QStringList(kProgram) + words(arguments), more, {});
}

CtlRun CtlProgram::start(const QStringList &command, const Variables &more, const QByteArray &input) const {
    QProcess process;
    process.setProcessEnvironment(environment(more));
    process.start(command.first(), command.mid(1));
    process.write(input);
    process.closeWriteChannel();
    CtlRun result;
    if (process.waitForFinished(60000) && process.exitStatus() == QProcess::NormalExit)
        result.code = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

CtlRun CtlProgram::run(const char *arguments, const Variables &more) const {
    return run(words(arguments), more);
}

std::unique_ptr<QProcess> CtlProgram::start(const char *arguments, const Variables &more) const {
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment(more));
    process->start(kProgram, words(arguments));
    process->waitForStarted();
    return process;
}

}  // namespace wikivault::test
