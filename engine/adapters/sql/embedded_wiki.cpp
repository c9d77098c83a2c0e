#include "engine/adapters/sql/embedded_wiki.h"

#include "engine/adapters/sql/sqlite_file.h"
#include "engine/adapters/sql/wiki_database.h"

#include <unistd.h>

namespace wikivault::sql {

namespace {

/// Docmost's tables with SQLite's types; the defaults let people insert rows by hand.
constexpr const char *kWorkspaceTables = R"(
create table workspaces (
    id text primary key, name text, description text, logo text, hostname text unique, custom_domain text unique,
    settings text, default_role text not null default 'member', email_domains text default '[]', default_space_id text,
    created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    deleted_at text, stripe_customer_id text, status text, plan text, billing_email text, trial_end_at text,
    enforce_sso integer not null default 0, license_key text, enforce_mfa integer default 0,
    audit_retention_days integer, trash_retention_days integer, is_scim_enabled integer not null default 0);
create table users (
    id text primary key, name text, email text not null, email_verified_at text, password text, avatar_url text,
    role text, invited_by_id text references users(id), workspace_id text references workspaces(id) on delete cascade,
    locale text, timezone text, settings text, last_active_at text, last_login_at text, deactivated_at text,
    created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    deleted_at text, has_generated_password integer not null default 0, scim_external_id text,
    unique (email, workspace_id));
create table spaces (
    id text primary key, name text, description text, slug text not null, logo text,
    visibility text not null default 'private', default_role text not null default 'writer',
    creator_id text references users(id), workspace_id text not null references workspaces(id) on delete cascade,
    created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    deleted_at text, settings text, is_personal integer not null default 0, unique (slug, workspace_id));
)";

constexpr const char *kPageTables = R"(
create table pages (
    id text primary key default (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
        substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
    slug_id text not null unique default (lower(hex(randomblob(5)))),
    title text, icon text, cover_photo text, position text, content text, ydoc blob, text_content text,
    parent_page_id text references pages(id) on delete cascade,
    creator_id text references users(id), last_updated_by_id text references users(id),
    deleted_by_id text references users(id),
    space_id text not null references spaces(id) on delete cascade,
    workspace_id text not null references workspaces(id) on delete cascade,
    is_locked integer not null default 0,
    created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    deleted_at text, contributor_ids text default '[]',
    is_base integer not null default 0, base_schema_version integer not null default 0);
create index pages_space on pages (space_id, parent_page_id, position);
create index pages_parent on pages (parent_page_id);
-- a list of pages reads no body
create index pages_list on pages (space_id, deleted_at, id, slug_id, title, parent_page_id, position, updated_at,
    last_updated_by_id, is_base);
create index pages_updated on pages (workspace_id, updated_at);
create index pages_deleted on pages (workspace_id, deleted_at);
create table page_history (
    id text primary key, page_id text not null references pages(id) on delete cascade, slug_id text, title text,
    content text, slug text, icon text, cover_photo text, version integer,
    last_updated_by_id text references users(id),
    space_id text not null references spaces(id) on delete cascade,
    workspace_id text not null references workspaces(id) on delete cascade,
    created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    contributor_ids text default '[]');
create index page_history_page on page_history (page_id, created_at desc);
)";

/// People and tests edit rows with sqlite3: `updated_at` moves then too, and never stands still within a millisecond.
constexpr const char *kTouchTrigger = R"(
create trigger pages_touch after update of content, title, parent_page_id on pages
when new.updated_at is old.updated_at and (new.content is not old.content or new.title is not old.title
    or new.parent_page_id is not old.parent_page_id)
begin
    update pages set updated_at = case when strftime('%Y-%m-%dT%H:%M:%fZ', 'now') > old.updated_at
        then strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        else coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', old.updated_at, '+0.001 seconds'),
            strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) end where id = new.id;
end;
)";

Value orNull(const std::string &text) {
    return text.empty() ? Value() : Value(text);
}

Result<> insertPeopleAndSpaces(SqliteFile &file, const EmbeddedContent &content) {
    const std::string at = toIso8601(content.createdAt);
    TRY(file.execute("insert into workspaces (id, name, created_at, updated_at) values (?, ?, ?, ?)",
                     {content.workspace, content.workspaceName, at, at}));
    for (const EmbeddedUser &user : content.users)
        TRY(
            file.execute("insert into users (id, name, email, role, workspace_id, created_at, updated_at) "
                         "values (?, ?, ?, ?, ?, ?, ?)",
                         {user.id, user.name, user.email, user.role, content.workspace, at, at}));
    const Value creator = content.users.empty() ? Value() : Value(content.users.front().id);
    for (const EmbeddedSpace &space : content.spaces)
        TRY(file.execute(
            "insert into spaces (id, name, description, slug, creator_id, workspace_id, created_at, updated_at) "
            "values (?, ?, ?, ?, ?, ?, ?, ?)",
            {space.id, space.name, orNull(space.description), space.slug, creator, content.workspace, at, at}));
    if (content.spaces.empty()) return {};
    return file.execute("update workspaces set default_space_id = ?", {content.spaces.front().id});
}

Result<> insertPage(SqliteFile &file, const WorkspaceId &workspace, const EmbeddedPage &page) {
    return file.execute(
        "insert into pages (id, slug_id, title, icon, position, content, text_content, parent_page_id, creator_id, "
        "last_updated_by_id, deleted_by_id, space_id, workspace_id, created_at, updated_at, deleted_at, "
        "contributor_ids) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, json_array(?))",
        {page.id, page.slugId, page.title ? Value(*page.title) : Value(), orNull(page.icon), page.position,
         orNull(page.content), orNull(page.textContent), page.parent, page.createdBy, page.updatedBy,
         page.trashedAt ? Value(page.updatedBy) : Value(), page.space, workspace, toIso8601(page.createdAt),
         toIso8601(page.updatedAt), page.trashedAt ? Value(toIso8601(*page.trashedAt)) : Value(), page.updatedBy});
}

Result<SqliteFile> newEmbeddedFile(const std::string &path) {
    if (::access(path.c_str(), F_OK) == 0)
        return fail(ErrorCode::Invalid, "there is a file at " + path + " already; it is left as it is");
    TRY_ASSIGN(SqliteFile file, SqliteFile::open(path));
    TRY(file.script("pragma journal_mode = wal;"));
    const Result<> made = file.transact([&file]() -> Result<> {
        TRY(file.script(kWorkspaceTables));
        TRY(file.script(kPageTables));
        return file.script(kTouchTrigger);
    });
    TRY(made);
    return file;
}

}  // namespace

Result<> createEmbeddedWiki(const std::string &path) {
    TRY(newEmbeddedFile(path));
    return {};
}

Result<> createEmbeddedWiki(const std::string &path, const EmbeddedContent &content) {
    TRY_ASSIGN(SqliteFile file, newEmbeddedFile(path));
    return file.transact([&]() -> Result<> {
        TRY(insertPeopleAndSpaces(file, content));
        for (const EmbeddedPage &page : content.pages)
            TRY(insertPage(file, content.workspace, page));
        return {};
    });
}

}  // namespace wikivault::sql
