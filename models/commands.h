#pragma once

#include "engine/core/conflict.h"
#include "engine/core/settings.h"
#include "engine/ports/desk.h"
#include "models/side_by_side.h"
#include "models/three_way.h"

#include <QObject>
#include <QString>

#include <functional>
#include <vector>

/// What a view may ask for. Every call returns at once; answers arrive in the models, on the GUI thread. A callback is
/// called on the GUI thread, or never when its context is gone.
namespace wikivault {

struct RunOrder {
    std::vector<SpaceId> spaces;
    QString reason;
};

class SpaceCommands {
public:
    virtual ~SpaceCommands() = default;
    virtual void refreshSpaces() = 0;
    virtual void run(const RunOrder &order) = 0;
    /// Finishes the current page, releases the lock.
    virtual void stop(const SpaceId &space) = 0;
    virtual void setEnabled(const SpaceId &space, bool enabled) = 0;
};

class PlanCommands {
public:
    virtual ~PlanCommands() = default;
    /// Writes nothing; the answer is the plan.
    virtual void preview(const std::vector<PlanRequest> &asked) = 0;
    virtual void stopPreview() = 0;
    /// Carries out these plans and nothing else; what changed meanwhile is left out and named.
    virtual void apply(std::vector<PlanOrder> orders, const QString &reason) = 0;
    /// Plan files are those of `wikivaultctl plan -o` and `apply`.
    virtual void save(const Plan &plan, const QString &path) = 0;
    virtual void open(const QString &path) = 0;
};

class ReviewCommands {
public:
    virtual ~ReviewCommands() = default;
    virtual void refreshConflicts() = 0;
    virtual void openConflict(const PageId &page) = 0;
    /// The text a decision would leave, for looking at it first.
    virtual void compose(const ConflictDetail &detail, Take take, QObject *context,
                         std::function<void(QString)> answer) = 0;
    virtual void compare(const ConflictDetail &detail, QObject *context, std::function<void(ThreeWay)> answer) = 0;
    /// Records the decision; the next run of the space carries it out.
    virtual void decide(const Decision &decision, const SpaceId &space) = 0;
};

class LedgerCommands {
public:
    virtual ~LedgerCommands() = default;
    virtual void refreshRuns() = 0;
    virtual void openRun(const RunId &run) = 0;
    virtual void refreshLocks() = 0;
    virtual void releaseLock(const SpaceId &space, const std::string &expectedHolder) = 0;
};

enum class Probe { Database, Redis, DataDirectory };
struct ProbeAnswer {
    bool good = false;
    QString text;
};

/// One thing that is wrong with a setting.
struct SettingsFault {
    QString variable;  ///< `DATABASE_URL`
    QString sentence;  ///< what was found and what is expected
};

class ProfileCommands {
public:
    virtual ~ProfileCommands() = default;
    virtual void setMasterSwitch(bool on) = 0;
    /// Uses the settings from now on and keeps them, without secrets, in the profile file.
    virtual void saveSettings(const Settings &settings) = 0;
    /// Everything that keeps the settings from being used.
    virtual void check(const Settings &settings, QObject *context,
                       std::function<void(std::vector<SettingsFault>)> answer) = 0;
    virtual void probe(Probe probe, const Settings &settings, QObject *context,
                       std::function<void(ProbeAnswer)> answer) = 0;
};

class TextCommands {
public:
    virtual ~TextCommands() = default;
    virtual void sideBySide(const std::string &left, const std::string &right, QObject *context,
                            std::function<void(SideBySide)> answer) = 0;
};

struct Commands {
    SpaceCommands &spaces;
    PlanCommands &plans;
    ReviewCommands &review;
    LedgerCommands &ledger;
    ProfileCommands &profile;
    TextCommands &texts;
};

}  // namespace wikivault
