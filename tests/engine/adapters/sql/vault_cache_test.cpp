#include "engine/adapters/sql/wiki_database.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>
#include <fstream>

using namespace wikivault;

namespace {

PageId cachePage(int number) {
    return PageId("0190b000-0000-7000-8000-00000000000" + std::to_string(number));
}

/// A process that closes a file gives up every lock it has on it, whoever in it took them.
int locksOn(const std::string &path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return -1;
    std::ifstream locks("/proc/locks");
    const std::string inode = ":" + std::to_string(status.st_ino) + " ";
    int count = 0;
    for (std::string line; std::getline(locks, line);)
        count += line.find(inode) != std::string::npos ? 1 : 0;
    return count;
}

}  // namespace

class VaultCacheTest : public QObject {
    Q_OBJECT

private slots:
    void keysAreKeptByDifference() {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral(".git/wikivault/cache.db")).toStdString();
        std::map<PageId, ExportKey> first = {{cachePage(1),
                                              {"a\x1f"
                                               "b",
                                               BlobId{{1}}}},
                                             {cachePage(2), {"ü", BlobId{{2}}}}};
        std::map<PageId, ExportKey> second = {{cachePage(2), {"changed", BlobId{{2}}}},
                                              {cachePage(3), {"", BlobId{{3}}}}};
        {
            auto cache = sql::openVaultCache(path);
            QVERIFY2(cache.has_value(), cache ? "" : cache.error().detail.c_str());
            QVERIFY((*cache)->exportKeys()->empty());
            QVERIFY((*cache)->setExportKeys({}, first).has_value());
            QVERIFY(*(*cache)->exportKeys() == first);
            QVERIFY((*cache)->setExportKeys(first, second).has_value());
            QCOMPARE(*(*cache)->value("quiet"), std::string());
            QVERIFY((*cache)->setValue("quiet", "1").has_value());
            QVERIFY((*cache)->setValue("quiet", "2").has_value());
        }
        const QFileInfo file(QString::fromStdString(path));
        const QDateTime written = file.lastModified();
        auto cache = sql::openVaultCache(path);
        QVERIFY(cache.has_value());
        QVERIFY(*(*cache)->exportKeys() == second);
        QCOMPARE(*(*cache)->value("quiet"), std::string("2"));
        QVERIFY((*cache)->setExportKeys(second, second).has_value());
        QVERIFY((*cache)->setValue("quiet", "2").has_value());
        cache = tl::unexpected(Error{});
        QCOMPARE(QFileInfo(file.filePath()).lastModified(), written);
        QCOMPARE(QDir(file.path()).entryList(QDir::Files), QStringList{QStringLiteral("cache.db")});
    }

    void inMemoryItLeavesNothing() {
        auto cache = sql::openVaultCache("");
        QVERIFY(cache.has_value());
        QVERIFY((*cache)->setExportKeys({}, {{cachePage(1), {"k", BlobId{{1}}}}}).has_value());
        QCOMPARE((*cache)->exportKeys()->size(), std::size_t(1));
    }

    void aDamagedCacheBeginsAnew_data() {
        QTest::addColumn<int>("from");
        QTest::newRow("all of it") << 0;
        QTest::newRow("behind the header") << 100;
        QTest::newRow("a later page") << 4096;
    }
    void aDamagedCacheBeginsAnew() {
        QFETCH(int, from);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("cache.db"));
        {
            auto cache = sql::openVaultCache(path.toStdString());
            QVERIFY((*cache)->setExportKeys({}, {{cachePage(1), {std::string(9000, 'k'), BlobId{{1}}}}}).has_value());
        }
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(from));
        file.write(QByteArray(static_cast<qsizetype>(file.size()) - from, '\x5a'));
        file.close();
        auto cache = sql::openVaultCache(path.toStdString());
        QVERIFY2(cache.has_value(), cache ? "" : cache.error().detail.c_str());
        QVERIFY((*cache)->exportKeys()->empty());
        QVERIFY((*cache)->setExportKeys({}, {{cachePage(1), {"k", BlobId{{1}}}}}).has_value());
    }

    void aSecondConnectionLeavesTheLocksOfTheFirst() {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("cache.db")).toStdString();
        auto first = sql::openVaultCache(path);
        QVERIFY((*first)->setValue("a", "1").has_value());
        const int held = locksOn(path);
        QVERIFY2(held > 0, "the first connection holds no lock to lose");
        {
            auto second = sql::openVaultCache(path);
            QCOMPARE(*(*second)->value("a"), std::string("1"));
            QCOMPARE(locksOn(path), held);
        }
        QCOMPARE(locksOn(path), held);
    }
};

QTEST_GUILESS_MAIN(VaultCacheTest)
#include "vault_cache_test.moc"
