#include "app/common/demo_story.h"
#include "app/ctl/line_diff.h"
#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

namespace {
const QString json = QStringLiteral("--json");
}  // namespace

/// `wikivaultctl run compare`: what differs between the vault after one run and after another.
class CtlCompareTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void pagesThatDifferAreListed();
    void theirLinesAreShown();
    void aPageIsFollowedByItsId();
    void aPageIsShownThroughTime();
    void aPageHasItsPlaces();
    void runsAreNarrowed();
    void whatCannotBeComparedIsSaid();
    void linesFaceEachOther_data();
    void linesFaceEachOther();

private:
    /// The numbers of the Handbook's runs, oldest first.
    [[nodiscard]] QStringList handbookRuns() const {
        QStringList ids;
        for (const auto &run : m_ctl->run("runs handbook --json").array())
            ids.prepend(run.toObject()[QStringLiteral("runId")].toString());
        return ids;
    }
    [[nodiscard]] CtlRun compare(const QStringList &arguments) const {
        return m_ctl->run(words("run compare") + arguments);
    }

    TempDir m_home;
    std::unique_ptr<CtlProgram> m_ctl;
    DemoStory m_story = demoStory();
};

void CtlCompareTest::initTestCase() {
    m_ctl = std::make_unique<CtlProgram>(m_home.path());
    QCOMPARE(m_ctl->run(words("init --demo") + QStringList{QString::fromStdString(m_home / "demo")}).code, 0);
    QVERIFY(handbookRuns().size() >= 3);
}

void CtlCompareTest::pagesThatDifferAreListed() {
    const QStringList runs = handbookRuns();
    const CtlRun one = compare({runs[0], runs[1], json});
    QVERIFY2(one.code == 0, one.err.constData());
    const QJsonArray pages = one.object()[QStringLiteral("pages")].toArray();
    QCOMPARE(pages.size(), 1);
    QCOMPARE(pages[0].toObject()[QStringLiteral("pageId")].toString().toStdString(), m_story.earlierInWiki.page.str());
    QCOMPARE(pages[0].toObject()[QStringLiteral("change")].toString(), QStringLiteral("changed"));
    const CtlRun same = compare({runs[0], runs[0]});
    QVERIFY2(same.out.startsWith("0 pages differ between after run"), same.out.constData());
    const CtlRun back = compare({runs[1], runs[0], json});
    QCOMPARE(back.object()[QStringLiteral("pages")].toArray().size(), 1);
}

void CtlCompareTest::theirLinesAreShown() {
    const QStringList runs = handbookRuns();
    const CtlRun shown = compare({runs[0], runs[1], QStringLiteral("--texts")});
    QVERIFY2(shown.code == 0 && shown.out.contains("@@ -"), shown.out.constData());
    QVERIFY2(shown.out.contains(QByteArray::fromStdString(m_story.earlierInWiki.after)), shown.out.constData());
    const CtlRun one = compare({runs[0], QStringLiteral("now"), QStringLiteral("--only"),
                                QString::fromStdString(m_story.earlierInWiki.page.str())});
    QVERIFY2(one.out.startsWith("1 page differs"), one.out.constData());
    QCOMPARE(compare(QStringList{runs[0]} + words("now --only No/Such.md")).code, 64);
}

void CtlCompareTest::aPageIsFollowedByItsId() {
    const std::string vault = m_home / "demo/vaults/" + m_story.pendingInFile.space.str();
    const auto first = m_ctl->run("sync engineering --json").array().first().toObject();
    const QString before = first[QStringLiteral("runId")].toString();
    std::string from;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(vault))
        if (from.empty() && entry.path().extension() == ".md" &&
            entry.path().string().find("/.git/") == std::string::npos)
            from = entry.path().string();
    QVERIFY(!from.empty());
    const std::string to = std::filesystem::path(from).parent_path().string() + "/Given another name.md";
    std::filesystem::rename(from, to);
    const auto second = m_ctl->run("sync engineering --json").array().first().toObject();
    const CtlRun moved = compare({before, second[QStringLiteral("runId")].toString(), json});
    bool found = false;
    for (const auto &page : moved.object()[QStringLiteral("pages")].toArray())
        found = found || (page.toObject()[QStringLiteral("change")].toString().startsWith(QStringLiteral("moved")) &&
                          page.toObject()[QStringLiteral("after")].toString().contains(QStringLiteral("another name")));
    QVERIFY2(found, moved.out.constData());
}

/// The wiki's first text, its edit, a file's new name, its removal.
void CtlCompareTest::aPageIsShownThroughTime() {
    const std::string vault = m_home / "demo/vaults/" + m_story.earlierInWiki.space.str() + "/";
    const QString page = QString::fromStdString(m_story.earlierInWiki.page.str());
    const auto history = [&](const QString &which) {
        return m_ctl->run(words("page history handbook") + QStringList{which, json});
    };
    const auto texts = [](const QJsonArray &list, const char *field) {
        QStringList all;
        for (const auto &one : list)
            all << one.toObject()[QLatin1String(field)].toString();
        return all.join(QLatin1Char(' '));
    };
    const QJsonArray before = history(page).object()[QStringLiteral("versions")].toArray();
    QCOMPARE(texts(before, "origin"), QStringLiteral("wiki wiki"));
    QCOMPARE(texts(before, "change"), QStringLiteral("changed new"));
    const std::string path = before[0].toObject()[QStringLiteral("after")].toString().toStdString();
    std::filesystem::rename(vault + path, vault + "Elsewhere.md");
    QVERIFY(m_ctl->run("sync handbook").code != 2);
    const CtlRun moved = history(QStringLiteral("Elsewhere.md"));
    const QJsonArray after = moved.object()[QStringLiteral("versions")].toArray();
    QVERIFY2(texts(after, "origin").endsWith(QStringLiteral("git wiki wiki")), moved.out.constData());
    QVERIFY2(texts(after, "change").contains(QStringLiteral("moved changed new")), moved.out.constData());
    std::filesystem::remove(vault + "Elsewhere.md");
    QVERIFY(m_ctl->run("sync handbook").code != 2);
    const CtlRun gone = history(page);
    QVERIFY2(texts(gone.object()[QStringLiteral("versions")].toArray(), "change").startsWith(QStringLiteral("gone")),
             gone.out.constData());
    QVERIFY(
        m_ctl->run(words("page history handbook") + QStringList{page, QStringLiteral("--texts")}).out.contains("@@"));
    const CtlRun none = m_ctl->run("page history handbook nothing");
    QVERIFY(none.code == 2 && none.err.contains("is or was in this vault"));
}

