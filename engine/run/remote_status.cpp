#include "engine/core/schedule.h"
#include "engine/run/record_files.h"
#include "engine/run/remote_steps.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace wikivault {

namespace {

QString momentText(const std::optional<TimePoint> &time) {
    return recordText(time ? toIso8601(*time) : std::string());
}

}  // namespace

std::string printRemoteStatus(const RemoteStatus &status) {
    const QJsonObject object{{QStringLiteral("url"), recordText(status.url)},
                             {QStringLiteral("branch"), recordText(status.branch)},
                             {QStringLiteral("tip"), recordText(status.tip)},
                             {QStringLiteral("lastFetch"), momentText(status.lastFetch)},
                             {QStringLiteral("lastPush"), momentText(status.lastPush)},
                             {QStringLiteral("fault"), recordText(std::string(toWord(status.fault)))},
                             {QStringLiteral("problem"), recordText(status.problem)},
                             {QStringLiteral("fingerprint"), recordText(status.fingerprint)},
                             {QStringLiteral("knownFingerprint"), recordText(status.knownFingerprint)},
                             {QStringLiteral("since"), momentText(status.since)},
                             {QStringLiteral("failures"), status.failures},
                             {QStringLiteral("notBefore"), momentText(status.notBefore)},
                             {QStringLiteral("offersMirror"), status.offersMirror}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

RemoteStatus parseRemoteStatus(const std::string &text, const RemoteSpec &spec) {
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    RemoteStatus status;
    status.url = spec.url.text;
    status.branch = spec.branch;
    if (recordText(object, "url") != status.url || recordText(object, "branch") != status.branch) return status;
    const auto moment = [&](const char *name) { return fromIso8601(recordText(object, name)); };
    status.tip = recordText(object, "tip");
    status.lastFetch = moment("lastFetch");
    status.lastPush = moment("lastPush");
    status.fault = remoteFaultFrom(recordText(object, "fault"));
    status.problem = recordText(object, "problem");
    status.fingerprint = recordText(object, "fingerprint");
    status.knownFingerprint = recordText(object, "knownFingerprint");
    status.since = moment("since");
    status.failures = object.value(QLatin1String("failures")).toInt();
    status.notBefore = moment("notBefore");
    status.offersMirror = object.value(QLatin1String("offersMirror")).toBool();
    return status;
}

RemoteProblem branchProblem(const RemoteSpec &spec, RemoteFault fault, const std::string &what) {
    return {fault, "the branch " + spec.branch + " of " + maskedUrl(spec.url.text) + " " + what, {}, {}};
}

void noteProblem(RemoteStatus &status, const RemoteProblem &problem, TimePoint now) {
    if (status.fault != problem.fault) status.since = now;
    status.fault = problem.fault;
    status.problem = problem.detail;
    status.fingerprint = problem.fingerprint;
    status.knownFingerprint = problem.knownFingerprint;
    ++status.failures;
    status.notBefore = now + backOffAfter(status.failures);
}

void clearProblem(RemoteStatus &status) {
    status.fault = RemoteFault::None;
    status.problem = status.fingerprint = status.knownFingerprint = {};
    status.since = status.notBefore = {};
    status.failures = 0;
}

Result<std::optional<RemoteProblem>> breakIn(Vault &vault, const RemoteSpec &spec, const CommitId &agreed,
                                             const std::optional<CommitId> &seen) {
    if (!seen)
        return branchProblem(
            spec, RemoteFault::Deleted,
            "is gone from the server; push ours there again, push it to another branch, or give the space "
            "another remote");
    TRY_ASSIGN(const bool continues, vault.isAncestor(agreed, *seen));
    if (continues) return std::optional<RemoteProblem>();
    return branchProblem(spec, RemoteFault::Rewritten,
                         "no longer holds what was there (" + toHex(agreed).substr(0, 12) +
                             "): its history was rewritten; follow it, push ours to another branch, or give the space "
                             "another remote");
}

std::string remoteRef(const RemoteSpec &spec) {
    const std::string name = spec.url.text + "\n" + spec.branch;
    const QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(name), QCryptographicHash::Sha256);
    return "refs/wikivault/remotes/" + hash.toHex().left(16).toStdString();
}

}  // namespace wikivault
