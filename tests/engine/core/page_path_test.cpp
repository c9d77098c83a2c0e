#include "engine/core/page_path.h"

#include <QStringList>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <set>

using namespace wikivault;

namespace {

PageId idOf(char c) {
    std::string id = "00000000-0000-4000-8000-000000000000";
    id.back() = c;
    return PageId(id);
}

/// Page `id` with slug `<id>s`; `parent` 0 = root.
PageRow row(char id, const std::string &title, char parent = 0) {
    PageRow page;
    page.id = idOf(id);
    page.slugId = std::string(1, id) + "s";
    page.title = title;
    if (parent) page.parent = idOf(parent);
    return page;
}

PageRow base(char id, const std::string &title, char parent = 0) {
    PageRow page = row(id, title, parent);
    page.isBase = true;
    return page;
}

using Pages = std::vector<PageRow>;
using Paths = std::map<char, std::string>;

std::map<PageId, std::string> byId(const Paths &paths) {
    std::map<PageId, std::string> result;
    for (const auto &[id, path] : paths)
        result[idOf(id)] = path;
    return result;
}

std::string repeated(std::string_view text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

}  // namespace

Q_DECLARE_METATYPE(Pages)
Q_DECLARE_METATYPE(Paths)
Q_DECLARE_METATYPE(std::string)

class PagePathTest : public QObject {
    Q_OBJECT

private slots:
    void aTitleBecomesASafeName_data() {
        QTest::addColumn<std::string>("title");
        QTest::addColumn<std::string>("name");
        const auto row = [](const char *tag, const std::string &title, const std::string &name) {
            QTest::newRow(tag) << title << name;
        };
        row("plain", "Meeting notes", "Meeting notes");
        row("GS-TITLE-SANITIZE", "Project: Plan", "Project- Plan");
        row("reserved characters", "a/b\\c<d>e:f\"g|h?i*j", "a-b-c-d-e-f-g-h-i-j");
        row("control characters",
            std::string("a\tb\x01") +
                "c\x7F"
                "d\u0085e",
            "a-b-c-d-e");
        row("white space runs", "  a \u00A0\u3000 b  ", "a b");
        row("data-loss guard #2 untitled", "", "_");
        row("only spaces", "   ", "_");
        row("L-12 .git", ".git", "_.git");
        row("L-12 .GIT with a trailing dot", ".GIT.", "_.GIT");
        row("L-12 .git hidden by a format character", ".g\u200Cit", "_.git");
        row("L-12 NTFS short name", "GIT~1", "_GIT~1");
        row("L-12 NTFS short name of .gitmodules", "gi7eba~1", "_gi7eba~1");
        row("a tilde elsewhere", "git ~draft", "git ~draft");
        row("L-13 leading dot", ".NET", "_.NET");
        row("all dots", "...", "_");
        row("L-15 trailing dots", "Wait...", "Wait");
        row("L-15 zero width and bidi", "a\u200Bb\u202Ec\uFEFF", "abc");
        row("device name", "con", "_con");
        row("device name with extension", "Aux.notes", "_Aux.notes");
        row("device name with superscript", "COM\u00B2", "_COM\u00B2");
        row("no device name", "Console", "Console");
        row("L-14 120 CJK characters", repeated("\u4E2D", 120), repeated("\u4E2D", 60));
        row("long ASCII", std::string(300, 'x'), std::string(120, 'x'));
        row("cut before a space", std::string(119, 'x') + " y", std::string(119, 'x'));
        row("L-14 no cut inside an emoji", std::string(119, 'x') + "\U0001F600", std::string(119, 'x'));
        row("L-14 no cut inside a grapheme", std::string(119, 'x') + "e\u0301", std::string(119, 'x'));
        row("a guard makes no name longer", "." + std::string(130, 'x'), "_." + std::string(118, 'x'));
        row("one endless grapheme", "e" + repeated("\u0301", 300), "e" + repeated("\u0301", 89));
        row("malformed UTF-8",
            "a\xFF"
            "b",
            "a\uFFFD"
            "b");
        row("emoji stays", "\U0001F680 Launch", "\U0001F680 Launch");
    }
    void aTitleBecomesASafeName() {
        QFETCH(std::string, title);
        QFETCH(std::string, name);
        QCOMPARE(fileNameOf(title), name);
        QCOMPARE(fileNameOf(name), name);
    }

    void namesThatCollideHaveEqualKeys() {
        QCOMPARE(collisionKey("Readme"), collisionKey("README"));
        QCOMPARE(collisionKey("caf\u00E9"), collisionKey("cafe\u0301"));
        QVERIFY(collisionKey("a") != collisionKey("b"));
    }

