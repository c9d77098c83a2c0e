#pragma once

#include "models/open_commands.h"

namespace wikivault {

class ConsoleCommands;

/// Opens pages in the browser and their files in whatever the desktop opens them with.
class OpenActs final : public OpenCommands {
public:
    explicit OpenActs(ConsoleCommands &console) : m_console(console) {}

    void openInWiki(const PagePlace &place) override;
    void openFile(const PagePlace &place) override;

private:
    void open(const QUrl &url);

    ConsoleCommands &m_console;
};

}  // namespace wikivault
