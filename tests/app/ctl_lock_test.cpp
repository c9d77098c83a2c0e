#include "tests/support/ctl_world.h"
#include "tests/support/redis_server.h"

#include <QDir>
#include <QFileInfo>
#include <QScopeGuard>
#include <QTest>

#include <csignal>

using namespace wikivault;
using test::CtlRun;
using test::member;

/// The built program holds spaces, waits for them and asks holders to stop; with file locks and with Redis.
class CtlLockTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aSpaceIsHeldUntilSomebodyAsks_data();
    void aSpaceIsHeldUntilSomebodyAsks();
    void F040_theSameVaultUnderAnotherName_data();
    void F040_theSameVaultUnderAnotherName();
    void F062_aPeerThatHoldsForHours();
    void redteam10_aKeyThatVanishesFreesNothing();
    void aHoldEndsByItself();
    void ctrlCReleases();
    void whatIsLockedIsNotHeld();
    void aRunWaitsForTheLock();
    void aRunStopsWhenItsHolderIsAsked();
    void wrongWordsAreExplained();

private:
    using Variables = test::CtlProgram::Variables;
    [[nodiscard]] std::unique_ptr<QProcess> start(const char *arguments, const Variables &more = {}) const {
        return m_ctl->start(arguments, more);
    }
    /// Started, and the lock is held.
    [[nodiscard]] std::unique_ptr<QProcess> hold(const char *arguments, const Variables &more = {}) const {
        auto process = start(arguments, more);
        QByteArray said;
        const bool held =
            QTest::qWaitFor([&] { return (said += process->readAllStandardOutput()).contains("until"); }, kPatienceMs);
        if (!held) qWarning("%s%s", said.constData(), process->readAllStandardError().constData());
        return process;
    }
    [[nodiscard]] QJsonObject lock(const Variables &more = {}) const {
        return m_ctl->run("locks --json", more).array().at(0).toObject();
    }

    static constexpr int kPatienceMs = 60'000;
    std::unique_ptr<test::TempDir> m_data;
    std::unique_ptr<test::TestWiki> m_wiki;
    std::unique_ptr<test::CtlProgram> m_ctl;
};

void CtlLockTest::init() {
    m_data = std::make_unique<test::TempDir>();
    auto wiki = test::TestWiki::sqlite();
    QVERIFY(wiki.has_value());
    m_wiki = std::move(*wiki);
    m_ctl = std::make_unique<test::CtlProgram>(*m_wiki, m_data->path());
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
}

void CtlLockTest::aSpaceIsHeldUntilSomebodyAsks_data() {
    QTest::addColumn<bool>("withRedis");
    QTest::newRow("file locks") << false;
    QTest::newRow("Redis") << true;
}

void CtlLockTest::aSpaceIsHeldUntilSomebodyAsks() {
    QFETCH(bool, withRedis);
    const auto server = withRedis ? test::RedisServer::start() : Result<std::unique_ptr<test::RedisServer>>();
    if (!server) QSKIP(server.error().detail.c_str());
    Variables variables;
    if (withRedis) variables[QStringLiteral("REDIS_URL")] = QString::fromStdString((*server)->url());
    const auto holder = hold("lock hold general --for 1h --reason disks", variables);
    QTRY_VERIFY_WITH_TIMEOUT(member(lock(variables), "phase").contains(QStringLiteral("maintenance until")), 5000);
    const QJsonObject held = lock(variables);
    QVERIFY(member(held, "phase").endsWith(QStringLiteral(": disks")));
    QCOMPARE(held.value(QStringLiteral("beatMs")).isDouble(), withRedis);
    QCOMPARE(held.value(QStringLiteral("endsWithProcess")).toBool(), !withRedis);
    QCOMPARE(m_ctl->run("sync general", variables).code, 3);
    QVERIFY(m_ctl->run("locks", variables).out.contains("disks"));
    QVERIFY(m_ctl->run("spaces", variables).out.contains("held for maintenance"));
    const QStringList question = test::words("lock stop general --expect");
    QCOMPARE(m_ctl->run(question + QStringList(QStringLiteral("somebody")), variables).code, 3);
    const CtlRun asked = m_ctl->run(question + QStringList(member(held, "holder")), variables);
    QVERIFY2(asked.code == 0 && asked.out.contains("Asked the holder"), asked.err.constData());
    QVERIFY(holder->waitForFinished(kPatienceMs));
    QCOMPARE(holder->exitCode(), 0);
    QCOMPARE(m_ctl->run("sync general", variables).code, 0);
    QCOMPARE(m_ctl->run(question + QStringList(member(held, "holder")), variables).code, 0);
}

