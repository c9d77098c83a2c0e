#include "tests/support/temp_vault.h"

#include <sys/stat.h>
#include <QProcess>
#include <QProcessEnvironment>
#include <QtGlobal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace wikivault::test {

namespace fs = std::filesystem;

TempDir::TempDir() {
    std::string pattern = (fs::temp_directory_path() / "wikivault-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) qFatal("no temporary directory can be made");
    m_path = fs::canonical(pattern).string();
}

TempDir::~TempDir() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

Ran runGit(const std::string &directory, const std::vector<std::string> &arguments, const std::string &input) {
    QStringList list{QStringLiteral("-C"), QString::fromStdString(directory)};
    for (const std::string &argument : arguments)
        list.append(QString::fromStdString(argument));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys())
        if (name.startsWith(QLatin1String("GIT_"))) environment.remove(name);
    environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
    environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
    environment.insert(QStringLiteral("GIT_EDITOR"), QStringLiteral("true"));
    for (const char *who : {"GIT_AUTHOR_", "GIT_COMMITTER_"}) {
        environment.insert(QLatin1String(who) + QStringLiteral("NAME"), QStringLiteral("Person"));
        environment.insert(QLatin1String(who) + QStringLiteral("EMAIL"), QStringLiteral("person@example.org"));
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("git"), list);
    process.write(QByteArray::fromStdString(input));
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished();
        return {-1, {}, "git did not answer"};
    }
    return {process.exitCode(), process.readAllStandardOutput().toStdString(),
            process.readAllStandardError().toStdString()};
}

std::string gitCli(const std::string &directory, const std::vector<std::string> &arguments, const std::string &input) {
    Ran ran = runGit(directory, arguments, input);
    if (ran.code != 0) qFatal("git %s: %s%s", arguments.front().c_str(), ran.out.c_str(), ran.err.c_str());
    if (ran.out.ends_with('\n')) ran.out.pop_back();
    return ran.out;
}

void writeFile(const std::string &path, const std::string &text) {
    fs::create_directories(fs::path(path).parent_path());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

std::string readFile(const std::string &path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

std::map<std::string, FileState> snapshot(const std::string &directory) {
    std::map<std::string, FileState> states;
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(directory)) {
        const std::string path = entry.path().string();
        struct stat status {};
        if (lstat(path.c_str(), &status) != 0) continue;
        FileState state{
            status.st_mode, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec, status.st_ino, {}};
        if (S_ISREG(status.st_mode)) state.contents = readFile(path);
        if (S_ISLNK(status.st_mode)) state.contents = fs::read_symlink(path).string();
        states.emplace(fs::relative(entry.path(), directory).string(), std::move(state));
    }
    return states;
}

std::map<std::string, FileState> filesOf(const std::string &directory) {
    auto states = snapshot(directory);
    std::erase_if(states, [](const auto &state) { return state.first == ".git" || state.first.starts_with(".git/"); });
    return states;
}

}  // namespace wikivault::test
