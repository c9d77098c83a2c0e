#include "tests/support/temp_vault.h"
#include "tests/support/vault_desk.h"
#include "tests/support/verify.h"

#include <QtTest>

#include <unistd.h>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr uid_t kNobody = 65534;

}  // namespace

/// F034, S-18: another user's vault is not opened, as git itself would not.
class VaultOwnerTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (::geteuid() != 0) QSKIP("only root can give a file to somebody else");
        git::initialiseGit();
    }
    void init() {
        m_dir = std::make_unique<TempDir>();
        m_path = *m_dir / "vault";
        QVERIFY(open());
    }
    void cleanup() { qunsetenv("SUDO_UID"); }

    void F034_anotherUsersVaultIsNotOpened_data() {
        QTest::addColumn<QString>("part");
        QTest::newRow("all of it") << QString();
        QTest::newRow("its repository alone") << QStringLiteral("/.git");
    }
    void F034_anotherUsersVaultIsNotOpened() {
        QFETCH(QString, part);
        const std::string given = m_path + part.toStdString();
        QCOMPARE(::chown(given.c_str(), kNobody, kNobody), 0);
        const auto before = snapshot(m_path);
        const auto opened = open();
        QVERIFY(!opened && opened.error().code == ErrorCode::Denied);
        for (const std::string &words : {given, std::string("(uid 65534)"), "chown -R 0 " + m_path})
            QVERIFY2(has(opened.error().detail, words), opened.error().detail.c_str());
        QVERIFY(snapshot(m_path) == before);
    }
    void whoRunsUnderSudoMayUseHisOwn() {
        QCOMPARE(::chown((m_path + "/.git").c_str(), kNobody, kNobody), 0);
        qputenv("SUDO_UID", "65534");
        QVERIFY(open());
        qputenv("SUDO_UID", "65533");
        QVERIFY(!open());
    }

private:
    [[nodiscard]] Result<OpenedVault> open() const { return git::openVault({m_path, kVaultSpace, {}}); }

    std::unique_ptr<TempDir> m_dir;
    std::string m_path;
};

QTEST_GUILESS_MAIN(VaultOwnerTest)
#include "vault_owner_test.moc"
