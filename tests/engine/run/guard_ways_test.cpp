#include "tests/support/test_world.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <functional>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr int kPages = 12, kTouched = 8;

std::string fileOf(int number) {
    return "Page " + std::to_string(number) + ".md";
}

int heldBack(const std::vector<Item> &items) {
    return static_cast<int>(
        std::count_if(items.begin(), items.end(), [](const Item &item) { return item.reason == Reason::Guard; }));
}

}  // namespace

/// Whatever people do to most of a space at once, on either side, reaches the other side only with a person's word
/// (engine.md section 6).
class GuardWaysTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        auto wiki = TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        for (int i = 1; i <= kPages; ++i)
            m_pages.push_back(m_world->addPage(i, "Page " + std::to_string(i), "text of " + std::to_string(i)));
        QVERIFY(m_world->sync().ran);
    }
    void cleanup() {
        m_world.reset();
        m_pages.clear();
    }

    void isHeldUntilItIsApproved_data() {
        QTest::addColumn<Way>("way");
        for (const Way way : {Way::Trash, Way::OtherSpace, Way::Purge, Way::Overwrite})
            QTest::newRow(nameOf(way)) << way;
        for (const Way way : {Way::RemoveFiles, Way::RemoveAndCommit, Way::MoveOut, Way::MoveToDotFolder,
                              Way::RenameSuffix, Way::OverwriteFiles, Way::EmptyFiles})
            QTest::newRow(nameOf(way)) << way;
    }
    void isHeldUntilItIsApproved() {
        QFETCH(const Way, way);
        for (int i = 1; i <= kTouched; ++i)
            act(way, i);
        if (way == Way::RemoveAndCommit) m_world->commitAll("en masse");
        const std::string wiki = m_world->wikiText();
        for (int again = 0; again < 2; ++again) {
            const RunReport report = m_world->sync();
            QVERIFY2(heldBack(report.items) == kTouched, describe(report).c_str());
            QCOMPARE(exitCodeOf({report}, true), 5);
            QCOMPARE(m_world->wikiText(), wiki);
            for (int i = 1; isOfWiki(way) && i <= kTouched; ++i)
                QCOMPARE(m_world->body(fileOf(i)), "text of " + std::to_string(i));
        }
        const RunReport approved = m_world->apply(PlanOrder{m_world->plan(), {}, true});
        QVERIFY2(exitCodeOfApply(approved) == 0, describe(approved).c_str());
        for (int i = 1; i <= kTouched; ++i) {
            const bool isGone = !m_world->isLive(m_pages[std::size_t(i - 1)]) || way == Way::OtherSpace;
            QVERIFY(isGone == !isOverwrite(way));
            QCOMPARE(m_world->exists(fileOf(i)), isOverwrite(way));
        }
        // What is no page file any more is nobody's business, but git would name it.
        std::filesystem::remove_all(m_world->path(".away"));
        for (int i = 1; way == Way::RenameSuffix && i <= kTouched; ++i)
            m_world->remove(fileOf(i) + ".txt");
        const std::string moved = m_world->disturbance();
        QVERIFY2(moved.empty(), moved.c_str());
    }

public:
    enum class Way {
        Trash,
        OtherSpace,
        Purge,
        Overwrite,
        RemoveFiles,
        RemoveAndCommit,
        MoveOut,
        MoveToDotFolder,
        RenameSuffix,
        OverwriteFiles,
        EmptyFiles,
    };

private:
    static const char *nameOf(Way way) {
        switch (way) {
            case Way::Trash: return "pages are trashed";
            case Way::OtherSpace: return "pages move to another space";
            case Way::Purge: return "pages are purged";
            case Way::Overwrite: return "pages are overwritten";
            case Way::RemoveFiles: return "files are removed";
            case Way::RemoveAndCommit: return "files are removed in a commit";
            case Way::MoveOut: return "files are moved out of the vault";
            case Way::MoveToDotFolder: return "files are moved to a hidden folder";
            case Way::RenameSuffix: return "files are no Markdown any more";
            case Way::OverwriteFiles: return "files are overwritten";
            case Way::EmptyFiles: return "files are emptied";
        }
        return "";
    }
    static bool isOfWiki(Way way) { return way <= Way::Overwrite; }
    static bool isOverwrite(Way way) {
        return way == Way::Overwrite || way == Way::OverwriteFiles || way == Way::EmptyFiles;
    }

    void act(Way way, int number) {
        const PageId &page = m_pages[std::size_t(number - 1)];
        const std::string file = fileOf(number);
        switch (way) {
            case Way::Trash: return m_world->trash(page);
            case Way::OtherSpace: return m_world->moveToSpace(page, m_world->wiki().engineering());
            case Way::Purge: return m_world->purge(page);
            case Way::Overwrite: return m_world->editText(page, "lorem ipsum");
            case Way::RemoveFiles:
            case Way::RemoveAndCommit: return m_world->remove(file);
            case Way::MoveOut: return std::filesystem::rename(m_world->path(file), m_world->vault() + "." + file);
            case Way::MoveToDotFolder: return m_world->rename(file, ".away/" + file);
            case Way::RenameSuffix: return m_world->rename(file, file + ".txt");
            case Way::OverwriteFiles: return m_world->writeBody(file, "lorem ipsum");
            case Way::EmptyFiles: return m_world->writeBody(file, "");
        }
    }

    std::unique_ptr<TestWorld> m_world;
    std::vector<PageId> m_pages;
};

QTEST_GUILESS_MAIN(GuardWaysTest)
#include "guard_ways_test.moc"
