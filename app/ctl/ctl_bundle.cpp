#include "app/common/support_bundle.h"
#include "app/ctl/ctl.h"

#include <QJsonArray>
#include <QJsonObject>

namespace wikivault::ctl {

namespace {

int bundle(Context &context) {
    const std::string given = context.arguments().option("--output");
    const std::string path = given.empty() ? "wikivault-support.tar" : given;
    const auto files = collectSupport(context.composition().settings(), context.desks(), context.stop());
    if (const auto written = writeSupport(files, path, context.composition().ports().clock().now()); !written)
        return context.failed(written.error());
    std::string text = path + " holds, with secrets masked:\n";
    QJsonArray names;
    for (const SupportFile &file : files) {
        text += "  " + file.name + ", " + std::to_string(file.text.size()) + " bytes\n";
        names.append(QString::fromStdString(file.name));
    }
    if (context.json())
        context.printJson(
            QJsonObject{{QStringLiteral("file"), QString::fromStdString(path)}, {QStringLiteral("holds"), names}});
    else
        context.print(text +
                      "Look through it before you send it: page titles and names stand in the log and the runs.\n");
    return kDone;
}

}  // namespace

std::vector<Command> bundleCommands() {
    return {{{"bundle",
              "[-o FILE]",
              "write what somebody who helps needs to see, secrets masked",
              0,
              0,
              {{"--output", "FILE", "a tar archive (-o FILE); wikivault-support.tar without it"}},
              "Settings, checks, runs, locks and the end of the log; no text of any page."},
             &bundle}};
}

}  // namespace wikivault::ctl
