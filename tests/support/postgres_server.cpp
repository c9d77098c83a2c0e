#include "tests/support/postgres_server.h"

#include "tests/support/free_port.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QThread>

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>

namespace wikivault::test {

namespace {

QString programsFolder() {
    QDir versions(QStringLiteral("/usr/lib/postgresql"));
    for (const QString &version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed)) {
        const QString folder = versions.filePath(version + QStringLiteral("/bin"));
        if (QFile::exists(folder + QStringLiteral("/initdb"))) return folder;
    }
    return {};
}

Result<std::string> finished(QProcess &process, const QString &program, const QStringList &arguments) {
    process.start(program, arguments);
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return fail(ErrorCode::Unavailable, (program + QStringLiteral(" failed: ")).toStdString() +
                                                process.readAllStandardError().toStdString() +
                                                process.errorString().toStdString());
    return process.readAllStandardOutput().trimmed().toStdString();
}

}  // namespace

void becomeOrdinaryUser(QProcess &process) {
    const struct passwd *user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
    const uid_t uid = user ? user->pw_uid : 0;
    const gid_t gid = user ? user->pw_gid : 0;
    process.setChildProcessModifier([uid, gid] {
        if (uid != 0 && (::setgroups(1, &gid) != 0 || ::setgid(gid) != 0 || ::setuid(uid) != 0)) ::_exit(126);
        ::prctl(PR_SET_PDEATHSIG, SIGINT);
    });
}

Result<std::unique_ptr<PostgresServer>> PostgresServer::start() {
    const QString programs = programsFolder();
    if (programs.isEmpty()) return fail(ErrorCode::NotFound, "PostgreSQL is not installed (package postgresql-15)");
    std::unique_ptr<PostgresServer> server(new PostgresServer(programs.toStdString(), freeLoopbackPort()));
    TRY(server->initialise());
    TRY(server->launch());
    TRY(server->run("postgres", "create role guarded login password 'right'"));
    return server;
}

PostgresServer::~PostgresServer() {
    if (m_server.state() == QProcess::NotRunning) return;
    ::kill(static_cast<pid_t>(m_server.processId()), SIGINT);  // "fast" shutdown
    if (!m_server.waitForFinished(20000)) m_server.kill();
    m_server.waitForFinished(5000);
}

Result<> PostgresServer::initialise() {
    const std::string folder = m_folder.path().toStdString();
    if (const struct passwd *user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr)
        if (::chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
            return fail(ErrorCode::Denied, "cannot hand " + folder + " to postgres");
    QProcess initdb;
    becomeOrdinaryUser(initdb);
    TRY(finished(initdb, QString::fromStdString(m_programs + "/initdb"),
                 {QStringLiteral("-D"), m_folder.filePath(QStringLiteral("data")), QStringLiteral("-U"),
                  QStringLiteral("postgres"), QStringLiteral("-A"), QStringLiteral("trust"), QStringLiteral("-E"),
                  QStringLiteral("UTF8"), QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--no-sync")}));
    QFile access(m_folder.filePath(QStringLiteral("data/pg_hba.conf")));
    if (!access.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return fail(ErrorCode::Denied, "cannot write pg_hba.conf");
    access.write("local all all trust\nhost all guarded 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n");
    return {};
}

Result<> PostgresServer::launch() {
    becomeOrdinaryUser(m_server);
    m_server.setStandardErrorFile(m_folder.filePath(QStringLiteral("log")), QIODevice::Append);
    m_server.start(QString::fromStdString(m_programs + "/postgres"),
                   {QStringLiteral("-D"), m_folder.filePath(QStringLiteral("data")), QStringLiteral("-p"),
                    QString::number(m_port), QStringLiteral("-k"), m_folder.path(), QStringLiteral("-c"),
                    QStringLiteral("listen_addresses=127.0.0.1"), QStringLiteral("-c"), QStringLiteral("fsync=off"),
                    QStringLiteral("-c"), QStringLiteral("shared_buffers=32MB")});
    QElapsedTimer waited;
    waited.start();
    Result<std::string> answer = fail(ErrorCode::Unavailable, "not asked yet");
    while (!answer && waited.elapsed() < 30000 && m_server.state() != QProcess::NotRunning) {
        answer = run("postgres", "select 1");
        if (!answer) QThread::msleep(30);
    }
    if (!answer) return fail(ErrorCode::Unavailable, "PostgreSQL did not start: " + answer.error().detail);
    return {};
}

Result<> PostgresServer::crash() {
    ::kill(static_cast<pid_t>(m_server.processId()), SIGQUIT);  // "immediate" shutdown
    if (!m_server.waitForFinished(20000)) return fail(ErrorCode::Unavailable, "PostgreSQL does not end");
    return launch();
}

Result<> PostgresServer::restart(bool asStandby) {
    ::kill(static_cast<pid_t>(m_server.processId()), SIGINT);  // "fast" shutdown
    if (!m_server.waitForFinished(20000)) return fail(ErrorCode::Unavailable, "PostgreSQL does not end");
    QFile standby(m_folder.filePath(QStringLiteral("data/standby.signal")));
    const bool isSet = asStandby ? standby.open(QIODevice::WriteOnly) : standby.remove();
    if (!isSet) return fail(ErrorCode::Denied, "cannot tell PostgreSQL what to come back as");
    standby.close();
    return launch();
}

std::string PostgresServer::url(const std::string &database) const {
    return "postgresql://postgres@127.0.0.1:" + std::to_string(m_port) + "/" + database;
}

std::string PostgresServer::log() const {
    QFile file(m_folder.filePath(QStringLiteral("log")));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

Result<std::string> PostgresServer::psql(const std::string &database, const QStringList &arguments) const {
    QProcess process;
    const QStringList connection = {QStringLiteral("-X"), QStringLiteral("-q"),
                                    QStringLiteral("-A"), QStringLiteral("-t"),
                                    QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"),
                                    QStringLiteral("-d"), QString::fromStdString(url(database))};
    return finished(process, QString::fromStdString(m_programs + "/psql"), connection + arguments);
}

Result<std::string> PostgresServer::run(const std::string &database, const std::string &sql) const {
    return psql(database, {QStringLiteral("-c"), QString::fromStdString(sql)});
}

Result<> PostgresServer::createDatabase(const std::string &name, const std::string &from) {
    TRY(run("postgres", "create database \"" + name + "\" template \"" + from + "\""));
    return {};
}

Result<std::unique_ptr<PostgresServer>> PostgresServer::startWithDocmost() {
    TRY_ASSIGN(std::unique_ptr<PostgresServer> server, start());
    TRY(server->createDocmost("docmost", false));
    TRY(server->createDocmost("fork", true));
    return server;
}

Result<> PostgresServer::createDocmost(const std::string &name, bool fork) {
    const QString folder = QStringLiteral(WIKIVAULT_SOURCE_DIR "/../shared/docmost/");
    const QString suffix = fork ? QStringLiteral("-fork.sql") : QStringLiteral(".sql");
    if (!QFile::exists(folder + QStringLiteral("schema") + suffix))
        return fail(ErrorCode::NotFound, "the Docmost schemas of ../shared/docmost are not here");
    TRY(createDatabase(name));
    for (const char *part : {"schema", "seed-data"})
        TRY(psql(name, {QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("-f"),
                        folder + QLatin1String(part) + suffix}));
    return {};
}

}  // namespace wikivault::test
