#pragma once

#include "app/console/compare_acts.h"
#include "app/console/console_session.h"
#include "app/console/console_topics.h"
#include "app/console/doctor_acts.h"
#include "app/console/driver_acts.h"
#include "app/console/lock_acts.h"
#include "app/console/open_acts.h"
#include "app/console/plan_acts.h"
#include "app/console/remote_acts.h"
#include "app/console/review_acts.h"
#include "app/console/run_acts.h"
#include "app/console/thinkers.h"
#include "models/commands.h"
#include "models/console_models.h"
#include "models/event_bridge.h"

#include <QTimer>

#include <array>
#include <memory>

namespace wikivault {

/// Carries out what the window asks for. Lives on the GUI thread and never blocks it: every question goes to a worker,
/// every answer comes back as a queued call and is dropped when a newer question of its kind was asked.
class ConsoleCommands : public QObject,
                        public SpaceCommands,
                        public ProfileCommands,
                        public TextCommands,
                        private ConsoleTopics {
    Q_OBJECT
public:
    ConsoleCommands(ConsoleModels &models, ConsoleEnvironment environment, const Settings &settings);
    ~ConsoleCommands() override;

    [[nodiscard]] Commands commands();

    void refreshSpaces() override;
    void run(const RunOrder &order) override;
    void stop(const SpaceId &space) override;
    void setEnabled(const SpaceId &space, bool enabled) override;
    void pause(const std::vector<SpaceId> &spaces, const std::optional<Pause> &pause) override;
    void setMasterSwitch(bool on) override;
    void saveSettings(const Settings &settings) override;
    void keepSecret(const SecretOrder &order, QObject *context, std::function<void(Result<>)> answer) override;
    void check(const Settings &settings, QObject *context,
               std::function<void(std::vector<SettingsFault>)> answer) override;
    void probe(Probe probe, const Settings &settings, QObject *context,
               std::function<void(ProbeAnswer)> answer) override;
    void sideBySide(const std::string &left, const std::string &right, QObject *context,
                    std::function<void(SideBySide)> answer) override;
    void render(const std::vector<std::string> &files, QObject *context, std::function<void(Rendered)> answer) override;

private:
    friend class CompareActs;
    friend class DoctorActs;
    friend class DriverActs;
    friend class LockActs;
    friend class OpenActs;
    friend class PlanActs;
    friend class RemoteActs;
    friend class ReviewActs;
    friend class RunActs;
    friend class ServeActs;

    /// Runs `job` on a worker and `answer` on the GUI thread, unless a newer question of the topic was asked meanwhile.
    template <class T>
    void ask(Topic topic, std::function<T(ConsoleSession &, std::stop_token)> job, std::function<void(T)> answer);
    /// The same without a topic; the answer always counts while the session lasts.
    template <class T>
    void act(std::function<T(ConsoleSession &)> job, std::function<void(T)> answer);
    /// On a worker that no server can keep waiting.
    template <class T>
    void think(std::function<T()> job, QObject *context, std::function<void(T)> answer);
    /// True when the list is being read already; it is then read once more afterwards.
    bool joinsQuestion(Topic topic);
    void reread(Topic topic);
    void useSettings(const Settings &settings);
    void openSession(const Settings &settings);
    void retireSession();
    [[nodiscard]] SyncEvents events();
    template <class Call>
    void onGuiThread(int session, Call call);
    void runStarted(const RunRequest &request);
    void runFinished(const RunReport &report);
    void tellFinished(const RunReport &report, const RunRequest &request);
    void refreshAll();
    void refreshActivity();
    void refreshLocks();
    void tick();
    void tickPoll();
    void tell(Tone tone, const QString &text) { m_models.state.tell({tone, text, {}, {}}); }
    [[nodiscard]] TimePoint now() const { return m_environment.clock.now(); }

    ConsoleModels &m_models;
    const ConsoleEnvironment m_environment;
    EventBridge m_bridge;
    QTimer *const m_timer, *const m_driverTimer;
    std::array<Asked, kTopics> m_asked;
    std::map<SpaceId, RunRequest> m_requests;  ///< of the runs in progress
    CompareActs m_compare{*this};
    DoctorActs m_doctor{*this};
    DriverActs m_drive{*this};
    LockActs m_locks{*this};
    OpenActs m_open{*this};
    PlanActs m_plans{*this};
    ReviewActs m_review{*this};
    RunActs m_runs{*this};
    RemoteActs m_remotes{*this};
    int m_sessionNumber = 0;
    std::chrono::milliseconds m_lastRefresh{};
    Thinkers m_thinkers{*this, 2};
    std::shared_ptr<ConsoleSession> m_session;
};

}  // namespace wikivault
