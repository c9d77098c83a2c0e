#include "engine/run/settled_records.h"

#include "engine/run/record_files.h"

#include <QCryptographicHash>

#include <algorithm>

namespace wikivault {

namespace {

constexpr std::size_t kKept = 500;

QJsonValue placeText(const std::optional<SettledPlace> &place) {
    if (!place) return {};
    return QJsonObject{{QStringLiteral("name"), recordText(place->name)},
                       {QStringLiteral("parent"), recordText(place->parent ? place->parent->str() : std::string())}};
}

std::optional<SettledPlace> placeOf(const QJsonObject &o, const char *key) {
    const QJsonValue value = o.value(QLatin1String(key));
    if (!value.isObject()) return std::nullopt;
    const std::string parent = recordText(value.toObject(), "parent");
    return SettledPlace{recordText(value.toObject(), "name"),
                        parent.empty() ? std::nullopt : std::optional(PageId(parent))};
}

QJsonObject toRecord(const SettledRecord &r) {
    return {{QStringLiteral("page"), recordText(r.page.str())},
            {QStringLiteral("kind"), recordText(std::string(toWord(r.kind)))},
            {QStringLiteral("rule"), recordText(r.rule)},
            {QStringLiteral("loser"), recordText(r.loser)},
            {QStringLiteral("title"), recordText(r.title)},
            {QStringLiteral("path"), recordText(r.path)},
            {QStringLiteral("run"), recordText(r.run)},
            {QStringLiteral("lostBy"), recordText(r.lostBy)},
            {QStringLiteral("lostAt"), recordText(r.lostAt)},
            {QStringLiteral("at"), recordText(toIso8601(r.at))},
            {QStringLiteral("seen"), r.seen},
            {QStringLiteral("putBack"), r.putBack},
            {QStringLiteral("base"), blobText(r.base)},
            {QStringLiteral("wiki"), blobText(r.wiki)},
            {QStringLiteral("git"), blobText(r.git)},
            {QStringLiteral("kept"), blobText(r.kept)},
            {QStringLiteral("lostPlace"), placeText(r.lostPlace)},
            {QStringLiteral("keptPlace"), placeText(r.keptPlace)}};
}

SettledRecord settledOf(const QJsonObject &o) {
    SettledRecord r;
    r.page = PageId(recordText(o, "page"));
    r.kind = fromWord<ConflictKind>(recordText(o, "kind")).value_or(ConflictKind::Body);
    r.rule = recordText(o, "rule");
    r.loser = recordText(o, "loser");
    r.title = recordText(o, "title");
    r.path = recordText(o, "path");
    r.run = recordText(o, "run");
    r.lostBy = recordText(o, "lostBy");
    r.lostAt = recordText(o, "lostAt");
    r.at = fromIso8601(recordText(o, "at")).value_or(TimePoint{});
    r.seen = o.value(QLatin1String("seen")).toBool();
    r.putBack = o.value(QLatin1String("putBack")).toBool();
    r.base = blobOf(o, "base");
    r.wiki = blobOf(o, "wiki");
    r.git = blobOf(o, "git");
    r.kept = blobOf(o, "kept");
    r.lostPlace = placeOf(o, "lostPlace");
    r.keptPlace = placeOf(o, "keptPlace");
    return r;
}

void dropOldest(SettledRecords &records) {
    while (records.size() > kKept)
        records.erase(std::min_element(records.begin(), records.end(),
                                       [](const auto &a, const auto &b) { return a.second.at < b.second.at; }));
}

}  // namespace

Result<Recorded<SettledRecords>> loadSettled(Vault &vault) {
    TRY_ASSIGN(const RecordFiles read, loadRecords(vault, refs::kSettled));
    Recorded<SettledRecords> loaded{read.tip, {}};
    for (const auto &[name, object] : read.files)
        loaded.records.emplace(name, settledOf(object));
    return loaded;
}

Result<std::optional<RefMove>> storeSettled(Vault &vault, const Recorded<SettledRecords> &old, SettledRecords records,
                                            TimePoint now) {
    dropOldest(records);
    if (old.records == records) return std::optional<RefMove>();
    RecordContents contents;
    for (const auto &[id, record] : records) {
        contents.files.emplace(id, toRecord(record));
        const std::pair<const char *, std::optional<BlobId>> texts[] = {
            {"/base.md", record.base}, {"/wiki.md", record.wiki}, {"/git.md", record.git}, {"/kept.md", record.kept}};
        for (const auto &[name, blob] : texts)
            if (blob) contents.kept.emplace(id + name, *blob);
    }
    return storeRecords(vault, contents, {refs::kSettled, old.tip, {}}, now);
}

std::string settledId(const SettledRecord &record) {
    const std::string seed = record.page.str() + toIso8601(record.at) + record.run + record.rule + record.loser;
    return QCryptographicHash::hash(QByteArray::fromStdString(seed), QCryptographicHash::Sha1)
        .toHex()
        .left(12)
        .toStdString();
}

SettledSummary summaryOf(const SpaceId &space, const std::string &id, const SettledRecord &r) {
    return {id,      r.page, space, r.path,   r.title,  r.kind, r.rule,
            r.loser, r.at,   r.run, r.lostBy, r.lostAt, r.seen, r.putBack};
}

}  // namespace wikivault
