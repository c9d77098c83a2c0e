#include "app/common/remote_runs.h"

#include "app/common/nap.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <random>

namespace wikivault {

namespace {

Item remoteItem(const std::string &detail) {
    Item item;
    item.action = Action::Push;
    item.outcome = Outcome::Failed;
    item.reason = Reason::Remote;
    item.detail = detail;
    return item;
}

}  // namespace

void noteRemoteSetting(RunReport &report, const Error &error) {
    report.items.push_back(remoteItem(error.detail));
}

void noteRemoteBusy(RunReport &report) {
    report.items.push_back(
        remoteItem("somebody else pushed before each push of this run; what they pushed was taken in, and the next run "
                   "tries again"));
}

bool isPushed(const RunReport &report) {
    return std::any_of(report.items.begin(), report.items.end(),
                       [](const Item &item) { return item.action == Action::Push && item.outcome == Outcome::Done; });
}

void waitForOthers(const std::stop_token &stop) {
    std::random_device random;
    nap(stop, std::chrono::milliseconds(50 + random() % 450));
}

RunReport continued(const RunReport &before, RunReport after) {
    std::vector<Item> done;
    std::copy_if(before.items.begin(), before.items.end(), std::back_inserter(done), [](const Item &item) {
        const bool isRepeated = item.direction == Direction::GitToWiki && item.action != Action::Heal;
        return item.outcome == Outcome::Done && !isRepeated;
    });
    after.items.insert(after.items.begin(), done.begin(), done.end());
    after.pull.written += before.pull.written;
    after.pull.deleted += before.pull.deleted;
    after.pull.moved += before.pull.moved;
    after.push.created += before.push.created;
    after.push.updated += before.push.updated;
    after.push.deleted += before.push.deleted;
    after.push.moved += before.push.moved;
    after.push.renamed += before.push.renamed;
    return after;
}

}  // namespace wikivault
