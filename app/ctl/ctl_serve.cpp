#include "app/common/acting_user.h"
#include "app/common/control_socket.h"
#include "app/common/driver_lock.h"
#include "app/common/logging.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"
#include "app/ctl/serve_session.h"
#include "app/ctl/service_notice.h"
#include "app/ctl/text_table.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>

#include <spdlog/spdlog.h>

#include <iostream>

namespace wikivault::ctl {

namespace {

constexpr int kAnswerMs = 60'000;

int failedToServe(const Context &context, const Error &error) {
    return context.failed(error, error.code == ErrorCode::Conflict  ? kLockHeld
                                 : error.code == ErrorCode::Invalid ? kUsage
                                                                    : kFailed);
}

/// Of the two, without a Redis it is `serve` that polls; with one, whoever has the driver's seat.
const char *wordsOnWindow(const Settings &settings) {
    if (settings.redisUrl.empty()) return "; the window that is open on it only watches now";
    return "; a window is open on it, and \"wikivaultctl driver\" tells which of the two drives";
}

/// A driver that can begin no run still answers and shows what waits.
void warnOfNobody(const Settings &settings) {
    if (const std::string nobody = nobodyToActAs(settings); !nobody.empty())
        spdlog::warn("{} Set one and start serve again.", nobody);
}

int serve(Context &context) {
    Composition &composition = context.composition();
    const Settings &settings = composition.settings();
    if (!settings.enabled)
        return context.failed("Sync is off: set GIT_SYNC_ENABLED=true to let serve run spaces.", kUsage);
    auto lock = becomeDriver(settings);  // before anything is listened to
    if (!lock) return failedToServe(context, lock.error());
    {
        ServeSession session(composition, std::move(*lock));
        if (const auto opened = session.open(context.arguments().has("--take-over")); !opened)
            return failedToServe(context, opened.error());
        spdlog::info("serve started, profile {}, socket {}{}", settings.profile, controlSocketPath(settings),
                     spacesInSync(settings, context.stop()) ? wordsOnWindow(settings) : "");
        warnOfNobody(settings);
        tellServiceManager("READY=1\nSTATUS=Serves profile " + settings.profile + ", data in " + settings.dataDir);
        QEventLoop loop;
        const std::stop_callback quit(
            context.stop(), [&loop] { QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection); });
        loop.exec();
        tellServiceManager("STOPPING=1\nSTATUS=Finishes the page at hand");
    }
    spdlog::info("serve ended");
    return kDone;
}

Result<QJsonObject> ask(const Context &context, Composition &composition, const QJsonObject &request, int timeoutMs) {
    const Settings &settings = composition.settings();
    auto answer = askDriver(driverSocket(settings), request, timeoutMs, context.stop());
    if (answer || answer.error().code != ErrorCode::Unavailable || !spacesInSync(settings, context.stop()))
        return answer;
    return fail(
        ErrorCode::Unavailable,
        answer.error().detail + " A window is open on this profile: it shows what it does and takes no orders here.");
}

/// Over the socket nothing but a word of the user can be invalid.
int failedToAsk(const Context &context, const Error &error) {
    return context.failed(error, error.code == ErrorCode::Invalid  ? kUsage
                                 : error.code == ErrorCode::Denied ? kProblems
                                                                   : kFailed);
}

std::string member(const QJsonObject &object, const char *name) {
    return object.value(QLatin1String(name)).toString().toStdString();
}

int showStatus(Context &context) {
    const auto status =
        ask(context, context.composition(), {{QStringLiteral("cmd"), QStringLiteral("status")}}, kAnswerMs);
    if (!status) return failedToAsk(context, status.error());
    if (context.json()) {
        context.printJson(*status);
        return kDone;
    }
    const auto pid = status->value(QStringLiteral("pid")).toInteger();
    const auto interval = status->value(QStringLiteral("pollIntervalMs")).toInteger() / 1000;
    const auto since = fromIso8601(member(*status, "startedAt"));
    context.print("The serve of profile " + member(*status, "profile") + " is process " + std::to_string(pid) +
                  (since ? ", running since " + tableTime(*since) + " UTC" : "") +
                  (member(*status, "mode") == "driver" ? "; it polls every " : "; once it drives, it polls every ") +
                  std::to_string(interval) + " s.\n" + member(*status, "detail") + "\n");
    if (const std::string problem = member(*status, "actorProblem"); !problem.empty()) context.print(problem + "\n");
    if (const std::string problem = member(*status, "driverProblem"); !problem.empty())
        context.print("Who drives is not known: " + problem + "\n");
    if (const std::string problem = member(*status, "problem"); !problem.empty())
        context.print("The last poll failed: " + problem + "\n");
    if (const std::string problem = member(*status, "spacesProblem"); !problem.empty()) context.print(problem + "\n");
    for (const auto &value : status->value(QStringLiteral("feeds")).toArray())
        context.print(member(value.toObject(), "detail") + "\n");
    std::vector<std::vector<std::string>> lines;
    for (const auto &value : status->value(QStringLiteral("spaces")).toArray()) {
        const QJsonObject space = value.toObject();
        const bool running = space.value(QStringLiteral("running")).toBool();
        lines.push_back(
            {member(space, "slug"), running ? "running" : member(space, "state"), member(space, "sentence")});
    }
    context.print(textTable({"SPACE", "STATE", ""}, lines));
    return kDone;
}

int waitUntilIdle(Context &context) {
    const std::string given = context.arguments().option("--timeout");
    const auto seconds = given.empty() ? kAnswerMs / 1000 : positiveNumber(given, 1'000'000);
    if (!seconds) return context.failed("--timeout " + given + ": expected seconds.", kUsage);
    const auto idle =
        ask(context, context.composition(), {{QStringLiteral("cmd"), QStringLiteral("wait-idle")}}, *seconds * 1000);
    if (!idle) return failedToAsk(context, idle.error());
    if (context.json()) context.printJson(*idle);
    return kDone;
}

/// One word to the driver about the space that was named, and what its answer means.
int orderOfSpace(Context &context, QJsonObject order, const char *whileRunning, const char *otherwise) {
    order.insert(QStringLiteral("space"), QString::fromStdString(context.arguments().positional.front()));
    const auto done = ask(context, context.composition(), order, kAnswerMs);
    if (!done) return failedToAsk(context, done.error());
    const bool wasRunning = done->value(QStringLiteral("wasRunning")).toBool();
    if (context.json())
        context.printJson(*done);
    else
        context.print("Space " + member(*done, "slug") + (wasRunning ? whileRunning : otherwise));
    return kDone;
}

int triggerSpace(Context &context) {
    return orderOfSpace(context,
                        {{QStringLiteral("cmd"), QStringLiteral("trigger")},
                         {QStringLiteral("reason"), QString::fromStdString(context.arguments().option("--reason"))}},
                        " is running and will run once more.\n", " will run now.\n");
}

int stopSpace(Context &context) {
    return orderOfSpace(context, {{QStringLiteral("cmd"), QStringLiteral("stop")}}, " stops after the page at hand.\n",
                        " is not running.\n");
}

int followEvents(Context &context) {
    const auto done = followDriver(
        driverSocket(context.composition().settings()),
        [&context](const QByteArray &line) {
            context.print(line.toStdString());
            std::cout.flush();  // whoever follows waits for it
        },
        context.stop());
    return done ? kDone : failedToAsk(context, done.error());
}

}  // namespace

