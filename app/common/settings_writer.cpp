#include "app/common/settings_writer.h"

#include "app/common/settings_reader.h"
#include "app/common/settings_values.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace wikivault {

namespace {

std::string_view writerWord(WriterChoice choice) {
    switch (choice) {
        case WriterChoice::Auto: return "auto";
        case WriterChoice::Api: return "api";
        case WriterChoice::Sql: return "sql";
        case WriterChoice::None: return "none";
    }
    return "auto";
}

std::string_view policyWord(ConflictPolicy policy) {
    switch (policy) {
        case ConflictPolicy::Review: return "review";
        case ConflictPolicy::GitWins: return "git-wins";
        case ConflictPolicy::WikiWins: return "wiki-wins";
    }
    return "review";
}

std::string openPagesWord(OpenPages choice) {
    return choice == OpenPages::MergeNow ? "merge" : "wait";
}

std::string switchWord(bool isOn) {
    return isOn ? "on" : "off";
}

QByteArray profileText(const Settings &settings) {
    const auto standard = settingsVariables(Settings());
    std::string text = "# Wikivault profile. Secrets do not belong here; see the manual.\n";
    for (const auto &[name, value] : settingsVariables(settings)) {
        const bool isStandard = std::find(standard.begin(), standard.end(), std::pair(name, value)) != standard.end();
        if (!isStandard && !isSecretVariable(name)) text += name + " = " + withoutPassword(value) + "\n";
    }
    return QByteArray::fromStdString(text);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> settingsVariables(const Settings &settings) {
    std::vector<std::pair<std::string, std::string>> variables = {
        {"WIKIVAULT_ENVIRONMENT", settings.environment},
        {"DATABASE_URL", settings.databaseUrl},
        {"DATABASE_PASSWORD", settings.databasePassword},
        {"DATABASE_PASSWORD_COMMAND", settings.databasePasswordCommand},
        {"REDIS_URL", settings.redisUrl},
        {"DOCMOST_API_URL", settings.apiUrl},
        {"DOCMOST_EMAIL", settings.apiEmail},
        {"DOCMOST_PASSWORD", settings.apiPassword},
        {"DOCMOST_TOKEN", settings.apiToken},
        {"DOCMOST_PASSWORD_COMMAND", settings.apiPasswordCommand},
        {"WIKIVAULT_WIKI_URL", settings.wikiUrl},
        {"GIT_SYNC_ENABLED", settings.enabled ? "true" : "false"},
        {"GIT_SYNC_DATA_DIR", settings.dataDir},
        {"GIT_SYNC_SERVICE_USER_ID", settings.serviceUserId},
        {"GIT_SYNC_POLL_INTERVAL_MS", std::to_string(settings.pollIntervalMs)},
        {"GIT_SYNC_DEBOUNCE_MS", std::to_string(settings.debounceMs)},
        {"WIKIVAULT_QUIET_HOURS", toText(settings.quietHours)},
        {"WIKIVAULT_JOURNAL", settings.sharedJournal ? "shared" : "local"},
        {"WIKIVAULT_KEEP_RUNS_DAYS", std::to_string(settings.keepRunsDays)},
        {"WIKIVAULT_HTTP_PORT", settings.httpPort == 0 ? "off" : std::to_string(settings.httpPort)},
        {"WIKIVAULT_HTTP_TOKEN", settings.httpToken},
        {"WIKIVAULT_HTTP_TOKEN_COMMAND", settings.httpTokenCommand},
        {"GIT_SYNC_REMOTE_TEMPLATE", settings.remoteTemplate},
        {"GIT_SYNC_REMOTE_BRANCH", settings.remoteBranch},
        {"GIT_SYNC_SSH_KEY_PATH", settings.sshKeyPath},
        {"GIT_SYNC_HTTPS_USER", settings.httpsUser},
        {"GIT_SYNC_HTTPS_TOKEN", settings.httpsToken},
        {"GIT_SYNC_HTTPS_TOKEN_COMMAND", settings.httpsTokenCommand},
        {"WIKIVAULT_WRITER", std::string(writerWord(settings.writer))},
        {"WIKIVAULT_UNFLAGGED", settings.unflagged == Unflagged::None ? "none" : "all"},
        {"WIKIVAULT_CONFLICT_POLICY", std::string(policyWord(settings.conflictPolicy))},
        {"WIKIVAULT_OPEN_PAGES", openPagesWord(settings.openPages)},
        {"WIKIVAULT_ATTACHMENTS", switchWord(settings.attachments)},
        {"WIKIVAULT_ATTACHMENT_LIMIT_MB", std::to_string(settings.attachmentLimitMb)},
        {"WIKIVAULT_STORAGE_DIR", settings.storageDir},
        {"LOG_LEVEL", settings.logLevel}};
    for (const auto &[space, policy] : settings.spacePolicies)
        variables.emplace_back(kSpacePolicyPrefix + space, policyWord(policy));
    for (const auto &[space, choice] : settings.spaceOpenPages)
        variables.emplace_back(kSpaceOpenPagesPrefix + space, openPagesWord(choice));
    for (const auto &[space, isOn] : settings.spaceAttachments)
        variables.emplace_back(kSpaceAttachmentsPrefix + space, switchWord(isOn));
    for (const auto &[space, url] : settings.spaceRemotes)
        variables.emplace_back(kSpaceRemotePrefix + space, url);
    for (const auto &[space, branch] : settings.spaceRemoteBranches)
        variables.emplace_back(kSpaceRemoteBranchPrefix + space, branch);
    return variables;
}

std::string withoutPassword(const std::string &url) {
    std::string masked = maskedUrl(url);
    if (masked == url) return url;
    if (const std::size_t at = masked.find(":***@"); at != std::string::npos)
        masked.erase(at, masked[at - 1] == '/' ? 5 : 4);
    constexpr std::string_view kParameter = "password=***";
    if (const std::size_t at = masked.find(kParameter); at != std::string::npos) {
        const bool hasNext = at + kParameter.size() < masked.size() && masked[at + kParameter.size()] == '&';
        masked.erase(hasNext ? at : at - 1, kParameter.size() + 1);
    }
    return masked;
}

namespace {

Result<> replaceProfile(const std::string &path, const QByteArray &text) {
    const QString name = QString::fromStdString(path);
    const QString folder = QFileInfo(name).absolutePath();
    const auto failure = [&](const QString &cause) {
        return fail(ErrorCode::Denied, "The profile was not saved: " + path + ": " + cause.toStdString() + ".");
    };
    if (!QFileInfo::exists(folder)) {
        if (!QDir().mkpath(folder)) return failure(QStringLiteral("its folder cannot be created"));
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly)) return failure(file.errorString());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(text);
    if (!file.commit()) return failure(file.errorString());
    return {};
}

bool isLineOf(const QByteArray &line, const std::string &variable) {
    const qsizetype equals = line.indexOf('=');
    return equals > 0 && line.left(equals).trimmed() == QByteArray::fromStdString(variable);
}

}  // namespace

Result<> writeProfile(const Settings &settings, const std::string &path) {
    return replaceProfile(path, profileText(settings));
}

Result<> setInProfile(const std::string &path, const std::string &variable, const std::string &value) {
    QFile file(QString::fromStdString(path));
    if (file.exists() && !file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Denied,
                    "The profile " + path + " cannot be read: " + file.errorString().toStdString() + ".");
    QList<QByteArray> lines = file.isOpen() ? file.readAll().split('\n') : QList<QByteArray>();
    file.close();
    lines.removeIf([&](const QByteArray &line) { return isLineOf(line, variable); });
    while (!lines.isEmpty() && lines.back().isEmpty())
        lines.pop_back();
    lines.append(QByteArray::fromStdString(variable + " = " + value + "\n"));
    return replaceProfile(path, lines.join('\n'));
}

}  // namespace wikivault
