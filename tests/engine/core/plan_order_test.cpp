#include "engine/core/plan_order.h"

#include <QTest>

using namespace wikivault;

namespace {

const PageId kA("22222222-2222-4222-8222-22222222222a");
const PageId kB("22222222-2222-4222-8222-22222222222b");

Item change(const PageId &page, const std::string &path, Action action = Action::Update) {
    Item item;
    item.page = page;
    item.path = path;
    item.action = action;
    item.before = BlobId{{1}};
    item.after = BlobId{{2}};
    return item;
}

Item newFile(const PageId &id, const std::string &path) {
    Item item = change(id, path, Action::Create);
    item.direction = Direction::GitToWiki;
    return item;
}

Item guarded(const PageId &page, const std::string &path) {
    Item item = change(page, path, Action::Delete);
    item.direction = Direction::GitToWiki;
    item.outcome = Outcome::Held;
    item.reason = Reason::Guard;
    return item;
}

Plan planOf(std::vector<Item> items) {
    Plan plan;
    plan.items = std::move(items);
    for (const Item &item : plan.items)
        if (item.page) plan.expects[*item.page].wiki = PageSide{"Page", {}, BlobId{{1}}};
    return plan;
}

std::string told(const std::vector<Item> &items) {
    std::string text;
    for (const Item &item : items)
        text += std::string(toWord(item.outcome)) + " " + std::string(toWord(item.reason)) + " " + item.path + "\n";
    return text;
}

}  // namespace

class PlanOrderTest : public QObject {
    Q_OBJECT

private slots:
    void theSamePlanDeviatesInNothing() {
        const Plan plan = planOf({change(kA, "A.md"), newFile(kB, "B.md")});
        const PlanDeviation found = compareWithOrder({plan, {}, false}, plan);
        QVERIFY(found.leaveOut.empty() && found.gone.empty());
    }

    void whatComesOutOtherwiseIsStale_data() {
        QTest::addColumn<Plan>("now");
        const auto row = [](const char *name, void (*edit)(Plan &)) {
            Plan plan = planOf({change(kA, "A.md")});
            edit(plan);
            QTest::newRow(name) << plan;
        };
        row("another text", [](Plan &p) { p.items[0].after = BlobId{{3}}; });
        row("another place", [](Plan &p) { p.items[0].path = "B.md"; });
        row("another change", [](Plan &p) { p.items[0].action = Action::Move; });
        row("the other way", [](Plan &p) { p.items[0].direction = Direction::GitToWiki; });
        row("one change more", [](Plan &p) { p.items.push_back(change(kA, "A.md", Action::Move)); });
        row("the wiki's side moved", [](Plan &p) { p.expects[kA].wiki->name = "Other"; });
        row("git's side appeared", [](Plan &p) { p.expects[kA].git = PageSide{"Page", {}, {}}; });
        row("the agreed text moved", [](Plan &p) { p.expects[kA].base = PageSide{"Page", {}, {}}; });
    }
    void whatComesOutOtherwiseIsStale() {
        QFETCH(const Plan, now);
        const PlanDeviation found = compareWithOrder({planOf({change(kA, "A.md")}), {}, false}, now);
        QCOMPARE(told(found.leaveOut), std::string("held stale A.md\n"));
        QVERIFY(found.gone.empty());
        QVERIFY(!found.leaveOut[0].detail.empty());
    }

    void whatDoesNotComeOutAnyMoreIsNamed() {
        Plan now;
        const PlanDeviation found = compareWithOrder({planOf({change(kA, "A.md")}), {}, false}, now);
        QVERIFY(found.leaveOut.empty());
        QCOMPARE(told(found.gone), std::string("held stale A.md\n"));
    }

    void whatIsNotInThePlanWaits() {
        const Plan plan = planOf({change(kA, "A.md")});
        Plan now = planOf({change(kA, "A.md"), change(kB, "B.md"), newFile(kB, "C.md")});
        QCOMPARE(told(compareWithOrder({plan, {}, false}, now).leaveOut),
                 std::string("skipped left-out B.md\nskipped left-out C.md\n"));
    }

