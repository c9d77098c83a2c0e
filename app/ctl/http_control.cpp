#include "app/ctl/http_control.h"

#include "app/common/json_output.h"
#include "app/common/logging.h"
#include "engine/core/sentence.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <algorithm>
#include <string_view>
#include <utility>

namespace wikivault::ctl {

namespace {

constexpr const char *kStatusPath = "/api/git-sync/status", *kTriggerPath = "/api/git-sync/trigger";

/// The envelope of the wiki's own answers.
http::Reply success(const QJsonObject &data) {
    const QJsonObject envelope{
        {QStringLiteral("data"), data}, {QStringLiteral("success"), true}, {QStringLiteral("status"), 200}};
    return {200, QJsonDocument(envelope).toJson(QJsonDocument::Compact).toStdString()};
}

http::Reply wrongMethod(const std::string &allowed) {
    http::Reply reply = http::errorReply(405, "Use " + allowed + ".");
    reply.more["Allow"] = allowed;
    return reply;
}

bool isJson(const std::string &contentType) {
    return contentType.substr(0, contentType.find_first_of("; ")) == "application/json";
}

/// The token as programs send it: `Authorization: Bearer …`, or the cookie of the wiki's own sessions.
std::string tokenIn(const http::Request &request) {
    const std::string bearer = "Bearer ";
    if (const std::string given = request.header("authorization"); given.starts_with(bearer))
        return given.substr(bearer.size());
    const std::string cookies = "; " + request.header("cookie"), name = "; authToken=";
    const std::size_t at = cookies.find(name);
    if (at == std::string::npos) return {};
    return cookies.substr(at + name.size(), cookies.find(';', at + name.size()) - at - name.size());
}

bool hasSpace(const SpaceBoard::Rows &known, const SpaceId &space) {
    return std::any_of(known.spaces.begin(), known.spaces.end(),
                       [&space](const SpaceRow &row) { return row.space.id == space; });
}

/// Before anything is made for it: a space of another workspace is as good as none.
void refuse(const Result<SpaceBoard::Rows> &known, const http::Server::Answer &answer) {
    if (known && known->problem.empty()) return answer(http::errorReply(404, "Space not found"));
    answer(http::errorReply(503, maskedText(asSentence(known ? known->problem : known.error().detail))));
}

}  // namespace

bool isSameSecret(const std::string &given, const std::string &expected) {
    const auto hashOf = [](const std::string &text) {
        return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256);
    };
    const QByteArray a = hashOf(given), b = hashOf(expected);
    int difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= a[i] ^ b[i];
    return difference == 0 && !expected.empty();
}

QJsonObject liveSpace(const SpaceRow &row, const RunWatch &watch, const Poller &poller) {
    QJsonObject space = toJson(row);
    const RunWatch::State state = watch.stateOf(row.space.id);
    const auto put = [&space](const char *name, const std::optional<TimePoint> &time) {
        if (time) space.insert(QLatin1String(name), jsonText(toIso8601(*time)));
    };
    put("runningSince", state.runningSince);
    put("lockHeldSince", state.lockHeldSince);
    put("retryAt", poller.retryAt(row.space.id));
    return space;
}

HttpControl::HttpControl(Parts parts, const Settings &settings, std::string token)
    : m_parts(std::move(parts)),
      m_settings(settings),
      m_token(std::move(token)),
      m_board(
          m_parts.clock, [this](WorkerPool::Job job) { m_parts.driver.service().post(std::move(job)); },
          [this](const std::stop_token &stop) { return ownSpaces(stop); }),
      m_server([this](const http::Request &request, const http::Server::Answer &reply) { answer(request, reply); }) {}

Result<> HttpControl::listen() {
    TRY(m_server.listen(m_settings.httpPort));
    m_board.ask([](const auto &) {});  // so that something is known should the wiki fall silent
    return {};
}

bool HttpControl::isAllowed(const http::Request &request) const {
    return isSameSecret(tokenIn(request), m_token);
}

