#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

/// `wikivaultctl init`: a profile is checked, written without secrets, and used from then on.
class CtlInitTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_home = std::make_unique<TempDir>();
        m_ctl = std::make_unique<CtlProgram>(m_home->path());
    }
    void aDemoIsSetUpAndWorksWithoutAnySetting();
    void aWikiHasToBeNamed();
    void aFailedCheckWritesNothing();
    void aProfileThatIsThereIsNotReplacedByItself();
    void secretsAreLeftOutAndSpacesEnabled();

private:
    [[nodiscard]] std::string profile(const char *name = "default") const {
        return *m_home / (std::string(".config/wikivault/") + name + ".ini");
    }
    [[nodiscard]] QStringList demo() const {
        return words("--demo") + QStringList{QString::fromStdString(*m_home / "tour")};
    }

    std::unique_ptr<TempDir> m_home;
    std::unique_ptr<CtlProgram> m_ctl;
};

void CtlInitTest::aDemoIsSetUpAndWorksWithoutAnySetting() {
    const CtlRun made = m_ctl->run(words("init") + demo());
    QVERIFY2(made.code == 0, made.err.constData());
    QVERIFY2(made.out.contains("Wrote ") && made.out.contains("database"), made.out.constData());
    QCOMPARE(m_ctl->run("spaces --json").array().size(), 3);
    const CtlRun synced = m_ctl->run("sync product");
    QVERIFY2(synced.code == 0, synced.err.constData());
}

void CtlInitTest::aWikiHasToBeNamed() {
    const CtlRun asked = m_ctl->run("init");
    QCOMPARE(asked.code, 64);
    QVERIFY2(asked.err.contains("DATABASE_URL=") && asked.err.contains("--demo"), asked.err.constData());
    QVERIFY(!std::filesystem::exists(profile()));
}

void CtlInitTest::aFailedCheckWritesNothing() {
    const QStringList dead = words("init --set DATABASE_URL=postgresql://nobody@127.0.0.1:1/docmost");
    const CtlRun refused = m_ctl->run(dead);
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.out.contains("fail"), refused.out.constData());
    QVERIFY2(refused.err.contains("--untested"), refused.err.constData());
    QVERIFY(!std::filesystem::exists(profile()));
    const CtlRun kept = m_ctl->run(dead + words("--untested"));
    QVERIFY2(kept.code == 0, kept.err.constData());
    QVERIFY(readFile(profile()).find("DATABASE_URL = postgresql://nobody@127.0.0.1:1/docmost") != std::string::npos);
    QVERIFY(readFile(profile()).find("WIKIVAULT_UNFLAGGED = none") != std::string::npos);
}

void CtlInitTest::aProfileThatIsThereIsNotReplacedByItself() {
    QCOMPARE(m_ctl->run(words("init --profile tour") + demo()).code, 0);
    const std::string before = readFile(profile("tour"));
    QVERIFY(!before.empty());
    const CtlRun again = m_ctl->run(words("init --profile tour --set LOG_LEVEL=debug") + demo());
    QCOMPARE(again.code, 64);
    QVERIFY2(again.err.contains("--replace"), again.err.constData());
    QCOMPARE(readFile(profile("tour")), before);
    QCOMPARE(m_ctl->run(words("init --profile tour --replace") + demo()).code, 0);
    QVERIFY(m_ctl->run("spaces --profile tour --json").array().size() == 3);
}

void CtlInitTest::secretsAreLeftOutAndSpacesEnabled() {
    auto wiki = TestWiki::sqlite();
    QVERIFY(wiki.has_value());
    CtlProgram ctl(**wiki, m_home->path());
    ctl.set("WIKIVAULT_HTTP_TOKEN", "canary-of-the-token-1234");
    const CtlRun unknown = ctl.run("init --enable nowhere");
    QCOMPARE(unknown.code, 64);
    QVERIFY(!std::filesystem::exists(profile()));
    const auto spaces = ctl.run("spaces --json").array();
    QVERIFY(!spaces.isEmpty());
    const QString slug = spaces.first().toObject()[QStringLiteral("slug")].toString();
    const CtlRun made = ctl.run(words("init --json --enable") + QStringList{slug});
    QVERIFY2(made.code == 0, made.err.constData());
    QCOMPARE(made.object()[QStringLiteral("enabled")].toInt(), 1);
    QVERIFY2(made.out.contains("Enabled now: ") && !made.out.contains("none is selected"), made.out.constData());
    QVERIFY(readFile(profile()).find("canary") == std::string::npos);
    for (const auto &space : ctl.run("spaces --json").array())
        QCOMPARE(space.toObject()[QStringLiteral("enabled")].toBool(),
                 space.toObject()[QStringLiteral("slug")].toString() == slug);
}

QTEST_GUILESS_MAIN(CtlInitTest)
#include "ctl_init_test.moc"
