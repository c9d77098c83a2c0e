#include "engine/adapters/sql/sql_error.h"

#include "engine/core/retry_table.h"

#include <QSqlError>

#include <array>

namespace wikivault::sql {

namespace {

/// The driver's words on one line, without the password should a server repeat it.
std::string wordsOf(const QSqlError &error, const DatabaseUrl &url) {
    QString words = error.databaseText().section(QLatin1Char('\n'), 0, 0).simplified();
    if (words.isEmpty()) words = error.driverText().section(QLatin1Char('\n'), 0, 0).simplified();
    if (words.startsWith(QLatin1String("ERROR: "))) words.remove(0, 7);
    if (url.password.size() > 2) words.replace(QString::fromStdString(url.password), QLatin1String("***"));
    return words.toStdString();
}

struct ConnectCase {
    const char *word;
    ErrorCode code;
    const char *sentence;
};

/// libpq gives no SQLSTATE for a failed connection; what is not recognised is shown as it is.
constexpr std::array<ConnectCase, 14> kConnectCases{{
    {"too many c", ErrorCode::Unavailable, "has no connection left (too many connections)"},
    {"slots are reserved", ErrorCode::Unavailable, "has no connection left (too many connections)"},
    {"not currently accepting", ErrorCode::Unavailable, "admits nobody to this database for now"},
    {"password authentication failed", ErrorCode::Denied, "refused the user name or password"},
    {"no password supplied", ErrorCode::Denied, "wants a password and the URL holds none"},
    {"pg_hba.conf", ErrorCode::Denied, "does not admit this user from this machine"},
    {"role \"", ErrorCode::Denied, "knows no such user"},
    {"permission denied for database", ErrorCode::Denied, "does not let this user into the database"},
    {"certificate", ErrorCode::Denied, "was not trusted: its TLS certificate could not be verified"},
    {"does not support SSL", ErrorCode::Denied, "offers no TLS although the URL's sslmode demands it"},
    {"database \"", ErrorCode::Invalid, "has no database of that name"},
    {"translate host name", ErrorCode::Unavailable, "was not found: the host name is unknown"},
    {"refused", ErrorCode::Unavailable, "does not answer: nothing listens there"},
    {"timeout expired", ErrorCode::Unavailable, "does not answer in time"},
}};

Error sqliteError(const QSqlError &error, const DatabaseUrl &url) {
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const std::string file = url.path;
    const std::string words = wordsOf(error, url);
    switch (code) {
        case 5:
        case 6:
            return {ErrorCode::Unavailable, "the database " + file + " is being written by another program; try again"};
        case 8:
            return {ErrorCode::Denied, "the database " + file +
                                           " cannot be written; check the rights of the file, of the -wal and -shm "
                                           "beside it, and of its folder"};
        case 9: return {ErrorCode::Cancelled, "the query was cancelled"};
        case 11:
            return {ErrorCode::Corrupt,
                    "the database " + file + " is damaged (" + words + "); restore it from a backup"};
        case 13: return {ErrorCode::Unavailable, "there is no space left on the disk of " + file};
        case 14:
            return {ErrorCode::Unavailable, "the database " + file +
                                                " cannot be opened; check the rights of the file, of the -wal and -shm "
                                                "beside it, and of its folder"};
        case 19: {
            // A trigger, a check or a missing value says no to this very row; a rival row or parent may be gone
            // tomorrow.
            const int whole = error.nativeErrorCode().toInt();
            const bool ofTheRow = whole == 275 || whole == 1299 || whole == 1811;
            return {ofTheRow ? ErrorCode::Invalid : ErrorCode::Conflict,
                    "the database " + file + " refused the change (" + words + ")"};
        }
        case 26: return {ErrorCode::Invalid, "the file " + file + " is not an SQLite database; check DATABASE_URL"};
        default: return {ErrorCode::Unavailable, "the database " + file + " failed: " + words};
    }
}

}  // namespace

Error connectError(const QSqlError &error, const DatabaseUrl &url) {
    if (url.dialect == Dialect::Sqlite) return sqliteError(error, url);
    const QString all = error.databaseText();
    for (const ConnectCase &known : kConnectCases)
        if (all.contains(QLatin1String(known.word)))
            return {known.code, "the PostgreSQL server at " + url.shown + " " + known.sentence +
                                    (url.database.empty() ? "" : " (database \"" + url.database + "\")") +
                                    "; check DATABASE_URL"};
    return {ErrorCode::Unavailable,
            "cannot connect to PostgreSQL at " + url.shown + ": " + wordsOf(error, url) + "; check DATABASE_URL"};
}

Error statementError(const QSqlError &error, const DatabaseUrl &url) {
    if (url.dialect == Dialect::Sqlite) return sqliteError(error, url);
    const QString state = error.nativeErrorCode();
    if (state == QLatin1String("57014"))
        return {ErrorCode::Unavailable,
                "PostgreSQL at " + url.shown + " did not finish a query in time; try again or look what blocks it"};
    if (state == QLatin1String("55P03"))
        return {ErrorCode::Unavailable,
                "a row is locked by another session of PostgreSQL at " + url.shown + "; try again"};
    if (state == QLatin1String("42501"))
        return {ErrorCode::Denied, "the database user lacks a right: " + wordsOf(error, url)};
    if (state == QLatin1String("22P05"))
        return {ErrorCode::Invalid, "the text holds the character U+0000, which PostgreSQL cannot store"};
    const std::string words = wordsOf(error, url);
    return {codeOf(classOfSqlState(state.toStdString())),
            "PostgreSQL at " + url.shown + (words.empty() ? " closed the connection" : " answered: " + words)};
}

bool isRepeatable(const QSqlError &error) {
    return classOfSqlState(error.nativeErrorCode().toStdString()) == FailureClass::Repeatable;
}

bool isConnectionLoss(const QSqlError &error) {
    const QString state = error.nativeErrorCode();
    return state.startsWith(QLatin1String("57P")) || state.startsWith(QLatin1String("08"));
}

}  // namespace wikivault::sql