    void onlyOurOwnSuffixIsTakenOff_data() {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("expected");
        QTest::newRow("T-09 slug") << std::string("Real Title ~as") << std::string("Real Title");
        QTest::newRow("id") << "N ~" + idOf('a').str() << std::string("N");
        QTest::newRow("T-08 genuine tilde") << std::string("Budget ~final") << std::string("Budget ~final");
        QTest::newRow("another page's slug") << std::string("Report ~bs") << std::string("Report ~bs");
        QTest::newRow("set aside") << std::string("New ~git") << std::string("New");
        QTest::newRow("T-31") << std::string("New ~git-2") << std::string("New");
        QTest::newRow("not a number") << std::string("New ~git-x") << std::string("New ~git-x");
        QTest::newRow("nothing but suffix") << std::string(" ~as") << std::string(" ~as");
    }
    void onlyOurOwnSuffixIsTakenOff() {
        QFETCH(std::string, name);
        QFETCH(std::string, expected);
        QCOMPARE(withoutOwnSuffix(name, row('a', "")), expected);
    }

    void aPathTellsParentAndName() {
        QCOMPARE(parentDirectoryOf("Page.md"), std::string());
        QCOMPARE(parentDirectoryOf("A/B/Page.md"), std::string("A/B"));
        QCOMPARE(parentDirectoryOf("A/B/B.md"), std::string("A"));
        QCOMPARE(parentDirectoryOf("A/A.md"), std::string());
        QCOMPARE(pageNameOf("A/B/B.md"), std::string("B"));
        QCOMPARE(pageNameOf("A/Page.md"), std::string("Page"));
        QVERIFY(isFolderNote("A/A.md"));
        QVERIFY(!isFolderNote("A.md"));
        QVERIFY(!isFolderNote("A/a.md"));
    }

    void pagesAreLaidOut_data() {
        QTest::addColumn<Pages>("pages");
        QTest::addColumn<Paths>("current");
        QTest::addColumn<Paths>("expected");
        const auto add = [](const char *tag, const Pages &pages, const Paths &current, const Paths &expected) {
            QTest::newRow(tag) << pages << current << expected;
        };
        add("T-21 folder notes", {row('a', "P"), row('b', "Child", 'a'), row('c', "Q")}, {},
            {{'a', "P/P.md"}, {'b', "P/Child.md"}, {'c', "Q.md"}});
        add("red-team #4a smallest slug", {row('a', "Report"), row('b', "Report")}, {},
            {{'a', "Report.md"}, {'b', "Report ~bs.md"}});
        add("L-16 the holder keeps its name", {row('a', "Report"), row('b', "Report")}, {{'b', "Report.md"}},
            {{'a', "Report ~as.md"}, {'b', "Report.md"}});
        add("L-16 a mover is a newcomer", {row('a', "Notes", 'd'), row('b', "Notes", 'd'), row('d', "D")},
            {{'a', "Notes.md"}, {'b', "D/Notes.md"}, {'d', "D/D.md"}},
            {{'a', "D/Notes ~as.md"}, {'b', "D/Notes.md"}, {'d', "D/D.md"}});
        add("L-16 holders survive a renamed folder", {row('a', "N", 'd'), row('b', "N", 'd'), row('d', "New")},
            {{'b', "Old/N.md"}, {'a', "Old/N ~as.md"}, {'d', "Old/Old.md"}},
            {{'a', "New/N ~as.md"}, {'b', "New/N.md"}, {'d', "New/New.md"}});
        add("T-17 the bare name is inherited", {row('b', "Notes")}, {{'b', "Notes ~bs.md"}}, {{'b', "Notes.md"}});
        add("data-loss guard #2", {row('a', ""), row('b', ""), row('c', "")}, {},
            {{'a', "_.md"}, {'b', "_ ~bs.md"}, {'c', "_ ~cs.md"}});
        add("L-15 case", {row('a', "Readme"), row('b', "README")}, {}, {{'a', "Readme.md"}, {'b', "README ~bs.md"}});
        add("L-15 normal forms", {row('a', "caf\u00E9"), row('b', "cafe\u0301")}, {},
            {{'a', "caf\u00E9.md"}, {'b', "cafe\u0301 ~bs.md"}});
        add("a genuine title has the suffixed name", {row('a', "R"), row('b', "R"), row('c', "R ~bs")}, {},
            {{'a', "R.md"}, {'b', "R ~" + idOf('b').str() + ".md"}, {'c', "R ~bs.md"}});
        add("a suffixed name is kept from a newcomer", {row('a', "R"), row('b', "R"), row('c', "R ~bs")},
            {{'a', "R.md"}, {'b', "R ~bs.md"}}, {{'a', "R.md"}, {'b', "R ~bs.md"}, {'c', "R ~bs ~cs.md"}});
        add("a child named like its folder", {row('a', "A"), row('b', "A", 'a'), row('c', "a", 'a')}, {},
            {{'a', "A/A.md"}, {'b', "A/A ~bs.md"}, {'c', "A/a ~cs.md"}});
        add("a folder named like a file", {row('a', "Foo"), row('b', "Foo.md"), row('c', "C", 'b')}, {},
            {{'a', "Foo.md"}, {'b', "Foo.md ~bs/Foo.md ~bs.md"}, {'c', "Foo.md ~bs/C.md"}});
        add("L-41 missing parent", {row('a', "A", 'z')}, {}, {{'a', "A.md"}});
        add("L-41 cycle", {row('b', "B", 'c'), row('c', "C", 'b'), row('d', "D", 'd')}, {},
            {{'b', "B/B.md"}, {'c', "B/C.md"}, {'d', "D.md"}});
        add("is_base is a bare folder",
            {base('a', "Table"), row('b', "Row", 'a'), base('c', "Empty"), row('d', "Empty")}, {},
            {{'b', "Table/Row.md"}, {'d', "Empty.md"}});
        add("a page above an empty base is a leaf", {row('a', "A"), base('b', "B", 'a')}, {}, {{'a', "A.md"}});
        add("a row named like its base", {base('a', "T"), row('b', "T", 'a')}, {}, {{'b', "T/T ~bs.md"}});
        add("a case-only retitle of the holder", {row('a', "page"), row('b', "Page")},
            {{'b', "Page.md"}, {'a', "x.md"}}, {{'a', "page ~as.md"}, {'b', "Page.md"}});
    }
    void pagesAreLaidOut() {
        QFETCH(Pages, pages);
        QFETCH(Paths, current);
        QFETCH(Paths, expected);
        std::sort(pages.begin(), pages.end(), [](const auto &a, const auto &b) { return a.id < b.id; });
        const auto wanted = byId(expected);
        QCOMPARE(layoutPages(pages, byId(current)), wanted);
        std::reverse(pages.begin(), pages.end());
        QCOMPARE(layoutPages(pages, byId(current)), wanted);
        QCOMPARE(layoutPages(pages, wanted), wanted);  // again: nothing moves
    }

