#include "app/common/json_output.h"

#include "app/common/plan_file.h"

namespace wikivault {

namespace {

QJsonValue timeOrNull(const std::optional<TimePoint> &time) {
    return time ? QJsonValue(jsonText(toIso8601(*time))) : QJsonValue();
}

/// A JSON object that is filled member by member.
class ObjectBuilder {
public:
    ObjectBuilder &put(const char *name, QJsonValue value) {
        m_object.insert(QLatin1String(name), value);
        return *this;
    }
    ObjectBuilder &put(const char *name, std::string_view value) { return put(name, QJsonValue(jsonText(value))); }
    ObjectBuilder &putUnlessEmpty(const char *name, std::string_view value) {
        return value.empty() ? *this : put(name, value);
    }
    [[nodiscard]] QJsonObject take() { return std::move(m_object); }

private:
    QJsonObject m_object;
};

QJsonObject countsOf(const PullCounts &pull) {
    return ObjectBuilder()
        .put("written", pull.written)
        .put("deleted", pull.deleted)
        .put("moved", pull.moved)
        .put("conflict", pull.conflict)
        .take();
}

QJsonObject countsOf(const PushCounts &push) {
    return ObjectBuilder()
        .put("mode", toWord(push.mode))
        .put("created", push.created)
        .put("updated", push.updated)
        .put("deleted", push.deleted)
        .put("moved", push.moved)
        .put("renamed", push.renamed)
        .put("failures", push.failures)
        .take();
}

QJsonValue textOrNull(const std::optional<std::string> &value) {
    return value ? QJsonValue(jsonText(*value)) : QJsonValue();
}

}  // namespace

QString jsonText(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonObject toJson(const SpaceRow &row) {
    ObjectBuilder json;
    json.put("spaceId", row.space.id.str()).put("slug", row.space.slug).put("name", row.space.name);
    json.put("workspaceId", row.space.workspace.str()).put("enabled", row.space.flagged);
    json.put("selected", row.space.selected).put("state", toWord(row.state)).put("sentence", row.sentence);
    json.put("conflicts", row.conflicts).put("lastSuccess", timeOrNull(row.lastSuccess));
    json.put("openPages", row.openPages).putUnlessEmpty("apiRole", row.apiRole);
    if (row.lastRun) json.put("lastRunId", row.lastRun->id.str());
    if (row.lock) json.put("lock", toJson(*row.lock));
    return json.take();
}

QJsonObject toJson(const Item &item) {
    ObjectBuilder json;
    json.put("pageId", item.page ? item.page->str() : "").put("path", item.path);
    json.putUnlessEmpty("fromPath", item.fromPath).putUnlessEmpty("fromTitle", item.fromTitle);
    json.put("direction", toWord(item.direction)).put("action", toWord(item.action));
    json.put("outcome", toWord(item.outcome)).putUnlessEmpty("reason", toWord(item.reason));
    return json.putUnlessEmpty("detail", item.detail).take();
}

QJsonObject toJson(const ConflictSummary &conflict) {
    ObjectBuilder json;
    json.put("id", conflict.page.str()).put("spaceId", conflict.space.str()).put("pageId", conflict.page.str());
    json.put("path", conflict.path).put("title", conflict.title).put("kind", toWord(conflict.kind));
    json.put("since", toIso8601(conflict.since));
    json.putUnlessEmpty("wikiBy", conflict.wikiBy).putUnlessEmpty("wikiAt", conflict.wikiAt);
    return json.putUnlessEmpty("gitBy", conflict.gitBy).putUnlessEmpty("gitAt", conflict.gitAt).take();
}

QJsonObject toJson(const ConflictDetail &conflict) {
    QJsonObject json = toJson(conflict.summary);
    json.insert(QLatin1String("base"), textOrNull(conflict.base));
    json.insert(QLatin1String("wiki"), textOrNull(conflict.wiki));
    json.insert(QLatin1String("git"), textOrNull(conflict.git));
    json.insert(QLatin1String("decided"), textOrNull(conflict.decided));
    json.insert(QLatin1String("draft"), textOrNull(conflict.draft.text));
    QJsonArray blocks;
    for (const BlockDraft &block : conflict.draft.blocks)
        blocks.append(
            ObjectBuilder().put("block", block.block).put("choice", block.choice).put("text", block.text).take());
    if (!blocks.isEmpty()) json.insert(QLatin1String("draftBlocks"), blocks);
    if (conflict.draft != ConflictDraft{}) json.insert(QLatin1String("draftIsOlder"), conflict.draftIsOlder);
    json.insert(QLatin1String("state"), jsonText(conflict.state));
    return json;
}

QJsonObject toJson(const SettledSummary &settled) {
    ObjectBuilder json;
    json.put("id", settled.id).put("spaceId", settled.space.str()).put("pageId", settled.page.str());
    json.put("path", settled.path).put("title", settled.title).put("kind", toWord(settled.kind));
    json.put("rule", settled.rule).put("loser", settled.loser).put("at", toIso8601(settled.at));
    json.put("runId", settled.run).put("seen", settled.seen);
    json.put("putBack", settled.putBack);
    return json.putUnlessEmpty("lostBy", settled.lostBy).putUnlessEmpty("lostAt", settled.lostAt).take();
}

QJsonObject toJson(const SettledDetail &settled) {
    QJsonObject json = toJson(settled.summary);
    json.insert(QLatin1String("base"), textOrNull(settled.base));
    json.insert(QLatin1String("wiki"), textOrNull(settled.wiki));
    json.insert(QLatin1String("git"), textOrNull(settled.git));
    json.insert(QLatin1String("kept"), textOrNull(settled.kept));
    return json;
}

QJsonObject toJson(const RunReport &report) {
    ObjectBuilder json;
    json.put("spaceId", report.space.str()).put("ran", report.ran);
    json.putUnlessEmpty("skipped", toWord(report.skipped)).put("runId", report.run.str());
    json.put("pull", countsOf(report.pull)).put("push", countsOf(report.push));
    json.put("conflicts", toJsonArray(report.conflicts)).put("items", toJsonArray(report.items));
    if (report.attachmentsLeft > 0) json.put("attachmentsLeft", report.attachmentsLeft);
    if (report.cancelled) json.put("cancelled", true);
    return json.putUnlessEmpty("error", report.error).take();
}

QJsonObject toJson(const Plan &plan) {
    return planToJson(plan);
}

QJsonObject toJson(const RunRecord &run) {
    ObjectBuilder json;
    json.put("runId", run.id.str()).put("spaceId", run.space.str()).put("trigger", run.trigger);
    json.putUnlessEmpty("reason", run.reason).putUnlessEmpty("actor", run.actor);
    json.put("startedAt", toIso8601(run.startedAt)).put("endedAt", timeOrNull(run.endedAt));
    json.put("outcome", run.outcome).putUnlessEmpty("skipped", toWord(run.skipped));
    json.put("pull", countsOf(run.pull)).put("push", countsOf(run.push)).put("conflicts", run.conflicts);
    json.putUnlessEmpty("mainBefore", run.mainBefore).putUnlessEmpty("mainAfter", run.mainAfter);
    json.putUnlessEmpty("agreedBefore", run.agreedBefore).putUnlessEmpty("agreedAfter", run.agreedAfter);
    json.putUnlessEmpty("planHash", run.planHash).putUnlessEmpty("undoOf", run.undoOf);
    return json.putUnlessEmpty("error", run.error).take();
}

QJsonObject toJson(const LockInfo &lock) {
    ObjectBuilder json;
    json.put("spaceId", lock.space.str()).put("holder", lock.holder);
    json.putUnlessEmpty("instance", lock.instance).putUnlessEmpty("host", lock.host).putUnlessEmpty("user", lock.user);
    if (lock.pid) json.put("pid", QJsonValue(static_cast<qint64>(*lock.pid)));
    json.putUnlessEmpty("role", lock.role).putUnlessEmpty("version", lock.version).putUnlessEmpty("phase", lock.phase);
    if (lock.run) json.put("runId", lock.run->str());
    if (lock.since) json.put("since", toIso8601(*lock.since));
    if (lock.beatMs) json.put("beatMs", QJsonValue(static_cast<qint64>(*lock.beatMs)));
    json.put("endsWithProcess", lock.endsWithProcess).put("canBeAsked", lock.canBeAsked).put("isAsked", lock.isAsked);
    return json.put("ttlMs", lock.ttlMs ? QJsonValue(static_cast<qint64>(*lock.ttlMs)) : QJsonValue()).take();
}

QJsonObject toJson(const DoctorCheck &check) {
    ObjectBuilder json;
    json.put("name", check.name).put("status", check.status).put("detail", check.detail);
    return json.putUnlessEmpty("advice", check.advice).putUnlessEmpty("command", check.command).take();
}

QJsonValue seatJson(const std::optional<LockInfo> &holder) {
    if (!holder) return {};
    QJsonObject json = toJson(*holder);
    for (const char *ofALock : {"spaceId", "endsWithProcess", "canBeAsked", "isAsked", "ttlMs"})
        json.remove(QLatin1String(ofALock));
    return json;
}

QJsonObject toJson(const DriveState &drive) {
    ObjectBuilder json;
    json.put("mode", wordOf(drive.mode)).put("modeSince", toIso8601(drive.since)).put("detail", describeDrive(drive));
    json.put("otherDriver", seatJson(drive.other));
    json.put("locksTakenByOthers", drive.rivals.takes).putUnlessEmpty("driverProblem", drive.problem);
    if (drive.rivals.takes > 0)
        json.put("takenBy", describeRival(drive.rivals.last)).put("lastTakenAt", toIso8601(drive.rivals.lastAt));
    return json.take();
}

QJsonObject toJson(const Activity &activity) {
    ObjectBuilder json;
    json.put("spaceId", activity.space.str()).put("kind", toWord(activity.kind)).put("count", activity.count);
    json.put("since", toIso8601(activity.since)).put("solvedAt", timeOrNull(activity.solvedAt));
    return json.putUnlessEmpty("detail", activity.detail).putUnlessEmpty("runId", activity.run.str()).take();
}

}  // namespace wikivault
