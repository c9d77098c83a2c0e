#include "engine/core/attachment.h"

#include <QTest>

using namespace wikivault;

namespace {

const std::string kPage = "0190a000-0000-7000-8000-00000000000a", kFile = "0190b000-0000-7000-8000-00000000000b";

BlobId blobOf(std::uint8_t first) {
    BlobId blob;
    blob.bytes[0] = first;
    return blob;
}

Attachment wikiFile(std::int64_t size, const std::string &updatedAt) {
    return {AttachmentId(kFile), PageId(kPage), "plan.png", size, updatedAt, {}};
}

}  // namespace

class AttachmentTest : public QObject {
    Q_OBJECT

private slots:
    void referencesAreThisWikisOwn();
    void aPathSaysWhichFileItIs_data();
    void aPathSaysWhichFileItIs();
    void namesAreSafe_data();
    void namesAreSafe();
    void bothSidesDecide_data();
    void bothSidesDecide();
};

void AttachmentTest::referencesAreThisWikisOwn() {
    const std::string other = "0190b000-0000-7000-8000-00000000000c";
    const std::string text = "![](/api/files/" + kFile + "/plan.png) <img src=\"/api/files/" + kFile + "/x\">\n" +
                             "[old](/files/" + other + "/y) https://elsewhere.example/api/files/" +
                             "0190b000-0000-7000-8000-00000000000d/z /api/files/nothing/n /api/files/" + kFile;
    const std::vector<AttachmentId> expected{AttachmentId(kFile), AttachmentId(other)};
    QVERIFY(attachmentsIn(text) == expected);
    QVERIFY(attachmentsIn("").empty());
    QVERIFY(attachmentsIn("/files/").empty());
}

void AttachmentTest::aPathSaysWhichFileItIs_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isOne");
    QTest::addColumn<bool>("hasId");
    const auto row = [](const char *name, const std::string &path, bool isOne, bool hasId) {
        QTest::newRow(name) << QString::fromStdString(path) << isOne << hasId;
    };
    const std::string folder = "attachments/" + kPage;
    row("carried", folder + "/" + kFile + "/plan.png", true, true);
    row("new", folder + "/plan.png", true, false);
    row("a page", folder + "/notes.md", false, false);
    row("no page's folder", "attachments/plans/plan.png", false, false);
    row("no attachment's folder", folder + "/old/plan.png", false, false);
    row("too deep", folder + "/" + kFile + "/more/plan.png", false, false);
    row("hidden", folder + "/.plan.png", false, false);
    row("capitals", "attachments/0190A000-0000-7000-8000-00000000000A/plan.png", false, false);
    row("elsewhere", "docs/" + folder + "/plan.png", false, false);
    row("folder alone", folder, false, false);
}

void AttachmentTest::aPathSaysWhichFileItIs() {
    QFETCH(const QString, path);
    QFETCH(const bool, isOne);
    QFETCH(const bool, hasId);
    const auto place = attachmentPlaceOf(path.toStdString());
    QCOMPARE(place.has_value(), isOne);
    if (!place) return;
    QCOMPARE(place->page.str(), kPage);
    QCOMPARE(place->id.has_value(), hasId);
    QCOMPARE(place->name, std::string("plan.png"));
    QVERIFY(isSyncedFile(path.toStdString()));
}

void AttachmentTest::namesAreSafe_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(expected);
    };
    row("plan.png", "plan.png");
    row("a/../b.png", "a-..-b.png");
    row("notes.md", "notes.md.attachment");
    row("README.MD", "README.MD");
    row("con.txt", "_con.txt");
    row("Schöner Plan.drawio.svg", "Schöner Plan.drawio.svg");
    QTest::newRow("a long one keeps its extension") << QString(300, QLatin1Char('x')) + QStringLiteral(".png")
                                                    << QString(120, QLatin1Char('x')) + QStringLiteral(".png");
}

void AttachmentTest::namesAreSafe() {
    QFETCH(const QString, name);
    QFETCH(const QString, expected);
    const std::string path = attachmentPath(PageId(kPage), AttachmentId(kFile), name.toStdString());
    QCOMPARE(QString::fromStdString(path),
             QString::fromStdString("attachments/" + kPage + "/" + kFile + "/") + expected);
    QVERIFY(attachmentPlaceOf(path).has_value());
    QCOMPARE(uploadNameOf("notes.md.attachment"), std::string("notes.md"));
    QCOMPARE(uploadNameOf("my.attachment"), std::string("my.attachment"));
}

void AttachmentTest::bothSidesDecide_data() {
    QTest::addColumn<bool>("isReferred");
    QTest::addColumn<int>("wiki");  // 0 none, 1 as agreed, 2 changed, 3 changed and too large
    QTest::addColumn<int>("file");  // 0 none, 1 as agreed, 2 changed
    QTest::addColumn<bool>("hasBase");
    QTest::addColumn<int>("step");
    const auto row = [](const char *name, bool isReferred, int wiki, int file, bool hasBase, AttachmentStep step) {
        QTest::newRow(name) << isReferred << wiki << file << hasBase << int(step);
    };
    row("shown", true, 1, 0, false, AttachmentStep::Download);
    row("shown and too large", true, 3, 0, false, AttachmentStep::TooLarge);
    row("shown and gone", true, 0, 0, false, AttachmentStep::Missing);
    row("not shown", false, 1, 0, false, AttachmentStep::None);
    row("equal", true, 1, 1, true, AttachmentStep::None);
    row("drawn anew", true, 2, 1, true, AttachmentStep::Download);
    row("drawn too large", true, 3, 1, true, AttachmentStep::TooLarge);
    row("edited here", true, 1, 2, true, AttachmentStep::Upload);
    row("edited here, shown nowhere", false, 1, 2, true, AttachmentStep::Upload);
    row("edited on both sides", true, 2, 2, true, AttachmentStep::Compare);
    row("on both sides, nobody knows why", true, 1, 1, false, AttachmentStep::Compare);
    row("removed here", true, 1, 0, true, AttachmentStep::Download);
    row("removed here, shown nowhere", false, 1, 0, true, AttachmentStep::None);
    row("gone in the wiki, shown nowhere", false, 0, 1, true, AttachmentStep::None);
}

void AttachmentTest::bothSidesDecide() {
    QFETCH(const bool, isReferred);
    QFETCH(const int, wiki);
    QFETCH(const int, file);
    QFETCH(const bool, hasBase);
    QFETCH(const int, step);
    AttachmentSides sides;
    sides.isReferred = isReferred;
    if (wiki > 0) sides.wiki = wikiFile(wiki == 3 ? 101 : 10, wiki == 1 ? "2026-01-01" : "2026-02-02");
    if (file > 0) sides.file = blobOf(std::uint8_t(file));
    if (hasBase) sides.base = AttachmentBase{blobOf(1), 10, "2026-01-01", PageId(kPage)};
    QCOMPARE(int(stepFor(sides, 100)), step);
}

QTEST_GUILESS_MAIN(AttachmentTest)
#include "attachment_test.moc"
