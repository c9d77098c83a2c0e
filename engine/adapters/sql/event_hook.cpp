#include "engine/adapters/sql/event_hook.h"

#include "engine/adapters/sql/sql_script.h"

namespace wikivault::sql {

namespace {

constexpr int kTriggers = 3;

/// Nothing in it may fail the wiki's own write: errors are swallowed, and a notification that would not fit into the
/// server's queue (which would fail the commit) is not sent.
constexpr const char *kBody = R"(
begin
  if pg_notification_queue_usage() > 0.5 then
    return null;
  end if;
  if TG_OP = 'INSERT' then
    perform pg_notify('wikivault_pages', t.space_id || case when count(*) = 1 then ' ' || min(t.id::text) else '' end)
      from rows_after t group by t.space_id;
  elsif TG_OP = 'DELETE' then
    perform pg_notify('wikivault_pages', t.space_id || case when count(*) = 1 then ' ' || min(t.id::text) else '' end)
      from rows_before t group by t.space_id;
  else
    perform pg_notify('wikivault_pages', t.space_id || case when count(*) = 1 then ' ' || min(t.id::text) else '' end)
      from (select id, space_id from rows_after union select id, space_id from rows_before) t group by t.space_id;
  end if;
  return null;
exception when others then
  return null;
end )";

Script removeStatements(const std::string &schema) {
    const std::string where = quotedName(schema);
    return {"drop trigger if exists wikivault_insert on " + where + ".pages",
            "drop trigger if exists wikivault_update on " + where + ".pages",
            "drop trigger if exists wikivault_delete on " + where + ".pages",
            "drop function if exists " + where + ".wikivault_tell_pages()"};
}

Script installStatements(const std::string &schema) {
    const std::string where = quotedName(schema);
    const std::string tell = " for each statement execute function " + where + ".wikivault_tell_pages()";
    // A trigger that looks at whole statements can be made for one kind of statement only.
    Script statements = removeStatements(schema);
    statements.push_back("create function " + where +
                         ".wikivault_tell_pages() returns trigger language plpgsql "
                         "set search_path = pg_catalog as $wikivault$" +
                         kBody + "$wikivault$");
    statements.push_back("create trigger wikivault_insert after insert on " + where +
                         ".pages referencing new table as rows_after" + tell);
    statements.push_back("create trigger wikivault_update after update on " + where +
                         ".pages referencing old table as rows_before new table as rows_after" + tell);
    statements.push_back("create trigger wikivault_delete after delete on " + where +
                         ".pages referencing old table as rows_before" + tell);
    return statements;
}

/// And tells those who listen.
Result<> carryOutAndTell(SqlSession &session, Script script) {
    script.push_back(std::string("select pg_notify('") + kPagesChannel + "', '" + kHookPayload + "')");
    return carryOut(session, script);
}

}  // namespace

Result<HookFacts> readHook(SqlSession &session, const std::stop_token &stop) {
    if (session.dialect() == Dialect::Sqlite)
        return fail(ErrorCode::Invalid,
                    "the wiki is an SQLite file, which cannot tell of changes; it is asked instead");
    HookFacts facts;
    const auto keep = [&facts](const Row &row) -> Result<> {
        facts.schema = row.text(0);
        const bool tells = row.number(1) == kTriggers && row.text(2) == kBody;
        const bool hasParts = row.number(3) > 0 || !row.isNull(2);
        facts.state = tells ? HookState::Installed : hasParts ? HookState::Partly : HookState::Absent;
        return {};
    };
    TRY(session.query(
        "select n.nspname, "
        "(select count(*) from pg_trigger t where t.tgrelid = c.oid and t.tgname in ('wikivault_insert', "
        "'wikivault_update', 'wikivault_delete') and t.tgenabled in ('O', 'A')), "
        "(select p.prosrc from pg_proc p where p.proname = 'wikivault_tell_pages' and p.pronamespace = "
        "n.oid), "
        "(select count(*) from pg_trigger t where t.tgrelid = c.oid and t.tgname like 'wikivault\\_%') "
        "from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass('pages')",
        {}, keep, stop));
    if (facts.schema.empty())
        return fail(ErrorCode::Invalid, "there is no table pages in " + session.request().url.database +
                                            "; check that DATABASE_URL is a Docmost wiki's");
    return facts;
}

std::string installSql(const std::string &schema) {
    return scriptText(installStatements(schema));
}

std::string removeSql(const std::string &schema) {
    return scriptText(removeStatements(schema));
}

Result<> installHook(SqlSession &session, const std::string &schema) {
    return carryOutAndTell(session, installStatements(schema));
}

Result<> removeHook(SqlSession &session, const std::string &schema) {
    return carryOutAndTell(session, removeStatements(schema));
}

}  // namespace wikivault::sql
