#include "app/common/opened_hook.h"
#include "app/ctl/ctl.h"

namespace wikivault::ctl {

namespace {

std::string stateWord(sql::HookState state) {
    if (state == sql::HookState::Installed) return "installed";
    return state == sql::HookState::Partly ? "partly" : "absent";
}

int showHook(Context &context) {
    const auto hook = openHook(context.composition().ports(), true, context.stop());
    if (!hook) return failedBy(context, hook.error());
    const std::string word = stateWord(hook->facts.state);
    if (word == "installed")
        tellState(context, word, "The wiki's database tells of changes at once.");
    else if (word == "partly")
        tellState(context, word,
                  "The trigger is of another version, switched off or not whole: the wiki is asked for changes. "
                  "\"wikivaultctl events install\" makes it anew.");
    else
        tellState(context, word,
                  "There is no trigger: the wiki is asked for changes. \"wikivaultctl events install\" shows it, --yes "
                  "makes it.");
    return kDone;
}

int install(Context &context) {
    const auto hook = openHook(context.composition().ports(), !context.arguments().has("--yes"), context.stop());
    if (!hook) return failedBy(context, hook.error());
    if (hook->facts.state == sql::HookState::Installed) {
        tellState(context, "installed", "The trigger is there already; nothing was changed.");
        return kDone;
    }
    const std::string statements = sql::installSql(hook->facts.schema);
    if (!context.arguments().has("--yes")) {
        tellState(
            context, stateWord(hook->facts.state),
            "Nothing was changed. \"wikivaultctl events install --yes\" carries this out, all or none; the owner of "
            "the table pages can do it with psql as well.",
            statements);
        return kDone;
    }
    if (const auto made = sql::installHook(*hook->session, hook->facts.schema); !made)
        return failedBy(context, made.error());
    tellState(context, "installed", "The wiki's database tells of changes from now on; running drivers take note.");
    return kDone;
}

int remove(Context &context) {
    const auto hook = openHook(context.composition().ports(), !context.arguments().has("--yes"), context.stop());
    if (!hook) return failedBy(context, hook.error());
    if (hook->facts.state == sql::HookState::Absent) {
        tellState(context, "absent", "There is no trigger; nothing was changed.");
        return kDone;
    }
    if (!context.arguments().has("--yes")) {
        tellState(context, stateWord(hook->facts.state),
                  "Nothing was changed. \"wikivaultctl events remove --yes\" carries this out.",
                  sql::removeSql(hook->facts.schema));
        return kDone;
    }
    if (const auto gone = sql::removeHook(*hook->session, hook->facts.schema); !gone)
        return failedBy(context, gone.error());
    tellState(context, "absent", "The trigger is gone, its function too; running drivers ask the wiki again.");
    return kDone;
}

}  // namespace

std::vector<Command> eventCommands() {
    const OptionSpec yes{"--yes", "", "carry out what is shown without it"};
    return {{{"events install",
              "[--yes]",
              "let a PostgreSQL wiki tell of changed pages at once",
              0,
              0,
              {yes},
              "A trigger on the table pages notifies the channel wikivault_pages, once per statement and space. It "
              "cannot\nfail the wiki's own write. Without --yes the SQL is shown and nothing is changed."},
             &install},
            {{"events remove", "[--yes]", "take that trigger out again, without trace", 0, 0, {yes}, ""}, &remove},
            {{"events status", "", "say whether the trigger is there", 0, 0, {}, ""}, &showHook}};
}

}  // namespace wikivault::ctl
