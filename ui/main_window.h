#pragma once

#include "ui/ui_context.h"

#include <QMainWindow>

#include <functional>
#include <map>

class QMenu;
class QStackedWidget;

namespace wikivault {

struct Activity;
class ActivityPage;
class ConflictPage;
class DoctorPage;
class LogPage;
class MessageBar;
class NavBar;
class NavButton;
class Page;
class PlanPage;
class RunPage;
class SpacePage;

/// The window: pages at the left, the page at hand, runs in progress and the state of the connections at the bottom.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// In the order of the bar.
    enum class PageName { Spaces, Plan, Conflicts, Runs, Locks, Schedule, Remotes, Activity, Log, Doctor };

    explicit MainWindow(const UiContext &ui);

    void openPage(PageName page);
    /// `spaces` `plan` `conflicts` `runs` `locks` `schedule` `remotes` `activity` `log` `doctor`; false for another
    /// word.
    bool openPage(const QString &name);
    [[nodiscard]] static QStringList pageNames();
    /// Of several windows this one is wanted.
    void comeForward();
    /// Selects the space once the list has been read.
    void selectSpace(const QString &slug);
    /// Opens a preview of these spaces; of none: nothing happens.
    void lookAt(const std::vector<SpaceId> &spaces);
    void openSettings();
    void openBundle();
    /// The question of the page Spaces, for all that are synced.
    void askToPauseAll();
    /// Ends the program, whatever the tray is for.
    void quit();

signals:
    /// The window goes, for now or for good.
    void closing();
    void quitting();
    /// Somebody wants the wizard of the first start again.
    void setupRequested();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildFrame();
    void buildPages();
    void buildMenus();
    void connectPages();
    void addPageActions();
    void act(const QString &name, QMenu *menu, const QList<QKeySequence> &keys, std::function<void()> run);
    void stepPane(bool forward);
    [[nodiscard]] Page &current() const;
    void showPage(int index);
    void selectWanted();
    void updateBadges();
    void updateTitle();
    void showNotice(const Notice &notice);
    void takeBackFailure(const SpaceId &space);
    void showActivity(const Activity &activity);
    void askMaster(bool on);
    void askUnlock();
    [[nodiscard]] bool mustAskToQuit() const;
    void askToQuit();
    void showShortcuts();
    void showPalette();
    void showAbout();

    const UiContext m_ui;
    NavBar *m_nav = nullptr;
    NavButton *m_settingsButton = nullptr;
    QStackedWidget *m_stack = nullptr;
    SpacePage *m_spaces = nullptr;
    PlanPage *m_plan = nullptr;
    ConflictPage *m_conflicts = nullptr;
    RunPage *m_runs = nullptr;
    ActivityPage *m_activity = nullptr;
    LogPage *m_log = nullptr;
    DoctorPage *m_doctor = nullptr;
    struct ToldFailure {
        MessageBar *bar;
        QString text;
    };
    std::map<SpaceId, ToldFailure> m_failures;  ///< the last of each space, until a run of it succeeds
    QString m_wantedSlug;                       ///< of the space to select once the list is there
    bool m_isQuitting = false;
};

}  // namespace wikivault
