#include "engine/adapters/sql/statements.h"

#include <utility>
#include <vector>

namespace wikivault::sql {

namespace {

constexpr Statement both(const char *text) {
    return {text, text};
}

}  // namespace

namespace statements {

const Statement kSpaceExists = both("select 1 from spaces where id = ? and deleted_at is null");

const Statement kPages = {
    "select p.id, p.slug_id, p.title, p.parent_page_id, p.position, "
    "to_char(p.updated_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), u.name, {is_base} "
    "from pages p left join users u on u.id = p.last_updated_by_id where p.space_id = ? and p.deleted_at is null",
    "select p.id, p.slug_id, p.title, p.parent_page_id, p.position, p.updated_at, u.name, {is_base} "
    "from pages p left join users u on u.id = p.last_updated_by_id where p.space_id = ? and p.deleted_at is null"};

/// Follows kPages.
const Statement kAmong = {" and p.id = any(?::uuid[])", " and p.id in (select value from json_each(?))"};

/// Asked so that an index answers: Docmost has one of each time per space. SQLite's texts may be of several shapes, so
/// only those of the newest day are compared as times.
const Statement kNewestUpdate = {
    "select to_char(max(greatest(live.at, trashed.at)) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') "
    "from spaces s left join lateral (select max(updated_at) as at from pages where space_id = s.id and deleted_at is "
    "null) live on true left join lateral (select max(deleted_at) as at from pages where space_id = s.id and "
    "deleted_at is not null) trashed on true "
    "where s.workspace_id = (select workspace_id from spaces where id = ?)",
    "with mine (id) as (select workspace_id from spaces where id = ?), "
    "updated (day) as (select substr(max(updated_at), 1, 10) from pages where workspace_id = (select id from mine)), "
    "trashed (day) as (select substr(max(deleted_at), 1, 10) from pages where workspace_id = (select id from mine)) "
    "select max(at) from ("
    "select strftime('%Y-%m-%dT%H:%M:%f000Z', updated_at) as at from pages "
    "where workspace_id = (select id from mine) and updated_at >= (select day from updated) union all "
    "select strftime('%Y-%m-%dT%H:%M:%f000Z', deleted_at) from pages "
    "where workspace_id = (select id from mine) and deleted_at >= (select day from trashed))"};

const Statement kBodies = {
    "select id, content::text from pages where space_id = ? and id = any(?::uuid[])",
    "select id, cast(content as text) from pages where space_id = ? and id in (select value from json_each(?))"};

const Statement kStandings = {
    "select id, space_id, case when deleted_at is null then 0 else 1 end, slug_id from pages where id = any(?::uuid[])",
    "select id, space_id, case when deleted_at is null then 0 else 1 end, slug_id from pages "
    "where id in (select value from json_each(?))"};

const Statement kSpaces = both("select id, workspace_id, slug, name, settings from spaces where deleted_at is null");

const Statement kWorkspaceOf = both("select workspace_id from users where id = ?");

const Statement kDigests = {
    "select s.id, s.workspace_id, s.slug, s.name, s.settings, coalesce(p.live, 0), coalesce(p.moments, 0)::text "
    "from spaces s left join (select space_id, count(*) as live, "
    "sum((extract(epoch from updated_at) * 1000000)::bigint) as moments "
    "from pages where deleted_at is null group by space_id) p on p.space_id = s.id where s.deleted_at is null",
    "select s.id, s.workspace_id, s.slug, s.name, s.settings, coalesce(p.live, 0), "
    "cast(coalesce(p.moments, 0) as text) "
    "from spaces s left join (select space_id, count(*) as live, "
    "sum(cast(strftime('%s', updated_at) as integer) * 1000000 + "
    "cast(substr(strftime('%f', updated_at), 4) as integer) * 1000) "
    "as moments from pages where deleted_at is null group by space_id) p on p.space_id = s.id "
    "where s.deleted_at is null"};

const Statement kSetEnabled = {
    "update spaces set updated_at = now(), settings = "
    "(case when jsonb_typeof(settings) = 'object' then settings else '{}'::jsonb end) || jsonb_build_object('gitSync', "
    "(case when jsonb_typeof(settings->'gitSync') = 'object' then settings->'gitSync' else '{}'::jsonb end) || "
    "jsonb_build_object('enabled', ?::jsonb)) where id = ? and deleted_at is null",
    "update spaces set updated_at = {now}, settings = (with s(v) as (select case when json_valid(settings) and "
    "json_type(settings) = 'object' then settings else '{}' end) select json_set(v, '$.gitSync', json_set("
    "case when json_type(v, '$.gitSync') = 'object' then json_extract(v, '$.gitSync') else '{}' end, "
    "'$.enabled', json(?))) from s) where id = ? and deleted_at is null"};

const Statement kNextEpoch = {
    "insert into wikivault.epochs as e (space, epoch) values (?, 1) "
    "on conflict (space) do update set epoch = e.epoch + 1 returning epoch",
    nullptr};
const Statement kEpoch = {"select 1 from wikivault.epochs where space = ? and epoch = ? for share", nullptr};

/// Two writers of one space queue up instead of deadlocking; `begin immediate` does the same for SQLite.
const Statement kQueueSpace = {"select pg_advisory_xact_lock(hashtextextended(?, 0))", nullptr};

const Statement kUserExists = both("select 1 from users where id = ?");

const Statement kPageOf = both(
    "select case when deleted_at is null then 0 else 1 end, space_id, parent_page_id, coalesce(position, '') "
    "from pages where id = ? {for_update}");

const Statement kPageAsExpected = {
    "select parent_page_id from pages where id = ? and space_id = ? and deleted_at is null and coalesce(title, '') = ? "
    "and parent_page_id is not distinct from ?::uuid and content is not distinct from nullif(?, '')::jsonb for update",
    "select parent_page_id from pages where id = ? and space_id = ? and deleted_at is null and coalesce(title, '') = ? "
    "and parent_page_id is ? and coalesce(cast(content as text), '') = ?"};

const Statement kLiveParent =
    both("select 1 from pages where id = ? and space_id = ? and deleted_at is null {for_share}");

const Statement kWouldCycle = both(
    "with recursive up(id) as (select parent_page_id from pages where id = ? union "
    "select p.parent_page_id from pages p join up on p.id = up.id) select 1 from up where id = ?");

const Statement kHasLiveChildren = both("select 1 from pages where parent_page_id = ? and deleted_at is null limit 1");

const Statement kLastPosition = {
    "select position from pages where space_id = ? and parent_page_id is not distinct from ?::uuid and "
    "deleted_at is null and position is not null order by position collate \"C\" desc limit 1",
    "select position from pages where space_id = ? and parent_page_id is ? and "
    "deleted_at is null and position is not null order by position collate binary desc limit 1"};

/// Keeps what stands in the page, unless its newest snapshot says the same.
const Statement kKeepHistory = {
    "insert into page_history (page_id, slug_id, title, content, icon, cover_photo, last_updated_by_id, space_id, "
    "workspace_id, contributor_ids{history_source_column}) select p.id, p.slug_id, p.title, p.content, p.icon, "
    "p.cover_photo, p.last_updated_by_id, p.space_id, p.workspace_id, p.contributor_ids{history_source_value} "
    "from pages p where p.id = ? and p.content is not null and p.content is distinct from (select h.content "
    "from page_history h where h.page_id = p.id order by h.created_at desc limit 1)",
    "insert into page_history (id, page_id, slug_id, title, content, icon, cover_photo, last_updated_by_id, space_id, "
    "workspace_id, contributor_ids, created_at, updated_at{history_source_column}) select {new_id}, p.id, p.slug_id, "
    "p.title, p.content, p.icon, p.cover_photo, p.last_updated_by_id, p.space_id, p.workspace_id, p.contributor_ids, "
    "{now}, {now}{history_source_value} from pages p where p.id = ? and p.content is not null and p.content is not "
    "(select h.content from page_history h where h.page_id = p.id order by h.created_at desc, h.rowid desc limit 1)"};

const Statement kInsertPage = {
    "insert into pages (id, space_id, workspace_id, slug_id, title, position, content, text_content, parent_page_id, "
    "creator_id, last_updated_by_id, contributor_ids{source_column}) select ?, s.id, s.workspace_id, ?, ?, ?, "
    "nullif(?, '')::jsonb, ?, ?::uuid, u.id, u.id, array[u.id]{source_value} from spaces s, users u "
    "where s.id = ? and s.deleted_at is null and u.id = ?",
    "insert into pages (id, space_id, workspace_id, slug_id, title, position, content, text_content, parent_page_id, "
    "creator_id, last_updated_by_id, contributor_ids, created_at, updated_at{source_column}) select ?, s.id, "
    "s.workspace_id, ?, ?, ?, nullif(?, ''), ?, ?, u.id, u.id, json_array(u.id), {now}, {now}{source_value} "
    "from spaces s, users u where s.id = ? and s.deleted_at is null and u.id = ?"};

const Statement kUpdateBody = {
    "update pages set content = nullif(?, '')::jsonb, text_content = ?, ydoc = null, {touched} where id = ?",
    "update pages set content = nullif(?, ''), text_content = ?, ydoc = null, {touched} where id = ?"};

const Statement kMovePage = both("update pages set parent_page_id = ?, position = ?, {touched} where id = ?");
const Statement kRenamePage = both("update pages set title = ?, {touched} where id = ?");

/// Trashing and restoring do not move `updated_at`, as in Docmost.
const Statement kTrashPage = both("update pages set deleted_at = {now}, deleted_by_id = ? where id = ?");
const Statement kRestorePage =
    both("update pages set deleted_at = null, deleted_by_id = null, parent_page_id = ?, position = ? where id = ?");

}  // namespace statements

namespace {

constexpr const char *kSqliteNow = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
constexpr const char *kSqliteNewId =
    "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || "
    "substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";
/// The acting user is bound twice, before the page's id.
constexpr const char *kTouchedPostgres =
    "updated_at = now(), last_updated_by_id = ?, contributor_ids = (select array_agg(distinct c) from "
    "unnest(coalesce(contributor_ids, '{}') || ?::uuid) c)";
constexpr const char *kTouchedSqlite =
    "updated_at = {now}, last_updated_by_id = ?, contributor_ids = (select json_group_array(distinct value) from "
    "(select value from json_each(case when json_valid(contributor_ids) then contributor_ids else '[]' end) "
    "union all select ?))";

using Words = std::vector<std::pair<std::string, std::string>>;

Words wordsOf(Dialect dialect, const ColumnMap &columns) {
    const bool postgres = dialect == Dialect::Postgres;
    const bool source = columns.has("pages", "last_updated_source");
    const bool historySource = source && columns.has("page_history", "last_updated_source");
    const std::string touched = postgres ? kTouchedPostgres : kTouchedSqlite;
    return {
        {"{touched}", touched + (source ? ", last_updated_source = 'git-sync'" : "")},
        {"{now}", postgres ? "now()" : kSqliteNow},
        {"{new_id}", kSqliteNewId},
        {"{for_update}", postgres ? "for update" : ""},
        {"{for_share}", postgres ? "for share" : ""},
        {"{is_base}", columns.has("pages", "is_base") ? "case when p.is_base then 1 else 0 end" : "0"},
        {"{source_column}", source ? ", last_updated_source" : ""},
        {"{source_value}", source ? ", 'git-sync'" : ""},
        {"{history_source_column}", historySource ? ", last_updated_source" : ""},
        {"{history_source_value}", historySource ? ", p.last_updated_source" : ""},
    };
}

}  // namespace

std::string render(const Statement &statement, Dialect dialect, const ColumnMap &columns) {
    std::string text = dialect == Dialect::Postgres ? statement.postgres : statement.sqlite;
    for (const auto &[word, replacement] : wordsOf(dialect, columns))
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + replacement.size()))
            text.replace(at, word.size(), replacement);
    return text;
}

std::string idList(Dialect dialect, const std::vector<std::string> &ids) {
    const bool postgres = dialect == Dialect::Postgres;
    std::string list = postgres ? "{" : "[";
    for (const std::string &id : ids) {
        if (list.size() > 1) list += ',';
        list += postgres ? id : '"' + id + '"';
    }
    return list + (postgres ? '}' : ']');
}

}  // namespace wikivault::sql
