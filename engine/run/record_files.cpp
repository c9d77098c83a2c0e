#include "engine/run/record_files.h"

#include "engine/run/vault_records.h"

#include <QJsonDocument>

namespace wikivault {

QString recordText(const std::string &text) {
    return QString::fromStdString(text);
}
std::string recordText(const QJsonObject &object, const char *name) {
    return object.value(QLatin1String(name)).toString().toStdString();
}

QString blobText(const std::optional<BlobId> &blob) {
    return blob ? recordText(toHex(*blob)) : QString();
}
std::optional<BlobId> blobOf(const QJsonObject &object, const char *name) {
    return parseObjectId<BlobId>(recordText(object, name));
}

Result<RecordFiles> loadRecords(Vault &vault, const char *ref) {
    RecordFiles read;
    TRY_ASSIGN(read.tip, vault.tip(ref));
    if (!read.tip) return read;
    TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(*read.tip));
    TRY_ASSIGN(const VaultTree tree, vault.tree(facts.tree));
    for (const auto &[path, entry] : tree) {
        if (!path.ends_with(".json")) continue;
        TRY_ASSIGN(const std::string text, vault.text(entry.blob));
        const QJsonDocument json = QJsonDocument::fromJson(QByteArray::fromStdString(text));
        if (json.isObject()) read.files.emplace(path.substr(0, path.size() - 5), json.object());
    }
    return read;
}

Result<std::optional<RefMove>> storeRecords(Vault &vault, const RecordContents &contents, const RefMove &move,
                                            TimePoint now) {
    if (contents.files.empty() && !move.from) return std::optional<RefMove>();
    RefMove made = move;
    if (contents.files.empty()) return std::optional(made);
    VaultTree tree;
    for (const auto &[name, record] : contents.files) {
        const std::string text = QJsonDocument(record).toJson(QJsonDocument::Indented).toStdString();
        TRY_ASSIGN(const BlobId blob, vault.storeText(text));
        tree.emplace(name + ".json", TreeEntry{blob});
    }
    for (const auto &[path, blob] : contents.kept)
        tree.emplace(path, TreeEntry{blob});
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    CommitFacts facts{{}, {}, {kEngineSignature, "wikivault records\n", seconds}};
    TRY_ASSIGN(facts.tree, vault.storeTree(tree));
    if (move.from) facts.parents.push_back(*move.from);
    TRY_ASSIGN(made.to, vault.storeCommit(facts));
    return std::optional(made);
}

}  // namespace wikivault
