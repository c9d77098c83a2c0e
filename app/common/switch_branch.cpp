#include "app/common/switch_branch.h"

#include "app/common/space_state.h"

#include <QProcess>
#include <QStringList>

namespace wikivault {

namespace {

constexpr int kLimitMs = 60'000;

struct GitAnswer {
    int code = -1;
    std::string out, err;
};

GitAnswer runGit(const std::string &folder, const QStringList &words) {
    QProcess git;
    // Hooks and watchers of the vault are a stranger's programs.
    git.start(QStringLiteral("git"), QStringList{QStringLiteral("-C"), QString::fromStdString(folder),
                                                 QStringLiteral("-c"), QStringLiteral("core.hooksPath=/dev/null"),
                                                 QStringLiteral("-c"), QStringLiteral("core.fsmonitor=false")} +
                                         words);
    if (!git.waitForFinished(kLimitMs)) {
        git.kill();
        git.waitForFinished();
        return {-1, {}, git.errorString().toStdString()};
    }
    return {git.exitStatus() == QProcess::NormalExit ? git.exitCode() : -1,
            git.readAllStandardOutput().trimmed().toStdString(), git.readAllStandardError().trimmed().toStdString()};
}

}  // namespace

Result<> switchToMain(const std::string &folder, TimePoint now) {
    if (runGit(folder, {QStringLiteral("symbolic-ref"), QStringLiteral("-q"), QStringLiteral("HEAD")}).code != 0) {
        const QString kept = QString::fromStdString("refs/wikivault/rescue/" + nameMoment(now));
        const GitAnswer rescue = runGit(folder, {QStringLiteral("update-ref"), kept, QStringLiteral("HEAD")});
        if (rescue.code != 0)
            return fail(ErrorCode::Unavailable, "Git did not keep the commit that is checked out: " + rescue.err);
    }
    const GitAnswer done = runGit(folder, {QStringLiteral("switch"), QStringLiteral("main")});
    if (done.code == 0) return {};
    return fail(ErrorCode::Conflict, "Git did not switch to main, and nothing changed: " + done.err);
}

}  // namespace wikivault
