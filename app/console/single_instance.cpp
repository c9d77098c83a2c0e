#include "app/console/single_instance.h"

namespace wikivault {

namespace {
constexpr int kAnswerMs = 3000;
}

std::string windowSocketPath(const Settings &settings) {
    std::string path = controlSocketPath(settings);
    return path.replace(path.rfind(".sock"), path.npos, ".window.sock");
}

bool callRunningWindow(const Settings &settings, const WindowCall &call) {
    const QJsonObject request{{QStringLiteral("cmd"), QStringLiteral("show")},
                              {QStringLiteral("page"), QString::fromStdString(call.page)},
                              {QStringLiteral("space"), QString::fromStdString(call.space)}};
    return askDriver(windowSocketPath(settings), request, kAnswerMs, {}).has_value();
}

WindowCalls::WindowCalls(std::function<void(const WindowCall &)> take)
    : m_server([take = std::move(take)](const QJsonObject &request, const ControlServer::Reply &reply) {
          take({request.value(QLatin1String("page")).toString().toStdString(),
                request.value(QLatin1String("space")).toString().toStdString()});
          reply({{QStringLiteral("shown"), true}});
      }) {}

}  // namespace wikivault
