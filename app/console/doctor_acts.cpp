#include "app/console/doctor_acts.h"

#include "app/common/support_bundle.h"
#include "app/console/console_ask.h"
#include "models/engine_text.h"
#include "models/error_text.h"

namespace wikivault {

void DoctorActs::refreshDoctor() {
    m_console.m_models.doctor.beginLoad();
    using Answer = std::vector<DoctorCheck>;
    m_console.ask<Answer>(
        ConsoleCommands::Doctor,
        [](ConsoleSession &session, const std::stop_token &stop) { return session.ledger().doctor(stop); },
        [this](Answer answer) { m_console.m_models.doctor.setChecks(std::move(answer), m_console.now()); });
}

void DoctorActs::lookAtFix(const std::string &word, QObject *context, std::function<void(Result<DoctorFix>)> answer) {
    m_console.act<Result<DoctorFix>>([word](ConsoleSession &session) { return session.fixes().look(word, {}); },
                                     whileThere(context, std::move(answer)));
}

void DoctorActs::makeFix(const DoctorFix &fix) {
    if (!m_console.m_models.state.mayWrite()) return;
    m_console.act<Result<std::string>>([fix](ConsoleSession &session) { return session.fixes().make(fix, {}); },
                                       [this, space = fix.frees](const Result<std::string> &done) {
                                           if (done)
                                               tellMended(*done, space);
                                           else
                                               m_console.tell(Tone::Danger, errorText(done.error()));
                                           refreshDoctor();
                                           m_console.refreshSpaces();
                                       });
}

/// Where this console polls, the space is due now; else a person may let it run.
void DoctorActs::tellMended(const std::string &done, const std::optional<SpaceId> &space) {
    const ConsoleState &state = m_console.m_models.state;
    Poller &poller = m_console.m_session->driver().poller();
    Notice notice{Tone::Good, engineText(done), {}, {}};
    const bool polls = state.settings().enabled && !state.isStartedReadOnly() && !poller.watches();
    if (space && polls) poller.noteMended(*space);
    if (space && !polls) notice.runNext = space;
    m_console.m_models.state.tell(notice);
}

void DoctorActs::collectSupport(QObject *context, std::function<void(std::vector<SupportFile>)> answer) {
    using Files = std::vector<SupportFile>;
    m_console.act<Files>(
        [settings = m_console.m_models.state.settings()](ConsoleSession &session) {
            return wikivault::collectSupport(settings, {session.spaces(), session.review(), session.ledger()}, {});
        },
        whileThere(context, std::move(answer)));
}

void DoctorActs::saveSupport(std::vector<SupportFile> files, const QString &path) {
    m_console.think<Result<>>(
        [files = std::move(files), path, at = m_console.now()] { return writeSupport(files, path.toStdString(), at); },
        &m_console,
        [this, path](const Result<> &written) {
            if (written)
                m_console.tell(Tone::Good, ConsoleCommands::tr("The support bundle is written to %1.").arg(path));
            else
                m_console.tell(Tone::Danger, errorText(written.error()));
        });
}

}  // namespace wikivault
