#include "tests/fakes/fake_desks.h"
#include "tests/fakes/world_ids.h"

namespace wikivault {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::string travelText(const char *flights, const char *hotels) {
    return std::string(
               "---\ngitmost_id: 0190a1b2-1111-7000-8000-000000000011\n---\n\n# Travel\n\nTrips are booked by the "
               "traveller and paid by the company.\n\n") +
           flights + "\n\n## Trains\n\nSecond class up to two hours, first class above.\n\n## Hotels\n\n" + hotels +
           "\n\n## Expenses\n\nHand in receipts within 30 days.\n";
}

}  // namespace

void FakeDesks::fillConflicts() {
    ConflictDetail travel;
    travel.summary.page = worldPage(1);
    travel.summary.space = worldSpace(2);
    travel.summary.path = "Policies/Travel.md";
    travel.summary.title = "Travel";
    travel.summary.since = m_now - minutes(15);
    travel.summary.wikiBy = "ana";
    travel.summary.wikiAt = toIso8601(m_now - minutes(15));
    travel.summary.gitBy = "bob";
    travel.summary.gitAt = toIso8601(m_now - minutes(53));
    travel.base = travelText("Book flights at least 7 days ahead.", "Up to 120 € a night.");
    travel.wiki = travelText("Book flights at least 14 days ahead.", "Up to 140 € a night, breakfast included.");
    travel.git = travelText("Book flights at least 10 days ahead, trains any time.", "Up to 120 € a night.");
    addConflict(travel);
    ConflictDetail pager;
    pager.summary.page = worldPage(2);
    pager.summary.space = worldSpace(2);
    pager.summary.path = "Ops/Pager.md";
    pager.summary.title = "Pager";
    pager.summary.kind = ConflictKind::Existence;
    pager.summary.since = m_now - minutes(85);
    pager.summary.gitBy = "ci";
    pager.base = "---\ngitmost_id: x\n---\n\n# Pager\n\nCarry it for one week.\n";
    pager.git = "---\ngitmost_id: x\n---\n\n# Pager\n\nCarry it for one week, from Monday to Monday.\n";
    addConflict(pager);
    ConflictDetail markers;
    markers.summary.page = worldPage(3);
    markers.summary.space = worldSpace(2);
    markers.summary.path = "Ops/Runbooks/Database failover.md";
    markers.summary.title = "Database failover";
    markers.summary.kind = ConflictKind::Markers;
    markers.summary.since = m_now - hours(30);
    markers.wiki = markers.base = "# Database failover\n\nCall the on-call engineer.\n";
    markers.git = "# Database failover\n\n<<<<<<< ours\nCall ana.\n=======\nCall bob.\n>>>>>>> theirs\n";
    addConflict(markers);
}

void FakeDesks::fillSettled() {
    SettledDetail first;
    first.summary = {"5e771ed00001",
                     worldPage(21),
                     worldSpace(1),
                     "Onboarding/Day one.md",
                     "Day one",
                     ConflictKind::Body,
                     "git-wins",
                     "wiki",
                     m_now - hours(3),
                     "1841",
                     "lea",
                     toIso8601(m_now - hours(3)),
                     false};
    first.wiki = "# Day one\n\nCome to the front desk at nine.\n\nBring your passport and a photo.\n";
    first.git = first.kept = "# Day one\n\nCome to the front desk at ten.\n\nBring your passport.\n";
    first.base = "# Day one\n\nCome to the front desk.\n\nBring your passport.\n";
    addSettled(first);
    SettledDetail person = first;
    person.summary.id = "5e771ed00002";
    person.summary.path = "Policies/Remote work.md";
    person.summary.title = "Remote work";
    person.summary.rule = "person";
    person.summary.loser = "git";
    person.summary.lostBy = "bob";
    person.summary.seen = true;
    addSettled(person);
}

}  // namespace wikivault
