#include "engine/adapters/git/object_store.h"
#include "engine/adapters/git/open_vault.h"
#include "engine/adapters/git/tree_text.h"

#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <memory>
#include <random>

using namespace wikivault;

namespace {

/// A vault in memory, which has stored no tree yet.
std::unique_ptr<Vault> freshVault(const QTemporaryDir &folder) {
    git::initialiseGit();
    auto opened = git::openVault({folder.filePath(QStringLiteral("none")).toStdString(), SpaceId("space"), {}, true});
    if (!opened) qFatal("%s", opened.error().detail.c_str());
    return std::move(opened->vault);
}

/// Paths of up to four folders, where names collide with each other's beginnings as git sorts them.
std::string somePath(std::mt19937 &random) {
    static constexpr std::array kNames{"a", "a.md", "a-b", "ab", "b", "b.md", "ä", "z"};
    std::string path;
    for (auto levels = random() % 4; levels > 0; --levels)
        path += std::string("F") + kNames[random() % kNames.size()] + '/';
    return path + kNames[random() % kNames.size()];
}

void changeSome(VaultTree &files, Vault &vault, std::mt19937 &random) {
    for (auto left = random() % 6; left > 0; --left) {
        const std::string path = somePath(random);
        if (random() % 3 == 0)
            files.erase(path);
        else
            files[path] = {vault.storeText(std::to_string(random() % 4)).value(), 0100644};
    }
}

class TreeMemoryTest : public QObject {
    Q_OBJECT
private slots:
    void aTreeIsStoredAsIfNoOtherWereKnown() {
        const QTemporaryDir folder;
        const auto vault = freshVault(folder);
        const auto whole = git::ObjectStore::open({});
        QVERIFY(whole);
        std::mt19937 random(5);
        VaultTree files;
        for (int i = 0; i < 600; ++i) {
            changeSome(files, *vault, random);
            if (i % 50 == 49) files.clear();
            const auto stored = vault->storeTree(files);
            const auto expected = git::writeTree(**whole, files);
            QVERIFY(stored && expected);
            QCOMPARE(toHex(*stored), toHex(*expected));
            QVERIFY(vault->tree(*stored).value() == files);
        }
    }
    void aFileInAFoldersPlaceIsRefusedAllTheSame() {
        const QTemporaryDir folder;
        const auto vault = freshVault(folder);
        const TreeEntry entry{vault->storeText("text").value(), 0100644};
        QVERIFY(vault->storeTree({{"A/B.md", entry}, {"C.md", entry}}));
        QVERIFY(!vault->storeTree({{"A/B.md", entry}, {"A", entry}, {"C.md", entry}}));
        QVERIFY(!vault->storeTree({{"A/B.md", entry}, {"C.md", entry}, {"C.md/D.md", entry}}));
        QVERIFY(!vault->storeTree({{"A/B.md", entry}, {"C.md", entry}, {"../D.md", entry}}));
        QVERIFY(vault->storeTree({{"A", entry}, {"C.md", entry}}));
    }
};

}  // namespace

QTEST_GUILESS_MAIN(TreeMemoryTest)
#include "tree_memory_test.moc"
