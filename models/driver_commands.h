#pragma once

namespace wikivault {

/// Who polls the spaces of the wiki; the rules of models/commands.h hold.
class DriverCommands {
public:
    virtual ~DriverCommands() = default;
    /// This console polls from now on, whoever did.
    virtual void becomeDriver() = 0;
    /// This console only watches, until somebody wants it otherwise.
    virtual void becomeObserver() = 0;
};

}  // namespace wikivault
