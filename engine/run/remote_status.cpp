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

std::string remoteRef(const RemoteSpec &spec) {
    const std::string name = spec.url.text + "\n" + spec.branch;
    const QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(name), QCryptographicHash::Sha256);
    return "refs/wikivault/remotes/" + hash.toHex().left(16).toStdString();
}

}  // namespace wikivault
