#pragma once

#include "engine/core/result.h"
#include "engine/core/space.h"
#include "models/profile_commands.h"

#include <string>
#include <vector>

/// What the first start asks of the outside; as models/commands.h.
namespace wikivault {

/// Everything the wizard was told.
struct SetupOrder {
    Settings settings;
    std::vector<SpaceId> optIn;                                  ///< spaces that get the flag
    bool keepApiPassword = false, keepDatabasePassword = false;  ///< in the keyring
    std::string demoFolder;  ///< not empty: a demo workspace, made there unless it is there already
};

/// What the console starts with.
struct SetupResult {
    Settings settings;
    std::vector<SpaceId> look;  ///< spaces whose plan is looked at first
};

class SetupCommands : public ProbeCommands {
public:
    /// The spaces of the wiki that these settings name; reads only.
    virtual void spaces(const Settings &settings, QObject *context,
                        std::function<void(Result<std::vector<Space>>)> answer) = 0;
    /// The only one that writes: the demo, the profile file, the flags. What failed is told as a sentence; nothing
    /// after it was done.
    virtual void setUp(const SetupOrder &order, QObject *context, std::function<void(Result<SetupResult>)> answer) = 0;
};

}  // namespace wikivault
