#include "app/common/wiki_session.h"
#include "app/ctl/ctl.h"
#include "engine/adapters/sql/shared_schema.h"

namespace wikivault::ctl {

namespace {

struct OpenedSchema {
    std::unique_ptr<sql::SqlSession> session;
    sql::SharedSchemaFacts facts;
};

Result<OpenedSchema> openSchema(Context &context, bool readOnly) {
    OpenedSchema opened;
    TRY_ASSIGN(opened.session, openWikiSession(context.composition().ports(), readOnly, "which keeps no journal"));
    TRY_ASSIGN(opened.facts, sql::readSharedSchema(*opened.session, context.stop()));
    return opened;
}

std::string useOf(const Settings &settings) {
    return settings.sharedJournal ? "Profile " + settings.profile + " keeps its runs and pauses there."
                                  : "Profile " + settings.profile +
                                        " does not use it: set WIKIVAULT_JOURNAL=shared in the profile of every "
                                        "console that shall.";
}

int showJournal(Context &context) {
    const auto schema = openSchema(context, true);
    if (!schema) return failedBy(context, schema.error());
    const sql::SharedSchemaFacts &facts = schema->facts;
    if (!facts.exists) {
        tellState(
            context, "absent",
            "There is no shared journal: every data directory has its own. \"wikivaultctl journal install\" shows and "
            "makes one.");
        return kDone;
    }
    if (!facts.missingRights.empty()) {
        std::string list;
        for (const std::string &right : facts.missingRights)
            list += (list.empty() ? "" : ", ") + right;
        tellState(context, "closed",
                  "The shared journal belongs to " + facts.owner + ", and " + facts.user + " lacks " + list + ". " +
                      facts.owner + " gives these rights with the SQL above.",
                  sql::grantSharedSchemaSql(facts.user));
        return kProblems;
    }
    if (facts.version != sql::kSharedSchemaVersion) {
        tellState(context, "foreign",
                  "The schema wikivault is of version " + std::to_string(facts.version) + ", this program's is " +
                      std::to_string(sql::kSharedSchemaVersion) + ": use the same version of Wikivault everywhere.");
        return kProblems;
    }
    tellState(context, "installed",
              "The shared journal holds " + std::to_string(facts.runs) + (facts.runs == 1 ? " run. " : " runs. ") +
                  useOf(context.composition().settings()));
    return kDone;
}

int installJournal(Context &context) {
    const bool isMeant = context.arguments().has("--yes");
    const auto schema = openSchema(context, !isMeant);
    if (!schema) return failedBy(context, schema.error());
    if (schema->facts.exists) {
        tellState(
            context, "installed",
            "The schema wikivault is there already; nothing was changed. \"wikivaultctl journal status\" says more.");
        return kDone;
    }
    if (!isMeant) {
        tellState(
            context, "absent",
            "Nothing was changed. \"wikivaultctl journal install --yes\" carries this out, all or none; whoever may "
            "create schemas can do it with psql as well.",
            sql::sharedSchemaSql());
        return kDone;
    }
    if (const auto made = sql::installSharedSchema(*schema->session); !made) return failedBy(context, made.error());
    tellState(context, "installed", "The shared journal is there. " + useOf(context.composition().settings()));
    return kDone;
}

int removeJournal(Context &context) {
    const bool isMeant = context.arguments().has("--yes");
    const auto schema = openSchema(context, !isMeant);
    if (!schema) return failedBy(context, schema.error());
    if (!schema->facts.exists) {
        tellState(context, "absent", "There is no shared journal; nothing was changed.");
        return kDone;
    }
    if (!isMeant) {
        tellState(context, "installed",
                  "Nothing was changed. \"wikivaultctl journal remove --yes\" carries this out; its " +
                      std::to_string(schema->facts.runs) + " runs are gone then, the wiki and the vaults stay.",
                  sql::removeSharedSchemaSql());
        return kDone;
    }
    if (const auto gone = sql::removeSharedSchema(*schema->session); !gone) return failedBy(context, gone.error());
    tellState(context, "absent",
              "The shared journal is gone. Profiles with WIKIVAULT_JOURNAL=shared run nothing without it.");
    return kDone;
}

}  // namespace

std::vector<Command> journalCommands() {
    const OptionSpec yes{"--yes", "", "carry out what is shown without it"};
    return {
        {{"journal install",
          "[--yes]",
          "let a team's consoles share runs and pauses in the wiki's PostgreSQL database",
          0,
          0,
          {yes},
          "Makes the schema wikivault and touches nothing of the wiki's. Without --yes the SQL is shown and nothing "
          "is\nchanged. Profiles with WIKIVAULT_JOURNAL=shared use it."},
         &installJournal},
        {{"journal remove", "[--yes]", "take that schema out again, with its runs", 0, 0, {yes}, ""}, &removeJournal},
        {{"journal status", "", "say whether it is there and what is missing", 0, 0, {}, ""}, &showJournal}};
}

}  // namespace wikivault::ctl
