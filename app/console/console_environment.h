#pragma once

#include "app/common/seat_keeper.h"
#include "engine/core/settings.h"
#include "engine/ports/activity_store.h"
#include "engine/ports/change_feed.h"
#include "engine/ports/clock.h"
#include "engine/ports/compare_desk.h"
#include "engine/ports/desk.h"
#include "engine/ports/fix_desk.h"
#include "engine/ports/lock_desk.h"
#include "engine/ports/remote_desk.h"
#include "models/commands.h"

#include <QUrl>

#include <functional>
#include <memory>

namespace wikivault {

/// The desks of one profile and what keeps them alive.
struct DeskOwner {
    std::shared_ptr<void> owner;
    SpaceDesk *spaces = nullptr;
    ReviewDesk *review = nullptr;
    LedgerDesk *ledger = nullptr;
    RemoteDesk *remotes = nullptr;
    std::function<ChangeFeeds()> openFeeds = {};  ///< what can tell the driver of changes
    ActivityStore *activity = nullptr;            ///< null: nothing is remembered over a restart
    CompareDesk *compare = nullptr;
    LockDesk *locks = nullptr;
    FixDesk *fixes = nullptr;
    /// On the GUI thread; opens nothing there. Null: only drivers of this data directory know of each other.
    std::function<std::unique_ptr<SeatKeeper>(SeatKeeper::Start)> openKeeper = {};
};

/// What the console needs from the outside; a test gives it fakes.
struct ConsoleEnvironment {
    /// On the GUI thread; opens nothing.
    std::function<DeskOwner(const Settings &)> openDesks;
    /// On workers.
    std::function<Result<>(const Settings &)> saveProfile;
    std::function<ProbeAnswer(Probe, const Settings &)> probe;
    std::function<std::vector<SettingsFault>(const Settings &)> check;
    const Clock &clock;
    bool readOnly = false;
    /// On workers; a program of its own asks the keyring.
    std::function<Result<>(const SecretOrder &)> keepSecret = {};
    /// On workers: another program keeps the spaces of the profile in step.
    std::function<bool(const Settings &)> isDrivenElsewhere = {};
    /// On any thread: where the `serve` of the data directory listens, or would. Null: none is followed.
    std::function<std::string(const Settings &)> serveSocket = {};
    /// On the GUI thread: hands an address of the web or of a file to the desktop; false: nothing opens it.
    std::function<bool(const QUrl &)> openUrl = {};
};

}  // namespace wikivault
