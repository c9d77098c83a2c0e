#pragma once

#include "ui/ui_context.h"

#include <QIcon>
#include <QObject>

#include <memory>

class QAction;
class QMenu;
class QSystemTrayIcon;

namespace wikivault {

class MainWindow;

/// The console in the desktop's tray: the worst state as a shape, and what can be done without the window. There while
/// it is wanted and the desktop shows it; without it a hidden window comes back.
class Tray : public QObject {
    Q_OBJECT

public:
    Tray(const UiContext &ui, MainWindow &window);
    ~Tray() override;

    [[nodiscard]] QMenu &menu() const { return *m_menu; }
    /// `wiki.example.org. Failing: 1, Conflicts: 1, Pending: 5`: the worst.
    [[nodiscard]] QString stateLine() const;
    /// The icon of the program with the mark of the state.
    [[nodiscard]] QIcon iconOf(SpaceState state) const;

private:
    void buildMenu();
    void useOrNot();
    void update();
    void raiseOrHide();
    void previewAll();
    void pauseAll(const std::optional<std::chrono::minutes> &time);
    [[nodiscard]] std::vector<SpaceId> synced() const;

    const UiContext m_ui;
    MainWindow &m_window;
    std::unique_ptr<QMenu> m_menu;
    QMenu *m_pause = nullptr;
    QAction *m_state = nullptr, *m_preview = nullptr;
    std::unique_ptr<QSystemTrayIcon> m_icon;  ///< null: not shown
    std::optional<SpaceState> m_shown;
};

}  // namespace wikivault
