#include "tests/support/process_tree.h"

#include "tests/support/temp_vault.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <sstream>
#include <system_error>

namespace wikivault::test {

namespace {

struct Known {
    pid_t parent = 0;
    std::string name;
};

std::map<pid_t, Known> allProcesses() {
    std::map<pid_t, Known> all;
    std::error_code problem;
    for (const auto &entry : std::filesystem::directory_iterator("/proc", problem)) {
        const std::string number = entry.path().filename();
        pid_t pid = 0;
        const auto end = std::from_chars(number.data(), number.data() + number.size(), pid).ptr;
        if (end != number.data() + number.size()) continue;
        // `12 (git) S 7 …`: a name may hold blanks and parentheses.
        const std::string stat = readFile(entry.path() / "stat");
        const std::size_t open = stat.find('('), close = stat.rfind(')');
        if (open == std::string::npos || close == std::string::npos) continue;
        Known known{0, stat.substr(open + 1, close - open - 1)};
        std::string state;
        std::istringstream(stat.substr(close + 1)) >> state >> known.parent;
        all.emplace(pid, known);
    }
    return all;
}

}  // namespace

std::vector<pid_t> descendantsOf(pid_t pid, const std::string &name) {
    const std::map<pid_t, Known> all = allProcesses();
    std::vector<pid_t> family{pid};
    for (std::size_t i = 0; i < family.size(); ++i)
        for (const auto &[child, known] : all)
            if (known.parent == family[i]) family.push_back(child);
    family.erase(family.begin());
    std::erase_if(family, [&](pid_t one) { return !name.empty() && all.at(one).name != name; });
    return family;
}

}  // namespace wikivault::test
