#include "app/common/secret_command.h"
#include "app/common/settings_values.h"
#include "app/ctl/ctl.h"
#include "app/ctl/keyring.h"

#include <QJsonObject>

#include <termios.h>
#include <unistd.h>
#include <iostream>

namespace wikivault::ctl {

namespace {

/// Typed text does not appear while this lives.
class QuietTerminal {
public:
    QuietTerminal() {
        if (m_isTerminal = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &m_before) == 0; !m_isTerminal) return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
    }
    ~QuietTerminal() {
        if (m_isTerminal) tcsetattr(STDIN_FILENO, TCSANOW, &m_before);
    }
    QuietTerminal(const QuietTerminal &) = delete;
    QuietTerminal &operator=(const QuietTerminal &) = delete;
    [[nodiscard]] bool isTerminal() const { return m_isTerminal; }

private:
    termios m_before{};
    bool m_isTerminal = false;
};

std::string profileName(const Context &context) {
    return SettingsValues({context.arguments().settings, processEnvironment()}, {})
        .text("WIKIVAULT_PROFILE", "default");
}

/// The key of the secret that the command line names.
Result<std::string> keyMeant(const Context &context) {
    const std::string &name = context.arguments().positional.front();
    if (!mayBeInKeyring(name))
        return fail(ErrorCode::Invalid,
                    "The keyring keeps DATABASE_PASSWORD, DOCMOST_PASSWORD, GIT_SYNC_HTTPS_TOKEN and "
                    "WIKIVAULT_HTTP_TOKEN, not \"" +
                        name + "\".");
    return keyringKey(profileName(context), name);
}

int report(const Context &context, const std::string &state, const std::string &sentence) {
    if (context.json())
        context.printJson(
            QJsonObject{{QStringLiteral("name"), QString::fromStdString(context.arguments().positional[0])},
                        {QStringLiteral("state"), QString::fromStdString(state)}});
    else
        context.print(sentence + "\n");
    return kDone;
}

int storeSecret(Context &context) {
    const auto key = keyMeant(context);
    if (!key) return failedBy(context, key.error());
    std::string secret;
    {
        const QuietTerminal quiet;
        if (quiet.isTerminal()) std::cerr << "Secret: " << std::flush;
        std::getline(std::cin, secret);
        if (quiet.isTerminal()) std::cerr << "\n";
    }
    if (secret.empty()) return context.failed("Nothing was given on standard input; nothing was stored.", kUsage);
    if (const auto stored = keyring::write(*key, secret); !stored) return failedBy(context, stored.error());
    const std::string &name = context.arguments().positional.front();
    return report(context, "stored",
                  "Stored. The profile reads it with " + name + "_COMMAND = " + kKeyringCommand + ".");
}

int showSecret(Context &context) {
    const auto key = keyMeant(context);
    const auto secret = key ? keyring::read(*key) : Result<std::string>(tl::unexpected(key.error()));
    if (!secret) return failedBy(context, secret.error());
    context.print(*secret + "\n");
    return kDone;
}

int forgetSecret(Context &context) {
    const auto key = keyMeant(context);
    if (!key) return failedBy(context, key.error());
    if (const auto gone = keyring::erase(*key); !gone) return failedBy(context, gone.error());
    return report(context, "forgotten", "Forgotten.");
}

}  // namespace

std::vector<Command> secretCommands() {
    const std::string names =
        "DATABASE_PASSWORD, DOCMOST_PASSWORD, GIT_SYNC_HTTPS_TOKEN or WIKIVAULT_HTTP_TOKEN, of the profile.";
    return {
        {{"secret store", "NAME", "put a secret into the system's keyring, from standard input", 1, 1, {}, names},
         &storeSecret,
         false},
        {{"secret show", "NAME", "print a secret of the keyring", 1, 1, {}, names}, &showSecret, false},
        {{"secret forget", "NAME", "take a secret out of the keyring", 1, 1, {}, names}, &forgetSecret, false},
    };
}

}  // namespace wikivault::ctl
