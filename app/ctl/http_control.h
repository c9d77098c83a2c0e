#pragma once

#include "app/common/driver.h"
#include "app/ctl/run_watch.h"
#include "app/ctl/space_board.h"
#include "engine/adapters/http/http_server.h"

#include <QJsonArray>
#include <QJsonObject>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace wikivault::ctl {

/// `GET /api/git-sync/status` and `POST /api/git-sync/trigger`, as scripts for the wiki's own sync know them, for
/// whoever has the token.
class HttpControl {
public:
    /// The workspace of the user who writes; called on a worker.
    using WorkspaceQuestion = std::function<Result<std::optional<WorkspaceId>>(std::stop_token stop)>;
    struct Parts {
        SpaceDesk &desk;
        Driver &driver;
        RunWatch &watch;
        const Clock &clock;
        WorkspaceQuestion workspace;
    };
    /// `parts` must outlive it; the driver's workers may still answer while it is destroyed, its server must not.
    HttpControl(Parts parts, const Settings &settings, std::string token);
    Result<> listen();

private:
    void answer(const http::Request &request, const http::Server::Answer &answer);
    void answerStatus(const http::Server::Answer &answer);
    void answerTrigger(const http::Request &request, const http::Server::Answer &answer);
    void runAndAnswer(const SpaceId &space, const http::Server::Answer &answer);
    [[nodiscard]] QJsonArray spacesOf(const std::vector<SpaceRow> &rows) const;
    [[nodiscard]] bool isAllowed(const http::Request &request) const;
    /// The live spaces of the workspace.
    Result<std::vector<SpaceRow>> ownSpaces(const std::stop_token &stop);

    Parts m_parts;
    const Settings m_settings;
    const std::string m_token;
    SpaceBoard m_board;
    http::Server m_server;
};

/// What status tells of one space: the row, and what runs of this process know.
[[nodiscard]] QJsonObject liveSpace(const SpaceRow &row, const RunWatch &watch, const Poller &poller);
/// The same secret, compared in the same time whatever it is.
[[nodiscard]] bool isSameSecret(const std::string &given, const std::string &expected);

}  // namespace wikivault::ctl
