#include "tests/fakes/stand_in_calls.h"

#include "engine/core/position.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <random>

namespace wikivault::test {

namespace {

QString q(const std::string &text) {
    return QString::fromStdString(text);
}

void must(const Result<> &result) {
    if (!result) qFatal("stand-in: %s", result.error().detail.c_str());
}

template <class T>
T must(Result<T> result) {
    if (!result) qFatal("stand-in: %s", result.error().detail.c_str());
    return std::move(*result);
}

constexpr const char *kBelow =
    "with recursive below(id) as (select id from pages where id = ? union select p.id from pages p join below b on "
    "p.parent_page_id = b.id) ";

}  // namespace

HttpAnswer success(const QJsonValue &data) {
    QJsonObject envelope{{QStringLiteral("success"), true}, {QStringLiteral("status"), 200}};
    if (!data.isNull()) envelope.insert(QStringLiteral("data"), data);
    HttpAnswer answer;
    answer.body = QJsonDocument(envelope).toJson(QJsonDocument::Compact).toStdString();
    return answer;
}

HttpAnswer refusal(int status, const std::string &message, const std::string &error) {
    QJsonObject body{{QStringLiteral("message"), q(message)}, {QStringLiteral("statusCode"), status}};
    if (!error.empty()) body.insert(QStringLiteral("error"), q(error));
    HttpAnswer answer;
    answer.status = status;
    answer.body = QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
    return answer;
}

StandInCalls::StandInCalls(StandInWiki &wiki, QJsonObject body)
    : m_wiki(wiki),
      m_body(std::move(body)),
      m_session(must(sql::SqlSession::open({must(sql::parseDatabaseUrl(wiki.m_databaseUrl))}))) {}

HttpAnswer StandInCalls::answer(const std::string &path) {
    static const std::map<std::string, HttpAnswer (StandInCalls::*)()> kCalls{
        {"/spaces", &StandInCalls::spaces},         {"/pages/info", &StandInCalls::info},
        {"/pages/update", &StandInCalls::update},   {"/pages/create", &StandInCalls::create},
        {"/pages/move", &StandInCalls::move},       {"/pages/delete", &StandInCalls::trash},
        {"/pages/restore", &StandInCalls::restore}, {"/pages/sidebar-pages", &StandInCalls::sidebar},
        {"/pages/recent", &StandInCalls::recent},   {"/pages/trash", &StandInCalls::trashed}};
    const auto call = kCalls.find(path);
    if (call == kCalls.end()) return refusal(404, "Cannot POST /api" + path, "Not Found");
    return (this->*call->second)();
}

std::string StandInCalls::word(const char *name) const {
    return m_body.value(QLatin1String(name)).toString().toStdString();
}

std::string StandInCalls::now() const {
    return isPostgres() ? "clock_timestamp()" : "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
}

std::string StandInCalls::columns() const {
    const auto moment = [&](const std::string &column) {
        return isPostgres() ? "to_char(" + column + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
                            : column;
    };
    return "id, slug_id, title, icon, position, parent_page_id, creator_id, last_updated_by_id, space_id, "
           "workspace_id, " +
           moment("created_at") + ", " + moment("updated_at") + ", " + moment("deleted_at") +
           (isPostgres() ? ", content::text" : ", cast(content as text)");
}

std::vector<QJsonObject> StandInCalls::pages(const std::string &where, const sql::Values &values) {
    static constexpr std::array kNames{"id",           "slugId",    "title",           "icon",    "position",
                                       "parentPageId", "creatorId", "lastUpdatedById", "spaceId", "workspaceId",
                                       "createdAt",    "updatedAt", "deletedAt"};
    std::vector<QJsonObject> found;
    must(m_session->query(
        "select " + columns() + " from pages where " + where, values, [&](const sql::Row &row) -> Result<> {
            QJsonObject page;
            for (int i = 0; i < static_cast<int>(kNames.size()); ++i)
                page.insert(QLatin1String(kNames.at(std::size_t(i))), row.isNull(i) ? QJsonValue() : q(row.text(i)));
            const QByteArray content = QByteArray::fromStdString(row.text(13));
            page.insert(QStringLiteral("content"),
                        row.isNull(13) ? QJsonValue() : QJsonValue(QJsonDocument::fromJson(content).object()));
            if (m_wiki.m_fork)
                page.insert(QStringLiteral("lastUpdatedSource"), QStringLiteral("user"));
            else
                page.insert(QStringLiteral("isBase"), false);
            found.push_back(page);
            return {};
        }));
    return found;
}

std::optional<HttpAnswer> StandInCalls::rightsTo(const std::string &space, bool forWriting) {
    const std::scoped_lock guard(m_wiki.m_mutex);
    const auto known = m_wiki.m_roles.find(space);
    const std::string role = known == m_wiki.m_roles.end() ? "writer" : known->second;
    if (role.empty()) return refusal(404, "Space permissions not found", "Not Found");
    if (forWriting && role == "reader") return refusal(403, "Forbidden", "");
    return std::nullopt;
}

std::optional<QJsonObject> StandInCalls::page(HttpAnswer &answer, bool forWriting) {
    const auto found = pages("id = ?", {word("pageId")});
    if (found.empty()) {
        answer = refusal(404, "Page not found", "Not Found");
        return std::nullopt;
    }
    if (const auto refused =
            rightsTo(found.front().value(QLatin1String("spaceId")).toString().toStdString(), forWriting)) {
        answer = *refused;
        return std::nullopt;
    }
    return found.front();
}

void StandInCalls::change(const std::string &sql, const sql::Values &values) {
    must(m_session->execute(sql, values));
}

void StandInCalls::touch(const std::string &page) {
    change("update pages set updated_at = " + now() + ", last_updated_by_id = ? where id = ?", {m_wiki.m_user, page});
}

HttpAnswer StandInCalls::listed(std::vector<QJsonObject> items) {
    const auto limit = static_cast<std::size_t>(m_body.value(QLatin1String("limit")).toInt(20));
    const auto from = static_cast<std::size_t>(m_body.value(QLatin1String("cursor")).toString().toUInt());
    QJsonArray some;
    for (std::size_t i = from; i < std::min(items.size(), from + limit); ++i)
        some.append(items[i]);
    const bool more = from + limit < items.size();
    const QJsonObject meta{{QStringLiteral("limit"), int(limit)},
                           {QStringLiteral("hasNextPage"), more},
                           {QStringLiteral("nextCursor"),
                            more && !m_wiki.losesCursors ? QJsonValue(QString::number(from + limit)) : QJsonValue()}};
    return success(QJsonObject{{QStringLiteral("items"), some}, {QStringLiteral("meta"), meta}});
}

HttpAnswer StandInCalls::spaces() {
    std::vector<QJsonObject> all;
    must(m_session->query(
        "select id, slug, name, workspace_id, settings from spaces where deleted_at is null order by name, id", {},
        [&](const sql::Row &row) -> Result<> {
            const std::scoped_lock guard(m_wiki.m_mutex);
            const auto known = m_wiki.m_roles.find(row.text(0));
            const std::string role = known == m_wiki.m_roles.end() ? "writer" : known->second;
            if (role.empty()) return {};
            const auto settings = QJsonDocument::fromJson(QByteArray::fromStdString(row.text(4))).object();
            all.push_back(
                {{QStringLiteral("id"), q(row.text(0))},
                 {QStringLiteral("slug"), q(row.text(1))},
                 {QStringLiteral("name"), q(row.text(2))},
                 {QStringLiteral("workspaceId"), q(row.text(3))},
                 {QStringLiteral("settings"), settings},
                 {QStringLiteral("membership"),
                  QJsonObject{{QStringLiteral("userId"), q(m_wiki.m_user.str())}, {QStringLiteral("role"), q(role)}}}});
            return {};
        }));
    return listed(std::move(all));
}

HttpAnswer StandInCalls::info() {
    HttpAnswer refused;
    const auto found = page(refused, false);
    return found ? success(*found) : refused;
}

std::optional<HttpAnswer> StandInCalls::validateContent() {
    if (m_wiki.isOld || !m_body.contains(QLatin1String("content"))) return std::nullopt;
    const std::string operation = word("operation");
    if (operation == "append" || operation == "prepend" || operation == "replace") return std::nullopt;
    HttpAnswer answer = refusal(400, "", "Bad Request");
    answer.body =
        R"({"message":["operation must be one of the following values: append, prepend, replace"],"error":"Bad Request","statusCode":400})";
    return answer;
}

HttpAnswer StandInCalls::update() {
    if (const auto invalid = validateContent()) return *invalid;
    HttpAnswer refused;
    const auto before = page(refused, true);
    if (!before) return refused;
    const std::string id = word("pageId");
    if (m_body.contains(QLatin1String("title"))) {
        const QString title = m_body.value(QLatin1String("title")).toString();
        if (title.contains(QChar(0))) return refusal(500, "Internal server error", "");
        change("update pages set title = ? where id = ?", {title.toStdString(), id});
    }
    touch(id);
    const bool hasContent = m_body.contains(QLatin1String("content")) && !m_wiki.isOld;
    if (hasContent) store(id);
    QJsonObject after = pages("id = ?", {id}).front();
    if (!hasContent) after.remove(QStringLiteral("content"));
    return success(after);
}

HttpAnswer StandInCalls::create() {
    const std::string space = word("spaceId");
    if (const auto refused = rightsTo(space, true)) return *refused;
    const std::string parent = word("parentPageId");
    if (!parent.empty() && pages("deleted_at is null and id = ? and space_id = ?", {parent, space}).empty())
        return refusal(404, "Parent page not found", "Not Found");
    const QJsonValue content = m_body.value(QLatin1String("content"));
    if (content.isObject() && word("format").empty())
        return refusal(400, "format must be one of the following values: json, markdown, html", "Bad Request");
    const auto dice = seededDice(std::random_device{}());
    const std::string text =
        content.isObject() ? QJsonDocument(content.toObject()).toJson(QJsonDocument::Compact).toStdString() : "";
    const std::string json = isPostgres() ? "::jsonb" : "", uuid = isPostgres() ? "::uuid" : "";
    std::string id;
    must(m_session->query(
        "insert into pages (slug_id, title, position, content, parent_page_id, space_id, workspace_id, creator_id, "
        "last_updated_by_id) select ?, ?, ?, nullif(?, '')" +
            json + ", nullif(?, '')" + uuid + ", id, workspace_id, ?" + uuid + ", ?" + uuid +
            " from spaces where id = ? returning id",
        {randomSlugId(dice), word("title"), positionBetween(lastPosition(space, parent), std::nullopt, dice), text,
         parent, m_wiki.m_user, m_wiki.m_user, space},
        [&](const sql::Row &row) -> Result<> {
            id = row.text(0);
            return {};
        }));
    QJsonObject made = pages("id = ?", {id}).front();
    made.remove(QStringLiteral("content"));
    return success(made);
}

std::string StandInCalls::lastPosition(const std::string &space, const std::string &parent) {
    std::string last;
    for (const QJsonObject &sibling :
         pages(parent.empty() ? "parent_page_id is null and space_id = ? and deleted_at is null"
                              : "parent_page_id = ? and deleted_at is null",
               {parent.empty() ? space : parent}))
        last = std::max(last, sibling.value(QLatin1String("position")).toString().toStdString());
    return last;
}

HttpAnswer StandInCalls::move() {
    HttpAnswer refused;
    const auto found = page(refused, true);
    if (!found) return refused;
    const std::string id = word("pageId"), position = word("position"), parent = word("parentPageId");
    if (position.size() < 5)
        return refusal(400, "position must be longer than or equal to 5 characters", "Bad Request");
    if (position.size() > 12)
        return refusal(400, "position must be shorter than or equal to 12 characters", "Bad Request");
    if (parent == id) return refusal(400, "Cannot move a page into itself", "Bad Request");
    const bool isBelow = !parent.empty() && isInSubtree(id, parent);
    if (m_wiki.m_fork && isBelow) return refusal(400, "Cannot move a page into its own subtree", "Bad Request");
    const std::string uuid = isPostgres() ? "::uuid" : "";
    change("update pages set parent_page_id = nullif(?, '')" + uuid + ", position = ? where id = ?",
           {parent, position, id});
    touch(id);
    return success({});
}

bool StandInCalls::isInSubtree(const std::string &root, const std::string &page) {
    bool any = false;
    must(m_session->query(std::string(kBelow) + "select 1 from below where id = ?", {root, page},
                          [&any](const sql::Row &) -> Result<> {
                              any = true;
                              return {};
                          }));
    return any;
}

HttpAnswer StandInCalls::trash() {
    HttpAnswer refused;
    if (!page(refused, true)) return refused;
    change(std::string(kBelow) + "update pages set deleted_at = " + now() +
               ", deleted_by_id = ? where deleted_at is null and id in (select id from below)",
           {word("pageId"), m_wiki.m_user});
    return success({});
}

HttpAnswer StandInCalls::restore() {
    HttpAnswer refused;
    const auto found = page(refused, true);
    if (!found) return refused;
    const std::string id = word("pageId");
    change(std::string(kBelow) +
               "update pages set deleted_at = null, deleted_by_id = null where id in (select id from below)",
           {id});
    change(
        "update pages set parent_page_id = null where id = ? and parent_page_id in (select id from pages where "
        "deleted_at is not null)",
        {id});
    return success(pages("id = ?", {id}).front());
}

HttpAnswer StandInCalls::sidebar() {
    const std::string parent = word("pageId"), space = word("spaceId");
    std::string where = "parent_page_id is null and space_id = ?", key = space;
    if (!parent.empty()) {
        HttpAnswer refused;
        if (!page(refused, false)) return refused;
        where = "parent_page_id = ?";
        key = parent;
    } else if (const auto refused = rightsTo(space, false)) {
        return *refused;
    }
    auto found = pages(where + " and deleted_at is null", {key});
    std::sort(found.begin(), found.end(), [](const QJsonObject &a, const QJsonObject &b) {
        const auto at = [](const QJsonObject &o) {
            return o.value(QLatin1String("position")).toString().toStdString();
        };
        return at(a) < at(b);
    });
    for (QJsonObject &one : found)
        for (const char *name : {"content", "updatedAt", "createdAt", "lastUpdatedById"})
            one.remove(QLatin1String(name));
    return listed(std::move(found));
}

HttpAnswer StandInCalls::recent() {
    const std::string space = word("spaceId");
    if (!space.empty())
        if (const auto refused = rightsTo(space, false)) return *refused;
    auto found = space.empty() ? pages("deleted_at is null order by updated_at desc", {})
                               : pages("deleted_at is null and space_id = ? order by updated_at desc", {space});
    for (QJsonObject &one : found)
        one.remove(QStringLiteral("content"));
    return listed(std::move(found));
}

HttpAnswer StandInCalls::trashed() {
    const std::string space = word("spaceId");
    if (const auto refused = rightsTo(space, true)) return *refused;
    return listed(pages("deleted_at is not null and space_id = ? order by deleted_at desc", {space}));
}

}  // namespace wikivault::test
