#include "engine/core/plan.h"

#include <QTest>

#include <set>

using namespace wikivault;

namespace {

Plan examplePlan() {
    Plan plan;
    plan.space = SpaceId("11111111-1111-4111-8111-111111111111");
    plan.mainTip = std::string(40, 'a');
    plan.mirrorTip = std::string(40, 'b');
    plan.madeAt = TimePoint(std::chrono::milliseconds(1764000000123));
    Item item;
    item.page = PageId("22222222-2222-4222-8222-222222222222");
    item.path = "Page.md";
    item.before = BlobId{};
    plan.items = {item, item};
    plan.items[1].path = "Other.md";
    return plan;
}

}  // namespace

class PlanTest : public QObject {
    Q_OBJECT

private slots:
    void theHashIsStable() {
        QCOMPARE(QString::fromStdString(planHash(examplePlan())),
                 QStringLiteral("cd8374b59ff495312d338fbaa4f65c4b1e294f7d6072f090cd3af54c06d64f8d"));
    }

    void whatDoesNotMatterIsNotHashed() {
        Plan plan = examplePlan();
        plan.madeAt += std::chrono::hours(3);
        plan.pagesExamined = 9;
        plan.filesExamined = 9;
        plan.items[0].detail = "other words";
        plan.texts[BlobId{}] = "text";
        plan.planId = "x";
        plan.proof = PlanProof{};
        QCOMPARE(planHash(plan), planHash(examplePlan()));
    }

    void everyFactMovesTheHash() {
        const std::vector<void (*)(Plan &)> changes = {
            [](Plan &p) { p.space = SpaceId("33333333-3333-4333-8333-333333333333"); },
            [](Plan &p) { p.mainTip.back() = 'c'; },
            [](Plan &p) { p.mirrorTip.clear(); },
            [](Plan &p) { std::swap(p.mainTip, p.mirrorTip); },
            [](Plan &p) { p.skipped = SkipReason::Paused; },
            [](Plan &p) { p.items.pop_back(); },
            [](Plan &p) { std::swap(p.items[0], p.items[1]); },
            [](Plan &p) { p.items[0].page.reset(); },
            [](Plan &p) { p.items[0].path = "Page2.md"; },
            [](Plan &p) { p.items[0].fromPath = "Page.md"; },
            [](Plan &p) { p.items[0].path = "", p.items[0].fromPath = "Page.md"; },
            [](Plan &p) { p.items[0].direction = Direction::GitToWiki; },
            [](Plan &p) { p.items[0].action = Action::Delete; },
            [](Plan &p) { p.items[0].outcome = Outcome::Held; },
            [](Plan &p) { p.items[0].reason = Reason::Guard; },
            [](Plan &p) { p.items[0].before.reset(); },
            [](Plan &p) { p.items[0].after = BlobId{}; },
            [](Plan &p) { p.conflicts.emplace_back(); },
            [](Plan &p) { p.expects[PageId("x")] = {}; },
            [](Plan &p) { p.expects[PageId("y")] = {}; },
            [](Plan &p) {
                p.expects[PageId("x")].wiki = PageSide{"Page", {}, {}};
            },
            [](Plan &p) {
                p.expects[PageId("x")].git = PageSide{"Page", {}, {}};
            },
            [](Plan &p) {
                p.expects[PageId("x")].git = PageSide{"Page", PageId("y"), {}};
            },
            [](Plan &p) {
                p.expects[PageId("x")].git = PageSide{"Page", {}, BlobId{{1}}};
            },
            [](Plan &p) { p.expects[PageId("x")].absence = Absence::Gone; },
            [](Plan &p) { p.undoOf = RunId("7"); },
            [](Plan &p) { p.restoreOf = "7"; },
        };
        std::set<std::string> hashes{planHash(examplePlan())};
        for (const auto &change : changes) {
            Plan plan = examplePlan();
            change(plan);
            QVERIFY(hashes.insert(planHash(plan)).second);
        }
    }
};

QTEST_APPLESS_MAIN(PlanTest)
#include "plan_test.moc"
