#include "tests/support/test_world.h"

#include "engine/adapters/sql/sqlite_file.h"
#include "engine/core/put_back.h"

#include <QTest>

#include <algorithm>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr int kPages = 10;

std::string nameOf(int number) {
    return "Page " + std::to_string(number);
}

std::string fileOf(int number) {
    return nameOf(number) + ".md";
}

int heldBack(const std::vector<Item> &items) {
    return static_cast<int>(
        std::count_if(items.begin(), items.end(), [](const Item &item) { return item.reason == Reason::Guard; }));
}

}  // namespace

/// What the mass-change guard holds, for how long, and how a person lets it go (engine.md section 6).
class GuardTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        auto wiki = TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        for (int i = 1; i <= kPages; ++i)
            m_pages.push_back(m_world->addPage(i, nameOf(i), "text " + std::to_string(i)));
        QVERIFY(m_world->sync().ran);
    }
    void cleanup() {
        m_world.reset();
        m_pages.clear();
    }

    void filesSetAsideGoOnceThisVeryListIsApproved() {
        setAside(11, 22);
        const RunReport report = m_world->sync();
        QVERIFY2(heldBack(report.items) == 22 && report.push.created == 0, describe(report).c_str());
        const Plan plan = m_world->plan();
        QCOMPARE(exitCodeOfApply(m_world->apply(plan)), 5);
        setAside(33, 1);
        writeFile(m_world->path("Page 11 ~git.md"), "written since\n");
        const RunReport approved = m_world->apply(PlanOrder{plan, {"Page 12 ~git.md"}, true});
        QVERIFY2(approved.push.created == 20 && exitCodeOfApply(approved) == 6, describe(approved).c_str());
        for (const char *waits : {"Page 11 ~git", "Page 12 ~git", "Page 33 ~git"})
            QCOMPARE(m_world->idOf(waits), std::string());
        QVERIFY(!m_world->idOf("Page 13 ~git").empty());
    }

    void aListIsApprovedBeforeAnyRunHeldIt() {
        setAside(11, 22);
        const RunReport approved = m_world->apply(PlanOrder{m_world->plan(), {}, true});
        QVERIFY2(approved.push.created == 22 && exitCodeOfApply(approved) == 0, describe(approved).c_str());
        expectQuiet();
        setAside(33, 1);
        const RunReport next = m_world->sync();
        QVERIFY2(next.push.created == 1, describe(next).c_str());
    }

    void filesSetAsideWaitUntilSomebodyApproves() {
        setAside(11, 15);
        QCOMPARE(m_world->sync().push.created, 15);
        setAside(26, 10);
        QCOMPARE(heldBack(m_world->sync().items), 10);
        aDayGoesBy();
        const RunReport report = m_world->sync();
        QVERIFY2(heldBack(report.items) == 10 && report.push.created == 0, describe(report).c_str());
        const RunReport approved = m_world->apply(PlanOrder{m_world->plan(), {}, true});
        QVERIFY2(approved.push.created == 10 && exitCodeOfApply(approved) == 0, describe(approved).c_str());
        expectQuiet();
    }

    void filesSetAsideAreKnownWhereverTheWikiPutsThem() {
        const PageId folder = m_world->addPage(98, "Folder", "above");
        m_world->addPage(99, "Below", "below", folder.str());
        QVERIFY(m_world->sync().ran);
        for (int i = 11; i < 33; ++i)
            m_world->addPage(i, nameOf(i), "of the wiki", folder.str());
        for (int i = 11; i < 33; ++i)
            writeFile(m_world->path("Folder/" + fileOf(i)), "of git\n");
        QCOMPARE(heldBack(m_world->sync().items), 22);
        for (int i = 14; i < 33; ++i)
            m_world->remove("Folder/" + nameOf(i) + " ~git.md");
        m_world->retitle(folder, "Renamed");
        for (int again = 0; again < 3; ++again) {
            const RunReport report = m_world->sync();
            QVERIFY2(heldBack(report.items) == 3 && report.push.created == 0, describe(report).c_str());
        }
        QVERIFY(m_world->exists("Renamed/Page 13 ~git.md"));
    }

    void whatCountsAsOverwritten_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<bool>("counts");
        const char *list = "# Keys\n\nthe red one\n\nthe blue one\n\nthe spare one";
        QTest::newRow("a line by another") << "one line of text"
                                           << "something else altogether" << true;
        QTest::newRow("a word by another") << "Draft"
                                           << "Published" << true;
        QTest::newRow("all but the heading") << list << "# Keys\n\nlorem ipsum dolor sit amet consectetur" << true;
        QTest::newRow("emptied") << list << "" << true;
        QTest::newRow("cut down to a part") << list << "# Keys\n\nthe red one" << true;
        QTest::newRow("characters by others")
            << QStringLiteral(u"今天天气很好我们去公园") << QStringLiteral(u"会议记录尚未完成请稍后") << true;
        QTest::newRow("a word of two") << "text one"
                                       << "text two" << false;
        QTest::newRow("a word in every line")
            << list << "# Our Keys\n\nthe dark red one\n\nthe light blue one\n\nthe third spare one" << false;
        QTest::newRow("a line of several") << list << "# Keys\n\nlorem ipsum\n\nthe blue one\n\nthe spare one" << false;
        QTest::newRow("in another order") << list << "# Keys\n\nthe spare one\n\nthe red one\n\nthe blue one" << false;
        QTest::newRow("much was added") << "one line"
                                        << "one line\n\nand ten more that nobody had written before" << false;
        QTest::newRow("filled at last") << ""
                                        << "lorem ipsum dolor" << false;
        QTest::newRow("a character of several")
            << QStringLiteral(u"今天天气很好我们去公园") << QStringLiteral(u"今天天气不好我们去公园") << false;
    }
    void whatCountsAsOverwritten() {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QFETCH(const bool, counts);
        for (int i = 1; i <= 6; ++i)
            m_world->writeBody(fileOf(i), before.toStdString());
        QVERIFY(m_world->apply(PlanOrder{m_world->plan(), {}, true}).ran);
        for (int i = 1; i <= 6; ++i)
            m_world->writeBody(fileOf(i), after.toStdString());
        const RunReport report = m_world->sync();
        QVERIFY2(heldBack(report.items) == (counts ? 6 : 0), describe(report).c_str());
        QCOMPARE(report.push.updated, counts ? 0 : 6);
    }

    void overwritesAreCountedOverADay_data() { sides(); }
    void overwritesAreCountedOverADay() {
        QFETCH(const bool, inWiki);
        overwrite(inWiki, 1, 4);
        QCOMPARE(heldBack(m_world->sync().items), 0);
        overwrite(inWiki, 5, 6);
        const RunReport report = m_world->sync();
        QVERIFY2(heldBack(report.items) == 2, describe(report).c_str());
        QVERIFY2(describe(report).find("2 (and 4 in the last 24 hours)") != std::string::npos,
                 describe(report).c_str());
        aDayGoesBy();
        QCOMPARE(heldBack(m_world->sync().items), 2);
        const RunReport approved = m_world->apply(PlanOrder{m_world->plan(), {}, true});
        QVERIFY2(exitCodeOfApply(approved) == 0, describe(approved).c_str());
        QCOMPARE(bothSay(5), std::string("replaced by person-5"));
        expectQuiet();
        overwrite(inWiki, 7, 9);
        QCOMPARE(heldBack(m_world->sync().items), 0);
        QCOMPARE(bothSay(9), std::string("replaced by person-9"));
    }

    void overwritesOfAnotherDayAreOver_data() { sides(); }
    void overwritesOfAnotherDayAreOver() {
        QFETCH(const bool, inWiki);
        overwrite(inWiki, 1, 4);
        QVERIFY(m_world->sync().ran);
        aDayGoesBy();
        overwrite(inWiki, 5, 8);
        const RunReport report = m_world->sync();
        QVERIFY2(heldBack(report.items) == 0, describe(report).c_str());
    }

    /// Who is at work on one page replaces no others.
    void aPageCountsOnceHoweverOftenItIsReplaced_data() { sides(); }
    void aPageCountsOnceHoweverOftenItIsReplaced() {
        QFETCH(const bool, inWiki);
        for (const char *text : {"first", "second", "third", "fourth", "fifth", "sixth", "seventh"}) {
            if (inWiki)
                m_world->editText(m_pages[0], text);
            else
                m_world->writeBody(fileOf(1), text);
            const RunReport report = m_world->sync();
            QVERIFY2(heldBack(report.items) == 0, describe(report).c_str());
        }
        QCOMPARE(bothSay(1), std::string("seventh"));
    }

    void ordinaryEditsCountForNothing() {
        for (int i = 1; i <= kPages; ++i)
            m_world->writeBody(fileOf(i), "text " + std::to_string(i) + " and more");
        QCOMPARE(heldBack(m_world->sync().items), 0);
        overwrite(true, 1, 5);
        QCOMPARE(heldBack(m_world->sync().items), 0);
    }

    void overwritesArePutBack_data() { sides(); }
    void overwritesArePutBack() {
        QFETCH(const bool, inWiki);
        overwrite(inWiki, 1, 8);
        const Plan plan = m_world->plan();
        QCOMPARE(heldBack(plan.items), 8);
        const PutBack back = putBackOf(plan, inWiki ? Direction::WikiToGit : Direction::GitToWiki);
        QCOMPARE(int(back.flips.size()), 8);
        const RunReport report = m_world->apply(PlanOrder{plan, {}, false, back.flips});
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        for (int i = 1; i <= 8; ++i)
            QCOMPARE(bothSay(i), "text " + std::to_string(i));
        expectQuiet();
    }

    void whatAPersonDecidedPageByPageIsNotHeld() {
        overwrite(true, 1, 8);
        for (int i = 1; i <= 8; ++i)
            m_world->writeBody(fileOf(i), "of git " + std::to_string(i));
        QCOMPARE(m_world->sync().conflicts.size(), std::size_t(8));
        for (int i = 1; i <= 8; ++i)
            QVERIFY(m_world->desks().review.decide({m_pages[std::size_t(i - 1)], std::string("settled by hand")}));
        const RunReport report = m_world->sync();
        QVERIFY2(heldBack(report.items) == 0, describe(report).c_str());
        for (int i = 1; i <= 8; ++i)
            QCOMPARE(bothSay(i), std::string("settled by hand"));
        expectQuiet();
    }

