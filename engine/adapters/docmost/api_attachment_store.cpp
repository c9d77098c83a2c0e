#include "engine/adapters/docmost/api_attachment_store.h"

#include <QUrl>
#include <QUuid>

namespace wikivault::docmost {

namespace {

std::int64_t numberIn(const Members &members, std::string_view name) {
    for (const auto &[key, value] : members) {
        if (key != name) continue;
        if (const auto *number = std::get_if<std::int64_t>(&value)) return *number;
        // PostgreSQL's bigint comes as text.
        if (const auto *text = std::get_if<std::string>(&value)) return QByteArray::fromStdString(*text).toLongLong();
    }
    return 0;
}

Result<Attachment> attachmentFrom(const Members &members) {
    const auto id = parseUuid(textIn(members, "id"));
    if (!id) return fail(ErrorCode::Unavailable, "the wiki's API answers with a file that has no id");
    Attachment attachment;
    attachment.id = AttachmentId(*id);
    if (const auto page = parseUuid(textIn(members, "pageId"))) attachment.page = PageId(*page);
    attachment.name = textIn(members, "fileName");
    attachment.size = numberIn(members, "fileSize");
    attachment.updatedAt = textIn(members, "updatedAt");
    return attachment;
}

/// A header's parameter: what could end it is written as browsers do.
std::string quoted(const std::string &text) {
    std::string safe;
    for (const char c : text) {
        if (c == '"')
            safe += "%22";
        else if (c == '\r' || c == '\n')
            safe += c == '\r' ? "%0D" : "%0A";
        else
            safe += c;
    }
    return '"' + safe + '"';
}

struct Form {
    std::string boundary, body;
    void add(const std::string &head, std::string_view value) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n";
        body += value;
        body += "\r\n";
    }
};

/// The page comes before the file: the server reads them in this order.
Form formOf(const AttachmentUpload &upload) {
    Form form;
    form.boundary = "wikivault-" + QUuid::createUuid().toString(QUuid::Id128).toStdString();
    form.add("name=\"pageId\"", upload.page.str());
    if (upload.replaces) form.add("name=\"attachmentId\"", upload.replaces->str());
    form.add("name=\"file\"; filename=" + quoted(upload.name) + "\r\nContent-Type: application/octet-stream",
             upload.bytes);
    form.body += "--" + form.boundary + "--\r\n";
    return form;
}

}  // namespace

Result<std::vector<Attachment>> ApiAttachmentStore::find(std::span<const AttachmentId> ids) {
    std::vector<Attachment> found;
    for (const AttachmentId &id : ids) {
        const auto info = m_client.read("/files/info", {{"attachmentId", Value(id.str())}});
        // A file of a page this account may not read is none it could carry.
        const bool isNone =
            !info && (info.error().code == ErrorCode::NotFound || info.error().code == ErrorCode::Denied);
        if (isNone) continue;
        if (!info) return tl::unexpected<Error>(info.error());
        TRY_ASSIGN(Attachment attachment, attachmentFrom(*info));
        found.push_back(std::move(attachment));
    }
    return found;
}

Result<std::vector<Attachment>> ApiAttachmentStore::ofPage(const PageId &page) {
    TRY_ASSIGN(const std::vector<Members> items,
               m_client.readAll("/pages/attachments", {{"pageId", Value(page.str())}}));
    std::vector<Attachment> found;
    for (const Members &item : items) {
        TRY_ASSIGN(Attachment attachment, attachmentFrom(item));
        found.push_back(std::move(attachment));
    }
    return found;
}

Result<std::string> ApiAttachmentStore::read(const Attachment &attachment, std::int64_t limit) {
    const QByteArray name = QUrl::toPercentEncoding(QString::fromStdString(attachment.name));
    return m_client.download("/files/" + attachment.id.str() + "/" + name.toStdString(),
                             static_cast<std::size_t>(limit));
}

Result<Attachment> ApiAttachmentStore::upload(const AttachmentUpload &upload) {
    const Form form = formOf(upload);
    TRY_ASSIGN(const Members made,
               m_client.post("/files/upload", form.body, "multipart/form-data; boundary=" + form.boundary));
    return attachmentFrom(made);
}

}  // namespace wikivault::docmost