void CtlCompareTest::aPageHasItsPlaces() {
    const QString page = QString::fromStdString(m_story.conflictInWiki.page.str());
    const auto where = [&](const QStringList &more) { return m_ctl->run(words("page where handbook") + more); };
    const QString address = QStringLiteral("WIKIVAULT_WIKI_URL=https://wiki.example.org/");
    const CtlRun known = where({page, QStringLiteral("--set"), address, json});
    QVERIFY2(known.code == 0, known.err.constData());
    QCOMPARE(known.object()[QStringLiteral("wiki")].toString(), QStringLiteral("https://wiki.example.org/p/") + page);
    const std::string file = known.object()[QStringLiteral("file")].toString().toStdString();
    QVERIFY2(std::filesystem::is_regular_file(file), file.c_str());
    const QString path = known.object()[QStringLiteral("path")].toString();
    QCOMPARE(where({path, json}).object()[QStringLiteral("pageId")].toString(), page);
    QVERIFY(where({page}).out.contains("set WIKIVAULT_WIKI_URL"));
    QVERIFY(where({QStringLiteral("--set"), address}).out.startsWith("wiki  https://wiki.example.org/s/handbook\n"));
    // A bare name is no path; whoever gives one learns the path.
    const QString name = path.section(QLatin1Char('/'), -1).chopped(3).toLower();
    for (const CtlRun &bare : {where({name}), m_ctl->run(words("page history handbook") << name)})
        QVERIFY2(bare.code == 2 && bare.err.contains((QLatin1Char('"') + path + QLatin1Char('"')).toUtf8()),
                 bare.err.constData());
    const CtlRun none = where({QStringLiteral("Nowhere.md")});
    QVERIFY2(none.code != 0 && none.err.contains("Nowhere.md"), none.err.constData());
}

void CtlCompareTest::runsAreNarrowed() {
    const auto count = [&](const char *options) {
        return m_ctl->run(words("runs") + words(options) + QStringList{json}).array().size();
    };
    const auto all = count("");
    QVERIFY(all >= 3);
    const QString trigger = m_ctl->run("runs --json").array().first().toObject()[QStringLiteral("trigger")].toString();
    QVERIFY(count(("--trigger " + trigger.toLatin1()).constData()) > 0);
    QCOMPARE(count("--trigger undo"), 0);
    QCOMPARE(count("--days 36500"), all);
    QVERIFY(m_ctl->run("runs --trigger undo").out.contains("No run matches."));
    const CtlRun wrong = m_ctl->run("runs --trigger po");
    QVERIFY2(wrong.code == 64 && wrong.err.contains("undo or restore"), wrong.err.constData());
    QCOMPARE(m_ctl->run("runs --days 0").code, 64);
}

void CtlCompareTest::whatCannotBeComparedIsSaid() {
    const QStringList runs = handbookRuns();
    const QString other =
        m_ctl->run("runs product --json").array().first().toObject()[QStringLiteral("runId")].toString();
    const CtlRun two = compare({runs[0], other});
    QCOMPARE(two.code, 64);
    QVERIFY2(two.err.contains("two spaces"), two.err.constData());
    const CtlRun none = compare(words("4711"));
    QCOMPARE(none.code, 2);
    QVERIFY2(none.err.contains("4711"), none.err.constData());
}

void CtlCompareTest::linesFaceEachOther_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QByteArray>("diff");
    QTest::newRow("equal") << QByteArray("a\nb\n") << QByteArray("a\nb\n") << QByteArray("");
    QTest::newRow("one line") << QByteArray("a\nb\nc\n") << QByteArray("a\nB\nc\n")
                              << QByteArray("@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
    QTest::newRow("new file") << QByteArray("") << QByteArray("a\n") << QByteArray("@@ -0,0 +1 @@\n+a\n");
    QTest::newRow("file gone") << QByteArray("a\n") << QByteArray("") << QByteArray("@@ -1 +0,0 @@\n-a\n");
    QTest::newRow("two places") << QByteArray("1\n2\n3\n4\n5\n6\n7\n8\n9\n")
                                << QByteArray("X\n2\n3\n4\n5\n6\n7\n8\nY\n")
                                << QByteArray(
                                       "@@ -1,4 +1,4 @@\n-1\n+X\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+Y\n");
    QTest::newRow("near places") << QByteArray("1\n2\n3\n4\n") << QByteArray("X\n2\n3\nY\n")
                                 << QByteArray("@@ -1,4 +1,4 @@\n-1\n+X\n 2\n 3\n-4\n+Y\n");
}

void CtlCompareTest::linesFaceEachOther() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QByteArray, diff);
    QCOMPARE(QByteArray::fromStdString(ctl::lineDiff(before.toStdString(), after.toStdString())), diff);
}

QTEST_GUILESS_MAIN(CtlCompareTest)
#include "ctl_compare_test.moc"
