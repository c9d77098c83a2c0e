#include "tests/bench/bench_run.h"

#include "app/common/composition.h"
#include "tests/bench/bench_pages.h"
#include "tests/bench/bench_wiki.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <vector>

namespace fs = std::filesystem;

namespace wikivault::bench {

namespace {

constexpr int kMovedFiles = 100;

class Watch {
public:
    /// Since its making.
    [[nodiscard]] Measured read() const { return {wall() - m_wall, cpu() - m_cpu, {}}; }

private:
    static double wall() {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    }
    /// Of all threads of this process.
    static double cpu() {
        struct timespec time {};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    }

    double m_wall = wall(), m_cpu = cpu();
};

/// One cycle of the only space.
class Cycle {
public:
    Cycle(const Place &place, const sql::EmbeddedContent &wiki)
        : m_space(wiki.spaces.front().id),
          m_composition(settingsFor(place, wiki.users.front().id), "ctl") {}

    Measured run() {
        const Watch watch;
        RunRequest request;
        request.space = m_space;
        const RunReport report = m_composition.desks().spaces.sync(request, {}, {});
        const Measured measured = watch.read();
        if (!report.ran) return {0, 0, report.error.empty() ? "the cycle was skipped" : report.error};
        m_items = report.items.size();
        return measured;
    }
    [[nodiscard]] std::size_t items() const { return m_items; }

private:
    SpaceId m_space;
    Composition m_composition;
    std::size_t m_items = 0;
};

double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The medians of some cycles, each after `edit` and with as many items as it makes.
Measured median(Cycle &cycle, std::size_t items, const std::function<std::string(int)> &edit) {
    constexpr int kTimes = 9;
    std::vector<double> seconds, cpuSeconds;
    for (int i = 0; i < kTimes; ++i) {
        const std::string problem = edit(i);
        if (!problem.empty()) return {0, 0, problem};
        const Measured one = cycle.run();
        if (!one.problem.empty()) return one;
        if (cycle.items() != items)
            return {0, 0, std::to_string(cycle.items()) + " items instead of " + std::to_string(items)};
        seconds.push_back(one.seconds);
        cpuSeconds.push_back(one.cpuSeconds);
    }
    return {medianOf(std::move(seconds)), medianOf(std::move(cpuSeconds)), {}};
}

/// The page files of a vault by the number in their title.
class Files {
public:
    explicit Files(fs::path vault) : m_vault(std::move(vault)) {
        for (auto it = fs::recursive_directory_iterator(m_vault); it != fs::end(it); ++it) {
            if (it->path().filename() == ".git") it.disable_recursion_pending();
            if (it->path().extension() == ".md") m_paths.emplace(numberOf(it->path()), it->path());
        }
    }
    std::string edit(int page) {
        std::ofstream(m_paths.at(page), std::ios::app) << "\nA line from the benchmark.\n";
        return {};
    }
    /// To the top of the vault, or back to where it came from.
    std::string move(int page, bool isBack) {
        const fs::path home = m_paths.at(page), top = m_vault / home.filename();
        std::error_code error;
        fs::rename(isBack ? top : home, isBack ? home : top, error);
        return error ? error.message() : std::string();
    }

private:
    /// Of `Page 12 – notes.md`.
    static int numberOf(const fs::path &path) { return std::atoi(path.filename().c_str() + 5); }

    fs::path m_vault;
    std::map<int, fs::path> m_paths;
};

/// A hundredth of the pages changes in the wiki, the next hundredth in the vault.
std::string editBoth(WikiHand &hand, Files &files, const sql::EmbeddedContent &wiki, int time) {
    const int count = static_cast<int>(wiki.pages.size()) / 100;
    std::string problem;
    for (int page = 0; page < count && problem.empty(); ++page) {
        const auto seed = static_cast<std::uint32_t>(page + time + 1);
        problem = hand.setContent(wiki.pages[static_cast<std::size_t>(page)].id, pageContent(seed, "as edited."));
        if (problem.empty()) problem = files.edit(count + page);
    }
    return problem;
}

/// Every tenth page has none below it and a sibling.
std::string moveHundred(Files &files, bool isBack) {
    std::string problem;
    for (int i = 0; i < kMovedFiles && problem.empty(); ++i)
        problem = files.move(10 * i + 9, isBack);
    return problem;
}

Measured measureEdits(Workload workload, Cycle &cycle, const Place &place, const sql::EmbeddedContent &wiki) {
    Files files(fs::path(place.dataDir) / wiki.spaces.front().id.str());
    if (workload == Workload::FileEdit) return median(cycle, 1, [&](int) { return files.edit(0); });
    if (workload == Workload::Moved)
        return median(cycle, kMovedFiles, [&](int i) { return moveHundred(files, i % 2 == 1); });
    WikiHand hand(place.databaseUrl);
    if (workload == Workload::BothEdit)
        return median(cycle, wiki.pages.size() / 100 * 2, [&](int i) { return editBoth(hand, files, wiki, i); });
    return median(cycle, 1, [&](int i) {
        return hand.setContent(wiki.pages[1].id, pageContent(static_cast<std::uint32_t>(i), "as edited in the wiki."));
    });
}

}  // namespace

Settings settingsFor(const Place &place, const UserId &user) {
    Settings settings;
    settings.databaseUrl = place.databaseUrl;
    settings.dataDir = place.dataDir;
    settings.enabled = true;
    settings.writer = WriterChoice::Sql;
    settings.serviceUserId = user.str();
    settings.logLevel = "error";
    return settings;
}

Measured measure(Workload workload, const Place &place, int pages) {
    const sql::EmbeddedContent wiki = makeWiki(workload == Workload::BothEdit ? pages : 2);
    Cycle cycle(place, wiki);
    const Measured first = cycle.run();
    if (workload == Workload::Cold || !first.problem.empty()) return first;
    if (workload == Workload::Quiet) return median(cycle, 0, [](int) { return std::string(); });
    return measureEdits(workload, cycle, place, wiki);
}

}  // namespace wikivault::bench
