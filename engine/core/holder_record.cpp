#include "engine/core/holder_record.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace wikivault {

namespace {

void putHolderText(QJsonObject &json, const char *name, const std::string &value) {
    if (!value.empty()) json[QLatin1String(name)] = QString::fromStdString(value);
}

std::string holderText(const QJsonObject &json, const char *name) {
    return json.value(QLatin1String(name)).toString().toStdString();
}

}  // namespace

std::string printHolder(const HolderRecord &record) {
    const LockInfo &info = record.info;
    QJsonObject json;
    putHolderText(json, "token", info.holder);
    putHolderText(json, "spaceId", info.space.str());
    putHolderText(json, "instance", info.instance);
    putHolderText(json, "host", info.host);
    putHolderText(json, "bootId", record.bootId);
    putHolderText(json, "user", info.user);
    putHolderText(json, "startTime", record.startTime);
    putHolderText(json, "role", info.role);
    putHolderText(json, "version", info.version);
    putHolderText(json, "phase", info.phase);
    if (info.run) putHolderText(json, "runId", info.run->str());
    if (info.pid) json[QLatin1String("pid")] = static_cast<qint64>(*info.pid);
    if (record.leaseMs) json[QLatin1String("leaseMs")] = static_cast<qint64>(*record.leaseMs);
    if (info.canBeAsked) json[QLatin1String("canBeAsked")] = true;
    if (info.isAsked) json[QLatin1String("stopAsked")] = true;
    if (info.since) putHolderText(json, "since", toIso8601(*info.since));
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

std::optional<HolderRecord> parseHolder(std::string_view json) {
    const QByteArray bytes(json.data(), static_cast<qsizetype>(json.size()));
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    HolderRecord record;
    LockInfo &info = record.info;
    info.holder = holderText(object, "token");
    if (info.holder.empty()) return std::nullopt;
    info.space = SpaceId(holderText(object, "spaceId"));
    info.instance = holderText(object, "instance");
    info.host = holderText(object, "host");
    record.bootId = holderText(object, "bootId");
    info.user = holderText(object, "user");
    record.startTime = holderText(object, "startTime");
    info.role = holderText(object, "role");
    info.version = holderText(object, "version");
    info.phase = holderText(object, "phase");
    if (const std::string run = holderText(object, "runId"); !run.empty()) info.run = RunId(run);
    if (const QJsonValue pid = object.value(QLatin1String("pid")); pid.isDouble()) info.pid = pid.toInteger();
    if (const QJsonValue lease = object.value(QLatin1String("leaseMs")); lease.isDouble())
        record.leaseMs = lease.toInteger();
    info.canBeAsked = object.value(QLatin1String("canBeAsked")).toBool();
    info.isAsked = object.value(QLatin1String("stopAsked")).toBool();
    info.since = fromIso8601(holderText(object, "since"));
    return record;
}

std::string describeHolder(const LockInfo &info) {
    std::string who = info.user;
    if (!info.host.empty()) who += (who.empty() ? "" : "@") + info.host;
    if (who.empty()) who = info.holder.empty() ? "somebody unknown" : "holder " + info.holder;
    if (info.pid) who += ", pid " + std::to_string(*info.pid);
    if (!info.role.empty()) who += " (" + info.role + ")";
    return who;
}

}  // namespace wikivault
