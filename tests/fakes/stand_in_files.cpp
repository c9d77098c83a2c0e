#include "tests/fakes/stand_in_files.h"

#include "tests/fakes/stand_in_calls.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace wikivault::test {

namespace {

std::string newId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

/// The fields of a form, and the file's name under `file-name`.
std::map<std::string, std::string> fieldsOf(const HttpCall &call) {
    std::map<std::string, std::string> fields;
    const std::string &type = call.headers.at("content-type");
    const std::string mark = "--" + type.substr(type.find("boundary=") + 9);
    for (std::size_t at = call.body.find(mark); at != std::string::npos;) {
        const std::size_t begin = at + mark.size() + 2, next = call.body.find(mark, begin);
        if (next == std::string::npos) break;
        const std::string part = call.body.substr(begin, next - begin - 2);
        const std::size_t end = part.find("\r\n\r\n");
        const std::string head = part.substr(0, end);
        const auto parameter = [&](const std::string &name) {
            const std::size_t from = head.find(name + "=\"");
            if (from == std::string::npos) return std::string();
            const std::size_t start = from + name.size() + 2;
            return head.substr(start, head.find('"', start) - start);
        };
        fields[parameter(" name")] = part.substr(end + 4);
        if (const std::string file = parameter("filename"); !file.empty()) fields["file-name"] = file;
        at = next;
    }
    return fields;
}

}  // namespace

std::string StandInFiles::add(const std::string &page, const std::string &name, const std::string &bytes) {
    const std::scoped_lock guard(m_mutex);
    const std::string id = newId();
    m_files[id] = {page, name, bytes};
    return id;
}

void StandInFiles::overwrite(const std::string &id, const std::string &bytes) {
    const std::scoped_lock guard(m_mutex);
    m_files.at(id).bytes = bytes;
    ++m_files.at(id).version;
}

void StandInFiles::remove(const std::string &id) {
    const std::scoped_lock guard(m_mutex);
    m_files.erase(id);
}

std::map<std::string, StandInFiles::File> StandInFiles::all() {
    const std::scoped_lock guard(m_mutex);
    return m_files;
}

QJsonObject StandInFiles::shown(const std::string &id) const {
    const File &file = m_files.at(id);
    const auto text = [](const std::string &value) { return QString::fromStdString(value); };
    return {{QStringLiteral("id"), text(id)},
            {QStringLiteral("pageId"), text(file.page)},
            {QStringLiteral("fileName"), text(file.name)},
            {QStringLiteral("fileSize"), QString::number(file.bytes.size())},
            {QStringLiteral("updatedAt"),
             QStringLiteral("2026-01-01T00:00:%1.000Z").arg(file.version, 2, 10, QLatin1Char('0'))}};
}

std::optional<HttpAnswer> StandInFiles::download(const std::string &path) {
    const std::string prefix = "/files/";
    const std::size_t slash = path.find('/', prefix.size());
    if (!path.starts_with(prefix) || slash == std::string::npos) return std::nullopt;
    const std::scoped_lock guard(m_mutex);
    const auto file = m_files.find(path.substr(prefix.size(), slash - prefix.size()));
    if (file == m_files.end()) return refusal(404, "File not found", "Not Found");
    HttpAnswer answer;
    answer.body = file->second.bytes;
    answer.type = "application/octet-stream";
    return answer;
}

HttpAnswer StandInFiles::upload(const HttpCall &call) {
    const auto fields = fieldsOf(call);
    if (!fields.contains("pageId") || !fields.contains("file"))
        return refusal(400, "PageId is required", "Bad Request");
    const std::scoped_lock guard(m_mutex);
    std::string id = newId();
    if (const auto replaced = fields.find("attachmentId"); replaced != fields.end()) {
        id = replaced->second;
        if (!m_files.contains(id)) return refusal(400, "Existing attachment to overwrite not found", "Bad Request");
        m_files.at(id).bytes = fields.at("file");
        ++m_files.at(id).version;
    } else {
        m_files[id] = {fields.at("pageId"), fields.at("file-name"), fields.at("file")};
    }
    HttpAnswer answer;
    answer.body = QJsonDocument(shown(id)).toJson(QJsonDocument::Compact).toStdString();
    return answer;
}

HttpAnswer StandInFiles::info(const QJsonObject &body) {
    const std::scoped_lock guard(m_mutex);
    const std::string id = body.value(QLatin1String("attachmentId")).toString().toStdString();
    return m_files.contains(id) ? success(shown(id)) : refusal(404, "File not found", "Not Found");
}

HttpAnswer StandInFiles::ofPage(const QJsonObject &body) {
    const std::scoped_lock guard(m_mutex);
    const std::string page = body.value(QLatin1String("pageId")).toString().toStdString();
    QJsonArray items;
    for (const auto &[id, file] : m_files)
        if (file.page == page) items.append(shown(id));
    return success(QJsonObject{{QStringLiteral("items"), items},
                               {QStringLiteral("meta"), QJsonObject{{QStringLiteral("hasNextPage"), false}}}});
}

}  // namespace wikivault::test
