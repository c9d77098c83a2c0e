#include "engine/run/vault_records.h"

#include "engine/run/record_files.h"

#include <QJsonArray>

namespace wikivault {

namespace {

QJsonArray blocksText(const std::vector<BlockDraft> &blocks) {
    QJsonArray texts;
    for (const BlockDraft &block : blocks)
        texts.append(QJsonObject{{QStringLiteral("block"), recordText(block.block)},
                                 {QStringLiteral("choice"), recordText(block.choice)},
                                 {QStringLiteral("text"), recordText(block.text)}});
    return texts;
}

std::vector<BlockDraft> blocksOf(const QJsonArray &texts) {
    std::vector<BlockDraft> blocks;
    for (const QJsonValue &text : texts) {
        const QJsonObject block = text.toObject();
        blocks.push_back({recordText(block, "block"), recordText(block, "choice"), recordText(block, "text")});
    }
    return blocks;
}

QJsonObject toRecord(const ConflictRecord &r) {
    return {{QStringLiteral("kind"), recordText(std::string(toWord(r.kind)))},
            {QStringLiteral("since"), recordText(toIso8601(r.since))},
            {QStringLiteral("title"), recordText(r.title)},
            {QStringLiteral("path"), recordText(r.path)},
            {QStringLiteral("wikiBy"), recordText(r.wikiBy)},
            {QStringLiteral("wikiAt"), recordText(r.wikiAt)},
            {QStringLiteral("gitBy"), recordText(r.gitBy)},
            {QStringLiteral("gitAt"), recordText(r.gitAt)},
            {QStringLiteral("base"), blobText(r.base)},
            {QStringLiteral("wiki"), blobText(r.wiki)},
            {QStringLiteral("git"), blobText(r.git)},
            {QStringLiteral("result"), blobText(r.result)},
            {QStringLiteral("decision"), recordText(r.decision)},
            {QStringLiteral("decisionText"), recordText(r.decisionText)},
            {QStringLiteral("draft"), recordText(r.draft)},
            {QStringLiteral("draftBlocks"), blocksText(r.draftBlocks)},
            {QStringLiteral("draftState"), recordText(r.draftState)}};
}

ConflictRecord conflictOf(const QJsonObject &o) {
    ConflictRecord r;
    r.kind = fromWord<ConflictKind>(recordText(o, "kind")).value_or(ConflictKind::Body);
    r.since = fromIso8601(recordText(o, "since")).value_or(TimePoint{});
    r.title = recordText(o, "title");
    r.path = recordText(o, "path");
    r.wikiBy = recordText(o, "wikiBy");
    r.wikiAt = recordText(o, "wikiAt");
    r.gitBy = recordText(o, "gitBy");
    r.gitAt = recordText(o, "gitAt");
    r.base = blobOf(o, "base");
    r.wiki = blobOf(o, "wiki");
    r.git = blobOf(o, "git");
    r.result = blobOf(o, "result");
    r.decision = recordText(o, "decision");
    r.decisionText = recordText(o, "decisionText");
    r.draft = recordText(o, "draft");
    r.draftBlocks = blocksOf(o.value(QLatin1String("draftBlocks")).toArray());
    r.draftState = recordText(o, "draftState");
    return r;
}

QJsonArray idsText(const std::set<PageId> &ids) {
    QJsonArray texts;
    for (const PageId &id : ids)
        texts.append(recordText(id.str()));
    return texts;
}

QJsonObject toRecord(const CreateIntent &i) {
    return {{QStringLiteral("page"), recordText(i.page.str())},
            {QStringLiteral("path"), recordText(i.path)},
            {QStringLiteral("blob"), blobText(i.blob)},
            {QStringLiteral("title"), recordText(i.title)},
            {QStringLiteral("parent"), recordText(i.parent ? i.parent->str() : std::string())},
            {QStringLiteral("namesakes"), idsText(i.namesakes)},
            {QStringLiteral("ofBody"), i.ofBody}};
}

CreateIntent intentOf(const QJsonObject &o) {
    CreateIntent i{PageId(recordText(o, "page")), recordText(o, "path"), blobOf(o, "blob"), recordText(o, "title"), {}};
    if (const std::string parent = recordText(o, "parent"); !parent.empty()) i.parent = PageId(parent);
    for (const QJsonValue &id : o.value(QLatin1String("namesakes")).toArray())
        i.namesakes.insert(PageId(id.toString().toStdString()));
    i.ofBody = o.value(QLatin1String("ofBody")).toBool();
    return i;
}

}  // namespace

Result<Recorded<ConflictRecords>> loadConflicts(Vault &vault) {
    TRY_ASSIGN(const RecordFiles read, loadRecords(vault, refs::kConflicts));
    Recorded<ConflictRecords> loaded{read.tip, {}};
    for (const auto &[name, object] : read.files)
        loaded.records.emplace(PageId(name), conflictOf(object));
    return loaded;
}

Result<Recorded<CreateIntents>> loadIntents(Vault &vault) {
    TRY_ASSIGN(const RecordFiles read, loadRecords(vault, refs::kIntents));
    Recorded<CreateIntents> loaded{read.tip, {}};
    for (const auto &[name, object] : read.files) {
        const CreateIntent intent = intentOf(object);
        loaded.records.emplace(intent.page, intent);
    }
    return loaded;
}

Result<std::optional<RefMove>> storeConflicts(Vault &vault, const Recorded<ConflictRecords> &old,
                                              const ConflictRecords &records, TimePoint now) {
    if (old.records == records) return std::optional<RefMove>();
    RecordContents contents;
    for (const auto &[page, record] : records)
        contents.files.emplace(page.str(), toRecord(record));
    return storeRecords(vault, contents, {refs::kConflicts, old.tip, {}}, now);
}

Result<std::optional<RefMove>> storeIntents(Vault &vault, const Recorded<CreateIntents> &old,
                                            const CreateIntents &records, TimePoint now) {
    if (old.records == records) return std::optional<RefMove>();
    RecordContents contents;
    for (const auto &[page, intent] : records)
        contents.files.emplace(page.str(), toRecord(intent));
    return storeRecords(vault, contents, {refs::kIntents, old.tip, {}}, now);
}

std::string stateOf(const ConflictRecord &record) {
    const auto part = [](const std::optional<BlobId> &blob) { return blob ? toHex(*blob).substr(0, 12) : "none"; };
    return part(record.wiki) + "-" + part(record.git);
}

ConflictSummary summaryOf(const SpaceId &space, const PageId &page, const ConflictRecord &r) {
    return {page, space, r.path, r.title, r.kind, r.since, r.wikiBy, r.gitBy, r.wikiAt, r.gitAt};
}

}  // namespace wikivault
