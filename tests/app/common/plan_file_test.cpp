#include "app/common/plan_file.h"
#include "app/common/plan_names.h"

#include "tests/support/temp_vault.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <sys/stat.h>

using namespace wikivault;

namespace {

const PageId kPage("22222222-2222-4222-8222-222222222222");

Plan richPlan() {
    Plan plan;
    plan.space = SpaceId("11111111-1111-4111-8111-111111111111");
    plan.mainTip = std::string(40, 'a');
    plan.madeAt = TimePoint(std::chrono::milliseconds(1764000000123));
    plan.pagesExamined = 3;
    Item item;
    item.page = kPage;
    item.path = "Ordner/Ünïcode \xF0\x9F\x93\x98.md";
    item.fromPath = "Old.md";
    item.fromTitle = "Old: \"title\"";
    item.direction = Direction::GitToWiki;
    item.action = Action::Rename;
    item.outcome = Outcome::Held;
    item.reason = Reason::Guard;
    item.detail = "a sentence";
    item.before = BlobId{{1, 2, 3}};
    Item fresh;
    fresh.path = "New.md";
    fresh.after = BlobId{};
    plan.items = {item, fresh};
    plan.expects[kPage] = {PageSide{"Old", {}, BlobId{{4}}}, {}, PageSide{"N", kPage, BlobId{{5}}}, Absence::Trashed};
    ConflictSummary conflict;
    conflict.page = kPage;
    conflict.space = plan.space;
    conflict.kind = ConflictKind::Existence;
    conflict.path = "A.md";
    plan.conflicts = {conflict};
    plan.undoOf = RunId("12");
    plan.texts[BlobId{{4}}] = "never on disk";
    plan.hash = planHash(plan);
    plan.planId = plan.hash.substr(0, 12);
    return plan;
}

}  // namespace

class PlanFileTest : public QObject {
    Q_OBJECT

private slots:
    void aPlanComesBackFromDiskWithoutItsTexts() {
        const test::TempDir folder;
        const std::string path = folder / "plan.json";
        const Plan plan = richPlan();
        QVERIFY(savePlan(plan, path).has_value());
        struct stat status {};
        QCOMPARE(::stat(path.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0600U);
        QVERIFY(test::readFile(path).find("never on disk") == std::string::npos);
        const auto read = loadPlan(path);
        QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
        QVERIFY(read->items == plan.items);
        QVERIFY(read->expects == plan.expects);
        QCOMPARE(read->hash, plan.hash);
        QCOMPARE(read->planId, plan.planId);
        QVERIFY(read->undoOf == plan.undoOf && read->madeAt == plan.madeAt);
        QCOMPARE(read->conflicts.size(), std::size_t(1));
    }

    void aPlanThatWasChangedIsRefused_data() {
        QTest::addColumn<QString>("member");
        QTest::newRow("space") << QStringLiteral("spaceId");
        QTest::newRow("items") << QStringLiteral("items");
        QTest::newRow("preconditions") << QStringLiteral("preconditions");
        QTest::newRow("what it takes back") << QStringLiteral("undoOf");
    }
    void aPlanThatWasChangedIsRefused() {
        QFETCH(const QString, member);
        QJsonObject json = planToJson(richPlan());
        if (member == QLatin1String("items"))
            json[member] = QJsonArray{json[member].toArray().first()};
        else if (member == QLatin1String("preconditions"))
            json[member] = QJsonObject();
        else if (member == QLatin1String("undoOf"))
            json[member] = QStringLiteral("13");
        else
            json[member] = QStringLiteral("11111111-1111-4111-8111-111111111112");
        const auto read = planFromJson(json);
        QVERIFY(!read && read.error().code == ErrorCode::Invalid);
        QVERIFY2(read.error().detail.find("hash") != std::string::npos, read.error().detail.c_str());
    }

    void whatIsNoPlanIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("another object") << QByteArray(R"({"spaces":[]})");
        QTest::newRow("a newer one") << QByteArray(
            R"({"version":99,"spaceId":"11111111-1111-4111-8111-111111111111","hash":"x","items":[]})");
        QTest::newRow("an unknown word") << QByteArray(
            R"({"spaceId":"11111111-1111-4111-8111-111111111111","hash":"x","items":[{"action":"explode"}]})");
    }
    void whatIsNoPlanIsRefused() {
        QFETCH(const QByteArray, text);
        const test::TempDir folder;
        test::writeFile(folder / "plan.json", text.toStdString());
        const auto read = loadPlan(folder / "plan.json");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Invalid);
    }

    void aMissingFileAndAMissingFolderAreNamed() {
        const test::TempDir folder;
        QVERIFY(loadPlan(folder / "none.json").error().detail.find("none.json") != std::string::npos);
        QVERIFY(savePlan(richPlan(), folder / "no/plan.json").error().detail.find("no/plan.json") != std::string::npos);
    }

    void pagesAreNamedByIdOrPath() {
        const Plan plan = richPlan();
        QCOMPARE(*subjectsNamed(plan, {kPage.str(), "New.md"}), (std::set<std::string>{kPage.str(), "New.md"}));
        QCOMPARE(*subjectsNamed(plan, {plan.items[0].path}), std::set<std::string>{kPage.str()});
        QCOMPARE(subjectsNamed(plan, {"Other.md"}).error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(PlanFileTest)
#include "plan_file_test.moc"
