#pragma once

#include "app/common/serve_link.h"
#include "engine/core/settings.h"

#include <map>
#include <memory>
#include <set>
#include <vector>

namespace wikivault {

class ConsoleCommands;

/// The console as the client of a `serve` of its data directory: what that one runs is shown as it goes, and what a
/// person asks to sync is handed to it.
class ServeActs final {
public:
    explicit ServeActs(ConsoleCommands &console) : m_console(console) {}

    /// For the session that is about to begin; null: none is followed.
    [[nodiscard]] std::unique_ptr<ServeLink> link(const Settings &settings);
    /// The session ends.
    void forget();
    /// A `serve` polls here, and tells what is new.
    [[nodiscard]] bool isAttached() const;
    /// By the `serve` if it polls, else here.
    void run(const RunRequest &request);
    /// A plan, or an exchange with a remote, which this console carries out itself: at once, or when what the `serve`
    /// runs there is over.
    void order(const RunRequest &request);
    /// Stops the run if it is the `serve`'s; false: it is not.
    [[nodiscard]] bool stop(const SpaceId &space);

private:
    void noteState(const std::optional<ServeState> &now);
    void noteStarted(const RunRequest &request);
    void noteFinished(const RunReport &report);
    void noteAnswer(const RunRequest &request, const Result<QJsonObject> &answer);
    void ask(const QJsonObject &request, std::function<void(Result<QJsonObject>)> answer);

    void carryOut(const SpaceId &space);

    ConsoleCommands &m_console;
    std::set<SpaceId> m_runs;                             ///< of the `serve`
    std::map<SpaceId, std::vector<RunRequest>> m_orders;  ///< that wait for those
};

}  // namespace wikivault