std::vector<Command> serveCommands() {
    const CommandSpec trigger{"trigger", "SPACE", "let the running serve run a space now",
                              1,         1,       {{"--reason", "TEXT", "why; stands in the run journal"}},
                              ""};
    const CommandSpec wait{"wait-idle", "", "wait until the running serve runs nothing",
                           0,           0,  {{"--timeout", "SECONDS", "give up after so long (60)"}},
                           ""};
    return {{{"serve",
              "",
              "keep the spaces in step without a window, until SIGTERM",
              0,
              0,
              {{"--take-over", "", "drive although another program does, which becomes an observer"}},
              "Where REDIS_URL is set and another program drives these spaces, it waits until that one ends.\n"
              "Listens on a control socket in $XDG_RUNTIME_DIR for status, trigger, stop, pause, resume, wait-idle, "
              "driver\n"
              "and events.\n"
              "With WIKIVAULT_HTTP_PORT and a token also on http://127.0.0.1:PORT/api/git-sync/ for GET status and\n"
              "POST trigger {\"spaceId\":...}.\n"
              "SIGTERM stops after the page at hand."},
             &serve},
            {{"status", "", "what the running serve does", 0, 0, {}, ""}, &showStatus},
            {trigger, &triggerSpace},
            {{"stop", "SPACE", "let the running serve stop a space's run after the page at hand", 1, 1, {}, ""},
             &stopSpace},
            {wait, &waitUntilIdle},
            {{"events", "", "follow the running serve, one JSON object per line", 0, 0, {}, ""}, &followEvents}};
}

}  // namespace wikivault::ctl
