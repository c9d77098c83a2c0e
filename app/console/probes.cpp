#include "app/console/probes.h"

#include "app/common/doctor.h"
#include "app/common/secret_command.h"
#include "app/common/settings_reader.h"
#include "app/common/settings_writer.h"
#include "engine/adapters/redis/redis_lock.h"
#include "engine/adapters/sql/wiki_database.h"
#include "engine/core/ids.h"
#include "models/engine_text.h"
#include "models/error_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryFile>

#include <algorithm>

namespace wikivault {

namespace {

constexpr std::chrono::milliseconds kRedisTimeout{3000};

struct Probes {
    Q_DECLARE_TR_FUNCTIONS(Probes)
};

ProbeAnswer failedProbe(const Error &error) {
    return {false, errorText(error)};
}

ProbeAnswer probeDatabase(const Settings &settings) {
    const auto url = DatabaseAddress(settings).url();
    if (!url) return failedProbe(url.error());
    const auto wiki = sql::openWiki({*url, settings.unflagged, true, 10000, 5, settings.serviceUserId});
    if (!wiki) return failedProbe(wiki.error());
    const auto description = (*wiki)->describe();
    if (!description) return failedProbe(description.error());
    const auto spaces = (*wiki)->catalog().spaces();
    if (!spaces) return failedProbe(spaces.error());
    const auto missing = (*wiki)->missingRights(false);
    if (!missing) return failedProbe(missing.error());
    const QString found = engineText(*description);
    if (!missing->empty()) return {false, Probes::tr("%1. Rights are missing: %2").arg(found, engineText(*missing))};
    return {true, Probes::tr("%1. Spaces: %2.").arg(found).arg(spaces->size())};
}

ProbeAnswer probeApi(const Settings &settings) {
    if (settings.apiUrl.empty()) return {true, Probes::tr("No API: changes of files are planned and held.")};
    PortFactory ports(settings, "console");
    std::vector<DoctorCheck> checks;
    examineApi(ports, {}, checks);
    const DoctorCheck &check = checks.front();
    return {check.status == "ok", engineText(check.detail + (check.advice.empty() ? "" : " ") + check.advice)};
}

ProbeAnswer probeRedisServer(const Settings &settings) {
    if (settings.redisUrl.empty()) return {true, Probes::tr("No Redis: locks are files in the vaults.")};
    const auto answer = redis::probeRedis(settings.redisUrl, kRedisTimeout);
    return answer ? ProbeAnswer{true, engineText(*answer)} : failedProbe(answer.error());
}

ProbeAnswer probeDataDirectory(const Settings &settings) {
    const QString path = QString::fromStdString(settings.dataDir);
    QFileInfo folder(path);
    if (folder.exists() && !folder.isDir())
        return {false, Probes::tr("%1 is a file. Choose a folder, or move the file away.").arg(path)};
    const bool exists = folder.exists();
    while (!folder.exists() && !folder.isRoot())
        folder = QFileInfo(folder.path());
    QTemporaryFile file(folder.filePath() + QStringLiteral("/.wikivault-test-XXXXXX"));
    if (!file.open()) return {false, Probes::tr("%1 cannot be written: %2").arg(folder.filePath(), file.errorString())};
    if (!exists) return {true, Probes::tr("The folder does not exist yet; the first run creates it.")};
    const QStringList folders = QDir(path).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    const auto vaults = std::count_if(folders.begin(), folders.end(),
                                      [](const QString &name) { return parseUuid(name.toStdString()).has_value(); });
    return {true, Probes::tr("Writable. Vaults: %1.").arg(vaults)};
}

}  // namespace

ProbeAnswer probeConnection(Probe probe, const Settings &settings) {
    switch (probe) {
        case Probe::Database: return probeDatabase(settings);
        case Probe::Api: return probeApi(settings);
        case Probe::Redis: return probeRedisServer(settings);
        case Probe::DataDirectory: return probeDataDirectory(settings);
    }
    return {};
}

Result<> keepInKeyring(const SecretOrder &order) {
    return order.secret ? storeInKeyring(order.profile, order.variable, *order.secret)
                        : forgetInKeyring(order.profile, order.variable);
}

std::vector<SettingsFault> settingsFaults(const Settings &settings) {
    SettingsSources sources;
    for (const auto &[name, value] : settingsVariables(settings))
        sources.commandLine[name] = value;
    std::vector<SettingsFault> faults;
    if (settings.databaseUrl.empty() && settings.apiUrl.empty())
        faults.push_back(
            {QStringLiteral("DATABASE_URL"), Probes::tr("found nothing; expected postgresql://user@host/database or "
                                                        "sqlite:///absolute/path.db.")});
    // On the command line a relative directory counts from where the program was started; a window has no such place.
    if (!QDir::isAbsolutePath(QString::fromStdString(settings.dataDir)))
        faults.push_back(
            {QStringLiteral("GIT_SYNC_DATA_DIR"), Probes::tr("found \"%1\"; expected an absolute path for the vaults.")
                                                      .arg(QString::fromStdString(settings.dataDir))});
    for (const SettingsProblem &problem : readSettings(sources).problems) {
        const QString variable = QString::fromStdString(problem.variable);
        const auto isKnown = [&](const SettingsFault &fault) { return fault.variable == variable; };
        if (std::any_of(faults.begin(), faults.end(), isKnown)) continue;
        faults.push_back(
            {variable,
             Probes::tr("found %1; expected %2.").arg(engineText(problem.found), engineText(problem.expected))});
    }
    return faults;
}

}  // namespace wikivault
