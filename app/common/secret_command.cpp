#include "app/common/secret_command.h"

#include <QCoreApplication>
#include <QProcess>

#include <algorithm>
#include <array>

namespace wikivault {

namespace {

constexpr int kLongestWaitMs = 60000;  // somebody may have to unlock a store

struct Answer {
    int code = 0;
    std::string out, err;
};

/// `sentence` begins every error.
Result<Answer> answerOf(QProcess &process, const std::string &sentence, const std::string &input = {}) {
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.start();
    if (!process.waitForStarted())
        return fail(ErrorCode::Unavailable,
                    sentence + ": there is no " + process.program().toStdString() + " to run it");
    process.write(input.data(), static_cast<qint64>(input.size()));
    process.closeWriteChannel();
    if (!process.waitForFinished(kLongestWaitMs)) {
        process.kill();
        process.waitForFinished();
        return fail(ErrorCode::Unavailable, sentence + ": the command did not end within a minute; try it by hand");
    }
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return Answer{code, process.readAllStandardOutput().toStdString(), process.readAllStandardError().toStdString()};
}

std::string firstLine(const std::string &text) {
    return text.substr(0, text.find_first_of("\r\n"));
}

/// A program of its own asks the keyring: it may wait for a person, and its libraries want a main thread.
Result<std::string> askKeyring(const char *verb, const std::string &profile, const std::string &variable,
                               const std::string &input = {}) {
    QProcess program;
    program.setProgram(QCoreApplication::applicationDirPath() + QStringLiteral("/wikivaultctl"));
    program.setArguments({QStringLiteral("secret"), QLatin1String(verb), QString::fromStdString(variable),
                          QStringLiteral("--profile"), QString::fromStdString(profile)});
    TRY_ASSIGN(const Answer answer, answerOf(program, variable, input));
    if (answer.code == 0) return firstLine(answer.out);
    const std::string said = firstLine(answer.err);
    return fail(ErrorCode::Unavailable, variable + ": " + (said.empty() ? "the keyring did not answer" : said));
}

/// `DOCMOST_PASSWORD` of `DOCMOST_PASSWORD_COMMAND`.
std::string secretOf(const std::string &commandVariable) {
    const std::string ending = "_COMMAND";
    return commandVariable.ends_with(ending) ? commandVariable.substr(0, commandVariable.size() - ending.size())
                                             : commandVariable;
}

}  // namespace

Result<std::string> secretFrom(const SecretSource &source) {
    if (source.command == kKeyringCommand) return askKeyring("show", source.profile, secretOf(source.variable));
    QProcess shell;
    shell.setProgram(QStringLiteral("/bin/sh"));
    shell.setArguments({QStringLiteral("-c"), QString::fromStdString(source.command)});
    TRY_ASSIGN(const Answer answer, answerOf(shell, source.variable));
    if (answer.code != 0)
        return fail(ErrorCode::Unavailable, source.variable + ": the command failed with exit code " +
                                                std::to_string(answer.code) + "; try it by hand");
    std::string secret = firstLine(answer.out);
    if (secret.empty()) return fail(ErrorCode::Unavailable, source.variable + ": the command printed nothing");
    return secret;
}

bool mayBeInKeyring(const std::string &variable) {
    constexpr std::array<std::string_view, 4> names{"DATABASE_PASSWORD", "DOCMOST_PASSWORD", "GIT_SYNC_HTTPS_TOKEN",
                                                    "WIKIVAULT_HTTP_TOKEN"};
    return std::find(names.begin(), names.end(), variable) != names.end();
}

std::string keyringKey(const std::string &profile, const std::string &variable) {
    return profile + "/" + variable;
}

Result<> storeInKeyring(const std::string &profile, const std::string &variable, const std::string &secret) {
    TRY(askKeyring("store", profile, variable, secret + "\n"));
    return {};
}

Result<> forgetInKeyring(const std::string &profile, const std::string &variable) {
    TRY(askKeyring("forget", profile, variable));
    return {};
}

}  // namespace wikivault
