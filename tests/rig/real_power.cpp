#include "tests/rig/real_power.h"

#include <QtGlobal>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

namespace wikivault::rig {

namespace {

namespace fs = std::filesystem;

std::string folderOf(const std::string &name) {
    const std::size_t slash = name.rfind('/');
    return slash == std::string::npos ? "." : name.substr(0, slash);
}

}  // namespace

PowerLog::PowerLog(const std::string &directory) : m_directory(directory) {
    std::ifstream log(directory + "/log");
    Moment moment;
    for (std::string line; std::getline(log, line);) {
        std::istringstream words(line);
        std::string kind, name;
        words >> kind;
        if (kind == "d") {
            std::getline(words >> std::ws, name);
            moment.folders.insert(name);
        } else if (kind == "f") {
            File file;
            words >> file.identity >> file.version;
            std::getline(words >> std::ws, name);
            moment.files[name] = file;
        } else {
            moment.synced = line;
            m_moments.push_back(std::move(moment));
            moment = {};
        }
    }
    if (m_moments.empty() || m_moments.back().synced != "end") qFatal("the log of the disk has no end");
}

/// The version of each file that the disk holds for certain.
std::map<std::string, int> PowerLog::durable(int moment) const {
    std::map<std::string, int> versions;
    for (const auto &[name, file] : m_moments.front().files)
        versions[file.identity] = file.version;
    for (int i = 1; i <= moment; ++i) {
        const Moment &now = m_moments[static_cast<std::size_t>(i)];
        if (now.synced == "all")
            for (const auto &[name, file] : now.files)
                versions[file.identity] = file.version;
        std::istringstream words(now.synced);
        std::string kind, identity;
        int version = 0;
        if (words >> kind >> identity >> version && kind == "file") versions[identity] = version;
    }
    return versions;
}

PowerLog::Moment PowerLog::asked(int moment) const {
    std::map<std::string, Moment> byFolder;  // what each folder holds for certain
    const auto take = [&](const Moment &now, const std::string &folder) {
        Moment &held = byFolder[folder] = {};
        for (const auto &[name, file] : now.files)
            if (folderOf(name) == folder) held.files[name] = file;
        for (const std::string &name : now.folders)
            if (folderOf(name) == folder) held.folders.insert(name);
        for (std::string above = folder; above != "."; above = folderOf(above))
            byFolder[folderOf(above)].folders.insert(above);
    };
    for (int i = 0; i <= moment; ++i) {
        const Moment &now = m_moments[static_cast<std::size_t>(i)];
        if (now.synced.starts_with("folder ")) take(now, now.synced.substr(7));
        if (now.synced != "all") continue;
        byFolder.clear();
        take(now, ".");
        for (const std::string &folder : now.folders)
            take(now, folder);
    }
    Moment left;
    const std::function<void(const std::string &)> enter = [&](const std::string &folder) {
        const Moment &held = byFolder[folder];
        left.files.insert(held.files.begin(), held.files.end());
        for (const std::string &below : held.folders) {
            left.folders.insert(below);
            enter(below);
        }
    };
    enter(".");
    return left;
}

void PowerLog::writeImage(int moment, Names names, std::uint64_t seed, const std::string &to) const {
    const auto at = static_cast<std::size_t>(moment);
    const Moment left = names == Names::Asked ? asked(moment) : m_moments[names == Names::AtOnce ? at + 1 : at];
    const std::map<std::string, int> certain = durable(moment);
    fs::remove_all(to);
    fs::create_directories(to);
    for (const std::string &name : left.folders)
        fs::create_directories(to + '/' + name);
    for (const auto &[name, file] : left.files) {
        const auto known = certain.find(file.identity);
        const bool lucky = seed != 0 && (std::hash<std::string>()(file.identity) ^ seed) % 2 == 0;
        const int version = lucky ? file.version : known == certain.end() ? 0 : known->second;
        const std::string copy = m_directory + '/' + file.identity + '_' + std::to_string(version);
        if (version > 0)
            fs::copy_file(copy, to + '/' + name);
        else
            std::ofstream(to + '/' + name).flush();
    }
}

}  // namespace wikivault::rig
