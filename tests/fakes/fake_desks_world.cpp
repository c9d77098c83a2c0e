#include "tests/fakes/fake_desks.h"
#include "tests/fakes/world_ids.h"

namespace wikivault {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const char *const kLaptopGit =
    "# Your laptop\n\nAsk the desk for a laptop on your first day.\n\n## What you get\n\n- a charger\n- a bag\n- a "
    "screen, if you ask\n\n## Rules\n\nKeep it locked when you walk away.\nNever lend it to anybody.\nReport a loss "
    "within one hour.\n\n## Returning it\n\nBring everything back on your last day.\n\n| Part | Deposit |\n| --- | --- "
    "|\n| Charger | 20 € |\n| Bag | 10 € |\n";
const char *const kLaptopWiki =
    "# Your laptop\n\nOrder a laptop in the [portal](/p/portal) one week before your first day.\n\n## What you "
    "get\n\n- a "
    "charger\n- a bag\n- a docking station\n- a screen, if you ask\n\n## Rules\n\nKeep it locked when you walk "
    "away.\nNever lend it to anybody.\nReport a loss within one hour.\n\n## Returning it\n\nBring everything back on "
    "your "
    "last day.\n\n| Part | Deposit |\n| --- | --- |\n| Charger | 25 € |\n| Bag | 10 € |\n";

}  // namespace

void FakeDesks::fill() {
    fillSpaces();
    fillPlan();
    fillConflicts();
    fillSettled();
    fillRuns();
    fillRemotes();
    LockInfo mine;
    mine.space = worldSpace(1);
    mine.holder = "4f0c9d1e-console";
    mine.host = "adm1";
    mine.user = "kim";
    mine.role = "console";
    mine.version = "0.1.0";
    mine.pid = 4121;
    mine.run = RunId("1843");
    mine.phase = "writing pages to wiki";
    mine.since = m_now - seconds(31);
    mine.ttlMs = 26000;
    mine.beatMs = 4000;
    mine.canBeAsked = true;
    mine.ours = true;
    addLock(mine);
    LockInfo stranger;
    stranger.space = worldSpace(4);
    stranger.holder = "3f9c2a77-1b5e-4b7f-9a43-5d0f3ab1c921";
    stranger.ttlMs = 24000;
    addLock(stranger);
    LockInfo stuck;
    stuck.space = worldSpace(3);
    stuck.holder = "worker";
    stuck.host = "srv1";
    stuck.user = "worker";
    stuck.role = "serve";
    stuck.pid = 77;
    stuck.run = RunId("1790");
    stuck.since = m_now - minutes(52);
    addLock(stuck);
}

