#pragma once

#include "app/common/settings_values.h"
#include "engine/core/ids.h"

#include <map>
#include <string>

/// Settings that single spaces may have of their own.
namespace wikivault {

/// What those that have it have, by id or slug.
template <class Choice>
void readPerSpace(SettingsValues &values, const std::string &prefix,
                  Choice (*read)(SettingsValues &, const std::string &variable),
                  std::map<std::string, Choice> &choices) {
    for (const auto &[variable, word] : values.beginningWith(prefix)) {
        const std::string space = variable.substr(prefix.size());
        choices[parseUuid(space).value_or(space)] = read(values, variable);
    }
}

void readAttachments(SettingsValues &values, Settings &settings);

}  // namespace wikivault
