#include "tests/bench/bench_run.h"

#include "app/common/composition.h"
#include "tests/bench/bench_pages.h"
#include "tests/bench/bench_wiki.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>

namespace wikivault::bench {

namespace {

class Watch {
public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
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
        const double seconds = watch.seconds();
        if (!report.ran) return {0, report.error.empty() ? "the cycle was skipped" : report.error};
        m_items = report.items.size();
        return {seconds, {}};
    }
    [[nodiscard]] std::size_t items() const { return m_items; }

private:
    SpaceId m_space;
    Composition m_composition;
    std::size_t m_items = 0;
};

/// The median of some cycles, each after `edit` and with as many items as it makes.
Measured median(Cycle &cycle, std::size_t items, const std::function<std::string(int)> &edit) {
    constexpr std::size_t kTimes = 9;
    std::vector<double> seconds;
    for (std::size_t i = 0; i < kTimes; ++i) {
        const std::string problem = edit(static_cast<int>(i));
        if (!problem.empty()) return {0, problem};
        const Measured one = cycle.run();
        if (!one.problem.empty()) return one;
        if (cycle.items() != items)
            return {0, std::to_string(cycle.items()) + " items instead of " + std::to_string(items)};
        seconds.push_back(one.seconds);
    }
    std::ranges::nth_element(seconds, seconds.begin() + kTimes / 2);
    return {seconds[kTimes / 2], {}};
}

/// Appends a line to the first page file below `folder`; "" or why not.
std::string editFile(const std::filesystem::path &folder) {
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".md" || entry.path().string().find("/.git/") != std::string::npos) continue;
        std::ofstream(entry.path(), std::ios::app) << "\nA line from the benchmark.\n";
        return {};
    }
    return "the vault holds no page file";
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

Measured measure(Workload workload, const Place &place) {
    const sql::EmbeddedContent wiki = makeWiki(2);
    Cycle cycle(place, wiki);
    Measured first = cycle.run();
    if (workload == Workload::Cold || !first.problem.empty()) return first;
    switch (workload) {
        case Workload::Cold: break;
        case Workload::Quiet: return median(cycle, 0, [](int) { return std::string(); });
        case Workload::WikiEdit: {
            WikiHand hand(place.databaseUrl);
            return median(cycle, 1, [&](int i) {
                return hand.setContent(wiki.pages.back().id, pageContent(i, "as edited in the wiki."));
            });
        }
        case Workload::FileEdit: {
            const auto vault = std::filesystem::path(place.dataDir) / wiki.spaces.front().id.str();
            return median(cycle, 1, [&](int) { return editFile(vault); });
        }
    }
    return first;
}

}  // namespace wikivault::bench