void FakeDesks::fillSpaces() {
    struct Seed {
        int number;
        const char *slug, *name, *sentence;
        SpaceState state;
        int conflicts;
        std::chrono::milliseconds age;
    };
    const Seed seeds[] = {
        {1, "handbook", "Handbook", "7 pages changed in the wiki, 3 files in git, none overlap.", SpaceState::Pending,
         0, minutes(2)},
        {2, "engineering", "Engineering", "3 conflicts to review, the rest in sync as of 14:01.", SpaceState::Conflicts,
         3, minutes(2)},
        {3, "hr", "Human resources", "Failing since 11:20 (41 runs): the wiki's database refused the password.",
         SpaceState::Failing, 0, hours(3)},
        {4, "legal", "Legal", "Locked by gitmost@srv2 since 14:03.", SpaceState::Blocked, 0, minutes(5)},
        {5, "sales", "Sales", "Paused until 18:00, by kim: \"migration\".", SpaceState::Paused, 0, minutes(33)},
        {6, "product", "Product", "Both sides are equal as of 14:03.", SpaceState::InSync, 0, minutes(0)},
        {7, "support", "Support 日本語", "Both sides are equal as of 14:02.", SpaceState::InSync, 0, minutes(1)},
        {8, "archive", "Archive", "Not enabled.", SpaceState::Off, 0, hours(900)},
    };
    for (const Seed &seed : seeds) {
        SpaceRow row;
        row.space.id = worldSpace(seed.number);
        row.space.slug = seed.slug;
        row.space.name = seed.name;
        row.space.flagged = row.space.selected = seed.state != SpaceState::Off;
        row.state = seed.state;
        row.sentence = seed.sentence;
        row.conflicts = seed.conflicts;
        if (seed.state != SpaceState::Off) row.lastSuccess = m_now - seed.age;
        if (seed.number == 1)
            row.attachments = AttachmentOverview{
                "the API at https://wiki.example.org/api",
                "",
                1240,
                12,
                {{"0190b1b2-0000-7000-8000-000000000071", "Handbook/Travel.md",
                  "a page refers to it and the wiki does not have it"},
                 {"attachments/0190a1b2-1111-7000-8000-000000000011/" + worldPage(3).str() + "/film.mp4",
                  "Handbook/Your laptop.md",
                  "changed in the wiki and in the vault; remove the file here to take the "
                  "wiki's, or save it under a new name in the page's folder to have both"}}};
        if (seed.number == 3) {
            row.lastRun.emplace();
            row.lastRun->id = RunId("1838");
            row.lastRun->space = row.space.id;
            row.lastRun->trigger = "poll";
            row.lastRun->outcome = "failed";
            row.lastRun->error = "The wiki's database refused the password of user docmost.";
            row.lastRun->startedAt = m_now - minutes(64);
        }
        if (seed.number == 2) {
            row.lastRun.emplace();
            row.lastRun->id = RunId("1841");
            row.lastRun->space = row.space.id;
            row.lastRun->trigger = "poll";
            row.lastRun->outcome = "done";
            row.lastRun->startedAt = m_now - minutes(4);
            row.lastRun->endedAt = row.lastRun->startedAt + seconds(2);
            row.lastRun->pull.written = 4;
            row.lastRun->push.updated = 1;
            row.lastRun->conflicts = seed.conflicts;
        }
        if (seed.number == 5) row.pause = Pause{m_now + minutes(236) + seconds(50), "migration", "kim"};
        if (seed.number == 4) {
            row.lock.emplace();
            row.lock->space = row.space.id;
            row.lock->holder = "3f9c2a77";
            row.lock->user = "gitmost";
            row.lock->host = "srv2";
        }
        if (seed.number == 1) {
            RunRecord last;
            last.id = RunId("1842");
            last.space = row.space.id;
            last.trigger = "manual";
            last.reason = "before release";
            last.actor = "kim@adm1";
            last.startedAt = m_now - minutes(2);
            last.endedAt = last.startedAt + seconds(32);
            last.outcome = "problems";
            last.pull.written = 1;
            last.push.updated = 3;
            last.push.moved = 1;
            last.push.failures = 1;
            row.lastRun = last;
        }
        addSpace(row);
    }
}

void FakeDesks::fillPlan() {
    Plan plan;
    plan.planId = "2231";
    plan.space = worldSpace(1);
    plan.madeAt = m_now;
    plan.pagesExamined = plan.filesExamined = 412;
    plan.texts[worldBlob(1)] = kLaptopGit;
    plan.texts[worldBlob(2)] = kLaptopWiki;
    plan.texts[worldBlob(3)] =
        "# VPN\n\nInstall the client, then import the profile you were sent.\n\n1. Open the client\n2. Import\n3. "
        "Connect\n";
    plan.texts[worldBlob(4)] = "# Badge\n\nYour badge opens the front door.\n";
    const auto item = [&](int number, const char *path, Direction direction, Action action) {
        Item one;
        one.page = worldPage(number);
        one.path = path;
        one.direction = direction;
        one.action = action;
        plan.items.push_back(one);
    };
    item(1, "Onboarding/Laptop.md", Direction::WikiToGit, Action::Update);
    plan.items.back().before = worldBlob(1);
    plan.items.back().after = worldBlob(2);
    item(2, "Tools/VPN.md", Direction::GitToWiki, Action::Create);
    plan.items.back().after = worldBlob(3);
    item(3, "Tools/Printers.md", Direction::GitToWiki, Action::Move);
    plan.items.back().fromPath = "Old/Printers.md";
    item(4, "Onboarding/Badge.md", Direction::GitToWiki, Action::Delete);
    plan.items.back().before = worldBlob(4);
    item(5, "Policies/Travel.md", Direction::WikiToGit, Action::Update);
    plan.items.back().outcome = Outcome::Held;
    plan.items.back().reason = Reason::Conflict;
    item(6, "Roadmap.md", Direction::GitToWiki, Action::Update);
    plan.items.back().outcome = Outcome::Held;
    plan.items.back().reason = Reason::BeingEdited;
    item(8, "Onboarding/Parking.md", Direction::GitToWiki, Action::Delete);
    plan.items.back().outcome = Outcome::Held;
    plan.items.back().reason = Reason::Guard;
    plan.items.back().detail = "18 of 412 pages would go to the trash within 24 hours";
    plan.items.back().before = worldBlob(4);
    const PageSide laptop{"Laptop", {}, worldBlob(1)};
    plan.expects.emplace(worldPage(1), PageSides{laptop, laptop, laptop, Absence::Unproven});
    const PageSide parking{"Parking", {}, worldBlob(4)};
    plan.expects.emplace(worldPage(8), PageSides{parking, parking, {}, Absence::Unproven});
    plan.proof.emplace();
    plan.proof->refsBefore =
        plan.proof->refsAfter = {{"refs/heads/docmost", "9d2f7c1044aa"}, {"refs/heads/main", "4f1c0ffee123"}};
    plan.proof->filesBefore = plan.proof->filesAfter = 1204;
    plan.proof->rowsBefore = plan.proof->rowsAfter = "412 pages, 8813021";
    item(7, "Handbook/Holidays/Holidays.md", Direction::WikiToGit, Action::Create);
    plan.items.back().after = worldBlob(4);
    setPlan(plan);
}

