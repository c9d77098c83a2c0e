#pragma once

#include "tests/fakes/stand_in_wiki.h"
#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"

#include <QtTest>

#include <memory>
#include <string>

namespace wikivault::test {

/// The built program on a wiki that is up, with the pages `Anchor` and `Branch`: everything is written through its API.
class ApiDesk {
public:
    /// `fork`: the wiki's server is gitmost.
    ApiDesk(std::unique_ptr<TestWiki> wiki, bool fork);

    [[nodiscard]] TestWiki &wiki() { return *m_wiki; }
    [[nodiscard]] StandInWiki &server() { return m_server; }
    [[nodiscard]] CtlProgram &ctl() { return m_ctl; }
    [[nodiscard]] const std::string &folder() const { return m_folder; }

    /// A run of the space `General`; another exit code is told.
    CtlRun sync(int code = 0);
    void expectQuiet();
    std::string ask(const std::string &sql) { return m_wiki->run(sql); }
    [[nodiscard]] std::string idOf(const std::string &title);
    [[nodiscard]] std::string contentOf(const std::string &title);
    [[nodiscard]] int writes();
    [[nodiscard]] std::string path(const std::string &file) const;
    [[nodiscard]] std::string body(const std::string &file) const;
    [[nodiscard]] std::string idIn(const std::string &file) const;
    void writeBody(const std::string &file, const std::string &text) const;
    void addPage(int number, const std::string &title, const std::string &text);

private:
    TempDir m_data;
    const std::string m_folder = m_data.path();
    std::unique_ptr<TestWiki> m_wiki;
    StandInWiki m_server;
    CtlProgram m_ctl;
};

/// A desk on each kind of store in turn; the servers live as long as this.
class ApiDesks {
public:
    static void addStores();
    /// The row at hand; null, with the reason, where its server cannot be had.
    [[nodiscard]] std::unique_ptr<ApiDesk> open(const QString &store);
    [[nodiscard]] const std::string &whyNone() const { return m_whyNone; }

private:
    std::unique_ptr<PostgresServer> m_postgres;
    std::string m_whyNone;
};

/// What stories on such a desk begin with, and how each ends.
class ApiStory {
protected:
    /// Skips the test where the row's server cannot be had.
    void begin() {
        QFETCH_GLOBAL(const QString, store);
        m_desk = m_desks.open(store);
        if (!m_desk) QSKIP(m_desks.whyNone().c_str());
    }
    void end() {
        if (m_desk) QVERIFY(m_desk->server().mostUnderWay() <= 4);
        m_desk.reset();
    }

    ApiDesks m_desks;
    std::unique_ptr<ApiDesk> m_desk;
};

}  // namespace wikivault::test
