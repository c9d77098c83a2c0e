#pragma once

#include "tests/support/test_wiki.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <map>
#include <memory>
#include <string>

namespace wikivault::test {

struct CtlRun {
    int code = -1;  ///< -1: it was killed or did not end
    QByteArray out, err;
    [[nodiscard]] QJsonArray array() const { return QJsonDocument::fromJson(out).array(); }
    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(out).object(); }
};

/// The built `wikivaultctl` as its users run it, in an environment of its own: nothing but what is set here.
class CtlProgram {
public:
    using Variables = std::map<QString, QString>;

    /// Nothing is set but the home.
    explicit CtlProgram(const std::string &home) : m_home(home) { set("HOME", home); }
    /// A switched-on profile of `wiki` with its vaults below `home`.
    CtlProgram(const TestWiki &wiki, const std::string &home);
    void set(const char *name, const std::string &value);

    [[nodiscard]] CtlRun run(const QStringList &arguments, const Variables &more = {},
                             const QByteArray &input = {}) const;
    /// Words separated by blanks.
    [[nodiscard]] CtlRun run(const char *arguments, const Variables &more = {}) const;
    /// By another program, which is given the rest: `prlimit --fsize=1000`.
    [[nodiscard]] CtlRun runUnder(const QStringList &wrapper, const char *arguments, const Variables &more = {}) const;
    /// Started and left running.
    [[nodiscard]] std::unique_ptr<QProcess> start(const char *arguments, const Variables &more = {}) const;
    [[nodiscard]] std::string vaults() const { return m_home + "/vaults"; }

private:
    [[nodiscard]] CtlRun start(const QStringList &command, const Variables &more, const QByteArray &input) const;
    [[nodiscard]] QProcessEnvironment environment(const Variables &more) const;

    std::string m_home;
    Variables m_variables;
};

[[nodiscard]] QStringList words(const char *text);

/// Where each thread of a program stands that does not end; "" without a debugger.
[[nodiscard]] QByteArray stacksOf(const QProcess &program);

}  // namespace wikivault::test
