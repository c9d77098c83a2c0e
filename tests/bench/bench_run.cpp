#include "tests/bench/bench_run.h"

#include "app/common/composition.h"
#include "tests/bench/bench_pages.h"
#include "tests/bench/bench_wiki.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

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

Measured quiet(Cycle &cycle) {
    std::vector<double> seconds;
    for (int i = 0; i < 9; ++i) {
        const Measured one = cycle.run();
        if (!one.problem.empty()) return one;
        if (cycle.items() != 0) return {0, "the wiki and the vault do not come to rest"};
        seconds.push_back(one.seconds);
    }
    std::ranges::nth_element(seconds, seconds.begin() + 4);
    return {seconds[4], {}};
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

/// One cycle after one change that must come through as exactly one item.
Measured afterEdit(Cycle &cycle, const std::string &problem) {
    if (!problem.empty()) return {0, problem};
    const Measured result = cycle.run();
    if (result.problem.empty() && cycle.items() != 1)
        return {0, "one change made " + std::to_string(cycle.items()) + " items"};
    return result;
}

}  // namespace

Measured measure(Workload workload, const Place &place) {
    const sql::EmbeddedContent wiki = makeWiki(2);
    Cycle cycle(place, wiki);
    Measured first = cycle.run();
    if (workload == Workload::Cold || !first.problem.empty()) return first;
    switch (workload) {
        case Workload::Cold: break;
        case Workload::Quiet: return quiet(cycle);
        case Workload::WikiEdit:
            return afterEdit(
                cycle,
                WikiHand(place.databaseUrl).setContent(wiki.pages.back().id, pageContent(1, "as edited in the wiki.")));
        case Workload::FileEdit:
            return afterEdit(cycle, editFile(std::filesystem::path(place.dataDir) / wiki.spaces.front().id.str()));
    }
    return first;
}

}  // namespace wikivault::bench
