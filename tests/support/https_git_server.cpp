#include "tests/support/https_git_server.h"

#include "tests/support/certificates.h"
#include "tests/support/free_port.h"
#include "tests/support/loopback_server.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QThread>

#include <sys/prctl.h>
#include <unistd.h>
#include <csignal>
#include <sstream>

namespace wikivault::test {

namespace {

constexpr int kWebStartMs = 20000;
constexpr const char *kBackend = "/usr/lib/git-core/git-http-backend";

QString webProgram() {
    return QStandardPaths::findExecutable(QStringLiteral("lighttpd"), {QStringLiteral("/usr/sbin")});
}

bool hasTls() {
    return QFile::exists(QStringLiteral("/usr/lib/lighttpd/mod_openssl.so"));
}

}  // namespace

Result<std::unique_ptr<HttpsGitServer>> HttpsGitServer::start(const std::string &repositories) {
    if (webProgram().isEmpty() || !hasTls())
        return fail(ErrorCode::NotFound, "no web server (packages lighttpd and lighttpd-mod-openssl)");
    if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty())
        return fail(ErrorCode::NotFound, "openssl is not installed");
    std::unique_ptr<HttpsGitServer> server(new HttpsGitServer(freeLoopbackPort(), repositories));
    TRY(makeCertificates(QString::fromStdString(server->m_folder.path())));
    server->setToken("token-of-the-start");
    TRY(server->launch());
    return server;
}

HttpsGitServer::~HttpsGitServer() {
    stop();
}

std::string HttpsGitServer::personsUrl(const std::string &name) const {
    return "https://kim:" + m_token + "@localhost:" + std::to_string(m_port) + "/git/" + name;
}

void HttpsGitServer::setToken(const std::string &token) {
    m_token = token;
    writeFile(m_folder / "users", "git:" + token + "\nkim:" + token + "\n");
}

Result<> HttpsGitServer::launch() {
    const auto line = [](const std::string &name, const std::string &value) { return name + " = " + value + "\n"; };
    const auto text = [](const std::string &value) { return "\"" + value + "\""; };
    writeFile(
        m_folder / "config",
        line("server.document-root", text(m_repositories)) + line("server.bind", text("127.0.0.1")) +
            line("server.port", std::to_string(m_port)) +
            line("server.modules", R"(("mod_auth", "mod_authn_file", "mod_setenv", "mod_alias", "mod_cgi", )"
                                   R"("mod_accesslog", "mod_openssl"))") +
            line("server.upload-dirs", "(" + text(m_folder.path()) + ")") + line("ssl.engine", text("enable")) +
            line("ssl.pemfile", text(m_folder / "server.pem")) + line("ssl.privkey", text(m_folder / "server.key")) +
            line("alias.url", "(\"/git\" => " + text(kBackend) + ")") + line("cgi.assign", R"(("" => ""))") +
            line("setenv.set-environment", "(\"GIT_PROJECT_ROOT\" => " + text(m_repositories) +
                                               R"(, "GIT_HTTP_EXPORT_ALL" => "1", "HOME" => )" + text(m_folder.path()) +
                                               ")") +
            line("auth.backend", text("plain")) + line("auth.backend.plain.userfile", text(m_folder / "users")) +
            line("auth.require", R"(("/git" => ("method" => "basic", "realm" => "git", "require" => "valid-user")))") +
            line("accesslog.filename", text(m_folder / "requests")) +
            line("accesslog.format", text("%s %{Authorization}i %r")));
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_server.start(webProgram(),
                   {QStringLiteral("-D"), QStringLiteral("-f"), QString::fromStdString(m_folder / "config")});
    QElapsedTimer waited;
    for (waited.start(); waited.elapsed() < kWebStartMs; QThread::msleep(20)) {
        const int client = connectToLoopback(m_port);
        if (client >= 0) ::close(client);
        if (client >= 0) return {};
        if (m_server.state() == QProcess::NotRunning) break;
    }
    return fail(ErrorCode::Unavailable, "lighttpd did not start: " + m_server.readAll().toStdString());
}

void HttpsGitServer::stop() {
    if (m_server.state() == QProcess::NotRunning) return;
    m_server.terminate();  // it writes its log then
    if (!m_server.waitForFinished(5000)) m_server.kill();
    m_server.waitForFinished();
}

std::vector<std::string> HttpsGitServer::requests() {
    stop();
    std::istringstream log(readFile(m_folder / "requests"));
    std::vector<std::string> requests;
    for (std::string request; std::getline(log, request);)
        requests.push_back(request);
    if (const auto launched = launch(); !launched) qFatal("%s", launched.error().detail.c_str());
    return requests;
}

}  // namespace wikivault::test
