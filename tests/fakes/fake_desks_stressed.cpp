#include "tests/fakes/fake_desks.h"

#include <array>

namespace wikivault {

namespace {

using std::chrono::minutes;

constexpr int kSpaces = 992;  // beside the eight of fill()

std::string stressedId(int kind, int number) {
    const std::string digits = std::to_string(number);
    return "0190a1b2-" + std::to_string(7000 + kind) + "-7000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

const char *stressedName(int number) {
    static const std::array names{
        "מדריך לעובדים חדשים",
        "دليل الموظف الجديد في المكتب الرئيسي",
        "The handbook of everything that anybody in the whole company has ever had to know about travel, expenses, "
        "laptops, badges and the coffee machine on the third floor",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "製品開発とサポートのための社内手順書",
        "Финансы и бухгалтерия: регламенты, договоры, отчётность за все годы",
        "x",
        "Engineering / platform <b>& tools</b>"};
    return names[std::size_t(number) % names.size()];
}

const std::string kLongError =
    "The wiki's database refused the connection: FATAL: no pg_hba.conf entry for host "
    "\"2001:db8:85a3::8a2e:370:7334\", "
    "user \"wikivault\", database \"docmost_production_europe_west\", no encryption; the next try is in 12 minutes.";

}  // namespace

/// A thousand spaces with names of every kind, and trouble in many of them.
void FakeDesks::stress() {
    for (int number = 1; number <= kSpaces; ++number) {
        SpaceRow row;
        row.space.id = SpaceId(stressedId(1, number));
        row.space.slug = "space-" + std::to_string(number);
        row.space.name = stressedName(number);
        row.space.flagged = row.space.selected = number % 9 != 0;
        row.state = SpaceState(number % 9);
        row.sentence = row.state == SpaceState::Failing ? kLongError
                                                        : "12 345 pages changed in the wiki, 6 789 files in "
                                                          "git, 1 234 overlap; examined 98 765 of 98 765.";
        row.conflicts = number % 9 == int(SpaceState::Conflicts) ? number * 13 : 0;
        row.lastSuccess = m_now - minutes(number * 7);
        addSpace(row);
        stressRemote(row);
        if (number % 25 == 0) stressConflict(row.space.id, number);
        if (number % 30 == 0) stressLock(row.space.id, number);
        stressRun(row.space.id, number);
    }
    stressPlan();
}

void FakeDesks::stressRemote(const SpaceRow &space) {
    RemoteRow row{space.space.id, space.space.slug, space.space.name, {}, {}, {}, {}, {}, {}};
    row.url =
        "ssh://git@git.internal.very-long-host-name.example.org:2222/company/knowledge/vaults/" + row.slug + ".git";
    row.branch = "wiki-sync/production/europe-west";
    row.status.fault = RemoteFault(int(space.state) % 4);
    if (row.status.fault != RemoteFault::None)
        row.status.problem = "the branch " + row.branch + " of " + row.url +
                             " no longer holds 9d2f7c1044aa, which was there before: somebody rewrote it";
    row.ahead = 12345;
    row.behind = 6789;
    row.status.tip = "9d2f7c1044aa9d2f7c1044aa9d2f7c1044aa9d2f";
    addRemote(row);
}

void FakeDesks::stressConflict(const SpaceId &space, int number) {
    ConflictDetail conflict;
    conflict.summary.page = PageId(stressedId(2, number));
    conflict.summary.space = space;
    conflict.summary.title = stressedName(number / 25);
    conflict.summary.path = std::string("A folder/") + stressedName(number / 25) + "/" + conflict.summary.title + ".md";
    conflict.summary.since = m_now - minutes(number * 100);
    conflict.summary.wikiBy = "Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine";
    conflict.summary.gitBy = "شخص له اسم طويل جداً";
    conflict.base = "# Title\n\nOne line.\n";
    conflict.wiki = "# Title\n\nOne line of the wiki, שורה אחת ועוד אחת.\n";
    conflict.git = "# Title\n\nOne line of git.\n";
    addConflict(conflict);
}

void FakeDesks::stressLock(const SpaceId &space, int number) {
    LockInfo lock;
    lock.space = space;
    lock.holder = "3f9c2a77-1b5e-4b7f-9a43-5d0f3ab1c921-" + std::to_string(number);
    lock.user = "a-service-account-with-a-long-name";
    lock.host = "kubernetes-node-pool-europe-west-1.internal.example.org";
    lock.pid = 4194304;
    lock.role = "serve";
    lock.phase = "writing pages to the wiki";
    lock.since = m_now - minutes(number);
    addLock(lock);
}

void FakeDesks::stressRun(const SpaceId &space, int number) {
    RunRecord run;
    run.id = RunId(std::to_string(1000000 + number));
    run.space = space;
    run.trigger = number % 2 == 0 ? "poll" : "manual";
    run.reason =
        number % 2 == 0 ? "" : "before the release of everything to everybody, as was agreed on in the meeting";
    run.actor = "a-service-account-with-a-long-name@kubernetes-node-pool-europe-west-1.internal.example.org";
    run.outcome = number % 3 == 0 ? "failed" : "done";
    run.error = number % 3 == 0 ? kLongError : "";
    run.pull.written = 123456;
    run.push.updated = 98765;
    run.startedAt = m_now - minutes(number * 3);
    run.endedAt = run.startedAt + minutes(number);
    addRun(run, {});
}

void FakeDesks::stressPlan() {
    Plan plan;
    plan.planId = "99999";
    plan.space = SpaceId(stressedId(1, 2));
    plan.madeAt = m_now;
    plan.pagesExamined = plan.filesExamined = 98765;
    BlobId blob;
    blob.bytes[0] = 77;
    plan.texts[blob] = "# כותרת\n\n" + std::string(4000, 'x') + "\n\nשורה אחרונה\n";
    for (int number = 0; number < 500; ++number) {
        Item item;
        item.page = PageId(stressedId(3, number));
        item.path = std::string("A folder/") + stressedName(number + 1) + "/" + stressedName(number) + ".md";
        item.direction = number % 2 == 0 ? Direction::WikiToGit : Direction::GitToWiki;
        item.action = Action(number % 5);
        item.after = blob;
        if (number % 7 == 0) {
            item.outcome = Outcome::Held;
            item.reason = Reason::Loss;
            item.detail = kLongError;
        }
        plan.items.push_back(item);
    }
    setPlan(plan);
}

}  // namespace wikivault