private:
    static void sides() {
        QTest::addColumn<bool>("inWiki");
        QTest::newRow("in the wiki") << true;
        QTest::newRow("in git") << false;
    }
    /// Nothing of what the pages said is left on that side.
    void overwrite(bool inWiki, int from, int to) {
        for (int i = from; i <= to; ++i) {
            const std::string text = "replaced by person-" + std::to_string(i);
            if (inWiki)
                m_world->editText(m_pages[std::size_t(i - 1)], text);
            else
                m_world->writeBody(fileOf(i), text);
        }
    }
    /// The text of a page, or both where they differ.
    std::string bothSay(int number) {
        const std::string file = m_world->body(fileOf(number));
        const std::string page = m_world->content(m_pages[std::size_t(number - 1)]);
        return page.find('"' + file + '"') != std::string::npos ? file : file + " but in the wiki " + page;
    }
    /// Pages of the wiki, and files that want their names.
    void setAside(int from, int count) {
        for (int i = from; i < from + count; ++i) {
            m_world->addPage(i, nameOf(i), "of the wiki");
            writeFile(m_world->path(fileOf(i)), "of git\n");
        }
    }
    /// All that was done so far is a day older.
    void aDayGoesBy() {
        m_world->restart();
        auto file = sql::SqliteFile::open(m_world->vault() + "/../.wikivault/state.db");
        QVERIFY2(file.has_value(), file ? "" : file.error().detail.c_str());
        for (const char *column : {"started_at", "ended_at"}) {
            const auto done =
                file->execute(std::string("update runs set ") + column + " = " + column + " - 25 * 3600 * 1000", {});
            QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
        }
    }
    void expectQuiet() {
        const std::string moved = m_world->disturbance();
        QVERIFY2(moved.empty(), moved.c_str());
    }

    std::unique_ptr<TestWorld> m_world;
    std::vector<PageId> m_pages;
};

QTEST_GUILESS_MAIN(GuardTest)
#include "guard_test.moc"
