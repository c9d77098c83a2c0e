#include "models/console_state.h"

#include "models/words.h"

#include <QFileInfo>
#include <QUrl>

#include <algorithm>
#include <tuple>

namespace wikivault {

QString ConsoleState::wikiName() const {
    const QUrl url(words::text(m_settings.databaseUrl));
    if (m_settings.isSqlite()) return QFileInfo(url.path()).fileName();
    if (!m_settings.apiUrl.empty()) return QUrl(words::text(m_settings.apiUrl)).host();
    return url.host().isEmpty() ? tr("no wiki yet") : url.host() + url.path();
}

/// Writes were unlocked for that wiki; another one asks again.
void ConsoleState::setSettings(const Settings &settings, bool readOnly) {
    const auto place = [](const Settings &of) {
        return std::tie(of.profile, of.environment, of.databaseUrl, of.apiUrl, of.dataDir);
    };
    if (place(settings) != place(m_settings)) m_unlockedAt.reset();
    m_settings = settings;
    m_readOnly = readOnly;
    emit settingsChanged();
}

void ConsoleState::unlockWrites() {
    if (!isProduction() || m_readOnly) return;
    m_unlockedAt = m_now;
    emit settingsChanged();
}

void ConsoleState::lockWrites() {
    if (!m_unlockedAt) return;
    m_unlockedAt.reset();
    emit settingsChanged();
}

std::optional<std::chrono::milliseconds> ConsoleState::unlockedFor() const {
    if (!m_unlockedAt) return {};
    return kUnlockedFor - (m_now - *m_unlockedAt);
}

QString ConsoleState::whyReadOnly() const {
    if (m_readOnly) return tr("This console was started read-only.");
    return isLocked() ? tr("Writes are locked in this production profile. Unlock them at the top right.") : QString();
}

bool ConsoleState::mayWrite() {
    const QString why = whyReadOnly();
    if (!why.isEmpty()) tell({Tone::Attention, why, {}, {}});
    return why.isEmpty();
}

void ConsoleState::setDatabase(const Health &health) {
    setHealth(m_database, health);
}

void ConsoleState::setLocks(const Health &health) {
    setHealth(m_locks, health);
}

/// How long a connection is lost counts from when it was.
void ConsoleState::setHealth(Health &known, const Health &health) {
    const auto since = known.since.value_or(m_now);
    known = health;
    if (health.state == Health::State::Lost) known.since = since;
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

void ConsoleState::setDrive(const std::optional<DriveState> &drive) {
    if (m_drive == drive) return;
    m_drive = drive;
    emit settingsChanged();
}

void ConsoleState::setServe(const std::optional<ServeState> &serve) {
    if (m_serve == serve) return;
    m_serve = serve;
    emit settingsChanged();
}

void ConsoleState::tick(TimePoint now) {
    m_now = now;
    // A clock that was set back does not make the time longer.
    const auto left = unlockedFor();
    if (left && (left->count() <= 0 || *left > kUnlockedFor)) lockWrites();
    emit ticked();
}

}  // namespace wikivault
