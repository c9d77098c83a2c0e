#include "engine/adapters/sql/stored_attachments.h"

#include "engine/adapters/sql/statements.h"

#include <QFile>
#include <QFileInfo>

namespace wikivault::sql {

namespace {

constexpr const char *kColumns =
    "select id, page_id, file_name, file_size, to_char(updated_at at time zone 'UTC', "
    "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), file_path from attachments where deleted_at is null and ";

class StoredAttachments final : public AttachmentStore {
public:
    StoredAttachments(SessionRequest request, std::string storageDir)
        : m_request(std::move(request)),
          m_storageDir(std::move(storageDir)) {}

    Result<std::vector<Attachment>> find(std::span<const AttachmentId> ids) override {
        std::vector<std::string> names;
        for (const AttachmentId &id : ids)
            names.push_back(id.str());
        return query("id = any(?::uuid[])", idList(Dialect::Postgres, names));
    }

    Result<std::vector<Attachment>> ofPage(const PageId &page) override { return query("page_id = ?", page); }

    Result<std::string> read(const Attachment &attachment, std::int64_t limit) override {
        const QString root = QFileInfo(QString::fromStdString(m_storageDir)).canonicalFilePath();
        if (root.isEmpty())
            return fail(ErrorCode::Unavailable, "the storage directory " + m_storageDir +
                                                    " is not there; set WIKIVAULT_STORAGE_DIR to the one of the wiki");
        const QString path =
            QFileInfo(root + QLatin1Char('/') + QString::fromStdString(attachment.place)).canonicalFilePath();
        // What the database says is not followed out of the directory, nor are links in it.
        if (path.isEmpty() || !path.startsWith(root + QLatin1Char('/')))
            return fail(ErrorCode::NotFound, "the storage directory has no file " + attachment.place);
        QFile file(path);
        if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Denied, path.toStdString() + " cannot be read: " + file.errorString().toStdString());
        if (file.size() > limit)
            return fail(ErrorCode::Invalid, "the wiki's file is larger than its database says, and than it may be");
        return file.readAll().toStdString();
    }

    Result<Attachment> upload(const AttachmentUpload &) override {
        return fail(ErrorCode::Denied,
                    "the storage directory is only read; with DOCMOST_API_URL and an account it could be uploaded");
    }

private:
    Result<std::vector<Attachment>> query(const std::string &where, const Value &value) {
        if (!m_session) {
            TRY_ASSIGN(m_session, SqlSession::open(m_request));
        }
        std::vector<Attachment> found;
        TRY(m_session->query(kColumns + where, {value}, [&found](const Row &row) -> Result<> {
            Attachment attachment;
            attachment.id = AttachmentId(row.text(0));
            if (!row.isNull(1)) attachment.page = PageId(row.text(1));
            attachment.name = row.text(2);
            attachment.size = row.number(3);
            attachment.updatedAt = row.text(4);
            attachment.place = row.text(5);
            found.push_back(std::move(attachment));
            return {};
        }));
        return found;
    }

    const SessionRequest m_request;
    std::unique_ptr<SqlSession> m_session;  ///< null until the first question
    const std::string m_storageDir;
};

}  // namespace

std::unique_ptr<AttachmentStore> makeStoredAttachments(SessionRequest request, std::string storageDir) {
    return std::make_unique<StoredAttachments>(std::move(request), std::move(storageDir));
}

}  // namespace wikivault::sql
