#include "app/console/single_instance.h"

#include <QJsonArray>

namespace wikivault {

namespace {
constexpr int kAnswerMs = 3000;
}

bool callRunningWindow(const Settings &settings, const WindowCall &call) {
    const QJsonObject request{{QStringLiteral("cmd"), QStringLiteral("show")},
                              {QStringLiteral("page"), QString::fromStdString(call.page)},
                              {QStringLiteral("space"), QString::fromStdString(call.space)}};
    return askDriver(windowSocketPath(settings), request, kAnswerMs, {}).has_value();
}

WindowCalls::WindowCalls(std::function<void(const WindowCall &)> take, std::function<std::vector<SpaceId>()> inSync,
                         std::function<QJsonObject()> drive)
    : m_server([take = std::move(take), inSync = std::move(inSync), drive = std::move(drive)](
                   const QJsonObject &request, const ControlServer::Reply &reply) {
          if (request.value(QLatin1String("cmd")) == QLatin1String("driver"))
              return reply(drive ? drive() : QJsonObject());
          if (request.value(QLatin1String("cmd")) == QLatin1String("in-sync")) {
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