void FakeDesks::fillRuns() {
    struct Seed {
        int id, space;
        const char *trigger, *reason, *outcome, *error;
        int written, updated, conflicts;
        minutes age;
        std::chrono::milliseconds took;
    };
    const Seed seeds[] = {
        {1829, 1, "poll", "", "done", "", 1, 0, 0, minutes(300), seconds(2)},
        {1830, 1, "event", "", "done", "", 2, 0, 0, minutes(240), seconds(3)},
        {1831, 3, "poll", "", "done", "", 1, 0, 0, minutes(163), seconds(2)},
        {1832, 1, "event", "", "failed", "The wiki did not answer within 30 s.", 0, 0, 0, minutes(130), seconds(30)},
        {1833, 1, "poll", "", "done", "", 0, 1, 0, minutes(129), seconds(4)},
        {1834, 4, "event", "", "skipped", "", 0, 0, 0, minutes(104), std::chrono::milliseconds(12)},
        {1835, 4, "event", "", "skipped", "", 0, 0, 0, minutes(101), std::chrono::milliseconds(11)},
        {1836, 4, "poll", "", "skipped", "", 0, 0, 0, minutes(99), std::chrono::milliseconds(14)},
        {1837, 5, "manual", "wrong branch", "cancelled", "", 12, 0, 0, minutes(95), seconds(8)},
        {1838, 3, "poll", "", "failed", "The wiki's database refused the password of user docmost.", 0, 0, 0,
         minutes(64), seconds(1)},
        {1839, 6, "poll", "", "done", "", 0, 2, 0, minutes(41), std::chrono::milliseconds(320)},
        {1840, 4, "manual", "", "skipped", "", 0, 0, 0, minutes(12), std::chrono::milliseconds(15)},
        {1841, 2, "poll", "", "done", "", 4, 1, 3, minutes(4), seconds(2)},
        {1842, 1, "manual", "before release", "problems", "", 1, 3, 0, minutes(2), seconds(32)},
    };
    for (const Seed &seed : seeds) {
        RunRecord run;
        run.id = RunId(std::to_string(seed.id));
        run.space = worldSpace(seed.space);
        run.trigger = seed.trigger;
        run.reason = seed.reason;
        run.actor = "kim@adm1";
        run.outcome = seed.outcome;
        run.error = seed.error;
        run.startedAt = m_now - seed.age;
        run.endedAt = run.startedAt + seed.took;
        run.pull.written = seed.written;
        run.push.updated = seed.updated;
        run.conflicts = seed.conflicts;
        if (run.outcome == "skipped") run.skipped = SkipReason::LockHeld;
        if (seed.id == 1842) run.push.failures = 1;
        run.mainBefore = "c0ffee11c0ffee11c0ffee11c0ffee11c0ffee11";
        run.mainAfter = seed.written > 0 ? "a41e77d2a41e77d2a41e77d2a41e77d2a41e77d2" : run.mainBefore;
        run.agreedBefore = run.mainBefore;
        run.agreedAfter = run.mainAfter;
        std::vector<Item> items(4);
        const char *const paths[] = {"Onboarding/Laptop.md", "Tools/VPN.md", "Tools/Printers.md",
                                     "Policies/Holidays.md"};
        for (std::size_t i = 0; i < items.size(); ++i) {
            items[i].page = worldPage(int(i));
            items[i].path = paths[i];
            items[i].direction = i == 0 ? Direction::WikiToGit : Direction::GitToWiki;
        }
        items[1].outcome = Outcome::Failed;
        items[1].reason = Reason::WriteFailed;
        items[1].detail = "The wiki refused the body (schema: unknown node \"callout2\"). The page keeps its old text.";
        items[2].action = Action::Move;
        items[2].fromPath = "Old/Printers.md";
        addRun(run, seed.id == 1842 || seed.id == 1841 ? items : std::vector<Item>());
    }
}

}  // namespace wikivault
