#pragma once

#include "tests/fakes/fake_desks.h"

#include <string>

namespace wikivault {

/// `head` with 25 000 paragraphs beneath it: 50 000 lines, ten megabytes. Every `changed`th paragraph says `otherwise`.
inline std::string largePage(std::string head, int changed = 0, const std::string &otherwise = {}) {
    const std::string story =
        " tells what to do when a backup of the service does not come back in time, whom to ask, and where the keys of "
        "the cabinet are kept. It was written down by those who had to look for them, at night and in a hurry, and is "
        "read aloud once a year, on the first day of spring, before tea. It is never changed, except where it has to "
        "be, and then by two people who agree.";
    head.reserve(head.size() + 25'000 * (story.size() + 32));
    for (int i = 0; i < 25'000; ++i)
        head += "\nParagraph " + std::to_string(i) + story +
                (changed > 0 && i % changed == 7 ? ' ' + otherwise : std::string()) + '\n';
    return head;
}

/// A page of that size that the wiki and git tell differently in 500 paragraphs; the plan takes git's.
inline Plan planOfLargePage(const SpaceId &space, TimePoint now) {
    Plan plan;
    plan.planId = "large";
    plan.space = space;
    plan.madeAt = now;
    Item item;
    item.page = PageId("0190a1b2-9009-7000-8000-000000000009");
    item.path = "Large.md";
    item.direction = Direction::GitToWiki;
    item.action = Action::Update;
    item.before = item.after = BlobId();
    item.before->bytes[0] = 1;
    item.after->bytes[0] = 2;
    plan.texts[*item.before] = largePage("# Large\n", 50, "The wiki says so.");
    plan.texts[*item.after] = largePage("# Large\n", 50, "Git says otherwise.");
    plan.items.push_back(item);
    return plan;
}

/// A page of about two megabytes, both sides changed in a few paragraphs, differently in one in `every`.
inline ConflictDetail largeConflict(int number, int every) {
    std::string base, wiki, git;
    for (int i = 0; base.size() < 2 * 1024 * 1024; ++i) {
        const std::string words = "Paragraph " + std::to_string(i) +
                                  " tells what to do when a backup of the service does not come back in time, whom to "
                                  "ask, and where the keys of the cabinet are kept.";
        base += words + "\n\n";
        wiki += words + (i % every == 7 ? " The wiki adds this.\n\n" : "\n\n");
        git += words + (i % every == 7 ? " Git adds that.\n\n" : i % every == 9 ? " Only git.\n\n" : "\n\n");
    }
    ConflictDetail detail;
    detail.summary.page = PageId("0190a1b2-9009-7000-8000-00000000000" + std::to_string(number));
    detail.summary.space = SpaceId("0190a1b2-0000-7000-8000-000000000002");
    detail.summary.path = detail.summary.title = "Large " + std::to_string(number);
    detail.summary.since = *fromIso8601("2026-11-24T13:03:10.000Z");
    detail.base = base, detail.wiki = wiki, detail.git = git;
    detail.state = "0";
    return detail;
}

}  // namespace wikivault
