#include "app/common/support_bundle.h"
#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"

#include <QProcess>
#include <QTest>

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

namespace {

const std::vector<std::pair<const char *, std::string>> &plantedSecrets() {
    static const std::vector<std::pair<const char *, std::string>> secrets{
        {"DOCMOST_PASSWORD", "canary-of-the-password"},
        {"DOCMOST_TOKEN", "canary-of-the-token"},
        {"REDIS_URL", "canary of redis"},
    };
    return secrets;
}

/// Where a planted secret stands below `folder`.
std::string leakBelow(const std::string &folder) {
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        const std::string text = readFile(entry.path().string());
        for (const auto &[name, secret] : plantedSecrets())
            if (text.find(secret) != std::string::npos || text.find("canary%20of") != std::string::npos)
                return entry.path().string() + " holds the secret of " + name;
    }
    return {};
}

bool saysSecret(const CtlRun &run) {
    for (const auto &[name, secret] : plantedSecrets())
        if (run.out.contains(QByteArray::fromStdString(secret)) || run.err.contains(QByteArray::fromStdString(secret)))
            return true;
    return run.out.contains("canary%20of") || run.err.contains("canary%20of");
}

}  // namespace

/// Planted secrets are found nowhere: not in what the program says, its log, journal, vaults and support bundle.
class CtlBundleTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_data = std::make_unique<TempDir>();
        auto wiki = TestWiki::sqlite();
        QVERIFY(wiki.has_value());
        m_wiki = std::move(*wiki);
        m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
        m_ctl->set("WIKIVAULT_WRITER", "sql");
        m_ctl->set("DOCMOST_API_URL", "http://127.0.0.1:1/api");
        m_ctl->set("DOCMOST_EMAIL", "sync@example.org");
        for (const auto &[name, secret] : plantedSecrets())
            m_ctl->set(name, secret);
        m_ctl->set("REDIS_URL", "redis://user:canary%20of%20redis@127.0.0.1:1/0");
    }

    void plantedSecretsStayWhereTheyAre() {
        for (const char *command : {"doctor", "spaces", "sync --all", "runs", "locks"}) {
            const CtlRun run = m_ctl->run(command);
            QVERIFY2(!saysSecret(run),
                     (command + std::string(": ") + run.out.constData() + run.err.constData()).c_str());
        }
        QCOMPARE(leakBelow(m_data->path()), std::string());
        const std::string bundle = *m_data / "support.tar";
        const CtlRun made = m_ctl->run(words("bundle -o") << QString::fromStdString(bundle));
        QVERIFY2(made.code == 0 && !saysSecret(made), made.err.constData());
        QCOMPARE(leakBelow(m_data->path()), std::string());
    }

    void theBundleIsAnArchiveOfItsOwner() {
        const std::string bundle = *m_data / "support.tar", folder = *m_data / "unpacked";
        QCOMPARE(m_ctl->run(words("bundle -o") << QString::fromStdString(bundle)).code, 0);
        QVERIFY((std::filesystem::status(bundle).permissions() & std::filesystem::perms::others_all) ==
                std::filesystem::perms::none);
        std::filesystem::create_directory(folder);
        QProcess tar;
        tar.start(QStringLiteral("tar"), {QStringLiteral("-xf"), QString::fromStdString(bundle), QStringLiteral("-C"),
                                          QString::fromStdString(folder)});
        QVERIFY(tar.waitForFinished() && tar.exitCode() == 0);
        const std::string settings = readFile(folder + "/settings.txt");
        QVERIFY2(settings.find("DOCMOST_PASSWORD = ***") != std::string::npos, settings.c_str());
        QVERIFY2(settings.find("DOCMOST_EMAIL = sync@example.org") != std::string::npos, settings.c_str());
        const std::string manifest = readFile(folder + "/manifest.txt");
        for (const char *name : {"settings.txt", "doctor.json", "runs.csv", "locks.json", "wikivault.log"})
            QVERIFY2(std::filesystem::exists(folder + "/" + name) && manifest.find(name) != std::string::npos, name);
        QVERIFY(readFile(folder + "/doctor.json").find("\"database\"") != std::string::npos);
    }

    void aFileThatCannotBeWrittenIsNamed() {
        const CtlRun run = m_ctl->run("bundle -o /proc/none/support.tar");
        QVERIFY2(run.code == 2 && run.err.contains("/proc/none/support.tar"), run.err.constData());
    }

    void secretsAreMaskedInAnyText() {
        Settings settings;
        settings.apiPassword = "pass word";
        settings.databaseUrl = "postgresql://u:p%40ss@db/x";
        QCOMPARE(withoutSecrets("it said pass word and p@ss, p%40ss and postgresql://u:p%40ss@db/x", settings),
                 std::string("it said *** and ***, *** and postgresql://u:***@db/x"));
    }

private:
    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
};

QTEST_GUILESS_MAIN(CtlBundleTest)
#include "ctl_bundle_test.moc"
