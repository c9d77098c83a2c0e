#pragma once

#include "engine/core/settings.h"
#include "engine/ports/desk.h"
#include "models/compare_commands.h"
#include "models/doctor_commands.h"
#include "models/driver_commands.h"
#include "models/lock_commands.h"
#include "models/open_commands.h"
#include "models/profile_commands.h"
#include "models/remote_commands.h"
#include "models/rendered.h"
#include "models/review_commands.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
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
    /// No run of these spaces begins; nothing: runs may begin again.
    virtual void pause(const std::vector<SpaceId> &spaces, const std::optional<Pause> &pause) = 0;
};

class PlanCommands {
public:
    virtual ~PlanCommands() = default;
    /// Writes nothing; the answer is the plan.
    virtual void preview(const std::vector<PlanRequest> &asked) = 0;
    virtual void stopPreview() = 0;
    /// Looks at one space without leaving the list; the answer is ConsoleModels::peek.
    virtual void peek(const SpaceId &space) = 0;
    /// What the last look at it brought, if no run has moved it since; else nothing stands in ConsoleModels::peek.
    virtual void showPeek(const SpaceId &space) = 0;
    /// Carries out these plans and nothing else; what changed meanwhile is left out and named.
    virtual void apply(std::vector<PlanOrder> orders, const QString &reason) = 0;
    /// Plan files are those of `wikivaultctl plan -o` and `apply`.
    virtual void save(const Plan &plan, const QString &path) = 0;
    virtual void open(const QString &path) = 0;
};

class LedgerCommands {
public:
    virtual ~LedgerCommands() = default;
    virtual void refreshRuns() = 0;
    /// From now on only runs of that space are read; nothing: of all.
    virtual void narrowRuns(const RunFilter &filter) = 0;
    virtual void openRun(const RunId &run) = 0;
    /// As JSON when `path` ends in `.json`, else as CSV.
    virtual void exportRuns(std::vector<RunRecord> runs, const QString &path) = 0;
    virtual void refreshLocks() = 0;
};

class TextCommands {
public:
    virtual ~TextCommands() = default;
    virtual void sideBySide(const std::string &left, const std::string &right, QObject *context,
                            std::function<void(SideBySide)> answer) = 0;
    /// Two or three page files as their readers see them.
    virtual void render(const std::vector<std::string> &files, QObject *context,
                        std::function<void(Rendered)> answer) = 0;
};

struct Commands {
    SpaceCommands &spaces;
    PlanCommands &plans;
    ReviewCommands &review;
    SettledCommands &settled;
    LedgerCommands &ledger;
    LockCommands &locks;
    DoctorCommands &doctor;
    ProfileCommands &profile;
    TextCommands &texts;
    RemoteCommands &remotes;
    CompareCommands &compare;
    DriverCommands &driver;
    OpenCommands &open;
};

}  // namespace wikivault
