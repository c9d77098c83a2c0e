#include "engine/run/attachment_records.h"

#include "engine/run/record_files.h"

#include <QJsonDocument>

namespace wikivault {

namespace {

QJsonObject toRecord(const AttachmentBase &base) {
    return {{QStringLiteral("blob"), blobText(base.blob)},
            {QStringLiteral("size"), qint64(base.size)},
            {QStringLiteral("updatedAt"), recordText(base.updatedAt)},
            {QStringLiteral("page"), recordText(base.page.str())}};
}

QJsonObject toRecord(const AttachmentTrouble &trouble) {
    return {{QStringLiteral("page"), recordText(trouble.page.str())},
            {QStringLiteral("path"), recordText(trouble.pagePath)},
            {QStringLiteral("state"), recordText(trouble.state)},
            {QStringLiteral("why"), recordText(trouble.why)}};
}

std::int64_t numberIn(const QJsonObject &object, const char *name) {
    return object.value(QLatin1String(name)).toInteger();
}

}  // namespace

Result<Recorded<AttachmentBases>> loadAttachments(Vault &vault) {
    TRY_ASSIGN(const RecordFiles read, loadRecords(vault, refs::kAttachments));
    Recorded<AttachmentBases> loaded{read.tip, {}};
    for (const auto &[name, object] : read.files)
        if (const auto blob = blobOf(object, "blob"))
            loaded.records.emplace(AttachmentId(name),
                                   AttachmentBase{*blob, numberIn(object, "size"), recordText(object, "updatedAt"),
                                                  PageId(recordText(object, "page"))});
    return loaded;
}

Result<std::optional<RefMove>> storeAttachments(Vault &vault, const Recorded<AttachmentBases> &old,
                                                const AttachmentBases &bases, TimePoint now) {
    if (old.records == bases) return std::optional<RefMove>();
    RecordContents contents;
    for (const auto &[id, base] : bases)
        contents.files.emplace(id.str(), toRecord(base));
    return storeRecords(vault, contents, {refs::kAttachments, old.tip, {}}, now);
}

std::string printAttachmentMemory(const AttachmentMemory &memory) {
    QJsonObject pending, troubles;
    for (const auto &[id, page] : memory.pending)
        pending.insert(recordText(id.str()), recordText(page.str()));
    for (const auto &[name, trouble] : memory.troubles)
        troubles.insert(recordText(name), toRecord(trouble));
    const QJsonObject object{{QStringLiteral("seen"), recordText(memory.seen ? toHex(*memory.seen) : std::string())},
                             {QStringLiteral("limit"), qint64(memory.limit)},
                             {QStringLiteral("carried"), memory.carried},
                             {QStringLiteral("newFiles"), memory.newFiles},
                             {QStringLiteral("pending"), pending},
                             {QStringLiteral("troubles"), troubles}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

AttachmentMemory parseAttachmentMemory(const std::string &text) {
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    AttachmentMemory memory;
    memory.seen = parseObjectId<CommitId>(recordText(object, "seen"));
    memory.limit = numberIn(object, "limit");
    memory.carried = static_cast<int>(numberIn(object, "carried"));
    memory.newFiles = static_cast<int>(numberIn(object, "newFiles"));
    const QJsonObject pending = object.value(QLatin1String("pending")).toObject();
    for (auto at = pending.begin(); at != pending.end(); ++at)
        memory.pending.emplace(AttachmentId(at.key().toStdString()), PageId(at.value().toString().toStdString()));
    const QJsonObject troubles = object.value(QLatin1String("troubles")).toObject();
    for (auto at = troubles.begin(); at != troubles.end(); ++at) {
        const QJsonObject trouble = at.value().toObject();
        memory.troubles.emplace(at.key().toStdString(),
                                AttachmentTrouble{PageId(recordText(trouble, "page")), recordText(trouble, "path"),
                                                  recordText(trouble, "state"), recordText(trouble, "why")});
    }
    return memory;
}

}  // namespace wikivault
