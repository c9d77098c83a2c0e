#pragma once

#include "engine/core/result.h"
#include "engine/core/settings.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What a view may ask about the settings; as models/commands.h.
namespace wikivault {

enum class Probe { Database, Api, Redis, DataDirectory };
struct ProbeAnswer {
    bool good = false;
    QString text;
};

/// One thing that is wrong with a setting.
struct SettingsFault {
    QString variable;  ///< `DATABASE_URL`
    QString sentence;  ///< what was found and what is expected
};

struct SecretOrder {
    std::string profile, variable;      ///< whose, `DOCMOST_PASSWORD`
    std::optional<std::string> secret;  ///< nothing: it is forgotten
};

class ProbeCommands {
public:
    virtual ~ProbeCommands() = default;
    /// Everything that keeps the settings from being used.
    virtual void check(const Settings &settings, QObject *context,
                       std::function<void(std::vector<SettingsFault>)> answer) = 0;
    virtual void probe(Probe probe, const Settings &settings, QObject *context,
                       std::function<void(ProbeAnswer)> answer) = 0;
};

class ProfileCommands : public ProbeCommands {
public:
    virtual void setMasterSwitch(bool on) = 0;
    /// Uses the settings from now on and keeps them, without secrets, in the profile file.
    virtual void saveSettings(const Settings &settings) = 0;
    /// Puts a secret into the system's keyring, or takes it out; may wait for somebody to unlock it.
    virtual void keepSecret(const SecretOrder &order, QObject *context, std::function<void(Result<>)> answer) = 0;
};

}  // namespace wikivault
