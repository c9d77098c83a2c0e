#include "app/console/serve_acts.h"

#include "app/common/control_socket.h"
#include "app/common/json_output.h"
#include "app/console/console_ask.h"
#include "models/engine_text.h"
#include "models/error_text.h"

#include <utility>

namespace wikivault {

namespace {
constexpr int kServeAnswerMs = 10'000;
}

std::unique_ptr<ServeLink> ServeActs::link(const Settings &settings) {
    const auto &socket = m_console.m_environment.serveSocket;
    if (!socket) return nullptr;
    const int number = m_console.m_sessionNumber;
    ServeLink::Ears ears;
    ears.state = [this, number](const std::optional<ServeState> &now) {
        m_console.onGuiThread(number, [this, now] { noteState(now); });
    };
    ears.changed = [this, number] { m_console.onGuiThread(number, [this] { m_console.refreshSpaces(); }); };
    ears.runs.started = [this, number](const RunRequest &request) {
        m_console.onGuiThread(number, [this, request] { noteStarted(request); });
    };
    ears.runs.progress = [this](const RunProgress &progress) { m_console.m_bridge.publish(progress); };
    ears.runs.finished = [this, number](const RunReport &report) {
        m_console.onGuiThread(number, [this, report] { noteFinished(report); });
    };
    return std::make_unique<ServeLink>([socket, settings] { return socket(settings); }, std::move(ears));
}

void ServeActs::forget() {
    std::vector<SpaceId> left;
    for (const auto &[space, requests] : std::exchange(m_orders, {}))
        left.push_back(space);
    if (!left.empty())
        m_console.tell(Tone::Attention,
                       ConsoleCommands::tr("The settings changed, so what you ordered for %1 was not carried out.")
                           .arg(m_console.m_models.spaces.namesOf(left)));
    m_runs.clear();
    m_console.m_models.state.setServe({});
}

bool ServeActs::isAttached() const {
    const auto &serve = m_console.m_models.state.serve();
    return serve && serve->drives;
}

/// Whoever ends takes its runs with it: they have reached their checkpoint, or never will.
void ServeActs::noteState(const std::optional<ServeState> &now) {
    const bool wasAttached = isAttached();
    m_console.m_models.state.setServe(now);
    if (!now)
        for (const SpaceId &space : std::exchange(m_runs, {})) {
            m_console.m_models.state.endRun(space);
            m_console.m_models.spaces.clearProgress(space);
            carryOut(space);
        }
    if (wasAttached != isAttached()) {
        m_console.m_drive.look();
        m_console.refreshAll();
    }
    if (isAttached() && !now->problem.empty())
        m_console.m_models.state.setDatabase({Health::State::Lost, engineText(now->problem)});
}

/// A run of this console on the same space has the strip; the lock decides which of them does anything.
void ServeActs::noteStarted(const RunRequest &request) {
    if (m_console.m_session->service().isBusy(request.space)) return;
    m_runs.insert(request.space);
    m_console.runStarted(request);
}

void ServeActs::noteFinished(const RunReport &report) {
    if (m_runs.erase(report.space) == 0) return m_console.refreshAll();
    m_console.runFinished(report);
    carryOut(report.space);
}

void ServeActs::order(const RunRequest &request) {
    if (!m_runs.contains(request.space)) return m_console.m_session->service().submit(request);
    m_orders[request.space].push_back(request);
    m_console.tell(Tone::Normal,
                   ConsoleCommands::tr("wikivaultctl serve is at work on %1. What you ordered follows when it is done.")
                       .arg(m_console.m_models.spaces.nameOf(request.space)));
}

void ServeActs::carryOut(const SpaceId &space) {
    const auto found = m_orders.find(space);
    if (found == m_orders.end()) return;
    for (const RunRequest &request : found->second)
        m_console.m_session->service().submit(request);
    m_orders.erase(found);
}

void ServeActs::ask(const QJsonObject &request, std::function<void(Result<QJsonObject>)> answer) {
    m_console.think<Result<QJsonObject>>(
        [socket = m_console.m_environment.serveSocket, settings = m_console.m_models.state.settings(), request] {
            return askDriver(socket(settings), request, kServeAnswerMs, {});
        },
        &m_console,
        [this, number = m_console.m_sessionNumber, answer = std::move(answer)](Result<QJsonObject> told) {
            if (number == m_console.m_sessionNumber) answer(std::move(told));
        });
}

void ServeActs::run(const RunRequest &request) {
    if (!isAttached()) return m_console.m_session->service().submit(request);
    ask({{QStringLiteral("cmd"), QStringLiteral("trigger")},
         {QStringLiteral("space"), jsonText(request.space.str())},
         {QStringLiteral("reason"), jsonText(request.reason)}},
        [this, request](const Result<QJsonObject> &answer) { noteAnswer(request, answer); });
}

/// What nobody takes any more is run here: a person wants it.
void ServeActs::noteAnswer(const RunRequest &request, const Result<QJsonObject> &answer) {
    if (answer) return;
    if (answer.error().code == ErrorCode::Unavailable) return m_console.m_session->service().submit(request);
    m_console.tell(Tone::Attention,
                   ConsoleCommands::tr("%1 was not run. %2")
                       .arg(m_console.m_models.spaces.nameOf(request.space), engineText(answer.error().detail)));
}

bool ServeActs::stop(const SpaceId &space) {
    if (!m_runs.contains(space)) return false;
    ask({{QStringLiteral("cmd"), QStringLiteral("stop")}, {QStringLiteral("space"), jsonText(space.str())}},
        [this, space](const Result<QJsonObject> &answer) {
            if (!answer)
                m_console.tell(Tone::Danger,
                               ConsoleCommands::tr("%1 was not stopped. %2")
                                   .arg(m_console.m_models.spaces.nameOf(space), errorText(answer.error())));
        });
    return true;
}

}  // namespace wikivault
