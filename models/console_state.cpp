#include "models/console_state.h"

#include "models/words.h"

#include <QFileInfo>
#include <QUrl>

#include <algorithm>

namespace wikivault {

QString ConsoleState::wikiName() const {
    const QUrl url(words::text(m_settings.databaseUrl));
    if (m_settings.isSqlite()) return QFileInfo(url.path()).fileName();
    if (!m_settings.apiUrl.empty()) return QUrl(words::text(m_settings.apiUrl)).host();
    return url.host().isEmpty() ? tr("no wiki yet") : url.host() + url.path();
}

void ConsoleState::setSettings(const Settings &settings, bool readOnly) {
    m_settings = settings;
    m_readOnly = readOnly;
    emit settingsChanged();
}

void ConsoleState::setDatabase(const Health &health) {
    m_database = health;
    emit healthChanged();
}

void ConsoleState::setLocks(const Health &health) {
    m_locks = health;
    emit healthChanged();
}

void ConsoleState::setVaults(int vaults) {
    m_vaults = vaults;
    emit healthChanged();
}

ActiveRun *ConsoleState::find(const SpaceId &space) {
    const auto it =
        std::find_if(m_runs.begin(), m_runs.end(), [&](const ActiveRun &run) { return run.space == space; });
    return it == m_runs.end() ? nullptr : &*it;
}

bool ConsoleState::isRunning(const SpaceId &space) const {
    return std::any_of(m_runs.begin(), m_runs.end(), [&](const ActiveRun &run) { return run.space == space; });
}

void ConsoleState::beginRun(const ActiveRun &run) {
    m_runs.push_back(run);
    emit runsChanged();
}

void ConsoleState::setProgress(const RunProgress &progress) {
    ActiveRun *run = find(progress.space);
    if (!run) return;
    run->at = progress;
    emit runsChanged();
}

void ConsoleState::markStopping(const SpaceId &space) {
    ActiveRun *run = find(space);
    if (!run) return;
    run->stopping = true;
    emit runsChanged();
}

void ConsoleState::endRun(const SpaceId &space) {
    std::erase_if(m_runs, [&](const ActiveRun &run) { return run.space == space; });
    emit runsChanged();
}

void ConsoleState::setNextPoll(const std::optional<TimePoint> &at) {
    m_nextPoll = at;
    emit ticked();
}

void ConsoleState::setDrivenElsewhere(bool elsewhere) {
    if (m_drivenElsewhere == elsewhere) return;
    m_drivenElsewhere = elsewhere;
    emit settingsChanged();
}

void ConsoleState::tick(TimePoint now) {
    m_now = now;
    emit ticked();
}

}  // namespace wikivault