void HttpControl::answer(const http::Request &request, const http::Server::Answer &answer) {
    if (!isAllowed(request)) {
        http::Reply refusal = http::errorReply(401, "Unauthorized");
        refusal.more["WWW-Authenticate"] = "Bearer";
        return answer(refusal);
    }
    if (request.path == kStatusPath) return request.method == "GET" ? answerStatus(answer) : answer(wrongMethod("GET"));
    if (request.path != kTriggerPath) return answer(http::errorReply(404, "Cannot find " + request.path));
    if (request.method != "POST") return answer(wrongMethod("POST"));
    if (!isJson(request.header("content-type")))
        return answer(http::errorReply(415, "The Content-Type must be application/json."));
    answerTrigger(request, answer);
}

Result<std::vector<SpaceRow>> HttpControl::ownSpaces(const std::stop_token &stop) {
    TRY_ASSIGN(std::vector<SpaceRow> rows, m_parts.desk.spaces(stop));
    TRY_ASSIGN(const auto workspace, m_parts.workspace(stop));
    if (rows.empty()) return rows;
    const WorkspaceId own = workspace.value_or(rows.front().space.workspace);
    const auto isForeign = [&own](const SpaceRow &row) { return row.space.workspace != own; };
    if (!workspace && std::any_of(rows.begin(), rows.end(), isForeign))
        return fail(ErrorCode::Invalid,
                    "the wiki has several workspaces; set GIT_SYNC_SERVICE_USER_ID to a user of the one to serve");
    std::erase_if(rows, isForeign);
    return rows;
}

void HttpControl::answerStatus(const http::Server::Answer &answer) {
    m_board.ask([this, answer](const Result<SpaceBoard::Rows> &known) {
        QJsonObject status{{QStringLiteral("enabled"), m_settings.enabled},
                           {QStringLiteral("dataDir"), jsonText(m_settings.dataDir)},
                           {QStringLiteral("pollIntervalMs"), m_settings.pollIntervalMs},
                           {QStringLiteral("debounceMs"), m_settings.debounceMs},
                           {QStringLiteral("serviceUserConfigured"), namesActor(m_settings)}};
        std::string problem = known ? known->problem : known.error().detail;
        if (problem.empty()) problem = m_parts.driver.poller().problem();
        if (known && known->asOf) {  // nobody knows is not the same as none
            status.insert(QStringLiteral("spaces"), spacesOf(known->spaces));
            status.insert(QStringLiteral("spacesAsOf"), jsonText(toIso8601(*known->asOf)));
        }
        if (!problem.empty()) status.insert(QStringLiteral("problem"), jsonText(maskedText(asSentence(problem))));
        answer(success(status));
    });
}

QJsonArray HttpControl::spacesOf(const std::vector<SpaceRow> &rows) const {
    QJsonArray spaces;
    for (const SpaceRow &row : rows)
        spaces.append(liveSpace(row, m_parts.watch, m_parts.driver.poller()));
    return spaces;
}

void HttpControl::answerTrigger(const http::Request &request, const http::Server::Answer &answer) {
    const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
    const auto id = parseUuid(body.value(QStringLiteral("spaceId")).toString().toStdString());
    if (!id) return answer(http::errorReply(400, "spaceId must be a UUID"));
    const SpaceId space(*id);
    m_board.ask([this, answer, space](const Result<SpaceBoard::Rows> &known) {
        if (known && hasSpace(*known, space)) return runAndAnswer(space, answer);
        if (!known || known->problem.empty()) return refuse(known, answer);
        m_board.askPatiently([this, answer, space](const Result<SpaceBoard::Rows> &now) {
            if (now && hasSpace(*now, space)) return runAndAnswer(space, answer);
            refuse(now, answer);
        });
    });
}

void HttpControl::runAndAnswer(const SpaceId &space, const http::Server::Answer &answer) {
    m_parts.watch.await(space, [answer](const RunReport &report) { answer(success(toJson(report))); });
    RunRequest run;
    run.space = space;
    run.trigger = "control";
    run.reason = "http";
    m_parts.driver.service().submit(run);
}

}  // namespace wikivault::ctl