    void filesWithoutAPageAreSetAsideAndCounted() {
        Pages pages{row('a', "New"), row('b', "New ~git"), row('c', "New"), row('d', "New")};
        pages[2].slugId = pages[3].slugId = "git";
        const auto paths = layoutPages(pages, byId({{'a', "New.md"}, {'b', "New ~git.md"}}));
        const auto expected =
            byId({{'a', "New.md"}, {'b', "New ~git.md"}, {'c', "New ~git-2.md"}, {'d', "New ~git-3.md"}});
        QCOMPARE(paths, expected);  // T-30, T-31
    }

    void aSlugThatIsNoNameIsNotUsed() {
        Pages pages{row('a', "R"), row('b', "R")};
        pages[0].slugId = "../x";
        pages[1].slugId = "../y";
        const auto paths = layoutPages(pages, {});
        QCOMPARE(paths.at(idOf('b')), "R ~" + idOf('b').str() + ".md");
    }

    void noPathIsTooLongOrTooDeep() {
        Pages pages;
        for (int i = 0; i < 3000; ++i) {
            PageRow page;
            page.id = PageId("id" + std::to_string(100000 + i));
            page.slugId = "slug" + std::to_string(100000 + i);
            page.title = repeated("\u4E2D", 80) + std::to_string(i % 3);
            if (i > 0) page.parent = pages.back().id;
            pages.push_back(page);
        }
        const auto paths = layoutPages(pages, {});
        QCOMPARE(paths.size(), pages.size());
        std::set<std::string> keys;
        for (const auto &[id, path] : paths) {
            QVERIFY2(path.size() < 2500, path.c_str());
            QVERIFY(std::count(path.begin(), path.end(), '/') < 60);
            keys.insert(collisionKey(path));
        }
        QCOMPARE(keys.size(), paths.size());
        QCOMPARE(layoutPages(pages, paths), paths);
    }

    void tenThousandPages() {
        Pages pages;
        for (int i = 0; i < 10000; ++i) {
            PageRow page;
            page.id = PageId("00000000-0000-4000-8000-0000000" + std::to_string(10000 + i));
            page.slugId = "s" + std::to_string(i);
            page.title = "Page title number " + std::to_string(i / 2);
            if (i > 100) page.parent = pages[static_cast<std::size_t>(i / 10)].id;
            pages.push_back(page);
        }
        const auto paths = layoutPages(pages, {});
        QCOMPARE(paths.size(), pages.size());
        QBENCHMARK {
            QCOMPARE(layoutPages(pages, paths).size(), pages.size());
        }
    }
};

QTEST_APPLESS_MAIN(PagePathTest)
#include "page_path_test.moc"
