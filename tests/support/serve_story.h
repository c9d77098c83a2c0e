#pragma once

#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"

#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QTest>

#include <memory>
#include <string>

namespace wikivault::test {

/// What stories of the built program as a headless driver begin with, a wiki of one page, "Page", with the text
/// "alpha"; and how each ends: it stops when it is told to, and leaves no socket.
class ServeStory {
protected:
    static constexpr int kPatienceMs = 60'000;

    void begin() {
        m_data = std::make_unique<TempDir>();
        auto wiki = TestWiki::sqlite();
        QVERIFY(wiki.has_value());
        m_wiki = std::move(*wiki);
        m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
        m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "1000");
        m_ctl->set("GIT_SYNC_DEBOUNCE_MS", "100");
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
    }
    void end() {
        if (!m_driver) return;
        m_driver->terminate();
        if (!m_driver->waitForFinished(kPatienceMs)) qWarning("%s", stacksOf(*m_driver).constData());
        QCOMPARE(m_driver->state(), QProcess::NotRunning);
        QCOMPARE(m_driver->exitCode(), 0);
        QVERIFY(!QFileInfo::exists(socket()));
        m_driver.reset();
    }
    void startDriver() {
        m_driver = m_ctl->start("serve");
        QTRY_VERIFY_WITH_TIMEOUT(m_ctl->run("status").code == 0, kPatienceMs);
    }
    [[nodiscard]] CtlRun run(const char *arguments) const { return m_ctl->run(arguments); }
    [[nodiscard]] QString socket() const {
        return QString::fromStdString(m_ctl->vaults() + "/.wikivault/control.sock");
    }
    [[nodiscard]] std::string file(const std::string &name) const {
        return m_ctl->vaults() + "/" + m_wiki->general().str() + "/" + name;
    }
    [[nodiscard]] QByteArray textOf(const std::string &name) const {
        QFile text(QString::fromStdString(file(name)));
        return text.open(QIODevice::ReadOnly) ? text.readAll() : QByteArray();
    }
    void editPage(const std::string &text) {
        QCOMPARE(
            m_wiki->run("update pages set content = '" + testBody(text) + "' where id = '" + testPage(1).str() + "'"),
            std::string());
    }
    /// What the driver answers to one line.
    [[nodiscard]] QByteArray say(const QByteArray &line) const {
        QLocalSocket peer;
        peer.connectToServer(socket());
        if (!peer.waitForConnected(kPatienceMs)) return {};
        peer.write(line);
        while (!peer.canReadLine())
            if (!peer.waitForReadyRead(kPatienceMs)) return {};
        return peer.readLine();
    }

    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
    std::unique_ptr<QProcess> m_driver;
};

}  // namespace wikivault::test
