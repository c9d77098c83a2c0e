#pragma once

#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"

namespace wikivault::test {

[[nodiscard]] inline QString member(const QJsonObject &object, const char *name) {
    return object.value(QLatin1String(name)).toString();
}

/// An embedded wiki with three pages and the program that syncs it.
class CtlWorld {
public:
    CtlWorld() : m_wiki(std::move(*TestWiki::sqlite())), m_ctl(*m_wiki, m_data.path()) {
        addPage(m_wiki->general(), 1, "Welcome");
        addPage(m_wiki->general(), 2, "Opening hours");
        addPage(m_wiki->engineering(), 3, "Runbook");
    }
    [[nodiscard]] TestWiki &wiki() const { return *m_wiki; }
    [[nodiscard]] const TempDir &folder() const { return m_data; }
    template <class... Arguments>
    [[nodiscard]] CtlRun run(const Arguments &...arguments) const {
        return m_ctl.run(arguments...);
    }
    /// Started and left running.
    [[nodiscard]] std::unique_ptr<QProcess> start(const char *arguments) const { return m_ctl.start(arguments); }
    [[nodiscard]] std::string vaults() const { return m_ctl.vaults(); }
    [[nodiscard]] std::string file(const std::string &name) const {
        return vaults() + "/" + m_wiki->general().str() + "/" + name;
    }
    [[nodiscard]] std::string body(const std::string &name) const { return parsePageFile(readFile(file(name))).body; }
    void writeBody(const std::string &name, const std::string &text) const {
        writeFile(file(name), withBody(readFile(file(name)), text));
    }
    void execute(const std::string &sql) const {
        if (const std::string printed = m_wiki->run(sql); !printed.empty()) qFatal("%s", printed.c_str());
    }
    /// The doctor's check of the vault.
    [[nodiscard]] QJsonObject doctorOfVault() const {
        for (const QJsonValue check : run("doctor --json").array())
            if (member(check.toObject(), "name") == QStringLiteral("vault general")) return check.toObject();
        return {};
    }
    void addPage(const SpaceId &space, int number, const std::string &title) const {
        execute(m_wiki->newPage(space, number, title, title + " text."));
    }
    void editPage(int number, const std::string &text) const {
        execute("update pages set content = '" + testBody(text) + "' where id = '" + testPage(number).str() + "'");
    }

private:
    TempDir m_data;
    std::unique_ptr<TestWiki> m_wiki;
    CtlProgram m_ctl;
};

}  // namespace wikivault::test
