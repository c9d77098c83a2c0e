#pragma once

#include "engine/core/drive_state.h"
#include "engine/core/settings.h"
#include "engine/ports/desk.h"
#include "models/notice.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace wikivault {

/// Is a connection there? The text stands next to the shape.
struct Health {
    enum class State { Unknown, Good, Lost };
    State state = State::Unknown;
    QString text;                         ///< `8 ms`, or why not
    std::optional<TimePoint> since = {};  ///< when it was lost
};

/// A run in progress, as the strip at the bottom shows it.
struct ActiveRun {
    SpaceId space;
    QString name;
    RunProgress at;
    TimePoint startedAt{};
    bool stopping = false;
};

/// What is true of the whole console: profile, connections, mode, runs in progress. Lives on the GUI thread.
class ConsoleState : public QObject {
    Q_OBJECT

public:
    explicit ConsoleState(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] const Settings &settings() const { return m_settings; }
    [[nodiscard]] bool isProduction() const { return m_settings.environment == "production"; }
    /// Nothing a person asks for is written: the console was started so, or its writes are locked.
    [[nodiscard]] bool isReadOnly() const { return m_readOnly || isLocked(); }
    [[nodiscard]] bool isStartedReadOnly() const { return m_readOnly; }
    /// Writes in production are locked until somebody unlocks them, for a while.
    [[nodiscard]] bool isLocked() const { return isProduction() && !m_unlockedAt; }
    static constexpr std::chrono::minutes kUnlockedFor{15};
    void unlockWrites();
    void lockWrites();
    /// How long writes stay unlocked; nothing: they are locked, or nothing locks them.
    [[nodiscard]] std::optional<std::chrono::milliseconds> unlockedFor() const;
    /// Why nothing is written; "" when it is.
    [[nodiscard]] QString whyReadOnly() const;
    /// False: nothing is written, and the person has been told why.
    [[nodiscard]] bool mayWrite();
    /// `wiki.example.org`, or the file of an embedded wiki.
    [[nodiscard]] QString wikiName() const;
    void setSettings(const Settings &settings, bool readOnly);

    [[nodiscard]] const Health &database() const { return m_database; }
    [[nodiscard]] const Health &locks() const { return m_locks; }
    void setDatabase(const Health &health);
    void setLocks(const Health &health);
    [[nodiscard]] int vaults() const { return m_vaults; }  ///< -1: not known
    void setVaults(int vaults);

    [[nodiscard]] const std::vector<ActiveRun> &runs() const { return m_runs; }
    [[nodiscard]] bool isRunning(const SpaceId &space) const;
    void beginRun(const ActiveRun &run);
    void setProgress(const RunProgress &progress);
    void markStopping(const SpaceId &space);
    void endRun(const SpaceId &space);

    /// When the next poll is due; nothing: this console does not poll.
    [[nodiscard]] const std::optional<TimePoint> &nextPoll() const { return m_nextPoll; }
    void setNextPoll(const std::optional<TimePoint> &at);
    /// Another program polls for this profile, so this console only watches.
    [[nodiscard]] bool isDrivenElsewhere() const { return m_drivenElsewhere; }
    void setDrivenElsewhere(bool elsewhere);
    /// Who drives, where programs can agree on it; nothing: they cannot.
    [[nodiscard]] const std::optional<DriveState> &drive() const { return m_drive; }
    void setDrive(const std::optional<DriveState> &drive);
    /// The `serve` of this data directory; nothing: none runs.
    [[nodiscard]] const std::optional<ServeState> &serve() const { return m_serve; }
    void setServe(const std::optional<ServeState> &serve);
    [[nodiscard]] TimePoint now() const { return m_now; }
    void tick(TimePoint now);
    void tell(const Notice &notice) { emit told(notice); }
    void noteRecovered(const SpaceId &space) { emit recovered(space); }  ///< its last run did not fail

signals:
    void settingsChanged();
    void healthChanged();
    void runsChanged();
    void ticked();
    void told(const wikivault::Notice &notice);
    void recovered(const wikivault::SpaceId &space);

private:
    void setHealth(Health &known, const Health &health);
    ActiveRun *find(const SpaceId &space);

    Settings m_settings;
    bool m_readOnly = false, m_drivenElsewhere = false;
    Health m_database, m_locks;
    int m_vaults = -1;
    std::vector<ActiveRun> m_runs;
    std::optional<TimePoint> m_nextPoll, m_unlockedAt;
    std::optional<DriveState> m_drive;
    std::optional<ServeState> m_serve;
    TimePoint m_now{};
};

}  // namespace wikivault
