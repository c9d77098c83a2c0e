#include "app/console/single_instance.h"

#include "app/common/json_output.h"

#include <QJsonArray>

#include <unistd.h>

namespace wikivault {

namespace {

constexpr int kAnswerMs = 3000;

QJsonObject refusal(const std::string &why) {
    return {{QStringLiteral("error"),
             jsonText("The window that is open here, process " + std::to_string(::getpid()) + ", " + why)},
            {QStringLiteral("refused"), true}};
}

}  // namespace

bool callRunningWindow(const Settings &settings, const WindowCall &call) {
    const QJsonObject request{{QStringLiteral("cmd"), QStringLiteral("show")},
                              {QStringLiteral("page"), QString::fromStdString(call.page)},
                              {QStringLiteral("space"), QString::fromStdString(call.space)}};
    return askDriver(windowSocketPath(settings), request, kAnswerMs, {}).has_value();
}

QJsonObject answerAboutDriver(const QString &command, const ConsoleState &state, DriverCommands &driver) {
    const bool takes = command == QLatin1String("driver-take");
    if (!state.drive()) {
        if (command == QLatin1String("driver")) return {};
        return refusal(state.settings().redisUrl.empty()
                           ? "has no REDIS_URL: nobody else can drive these spaces, there is nothing to take or leave."
                           : "does not drive: sync is off there, or it was started read-only.");
    }
    if (takes && state.isReadOnly())
        return refusal("writes nothing now: press \"Unlock writes\" at its top right and ask again.");
    if (takes) driver.becomeDriver();
    if (command == QLatin1String("driver-leave")) driver.becomeObserver();
    QJsonObject answer = toJson(*state.drive());
    answer.insert(QStringLiteral("program"), QStringLiteral("window"));
    answer.insert(QStringLiteral("pid"), static_cast<qint64>(::getpid()));
    return answer;
}

WindowCalls::WindowCalls(std::function<void(const WindowCall &)> take, std::function<std::vector<SpaceId>()> inSync,
                         Drive drive)
    : m_server([take = std::move(take), inSync = std::move(inSync), drive = std::move(drive)](
                   const QJsonObject &request, const ControlServer::Reply &reply) {
          const QString command = request.value(QLatin1String("cmd")).toString();
          if (command.startsWith(QLatin1String("driver"))) return reply(drive ? drive(command) : QJsonObject());
          if (command == QLatin1String("in-sync")) {
              QJsonArray ids;
              for (const SpaceId &space : inSync ? inSync() : std::vector<SpaceId>())
                  ids.append(QString::fromStdString(space.str()));
              return reply({{QStringLiteral("inSync"), ids}});
          }
          take({request.value(QLatin1String("page")).toString().toStdString(),
                request.value(QLatin1String("space")).toString().toStdString()});
          reply({{QStringLiteral("shown"), true}});
      }) {}

}  // namespace wikivault
