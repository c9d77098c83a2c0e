#include "engine/adapters/git/open_vault.h"
#include "engine/run/file_reader.h"

#include <QTemporaryDir>
#include <QtTest>

#include <memory>
#include <random>

using namespace wikivault;

namespace {

std::unique_ptr<Vault> vaultInMemory(const QTemporaryDir &folder) {
    git::initialiseGit();
    auto opened = git::openVault({folder.filePath(QStringLiteral("none")).toStdString(), SpaceId("space"), {}, true});
    if (!opened) qFatal("%s", opened.error().detail.c_str());
    return std::move(opened->vault);
}

/// Mostly a page file with one of a few ids; now and then without one, with a bad one or with broken frontmatter.
std::string someFile(std::mt19937 &random, bool isOrderly) {
    const std::string id = "00000000-0000-4000-8000-0000000000" + std::to_string(10 + random() % 40);
    const std::string body = "Line " + std::to_string(random() % 5) + "\n";
    switch (isOrderly ? 9 : random() % 10) {
        case 0: return body;
        case 1: return "---\ngitmost_id: nobody\n---\n" + body;
        case 2: return "---\ngitmost_id: [\n---\n" + body;
        default: return "---\ngitmost_id: " + id + "\n---\n" + body;
    }
}

std::string textOf(const PageIndex &index) {
    std::string text;
    for (const auto &[page, file] : index.pages)
        text += page.str() + ' ' + file.path + ' ' + toHex(file.blob) + '\n';
    for (const auto &[path, page] : index.byPath)
        text += path + ' ' + page.str() + '\n';
    for (const LooseFile &file : index.loose)
        text += file.path + ' ' + toHex(file.blob) + (file.copiedFrom ? file.copiedFrom->str() : "-") +
                (file.badId ? " bad " : " ") + file.idText + '\n';
    for (const PageId &page : index.withoutId)
        text += page.str() + '\n';
    for (const auto &[path, problem] : index.problems)
        text += path + ' ' + problem + '\n';
    return text;
}

class IndexMemoryTest : public QObject {
    Q_OBJECT
private slots:
    void anIndexSaysWhatAFirstLookWouldSay_data() {
        QTest::addColumn<bool>("isOrderly");
        QTest::addRow("pages only") << true;
        QTest::addRow("with files that are none") << false;
    }
    void anIndexSaysWhatAFirstLookWouldSay() {
        QFETCH(const bool, isOrderly);
        const QTemporaryDir folder;
        const auto vault = vaultInMemory(folder);
        FileReader files(*vault);
        std::mt19937 random(3);
        VaultTree tree;
        PageIndex base;
        for (int i = 0; i < 1500; ++i) {
            for (auto left = random() % 4; left > 0; --left) {
                const std::string path = "P" + std::to_string(random() % 30) + ".md";
                if (random() % 3 == 0 || tree.size() > 25)
                    tree.erase(path);
                else
                    tree[path] = {vault->storeText(someFile(random, isOrderly)).value(), 0100644};
            }
            FileReader fresh(*vault);
            const PageIndex *against = random() % 3 == 0 ? nullptr : &base;
            const auto known = indexPages(tree, against, files), expected = indexPages(tree, against, fresh);
            QVERIFY(known && expected);
            QCOMPARE(textOf(*known), textOf(*expected));
            if (random() % 5 == 0) base = *known;
        }
    }
};

}  // namespace

QTEST_GUILESS_MAIN(IndexMemoryTest)
#include "index_memory_test.moc"