    void whatIsSkippedWaitsWhateverItIs() {
        const Plan plan = planOf({change(kA, "A.md"), newFile(kB, "B.md")});
        QCOMPARE(told(compareWithOrder({plan, {kA.str(), "B.md"}, false}, plan).leaveOut),
                 std::string("skipped left-out A.md\nskipped left-out B.md\n"));
    }

    void aFileWithoutAPageIsKnownByItsPath() {
        const Plan plan = planOf({newFile(kA, "New.md")});
        const PlanDeviation found = compareWithOrder({plan, {}, false}, planOf({newFile(kB, "New.md")}));
        QVERIFY(found.leaveOut.empty() && found.gone.empty());
    }

    void whatSaysWhyNothingHappensIsNoChange() {
        Item held = change(kB, "B.md");
        held.outcome = Outcome::Held;
        held.reason = Reason::Conflict;
        Item healed;
        healed.action = Action::Heal;
        const Plan plan = planOf({change(kA, "A.md")});
        const PlanDeviation found = compareWithOrder({plan, {}, false}, planOf({change(kA, "A.md"), held, healed}));
        QVERIFY(found.leaveOut.empty() && found.gone.empty());
    }

    void theGuardIsApprovedForThisVeryListOnly() {
        const Plan plan = planOf({guarded(kA, "A.md")});
        const Item held = plan.items.front();
        QVERIFY(approvesGuarded({plan, {}, true}, held));
        QVERIFY(!approvesGuarded({plan, {}, false}, held));
        QVERIFY(!approvesGuarded({plan, {kA.str()}, true}, held));
        QVERIFY(!approvesGuarded({plan, {}, true}, guarded(kB, "A.md")));
        Item otherwise = held;
        otherwise.direction = Direction::WikiToGit;
        QVERIFY(!approvesGuarded({plan, {}, true}, otherwise));
        otherwise = held;
        otherwise.action = Action::Update;
        QVERIFY(!approvesGuarded({plan, {}, true}, otherwise));

        Item done = guarded(kA, "A.md");
        done.outcome = Outcome::Done;
        done.reason = Reason::None;
        Item other = done;
        other.page = kB;
        other.path = "B.md";
        const Plan now = planOf({done, other});
        QCOMPARE(told(compareWithOrder({plan, {}, true}, now).leaveOut), std::string("skipped left-out B.md\n"));
        QCOMPARE(told(compareWithOrder({plan, {}, false}, now).leaveOut),
                 std::string("skipped left-out A.md\nskipped left-out B.md\n"));
        done.before = BlobId{{9}};
        QCOMPARE(told(compareWithOrder({plan, {}, true}, planOf({done})).leaveOut), std::string("held stale A.md\n"));
    }

    void aFileThatIsSetAsideIsApprovedByItsPath() {
        Item held = newFile(kA, "A ~git.md");
        held.page.reset();
        held.outcome = Outcome::Held;
        held.reason = Reason::Guard;
        const Plan plan = planOf({held});
        QVERIFY(approvesGuarded({plan, {}, true}, held));
        QVERIFY(!approvesGuarded({plan, {"A ~git.md"}, true}, held));
        Item other = held;
        other.path = "B ~git.md";
        QVERIFY(!approvesGuarded({plan, {}, true}, other));
        QVERIFY(compareWithOrder({plan, {}, true}, planOf({newFile(kB, "A ~git.md")})).leaveOut.empty());
        Item otherText = newFile(kB, "A ~git.md");
        otherText.after = BlobId{{9}};
        QCOMPARE(told(compareWithOrder({plan, {}, true}, planOf({otherText})).leaveOut),
                 std::string("held stale A ~git.md\n"));
    }
};

QTEST_APPLESS_MAIN(PlanOrderTest)
#include "plan_order_test.moc"
