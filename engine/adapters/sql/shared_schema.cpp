#include "engine/adapters/sql/shared_schema.h"

#include "engine/adapters/sql/sql_script.h"

namespace wikivault::sql {

namespace {

const Script &sharedStatements() {
    static const Script statements = {
        "create schema wikivault",
        "create table wikivault.schema_version (version bigint not null)",
        "create table wikivault.runs (id bigint generated always as identity primary key, space text not null, "
        "trigger_word text not null, reason text not null, actor text not null, started_at bigint not null, "
        "ended_at bigint, outcome text not null, error text not null, main_before text not null, main_after text not "
        "null, pull_written bigint not null, pull_deleted bigint not null, pull_moved bigint not null, pull_conflict "
        "bigint not null, push_mode text not null, push_created bigint not null, push_updated bigint not null, "
        "push_deleted bigint not null, push_moved bigint not null, push_renamed bigint not null, push_failures bigint "
        "not null, skipped text not null, conflicts bigint not null, agreed_before text not null, agreed_after text "
        "not null, plan_hash text not null, undo_of text not null)",
        "create index runs_space on wikivault.runs (space, id)",
        "create table wikivault.items (run_id bigint not null references wikivault.runs (id) on delete cascade, number "
        "bigint not null, page text, path text not null, from_path text not null, direction text not null, action text "
        "not null, outcome text not null, reason text not null, detail text not null, before_blob text, after_blob "
        "text, from_title text not null, primary key (run_id, number))",
        "create table wikivault.pauses (space text primary key, until bigint, reason text not null, actor text not "
        "null)",
        "create table wikivault.epochs (space text primary key, epoch bigint not null)",
        "insert into wikivault.schema_version values (" + std::to_string(kSharedSchemaVersion) + ")"};
    return statements;
}

const Script kRemoveStatements = {"drop schema wikivault cascade"};

/// Rights are asked for by number: a name that is not there would be an error.
constexpr const char *kRights =
    "select r.name from (values ('usage', 'usage on schema wikivault', null), "
    "('table', 'select on schema_version', 'schema_version select'), ('table', 'select on runs', 'runs select'), "
    "('table', 'insert on runs', 'runs insert'), ('table', 'update on runs', 'runs update'), "
    "('table', 'delete on runs', 'runs delete'), ('table', 'select on items', 'items select'), "
    "('table', 'insert on items', 'items insert'), ('table', 'delete on items', 'items delete'), "
    "('table', 'select on pauses', 'pauses select'), ('table', 'insert on pauses', 'pauses insert'), "
    "('table', 'update on pauses', 'pauses update'), ('table', 'delete on pauses', 'pauses delete'), "
    "('table', 'select on epochs', 'epochs select'), ('table', 'insert on epochs', 'epochs insert'), "
    "('table', 'update on epochs', 'epochs update')) "
    "r(kind, name, detail) cross join (select oid from pg_namespace where nspname = 'wikivault') n "
    "where case when r.kind = 'usage' then not has_schema_privilege(n.oid, 'usage') "
    "else not coalesce((select has_table_privilege(c.oid, split_part(r.detail, ' ', 2)) from pg_class c "
    "where c.relnamespace = n.oid and c.relname = split_part(r.detail, ' ', 1)), false) end";

}  // namespace

Result<SharedSchemaFacts> readSharedSchema(SqlSession &session, const std::stop_token &stop) {
    if (session.dialect() == Dialect::Sqlite)
        return fail(ErrorCode::Invalid,
                    "the wiki is an SQLite file, which one host has for itself; its runs stand in the data directory");
    SharedSchemaFacts facts;
    const auto keepUser = [&facts](const Row &row) -> Result<> {
        facts.user = row.text(0);
        facts.owner = row.text(1);
        facts.exists = !facts.owner.empty();
        return {};
    };
    TRY(
        session.query("select current_user, (select pg_get_userbyid(nspowner) from pg_namespace where nspname = "
                      "'wikivault')",
                      {}, keepUser, stop));
    if (!facts.exists) return facts;
    const auto keepRight = [&facts](const Row &row) -> Result<> {
        facts.missingRights.push_back(row.text(0));
        return {};
    };
    TRY(session.query(kRights, {}, keepRight, stop));
    if (!facts.missingRights.empty()) return facts;
    const auto keepNumbers = [&facts](const Row &row) -> Result<> {
        facts.version = row.number(0);
        facts.runs = row.number(1);
        return {};
    };
    TRY(
        session.query("select (select max(version) from wikivault.schema_version), (select count(*) from "
                      "wikivault.runs)",
                      {}, keepNumbers, stop));
    return facts;
}

std::string sharedSchemaSql() {
    return scriptText(sharedStatements());
}

std::string removeSharedSchemaSql() {
    return scriptText(kRemoveStatements);
}

std::string grantSharedSchemaSql(const std::string &role) {
    const std::string who = quotedName(role);
    return scriptText({"grant usage on schema wikivault to " + who,
                       "grant select, insert, update, delete on all tables in schema wikivault to " + who});
}

Result<> installSharedSchema(SqlSession &session) {
    return carryOut(session, sharedStatements());
}

Result<> removeSharedSchema(SqlSession &session) {
    return carryOut(session, kRemoveStatements);
}

}  // namespace wikivault::sql
