#include "app/common/doctor.h"
#include "app/common/opened_hook.h"

namespace wikivault {

DoctorCheck examineEvents(PortFactory &ports, const std::stop_token &stop) {
    const std::string name = "change events";
    const auto hook = openHook(ports, true, stop);
    if (!hook) return {name, "unknown", hook.error().detail, "Look at the database's log."};
    if (hook->facts.state == sql::HookState::Installed)
        return {name, "ok", "The wiki's database tells of changed pages at once.", ""};
    const std::string asked =
        "The wiki is asked for changes every " + std::to_string(ports.settings().debounceMs) + " ms.";
    const std::string command = "wikivaultctl events install --profile " + ports.settings().profile;
    if (hook->facts.state == sql::HookState::Partly)
        return {name, "warn", asked + " The trigger that would tell of them is switched off, old or not whole.",
                "\"wikivaultctl events install\" shows the SQL that makes it anew.", command};
    return {name, "ok", asked, "To hear of them at once: \"wikivaultctl events install\" shows a trigger for that.",
            command};
}

}  // namespace wikivault
