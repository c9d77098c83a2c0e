#include "app/ctl/serve_session.h"

#include "app/common/idle_settings.h"
#include "app/common/json_output.h"
#include "app/common/secret_command.h"

#include <spdlog/spdlog.h>

namespace wikivault::ctl {

namespace {

constexpr int kIdleCheckMs = 50;

Result<std::string> httpToken(const Settings &settings) {
    if (!settings.httpToken.empty()) return settings.httpToken;
    const std::string variable = "WIKIVAULT_HTTP_TOKEN_COMMAND";
    if (settings.httpTokenCommand.empty())
        return fail(ErrorCode::Invalid,
                    "WIKIVAULT_HTTP_PORT opens no port without a token; set WIKIVAULT_HTTP_TOKEN, or " + variable +
                        " to a command that prints it");
    TRY_ASSIGN(std::string token, secretFrom({settings.httpTokenCommand, variable, settings.profile}));
    if (token.size() < kShortestHttpToken)
        return fail(ErrorCode::Invalid, variable + ": the command printed " + std::to_string(token.size()) +
                                            " characters; a token has at least 16");
    return token;
}

}  // namespace

ServeSession::ServeSession(Composition &composition, std::unique_ptr<system::LockFile> lock)
    : m_ports(composition.ports()),
      m_desk(composition.desks().spaces),
      m_settings(composition.settings()),
      m_startedAt(m_ports.clock().now()),
      m_board(
          m_ports.clock(), [this](WorkerPool::Job job) { m_driver.service().post(std::move(job)); },
          [this](const std::stop_token &stop) { return readSpaces(stop); }),
      m_lock(std::move(lock)),
      m_server([this](const QJsonObject &request, const ControlServer::Reply &reply) { answer(request, reply); },
               [this] { return greeting(); }),
      m_driver(m_desk, m_settings, m_ports.clock(), events(),
               {true, [this] { return !m_isOpen || (m_keeper && !m_keeper->mayDrive()); }, m_ports.changeFeeds(),
                [this] { return m_keeper ? m_keeper->occasion() : std::string(); }}) {
    m_tick.setInterval(Driver::kTickMs);
    QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] { tick(); });
    m_idle.setInterval(kIdleCheckMs);
    QObject::connect(&m_idle, &QTimer::timeout, &m_idle, [this] { answerWaiting(); });
}

Result<> ServeSession::open(bool takesOver) {
    TRY(m_server.listen(controlSocketPath(m_settings)));
    if (m_settings.httpPort != 0) TRY(openHttp());
    m_keeper = openSeatKeeper(m_ports, m_desk, takesOver ? SeatKeeper::Start::TakeOver : SeatKeeper::Start::Sit);
    m_isOpen = true;
    m_driver.tick();
    m_tick.start();
    m_board.ask([](const auto &) {});  // so that something is known should the wiki fall silent
    return {};
}

DriveState ServeSession::drive() const {
    if (m_keeper) return m_keeper->state();
    return {DriveState::Mode::Driver, DriveState::Why::Free, m_startedAt, {}, {}, {}};
}

/// Whoever begins to drive does not wait for the next poll.
void ServeSession::tick() {
    const DriveState::Mode mode = drive().mode;
    if (m_keeper && mode != m_mode) m_driver.poller().note({kFromFiles, {}, true});
    m_mode = mode;
    m_driver.tick();
    tellChanges();
}

Result<> ServeSession::openHttp() {
    TRY_ASSIGN(std::string token, httpToken(m_settings));
    const auto workspace = [this](const std::stop_token &stop) -> Result<std::optional<WorkspaceId>> {
        TRY_ASSIGN(const auto wiki, m_ports.openWiki(true, stop));
        return wiki->catalog().workspace();
    };
    m_http = std::make_unique<HttpControl>(HttpControl::Parts{m_desk, m_driver, m_watch, m_ports.clock(), workspace},
                                           m_settings, std::move(token));
    if (const auto listens = m_http->listen(); !listens)
        return fail(listens.error().code, listens.error().detail + " WIKIVAULT_HTTP_PORT names another one, or off.");
    spdlog::info("HTTP control on http://127.0.0.1:{}/api/git-sync", m_settings.httpPort);
    return {};
}

Result<std::vector<SpaceRow>> ServeSession::readSpaces(const std::stop_token &stop) {
    auto rows = m_desk.spaces(stop);
    if (rows) std::call_once(m_warned, [this, &rows] { warnOfIdleSettings(*rows); });
    return rows;
}

void ServeSession::warnOfIdleSettings(const std::vector<SpaceRow> &rows) const {
    std::vector<Space> spaces;
    for (const SpaceRow &row : rows)
        spaces.push_back(row.space);
    for (const std::string &sentence : idleSettings(m_settings, spaces))
        spdlog::warn("{}", sentence);
}

}  // namespace wikivault::ctl
