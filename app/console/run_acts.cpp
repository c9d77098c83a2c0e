#include "app/console/run_acts.h"

#include "app/common/run_export.h"
#include "app/console/console_ask.h"
#include "models/error_text.h"
#include "models/words.h"

#include <map>

namespace wikivault {

void RunActs::narrowRuns(const RunFilter &filter) {
    m_filter = filter;
    refreshRuns();
}

void RunActs::refreshRuns() {
    if (m_console.joinsQuestion(ConsoleCommands::Runs)) return;
    using Answer = Result<std::vector<RunRecord>>;
    m_console.ask<Answer>(
        ConsoleCommands::Runs,
        [filter = m_filter](ConsoleSession &session, const std::stop_token &) { return session.ledger().runs(filter); },
        [this](Answer answer) {
            RunListModel &runs = m_console.m_models.runs;
            if (answer)
                runs.setRuns(std::move(*answer), m_console.now());
            else
                runs.failLoad(answer.error());
        });
}

void RunActs::openRun(const RunId &run) {
    RunItemModel &items = m_console.m_models.items;
    if (items.run() != run) {
        items.setRun(run, {}, m_console.now());  // never the pages of another run below this one's name
        items.beginLoad();
    }
    using Answer = Result<std::vector<Item>>;
    m_console.ask<Answer>(
        ConsoleCommands::Items,
        [run](ConsoleSession &session, const std::stop_token &) { return session.ledger().items(run); },
        [this, run, &items](Answer answer) {
            if (answer)
                items.setRun(run, std::move(*answer), m_console.now());
            else
                items.failLoad(answer.error());
        });
}

void RunActs::exportRuns(std::vector<RunRecord> runs, const QString &path) {
    std::map<SpaceId, std::string> names;
    for (const RunRecord &run : runs)
        names[run.space] = m_console.m_models.spaces.nameOf(run.space).toStdString();
    const int count = int(runs.size());
    m_console.think<Result<>>(
        [runs = std::move(runs), names = std::move(names), path] {
            return wikivault::exportRuns(
                runs, [&](const SpaceId &space) { return names.at(space); }, path.toStdString());
        },
        &m_console,
        [this, path, count](const Result<> &written) {
            if (written)
                m_console.tell(Tone::Good, ConsoleCommands::tr("Written to %1: %n run(s).", nullptr, count).arg(path));
            else
                m_console.tell(Tone::Danger, errorText(written.error()));
        });
}

void RunActs::refreshLocks() {
    m_console.refreshLocks();
}

}  // namespace wikivault
