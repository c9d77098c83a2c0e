#include "engine/run/vault_records.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace wikivault {

namespace {

QString recordText(const std::string &text) { return QString::fromStdString(text); }
std::string recordText(const QJsonObject &object, const char *name) {
    return object.value(QLatin1String(name)).toString().toStdString();
}

QString blobText(const std::optional<BlobId> &blob) { return blob ? recordText(toHex(*blob)) : QString(); }
std::optional<BlobId> blobOf(const QJsonObject &object, const char *name) {
    const auto bytes = fromHex(recordText(object, name));
    if (!bytes) return std::nullopt;
    return BlobId{*bytes};
}

std::string printRecord(const QJsonObject &object) {
    return QJsonDocument(object).toJson(QJsonDocument::Indented).toStdString();
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
            {QStringLiteral("decision"), recordText(r.decision)},
            {QStringLiteral("decisionText"), recordText(r.decisionText)}};
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
    r.decision = recordText(o, "decision");
    r.decisionText = recordText(o, "decisionText");
    return r;
}

QJsonObject toRecord(const CreateIntent &i) {
    return {{QStringLiteral("page"), recordText(i.page.str())},
            {QStringLiteral("path"), recordText(i.path)},
            {QStringLiteral("blob"), blobText(i.blob)}};
}

CreateIntent intentOf(const QJsonObject &o) {
    return {PageId(recordText(o, "page")), recordText(o, "path"), blobOf(o, "blob")};
}

struct RecordFiles {
    std::optional<CommitId> tip;
    std::map<std::string, QJsonObject> files;  ///< name without `.json`
};

Result<RecordFiles> loadRecords(Vault &vault, const char *ref) {
    RecordFiles read;
    TRY_ASSIGN(read.tip, vault.tip(ref));
    if (!read.tip) return read;
    TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(*read.tip));
    TRY_ASSIGN(const VaultTree tree, vault.tree(facts.tree));
    for (const auto &[path, entry] : tree) {
        TRY_ASSIGN(const std::string text, vault.text(entry.blob));
        const QJsonDocument json = QJsonDocument::fromJson(QByteArray::fromStdString(text));
        if (json.isObject() && path.ends_with(".json")) read.files.emplace(path.substr(0, path.size() - 5), json.object());
    }
    return read;
}

Result<std::optional<RefMove>> storeRecords(Vault &vault, const std::map<std::string, std::string> &texts,
                                            const RefMove &move, TimePoint now) {
    RefMove made = move;
    if (!texts.empty()) {
        VaultTree tree;
        for (const auto &[name, text] : texts) {
            TRY_ASSIGN(const BlobId blob, vault.storeText(text));
            tree.emplace(name + ".json", TreeEntry{blob});
        }
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
        CommitFacts facts{{}, {}, {kEngineSignature, "wikivault records\n", seconds}};
        TRY_ASSIGN(facts.tree, vault.storeTree(tree));
        if (move.from) facts.parents.push_back(*move.from);
        TRY_ASSIGN(made.to, vault.storeCommit(facts));
    } else if (!move.from) {
        return std::optional<RefMove>();
    }
    return std::optional<RefMove>(made);
}

}  // namespace

Result<Recorded<ConflictRecords>> loadConflicts(Vault &vault) {
    TRY_ASSIGN(const RecordFiles read, loadRecords(vault, refs::kConflicts));
    Recorded<ConflictRecords> loaded{read.tip, {}};
    for (const auto &[name, object] : read.files) loaded.records.emplace(PageId(name), conflictOf(object));
    return loaded;
}

Result<Recorded<CreateIntents>> loadIntents(Vault &vault) {
    TRY_ASSIGN(const RecordFiles read, loadRecords(vault, refs::kIntents));
    Recorded<CreateIntents> loaded{read.tip, {}};
    for (const auto &[name, object] : read.files) {
        const CreateIntent intent = intentOf(object);
        loaded.records.emplace(intent.path, intent);
    }
    return loaded;
}

Result<std::optional<RefMove>> storeConflicts(Vault &vault, const Recorded<ConflictRecords> &old,
                                              const ConflictRecords &records, TimePoint now) {
    if (old.records == records) return std::optional<RefMove>();
    std::map<std::string, std::string> texts;
    for (const auto &[page, record] : records) texts.emplace(page.str(), printRecord(toRecord(record)));
    return storeRecords(vault, texts, {refs::kConflicts, old.tip, {}}, now);
}

Result<std::optional<RefMove>> storeIntents(Vault &vault, const Recorded<CreateIntents> &old,
                                            const CreateIntents &records, TimePoint now) {
    if (old.records == records) return std::optional<RefMove>();
    std::map<std::string, std::string> texts;
    for (const auto &[path, intent] : records) texts.emplace(intent.page.str(), printRecord(toRecord(intent)));
    return storeRecords(vault, texts, {refs::kIntents, old.tip, {}}, now);
}

ConflictSummary summaryOf(const SpaceId &space, const PageId &page, const ConflictRecord &r) {
    return {page, space, r.path, r.title, r.kind, r.since, r.wikiBy, r.gitBy, r.wikiAt, r.gitAt};
}

}  // namespace wikivault
