#include "app/common/plan_file.h"

#include "app/common/json_output.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>
#include <array>

namespace wikivault {

namespace {

constexpr int kVersion = 1;
constexpr qint64 kLargestFile = 256LL << 20;

std::string textOf(const QJsonObject &json, const char *name) {
    return json.value(QLatin1String(name)).toString().toStdString();
}

void put(QJsonObject &json, const char *name, std::string_view value) {
    if (!value.empty()) json.insert(QLatin1String(name), jsonText(value));
}

void put(QJsonObject &json, const char *name, const std::optional<BlobId> &blob) {
    if (blob) json.insert(QLatin1String(name), jsonText(toHex(*blob)));
}

std::optional<BlobId> blobFrom(const QJsonObject &json, const char *name) {
    return parseObjectId<BlobId>(textOf(json, name));
}

std::optional<PageId> pageFrom(const QJsonObject &json, const char *name) {
    const auto id = parseUuid(textOf(json, name));
    return id ? std::optional(PageId(*id)) : std::nullopt;
}

QJsonValue sideToJson(const std::optional<PageSide> &side) {
    if (!side) return {};
    QJsonObject json{{QStringLiteral("name"), jsonText(side->name)}};
    if (side->parent) put(json, "parent", side->parent->str());
    put(json, "text", std::optional(side->blob));
    return json;
}

std::optional<PageSide> sideFrom(const QJsonObject &json, const char *name) {
    const QJsonValue value = json.value(QLatin1String(name));
    if (!value.isObject()) return std::nullopt;
    const QJsonObject side = value.toObject();
    return PageSide{textOf(side, "name"), pageFrom(side, "parent"), blobFrom(side, "text").value_or(BlobId{})};
}

constexpr std::array kAbsences =
    std::to_array<std::pair<Absence, std::string_view>>({{Absence::Unproven, "unproven"},
                                                         {Absence::Trashed, "trashed"},
                                                         {Absence::OtherSpace, "other-space"},
                                                         {Absence::Gone, "gone"}});

QJsonObject sidesToJson(const PageSides &sides) {
    QJsonObject json{{QStringLiteral("agreed"), sideToJson(sides.base)},
                     {QStringLiteral("wiki"), sideToJson(sides.wiki)},
                     {QStringLiteral("git"), sideToJson(sides.git)}};
    for (const auto &[absence, word] : kAbsences)
        if (absence == sides.absence && !sides.wiki) put(json, "absence", word);
    return json;
}

PageSides sidesFrom(const QJsonObject &json) {
    PageSides sides{sideFrom(json, "agreed"), sideFrom(json, "wiki"), sideFrom(json, "git"), Absence::Unproven};
    for (const auto &[absence, word] : kAbsences)
        if (word == textOf(json, "absence")) sides.absence = absence;
    return sides;
}

QJsonObject itemToJson(const Item &item) {
    QJsonObject json{{QStringLiteral("pageId"), item.page ? jsonText(item.page->str()) : QString()},
                     {QStringLiteral("path"), jsonText(item.path)},
                     {QStringLiteral("direction"), jsonText(toWord(item.direction))},
                     {QStringLiteral("action"), jsonText(toWord(item.action))},
                     {QStringLiteral("outcome"), jsonText(toWord(item.outcome))}};
    put(json, "fromPath", item.fromPath);
    put(json, "fromTitle", item.fromTitle);
    put(json, "reason", toWord(item.reason));
    put(json, "detail", item.detail);
    put(json, "before", item.before);
    put(json, "after", item.after);
    return json;
}

template <class Enum>
bool readWord(const QJsonObject &json, const char *name, Enum &value) {
    const auto found = fromWord<Enum>(textOf(json, name));
    if (found) value = *found;
    return found.has_value();
}

std::optional<Item> itemFrom(const QJsonObject &json) {
    Item item;
    item.page = pageFrom(json, "pageId");
    item.path = textOf(json, "path");
    item.fromPath = textOf(json, "fromPath");
    item.fromTitle = textOf(json, "fromTitle");
    item.detail = textOf(json, "detail");
    item.before = blobFrom(json, "before");
    item.after = blobFrom(json, "after");
    const bool known = readWord(json, "direction", item.direction) && readWord(json, "action", item.action) &&
                       readWord(json, "outcome", item.outcome) && readWord(json, "reason", item.reason);
    return known ? std::optional(item) : std::nullopt;
}

QJsonObject conflictToJson(const ConflictSummary &conflict) {
    QJsonObject json{{QStringLiteral("id"), jsonText(conflict.page.str())},
                     {QStringLiteral("spaceId"), jsonText(conflict.space.str())},
                     {QStringLiteral("pageId"), jsonText(conflict.page.str())},
                     {QStringLiteral("path"), jsonText(conflict.path)},
                     {QStringLiteral("title"), jsonText(conflict.title)},
                     {QStringLiteral("kind"), jsonText(toWord(conflict.kind))},
                     {QStringLiteral("since"), jsonText(toIso8601(conflict.since))}};
    put(json, "wikiBy", conflict.wikiBy);
    put(json, "wikiAt", conflict.wikiAt);
    put(json, "gitBy", conflict.gitBy);
    put(json, "gitAt", conflict.gitAt);
    return json;
}

std::optional<ConflictSummary> conflictFrom(const QJsonObject &json, const SpaceId &space) {
    ConflictSummary conflict;
    const auto page = pageFrom(json, "pageId");
    if (!page || !readWord(json, "kind", conflict.kind)) return std::nullopt;
    conflict.page = *page;
    conflict.space = space;
    conflict.path = textOf(json, "path");
    conflict.title = textOf(json, "title");
    conflict.since = fromIso8601(textOf(json, "since")).value_or(TimePoint{});
    return conflict;
}

QJsonObject refsToJson(const std::map<std::string, std::string> &refs) {
    QJsonObject json;
    for (const auto &[name, tip] : refs)
        put(json, name.c_str(), tip);
    return json;
}

QJsonObject proofToJson(const PlanProof &proof) {
    QJsonArray moved;
    for (const std::string &sentence : proof.moved)
        moved.append(jsonText(sentence));
    return {{QStringLiteral("nothingWritten"), proof.moved.empty()},
            {QStringLiteral("moved"), moved},
            {QStringLiteral("refsBefore"), refsToJson(proof.refsBefore)},
            {QStringLiteral("refsAfter"), refsToJson(proof.refsAfter)},
            {QStringLiteral("filesBefore"), proof.filesBefore},
            {QStringLiteral("filesAfter"), proof.filesAfter},
            {QStringLiteral("rowsBefore"), jsonText(proof.rowsBefore)},
            {QStringLiteral("rowsAfter"), jsonText(proof.rowsAfter)}};
}

tl::unexpected<Error> noPlan(const std::string &why) {
    return fail(ErrorCode::Invalid, "This is no plan: " + why + ".");
}

Result<> readLists(const QJsonObject &json, Plan &plan) {
    for (const QJsonValue value : json.value(QLatin1String("items")).toArray()) {
        const auto item = itemFrom(value.toObject());
        if (!item) return noPlan("an item has a word this version does not know");
        plan.items.push_back(*item);
    }
    for (const QJsonValue value : json.value(QLatin1String("conflicts")).toArray()) {
        const auto conflict = conflictFrom(value.toObject(), plan.space);
        if (!conflict) return noPlan("a conflict has a word this version does not know");
        plan.conflicts.push_back(*conflict);
    }
    const QJsonObject expects = json.value(QLatin1String("preconditions")).toObject();
    for (auto it = expects.begin(); it != expects.end(); ++it)
        plan.expects.emplace(PageId(it.key().toStdString()), sidesFrom(it.value().toObject()));
    return {};
}

}  // namespace

QJsonObject planToJson(const Plan &plan) {
    QJsonObject madeFrom{{QStringLiteral("at"), jsonText(toIso8601(plan.madeAt))},
                         {QStringLiteral("main"), jsonText(plan.mainTip)},
                         {QStringLiteral("mirror"), jsonText(plan.mirrorTip)}};
    QJsonArray items, attachments, conflicts;
    for (const Item &item : plan.items)
        items.append(itemToJson(item));
    for (const Item &item : plan.attachments)
        attachments.append(itemToJson(item));
    for (const ConflictSummary &conflict : plan.conflicts)
        conflicts.append(conflictToJson(conflict));
    QJsonObject expects;
    for (const auto &[page, sides] : plan.expects)
        expects.insert(jsonText(page.str()), sidesToJson(sides));
    QJsonObject json{{QStringLiteral("version"), kVersion},
                     {QStringLiteral("planId"), jsonText(plan.planId)},
                     {QStringLiteral("hash"), jsonText(plan.hash)},
                     {QStringLiteral("spaceId"), jsonText(plan.space.str())},
                     {QStringLiteral("madeFrom"), madeFrom},
                     {QStringLiteral("pagesExamined"), plan.pagesExamined},
                     {QStringLiteral("filesExamined"), plan.filesExamined},
                     {QStringLiteral("items"), items},
                     {QStringLiteral("conflicts"), conflicts},
                     {QStringLiteral("preconditions"), expects}};
    put(json, "skipped", toWord(plan.skipped));
    if (!attachments.isEmpty()) json.insert(QLatin1String("attachments"), attachments);
    if (plan.undoOf) put(json, "undoOf", plan.undoOf->str());
    put(json, "restoreOf", plan.restoreOf);
    if (plan.proof) json.insert(QLatin1String("proof"), proofToJson(*plan.proof));
    return json;
}

Result<Plan> planFromJson(const QJsonObject &json) {
    const auto space = parseUuid(textOf(json, "spaceId"));
    if (!space || textOf(json, "hash").empty() || !json.value(QLatin1String("items")).isArray())
        return noPlan("it has no spaceId, hash or items");
    if (json.value(QLatin1String("version")).toInt() > kVersion)
        return fail(ErrorCode::Invalid, "This plan was made by a newer version of Wikivault.");
    Plan plan;
    plan.space = SpaceId(*space);
    plan.hash = textOf(json, "hash");
    plan.planId = textOf(json, "planId");
    const QJsonObject madeFrom = json.value(QLatin1String("madeFrom")).toObject();
    plan.mainTip = textOf(madeFrom, "main");
    plan.mirrorTip = textOf(madeFrom, "mirror");
    plan.madeAt = fromIso8601(textOf(madeFrom, "at")).value_or(TimePoint{});
    plan.pagesExamined = json.value(QLatin1String("pagesExamined")).toInt();
    plan.filesExamined = json.value(QLatin1String("filesExamined")).toInt();
    readWord(json, "skipped", plan.skipped);
    if (const std::string run = textOf(json, "undoOf"); !run.empty()) plan.undoOf = RunId(run);
    plan.restoreOf = textOf(json, "restoreOf");
    TRY(readLists(json, plan));
    if (planHash(plan) != plan.hash)
        return fail(ErrorCode::Invalid,
                    "The plan was changed after it was made: its hash does not fit what stands in it. "
                    "Make a new one.");
    return plan;
}

Result<> savePlan(const Plan &plan, const std::string &path) {
    QSaveFile file(QString::fromStdString(path));
    const auto failure = [&] {
        return fail(ErrorCode::Denied,
                    "The plan was not saved to " + path + ": " + file.errorString().toStdString() + ".");
    };
    if (!file.open(QIODevice::WriteOnly)) return failure();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(QJsonDocument(planToJson(plan)).toJson(QJsonDocument::Indented));
    if (!file.commit()) return failure();
    return {};
}

Result<Plan> loadPlan(const std::string &path) {
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Invalid,
                    "The plan " + path + " cannot be read: " + file.errorString().toStdString() + ".");
    if (file.size() > kLargestFile) return noPlan(path + " is larger than any plan");
    QJsonParseError problem;
    const QJsonDocument json = QJsonDocument::fromJson(file.readAll(), &problem);
    if (!json.isObject()) return noPlan(path + " is no JSON object (" + problem.errorString().toStdString() + ")");
    return planFromJson(json.object());
}

}  // namespace wikivault
