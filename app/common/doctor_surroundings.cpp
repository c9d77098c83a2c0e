#include "app/common/doctor.h"
#include "app/common/doctor_fix.h"
#include "app/common/space_state.h"
#include "engine/adapters/redis/redis_lock.h"
#include "engine/adapters/sql/state_file.h"

#include <QProcess>
#include <QString>

#include <unistd.h>
#include <filesystem>
#include <optional>

namespace wikivault {

namespace {

namespace fs = std::filesystem;

DoctorCheck examineSwitch(const Settings &settings) {
    if (settings.enabled) return {"master switch", "ok", "Sync is on.", ""};
    return {"master switch", "warn", "Sync is off: nothing runs, previews work.", "Set GIT_SYNC_ENABLED=true."};
}

/// By the rule that lets runs begin.
DoctorCheck examineActor(const Settings &settings) {
    const std::string name = kActorCheck;
    if (!namesActor(settings))
        return {name, settings.enabled ? "fail" : "warn", "Nobody is named to act as.",
                "Set GIT_SYNC_SERVICE_USER_ID to the UUID of a user of the wiki."};
    if (effectiveWriter(settings) == WriterChoice::Api)
        return {name, "ok", "Writes as the account of the wiki's API.", ""};
    if (effectiveWriter(settings) == WriterChoice::Sql)
        return {name, "ok", "Writes as user " + settings.serviceUserId + ".", ""};
    return {name, "ok", "User " + settings.serviceUserId + " is named; without a writer nothing is written as anybody.",
            ""};
}

DoctorCheck examineWriter(const Settings &settings) {
    switch (effectiveWriter(settings)) {
        case WriterChoice::Sql:
            if (settings.isSqlite())
                return {"writer", "ok", "Changes of files are written to the wiki's database.", ""};
            return {"writer", "warn",
                    "Changes of files are written straight to the wiki's database; open editors overwrite them.",
                    "Only for a wiki whose server is switched off; else set DOCMOST_API_URL and an account."};
        case WriterChoice::Api:
            return {"writer", "ok", "Changes of files are written through the wiki's API, open editors included.", ""};
        case WriterChoice::Auto:
        case WriterChoice::None: break;
    }
    return {"writer", "warn", "No writer: changes of files are planned and held, nothing is lost.",
            "Set DOCMOST_API_URL with DOCMOST_EMAIL and DOCMOST_PASSWORD (or DOCMOST_TOKEN); WIKIVAULT_WRITER=sql only "
            "for a wiki whose server is switched off."};
}

DoctorCheck examineGit() {
    QProcess git;
    git.start(QStringLiteral("git"), {QStringLiteral("--version")});
    if (git.waitForFinished(5000) && git.exitCode() == 0 && git.exitStatus() == QProcess::NormalExit)
        return {"git", "ok", QString::fromUtf8(git.readAllStandardOutput()).trimmed().toStdString() + ".", ""};
    return {"git", "warn", "The program git was not found; vaults work without it.", "apt install git"};
}

DoctorCheck examineDataDir(PortFactory &ports) {
    const std::string &folder = ports.settings().dataDir;
    if (const auto state = ports.state(); !state && state.error().code == ErrorCode::Denied)
        return {"data directory", "fail", state.error().detail, "Or run this as the user it belongs to."};
    std::error_code ignored;
    if (fs::exists(folder, ignored) && !fs::is_directory(folder, ignored))
        return {"data directory", "fail", folder + " is a file.", "Choose a directory in GIT_SYNC_DATA_DIR."};
    if (!fs::exists(folder, ignored))
        return {"data directory", "warn", folder + " does not exist yet.", "The first run creates it."};
    if (access(folder.c_str(), W_OK | X_OK) != 0)
        return {"data directory", "fail", folder + " cannot be written by this user.", "Change its owner or rights."};
    if (const auto sound = sql::checkStateFile(ports.stateFile()); !sound)
        return {"data directory", "fail", sound.error().detail,
                "Put state.db in " + ports.settings().stateDir() + " back from a copy, or begin a new one.",
                sound.error().code == ErrorCode::Corrupt ? fixCommand(ports.settings(), kStateFix) : std::string()};
    if (const auto state = ports.state(); !state)
        return {"data directory", "fail", state.error().detail,
                "Repair or move away state.db in " + ports.settings().stateDir() + "."};
    const auto others = fs::status(folder, ignored).permissions() & fs::perms::others_all;
    if (others != fs::perms::none)
        return {"data directory", "warn", folder + " can be read by every user of this host.",
                "Run chmod o= " + folder + ".", fixCommand(ports.settings(), "data-directory")};
    return {"data directory", "ok", folder + " is writable and private.", ""};
}

DoctorCheck examineDisk(const Settings &settings) {
    std::error_code problem;
    fs::path folder = settings.dataDir;
    while (!fs::exists(folder, problem) && folder.has_relative_path())
        folder = folder.parent_path();
    const fs::space_info room = fs::space(folder, problem);
    if (problem) return {"disk space", "unknown", problem.message() + ".", "Look with df."};
    const auto megabytes = static_cast<std::int64_t>(room.available / (1024 * 1024));
    const std::string detail = std::to_string(megabytes) + " MB free for " + settings.dataDir + ".";
    if (megabytes < 50) return {"disk space", "fail", detail, "Free some space before the next run."};
    if (megabytes < 500) return {"disk space", "warn", detail, "Free some space soon."};
    return {"disk space", "ok", detail, ""};
}

std::optional<DoctorCheck> examineFileSystem(const Settings &settings) {
    const std::string kind = system::networkDiskOf(settings.dataDir);
    if (kind.empty()) return std::nullopt;
    return DoctorCheck{"file system", "warn", networkDiskWarning(settings.dataDir, kind),
                       "Choose a directory on a disk of this host in GIT_SYNC_DATA_DIR."};
}

DoctorCheck examineRedis(const Settings &settings) {
    if (settings.redisUrl.empty())
        return {"redis", "ok", "Not configured: file locks keep runs of this host apart.", ""};
    const auto probed = redis::probeRedis(settings.redisUrl, std::chrono::milliseconds(3000));
    if (probed) return {"redis", "ok", *probed + ".", ""};
    return {"redis", "fail", probed.error().detail,
            "To go without it, unset REDIS_URL: file locks then keep the runs of this host apart."};
}

}  // namespace

std::string networkDiskWarning(const std::string &folder, const std::string &kind) {
    return folder + " is on " + kind +
           ", a file system of the network: its locks may not keep the runs of other hosts apart, and what it calls "
           "written may get lost.";
}

std::vector<DoctorCheck> examineSurroundings(PortFactory &ports) {
    const Settings &settings = ports.settings();
    std::vector<DoctorCheck> checks{examineSwitch(settings), examineActor(settings),
                                    examineWriter(settings), examineGit(),
                                    examineDataDir(ports),   examineDisk(settings)};
    if (auto files = examineFileSystem(settings)) checks.push_back(std::move(*files));
    checks.push_back(examineRedis(settings));
    if (auto clock = examineRedisClock(ports)) checks.push_back(std::move(*clock));
    checks.push_back(examineKeyring(settings));
    return checks;
}

}  // namespace wikivault
