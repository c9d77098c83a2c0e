#include "tests/rig/history.h"

#include <array>
#include <random>
#include <sstream>

namespace wikivault::rig {

namespace {

struct Weighted {
    const char *verb;
    int weight, args;
};

constexpr std::array kPeople{
    Weighted{"wiki-create", 6, 3},   Weighted{"wiki-edit", 14, 3},   Weighted{"wiki-retitle", 6, 2},
    Weighted{"wiki-move", 6, 2},     Weighted{"wiki-trash", 4, 1},   Weighted{"wiki-restore", 2, 1},
    Weighted{"wiki-away", 1, 1},     Weighted{"wiki-swap", 1, 2},    Weighted{"git-create", 5, 3},
    Weighted{"git-edit", 14, 3},     Weighted{"git-rename", 6, 2},   Weighted{"git-move", 6, 2},
    Weighted{"git-delete", 4, 1},    Weighted{"git-copy", 3, 2},     Weighted{"git-swap", 2, 2},
    Weighted{"git-folder", 3, 2},    Weighted{"git-careless", 3, 3}, Weighted{"git-bare", 2, 2},
    Weighted{"git-other", 1, 1},     Weighted{"git-commit", 6, 0},   Weighted{"git-revert", 2, 0},
    Weighted{"git-reset", 1, 0},     Weighted{"git-wipe", 1, 0},     Weighted{"wiki-wipe", 1, 0},
    Weighted{"git-branch", 4, 1},    Weighted{"git-back", 5, 1},     Weighted{"git-merge", 5, 2},
    Weighted{"git-stash", 2, 1},     Weighted{"git-unstash", 2, 1},  Weighted{"git-rebase", 2, 1},
    Weighted{"git-squash", 1, 0},    Weighted{"git-docmost", 1, 1},  Weighted{"git-merge-open", 2, 2},
    Weighted{"git-merge-end", 3, 1},
};
/// What somebody does with git while a run is on its way.
constexpr std::array kGit{
    Weighted{"git-commit", 4, 0},  Weighted{"git-merge", 3, 2},   Weighted{"git-revert", 1, 0},
    Weighted{"git-reset", 1, 0},   Weighted{"git-squash", 1, 0},  Weighted{"git-rebase", 2, 1},
    Weighted{"git-stash", 2, 1},   Weighted{"git-unstash", 1, 1}, Weighted{"git-branch", 2, 1},
    Weighted{"git-docmost", 1, 1}, Weighted{"git-back", 1, 1},    Weighted{"git-merge-open", 1, 2},
};
constexpr std::array kOthers{
    Weighted{"git-away", 1, 1}, Weighted{"decide", 4, 2}, Weighted{"lose-cache", 1, 0}, Weighted{"node", 1, 0},
    Weighted{"preview", 2, 0},  Weighted{"wait", 2, 1},   Weighted{"sync", 26, 1},
};
constexpr std::array kFaults{
    Weighted{"", 10, 0},          Weighted{"crash", 5, 60},      Weighted{"late", 6, 60},
    Weighted{"fail-write", 3, 6}, Weighted{"lose-lease", 2, 12}, Weighted{"no-answer", 1, 6},
    Weighted{"incomplete", 1, 1}, Weighted{"answer-lost", 2, 6},
};

template <class List>
const Weighted &pick(const List &list, std::mt19937_64 &random) {
    int total = 0;
    for (const Weighted &one : list)
        total += one.weight;
    int left = static_cast<int>(random() % static_cast<unsigned>(total));
    for (const Weighted &one : list)
        if ((left -= one.weight) < 0) return one;
    return list.front();
}

Deed deedOf(const Weighted &chosen, std::mt19937_64 &random) {
    Deed deed{chosen.verb, {}};
    for (int i = 0; i < chosen.args; ++i)
        deed.args.push_back(static_cast<int>(random() % 40));
    return deed;
}

void printDeed(std::ostream &out, const Deed &deed) {
    out << ' ' << deed.verb;
    for (const int arg : deed.args)
        out << ' ' << arg;
}

Deed readDeed(std::istream &in) {
    Deed deed;
    in >> deed.verb;
    for (int arg = 0; in >> arg;)
        deed.args.push_back(arg);
    in.clear();
    return deed;
}

const char *policyWord(ConflictPolicy policy) {
    switch (policy) {
        case ConflictPolicy::Review: break;
        case ConflictPolicy::GitWins: return "git-wins";
        case ConflictPolicy::WikiWins: return "wiki-wins";
    }
    return "review";
}

}  // namespace

std::string print(const History &history) {
    std::ostringstream out;
    out << "policy " << policyWord(history.policy) << '\n';
    for (const Step &step : history.steps) {
        out << step.number;
        printDeed(out, step.deed);
        if (!step.fault.empty()) out << " | " << step.fault << ' ' << step.at;
        if (!step.late.verb.empty()) printDeed(out, step.late);
        out << '\n';
    }
    return out.str();
}

std::optional<History> parseHistory(const std::string &text) {
    History history;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#') continue;
        if (line.starts_with("policy ")) {
            const std::string word = line.substr(7);
            history.policy = word == "git-wins"    ? ConflictPolicy::GitWins
                             : word == "wiki-wins" ? ConflictPolicy::WikiWins
                                                   : ConflictPolicy::Review;
            continue;
        }
        Step step;
        const std::size_t bar = line.find(" | ");
        std::istringstream in(line.substr(0, bar));
        if (!(in >> step.number)) return std::nullopt;
        step.deed = readDeed(in);
        if (step.deed.verb.empty()) return std::nullopt;
        if (bar != std::string::npos) {
            std::istringstream fault(line.substr(bar + 3));
            if (!(fault >> step.fault >> step.at)) return std::nullopt;
            step.late = readDeed(fault);
        }
        history.steps.push_back(step);
    }
    return history;
}

History generate(std::uint64_t seed, int steps) {
    std::mt19937_64 random(seed * 0x9E3779B97F4A7C15ull + 1);
    History history;
    const auto dice = random() % 10;
    history.policy = dice < 7 ? ConflictPolicy::Review : dice < 9 ? ConflictPolicy::GitWins : ConflictPolicy::WikiWins;
    for (int i = 0; i < steps; ++i) {
        Step step;
        step.number = i + 1;
        step.deed = random() % 100 < 66 ? deedOf(pick(kPeople, random), random) : deedOf(pick(kOthers, random), random);
        if (step.deed.verb == "sync") {
            const Weighted &fault = pick(kFaults, random);
            step.fault = fault.verb;
            if (fault.args > 0) step.at = static_cast<int>(random() % static_cast<unsigned>(fault.args)) + 1;
            if (step.fault == "late")
                step.late =
                    random() % 3 == 0 ? deedOf(pick(kGit, random), random) : deedOf(pick(kPeople, random), random);
        }
        history.steps.push_back(step);
    }
    return history;
}

}  // namespace wikivault::rig