void CtlLockTest::F040_theSameVaultUnderAnotherName_data() {
    QTest::addColumn<QString>("how");
    for (const char *how : {"the same path", "a link to the data directory", "a link to the vault", "a bind mount"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

/// Two consoles share nothing but the directory: the second is refused by the kernel, and told by whom.
void CtlLockTest::F040_theSameVaultUnderAnotherName() {
    QFETCH(const QString, how);
    QCOMPARE(m_ctl->run("sync general").code, 0);
    const QString vaults = QString::fromStdString(m_ctl->vaults());
    const QString space = QString::fromStdString(m_wiki->general().str());
    QString other = vaults;
    if (how.contains(QStringLiteral("data directory"))) {
        other = QString::fromStdString(*m_data / "linked");
        QVERIFY(QFile::link(vaults, other));
    } else if (how != QStringLiteral("the same path")) {
        other = QString::fromStdString(*m_data / "others");
        QVERIFY(QDir().mkpath(other));
        if (how.contains(QStringLiteral("link")))
            QVERIFY(QFile::link(vaults + QLatin1Char('/') + space, other + QLatin1Char('/') + space));
    }
    const bool binds = how == QStringLiteral("a bind mount");
    if (binds && QProcess::execute(QStringLiteral("mount"), {QStringLiteral("--bind"), vaults, other}) != 0)
        QSKIP("no directory can be mounted here (it needs root)");
    const auto unmount = qScopeGuard([&] {
        if (binds) QProcess::execute(QStringLiteral("umount"), {other});
    });
    const auto holder = hold("lock hold general --for 1h --reason disks");
    const std::string before = m_wiki->run("select content, updated_at from pages");
    test::writeFile(m_ctl->vaults() + "/" + space.toStdString() + "/Fresh.md", "fresh\n");
    const Variables second{{QStringLiteral("GIT_SYNC_DATA_DIR"), other}};
    const CtlRun refused = m_ctl->run("sync general", second);
    QVERIFY2(refused.code == 3 && refused.err.contains("\"wikivaultctl locks\" names the holder"),
             refused.err.constData());
    const CtlRun named = m_ctl->run("locks", second);
    const QByteArray pid = QByteArray::number(holder->processId());
    QVERIFY2(named.out.contains(pid) && named.out.contains("disks"), named.out.constData());
    QCOMPARE(m_wiki->run("select content, updated_at from pages"), before);
    holder->terminate();
    QVERIFY(holder->waitForFinished(kPatienceMs));
    QCOMPARE(m_ctl->run("sync general", second).code, 0);
    for (int i = 0; i < 2; ++i) {
        const CtlRun quiet = m_ctl->run("sync general --json");
        QVERIFY2(quiet.array().first().toObject().value(QLatin1String("items")).toArray().isEmpty(),
                 quiet.out.constData());
    }
}

/// One that says no more than its name: it is shown, and what breaks its lock names it and stands in the log.
void CtlLockTest::F062_aPeerThatHoldsForHours() {
    const auto server = test::RedisServer::start();
    if (!server) QSKIP(server.error().detail.c_str());
    const Variables variables{{QStringLiteral("REDIS_URL"), QString::fromStdString((*server)->url())}};
    QCOMPARE(m_ctl->run("sync general", variables).code, 0);
    const std::string key = "git-sync:lock:" + m_wiki->general().str(), peer = "5f0c7d4e-9a51-4b21-8c3b-2f4f1a0f7b11";
    (*server)->run({"SET", key, peer, "PX", "7200000"});
    QCOMPARE(member(lock(variables), "holder").toStdString(), peer);
    QVERIFY(m_ctl->run("locks", variables).out.contains(QByteArray::fromStdString(peer)));
    QCOMPARE(m_ctl->run("sync general", variables).code, 3);
    const QStringList release = test::words("lock release general --expect");
    QCOMPARE(m_ctl->run(release + QStringList(QStringLiteral("somebody")), variables).code, 3);
    QCOMPARE((*server)->run({"GET", key}), peer);
    QCOMPARE(m_ctl->run(release + QStringList(QString::fromStdString(peer)), variables).code, 0);
    QCOMPARE((*server)->run({"EXISTS", key}), std::string("0"));
    const std::string log = test::readFile(m_ctl->vaults() + "/.wikivault/wikivault.log");
    QVERIFY2(log.find(peer) != std::string::npos, log.c_str());
    QCOMPARE(m_ctl->run("sync general", variables).code, 0);
}

/// Whoever held it may still be at work: the kernel's lock of the vault says so.
void CtlLockTest::redteam10_aKeyThatVanishesFreesNothing() {
    const auto server = test::RedisServer::start();
    if (!server) QSKIP(server.error().detail.c_str());
    const Variables variables{{QStringLiteral("REDIS_URL"), QString::fromStdString((*server)->url())}};
    QCOMPARE(m_ctl->run("sync general", variables).code, 0);
    const auto holder = hold("lock hold general --for 1h", variables);
    ::kill(pid_t(holder->processId()), SIGSTOP);  // or it would notice, and give up what it has
    (*server)->run({"FLUSHALL"});
    const CtlRun refused = m_ctl->run("sync general", variables);
    ::kill(pid_t(holder->processId()), SIGCONT);
    QVERIFY2(refused.code == 3, (refused.out + refused.err).constData());
    holder->terminate();
    QVERIFY(holder->waitForFinished(kPatienceMs));
    QCOMPARE(m_ctl->run("sync general", variables).code, 0);
}

void CtlLockTest::aHoldEndsByItself() {
    const auto holder = hold("lock hold general --for 1s");
    QVERIFY(holder->waitForFinished(kPatienceMs));
    QCOMPARE(holder->exitCode(), 0);
    QCOMPARE(m_ctl->run("locks --json").array().size(), 0);
}

void CtlLockTest::ctrlCReleases() {
    const auto holder = hold("lock hold general --for 1h --json");
    QCOMPARE(m_ctl->run("sync general").code, 3);
    ::kill(pid_t(holder->processId()), SIGINT);
    QVERIFY(holder->waitForFinished(kPatienceMs));
    QCOMPARE(holder->exitCode(), 0);
    QCOMPARE(m_ctl->run("sync general").code, 0);
}

void CtlLockTest::whatIsLockedIsNotHeld() {
    const auto holder = hold("lock hold general --for 1h");
    const CtlRun refused = m_ctl->run("lock hold general --for 1h");
    QCOMPARE(refused.code, 3);
    QVERIFY2(refused.err.contains("(ctl)") && refused.err.contains("wait until it is free"), refused.err.constData());
    holder->terminate();
    QVERIFY(holder->waitForFinished(kPatienceMs));
}

void CtlLockTest::aRunWaitsForTheLock() {
    const auto holder = hold("lock hold general --for 1h");
    const CtlRun gaveUp = m_ctl->run("sync general --wait 1s");
    QCOMPARE(gaveUp.code, 3);
    const auto waiting = start("sync general --wait 1h");
    QVERIFY(!waiting->waitForFinished(1500));
    QCOMPARE(m_ctl->run("runs --json").array().size(), 1);  // of the one that gave up
    holder->terminate();
    QVERIFY(holder->waitForFinished(kPatienceMs));
    QVERIFY(waiting->waitForFinished(kPatienceMs));
    QCOMPARE(waiting->exitCode(), 0);
    QVERIFY(QFileInfo::exists(QString::fromStdString(m_ctl->vaults() + "/" + m_wiki->general().str() + "/Page.md")));
}

void CtlLockTest::aRunStopsWhenItsHolderIsAsked() {
    std::string pages;
    for (int number = 2; number < 1500; ++number)
        pages += m_wiki->newPage(m_wiki->general(), number, "Page " + std::to_string(number), "text") + ";\n";
    QCOMPARE(m_wiki->run(pages), std::string());
    const QFileInfo file(
        QString::fromStdString(m_ctl->vaults() + "/" + m_wiki->general().str() + "/.git/wikivault/lock"));
    const auto run = start("sync general");
    while (run->state() == QProcess::Running && QFileInfo(file.filePath()).size() == 0)
        QTest::qWait(1);
    ::kill(pid_t(run->processId()), SIGSTOP);
    const CtlRun asked = m_ctl->run(test::words("lock stop general --expect") << member(lock(), "holder"));
    ::kill(pid_t(run->processId()), SIGCONT);
    QVERIFY2(asked.code == 0 && asked.out.contains("Asked the holder"), asked.err.constData());
    QVERIFY(run->waitForFinished(kPatienceMs));
    const QByteArray said = run->readAllStandardOutput() + run->readAllStandardError();
    QVERIFY2(said.contains("somebody asked its holder to stop"), said.constData());
    QCOMPARE(member(m_ctl->run("runs --json").array().at(0).toObject(), "outcome"), QStringLiteral("cancelled"));
    QCOMPARE(m_ctl->run("sync general").code, 0);
    QCOMPARE(m_ctl->run("sync general").code, 0);
}

void CtlLockTest::wrongWordsAreExplained() {
    const std::pair<const char *, const char *> rows[] = {{"lock hold general", "--for 30m"},
                                                          {"lock hold general --for soon", "expected a length of time"},
                                                          {"lock hold nowhere --for 1h", "Known: engineering, general"},
                                                          {"lock stop general", "--expect"},
                                                          {"sync general --wait long", "expected a length of time"}};
    for (const auto &[line, part] : rows) {
        const CtlRun refused = m_ctl->run(line);
        QVERIFY2(refused.code == 64 && refused.err.contains(part), refused.err.constData());
    }
}

QTEST_GUILESS_MAIN(CtlLockTest)
#include "ctl_lock_test.moc"
