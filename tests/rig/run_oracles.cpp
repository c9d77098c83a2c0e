#include "tests/rig/oracles.h"

#include <set>

/// What must hold of a run's own report.
namespace wikivault::rig {

namespace {

std::multiset<std::string> wordsOf(const RunReport &report) {
    std::multiset<std::string> words;
    for (const Item &item : report.items) {
        if (item.action == Action::Heal) continue;
        // The wiki may name what is created.
        const bool isNew = item.action == Action::Create && item.direction == Direction::GitToWiki;
        words.insert(std::string(toWord(item.direction)) + ' ' + std::string(toWord(item.action)) + ' ' +
                     std::string(toWord(item.outcome)) + ' ' + (item.page && !isNew ? item.page->str() : "-") + ' ' +
                     item.path);
    }
    return words;
}

}  // namespace

std::string findFalseAlarm(const RunReport &run) {
    for (const Item &item : run.items)
        if (item.reason == Reason::RestoredBackup) return "nobody restored a backup: " + item.detail;
    return {};
}

std::string findUnpreviewed(const RunReport &preview, const RunReport &run) {
    const auto planned = wordsOf(preview), done = wordsOf(run);
    if (planned == done) return {};
    std::string text = "what was done is not what was previewed\n";
    for (const std::string &line : planned)
        text += (done.contains(line) ? "   " : " - ") + line + '\n';
    for (const std::string &line : done)
        text += planned.contains(line) ? "" : " + " + line + '\n';
    return text;
}

}  // namespace wikivault::rig
