#include "tests/support/temp_vault.h"
#include "tests/support/vault_desk.h"

#include <QtTest>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;
namespace fs = std::filesystem;

namespace {

const SpaceId kOtherSpace("0190a000-0000-7000-8000-000000000004");

/// What is remembered of a vault after a run that left `main` there.
VaultMemory memoryOf(const OpenedVault &opened) {
    return {true, toHex(opened.vault->tip(refs::kMain).value().value()), {}, {}, opened.id};
}

std::string idFile(const std::string &path) {
    return path + "/.git/wikivault/id";
}

Result<OpenedVault> openAs(const std::string &path, const VaultMemory &memory, const SpaceId &space = kVaultSpace) {
    git::initialiseGit();
    return git::openVault({path, space, memory});
}

}  // namespace

/// D13: a vault is told from another one that stands in its place.
class VaultIdentityTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_dir = std::make_unique<TempDir>();
        m_path = *m_dir / "vault";
        auto opened = openAs(m_path, {});
        QVERIFY(opened && !opened->id.empty());
        m_memory = memoryOf(*opened);
    }

    void itsOwnIsTakenAndKeepsItsId() {
        const std::string written = readFile(idFile(m_path));
        for (int i = 0; i < 2; ++i)
            QCOMPARE(openAs(m_path, m_memory)->id, m_memory.vaultId);
        QCOMPARE(readFile(idFile(m_path)), written);
        QCOMPARE(openAs(m_path, {})->id, m_memory.vaultId);
    }

    void anotherOneIsRefusedAndUntouched() {
        VaultMemory other = m_memory;
        other.vaultId = "0190a000-0000-7000-8000-00000000000f";
        refused(other, kVaultSpace, "is not the vault that was here");
        refused(m_memory, kOtherSpace, "is the vault of another space");
        refused({}, kOtherSpace, "is the vault of another space");
    }

    void aFreshRepositoryInItsPlaceIsRefused() {
        fs::remove_all(m_path);
        fs::create_directory(m_path);
        gitCli(m_path, {"init", "-q", "-b", "main"});
        writeFile(m_path + "/A.md", "a\n");
        gitCli(m_path, {"add", "."});
        gitCli(m_path, {"-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "-m", "a"});
        refused(m_memory, kVaultSpace, "take-vault:" + kVaultSpace.str());
    }

    /// A clone, or `.git/wikivault` thrown away as what it says it is: derived.
    void itsCommitsTellItWithoutTheFile() {
        fs::remove_all(m_path + "/.git/wikivault");
        QCOMPARE(openAs(m_path, m_memory)->id, m_memory.vaultId);
        QVERIFY(!readFile(idFile(m_path)).empty());
        writeFile(idFile(m_path), "{\"vault\": 7");
        QCOMPARE(openAs(m_path, m_memory)->id, m_memory.vaultId);
    }

    void aNewerWikivaultsIsLeftAlone() {
        std::string text = readFile(idFile(m_path));
        text.replace(text.find("\"format\": 1"), 11, "\"format\": 2");
        writeFile(idFile(m_path), text);
        refused(m_memory, kVaultSpace, "newer Wikivault");
    }

    void aPreviewWritesNone() {
        fs::remove_all(m_path + "/.git/wikivault");
        const auto before = snapshot(m_path);
        const auto opened = git::openVault({m_path, kVaultSpace, m_memory, true});
        QVERIFY(opened && opened->id.empty());
        QVERIFY(snapshot(m_path) == before);
    }

private:
    void refused(const VaultMemory &memory, const SpaceId &space, const std::string &words) {
        const auto before = snapshot(m_path);
        const auto opened = openAs(m_path, memory, space);
        QVERIFY(!opened);
        QVERIFY2(opened.error().detail.find(words) != std::string::npos, opened.error().detail.c_str());
        QVERIFY(snapshot(m_path) == before);
    }

    std::unique_ptr<TempDir> m_dir;
    std::string m_path;
    VaultMemory m_memory;
};

QTEST_GUILESS_MAIN(VaultIdentityTest)
#include "vault_identity_test.moc"
