#include "app/common/settings_writer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

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

class ProfileText {
public:
    void put(const std::string &name, const std::string &value, const std::string &standard = {}) {
        if (value != standard) m_text += name + " = " + value + "\n";
    }
    [[nodiscard]] QByteArray bytes() const { return QByteArray::fromStdString(m_text); }

private:
    std::string m_text = "# Wikivault profile. Secrets do not belong here; see the manual.\n";
};

QByteArray profileText(const Settings &settings) {
    const Settings standard;
    ProfileText text;
    text.put("WIKIVAULT_ENVIRONMENT", settings.environment, standard.environment);
    text.put("DATABASE_URL", withoutPassword(settings.databaseUrl));
    text.put("REDIS_URL", withoutPassword(settings.redisUrl));
    text.put("DOCMOST_API_URL", withoutPassword(settings.apiUrl));
    text.put("DOCMOST_EMAIL", settings.apiEmail);
    text.put("GIT_SYNC_ENABLED", settings.enabled ? "true" : "false", "false");
    text.put("GIT_SYNC_DATA_DIR", settings.dataDir);
    text.put("GIT_SYNC_SERVICE_USER_ID", settings.serviceUserId);
    text.put("GIT_SYNC_POLL_INTERVAL_MS", std::to_string(settings.pollIntervalMs),
             std::to_string(standard.pollIntervalMs));
    text.put("GIT_SYNC_DEBOUNCE_MS", std::to_string(settings.debounceMs), std::to_string(standard.debounceMs));
    text.put("GIT_SYNC_REMOTE_TEMPLATE", withoutPassword(settings.remoteTemplate));
    text.put("GIT_SYNC_SSH_KEY_PATH", settings.sshKeyPath);
    text.put("WIKIVAULT_WRITER", std::string(writerWord(settings.writer)), "auto");
    text.put("WIKIVAULT_UNFLAGGED", settings.unflagged == Unflagged::None ? "none" : "all", "all");
    text.put("WIKIVAULT_CONFLICT_POLICY", std::string(policyWord(settings.conflictPolicy)), "review");
    text.put("LOG_LEVEL", settings.logLevel, standard.logLevel);
    return text.bytes();
}

}  // namespace

std::string withoutPassword(const std::string &url) {
    std::string masked = maskedUrl(url);
    if (masked == url) return url;
    const std::size_t at = masked.find(":***@");
    const bool hasUser = masked[at - 1] != '/';
    return masked.erase(at, hasUser ? 4 : 5);
}

Result<> writeProfile(const Settings &settings, const std::string &path) {
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
    file.write(profileText(settings));
    if (!file.commit()) return failure(file.errorString());
    return {};
}

}  // namespace wikivault
