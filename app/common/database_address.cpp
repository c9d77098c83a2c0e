#include "app/common/database_address.h"

#include "app/common/secret_command.h"
#include "engine/adapters/sql/database_url.h"

#include <QByteArray>
#include <QUrl>

namespace wikivault {

namespace {
constexpr std::chrono::minutes kAskAgainAfter{1};
}  // namespace

DatabaseAddress::DatabaseAddress(const Settings &settings)
    : m_url(settings.databaseUrl),
      m_password(settings.databasePassword),
      m_command(settings.databasePasswordCommand),
      m_profile(settings.profile) {}

bool DatabaseAddress::wantsPassword() const {
    if (m_password.empty() && m_command.empty()) return false;
    const auto parsed = sql::parseDatabaseUrl(m_url);
    return parsed && parsed->dialect == sql::Dialect::Postgres && parsed->password.empty();
}

Result<std::string> DatabaseAddress::password() const {
    if (!m_password.empty()) return m_password;
    return secretFrom({m_command, "DATABASE_PASSWORD_COMMAND", m_profile});
}

Result<std::string> DatabaseAddress::url() {
    if (!wantsPassword()) return m_url;
    const std::scoped_lock guard(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (m_whole && (*m_whole || now - m_askedAt < kAskAgainAfter)) return *m_whole;
    const Result<std::string> given = password();
    m_askedAt = std::chrono::steady_clock::now();
    m_whole = given ? Result<std::string>(withPassword(m_url, *given)) : given;
    return *m_whole;
}

void DatabaseAddress::forget() {
    const std::scoped_lock guard(m_mutex);
    if (m_whole && *m_whole) m_whole.reset();
}

Error DatabaseAddress::explained(const Error &error) const {
    const auto parsed = sql::parseDatabaseUrl(m_url);
    if (!parsed || !parsed->password.empty() ||
        error.detail.find("refused the user name or password") == std::string::npos)
        return error;
    const std::string source = !m_password.empty()  ? "DATABASE_PASSWORD"
                               : !m_command.empty() ? "DATABASE_PASSWORD_COMMAND"
                                                    : "~/.pgpass";
    return {error.code, "the PostgreSQL server at " + parsed->shown +
                            " refused the user name or password; check the user in DATABASE_URL, and " + source +
                            ", where the password came from"};
}

std::string withPassword(const std::string &url, const std::string &password) {
    const std::size_t start = url.find("://") + 3;
    const std::size_t end = std::min(url.find_first_of("/?#", start), url.size());
    const std::size_t at = url.rfind('@', end);
    const bool hasUser = at != std::string::npos && at >= start;
    const std::string encoded =
        QUrl::toPercentEncoding(QString::fromStdString(password)).toStdString() + (hasUser ? "" : "@");
    const std::size_t place = hasUser ? at : start;
    const bool hasColon = hasUser && url[at - 1] == ':';
    return url.substr(0, place) + (hasColon ? "" : ":") + encoded + url.substr(place);
}

}  // namespace wikivault
