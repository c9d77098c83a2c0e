#pragma once

#include "app/common/composition.h"
#include "app/console/console_commands.h"
#include "app/console/probes.h"
#include "app/console/translation.h"
#include "engine/adapters/system/system.h"
#include "tests/fakes/fake_fixes.h"
#include "tests/fakes/fake_lock_desk.h"
#include "ui/block_view.h"
#include "ui/compare_view.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTest>

#include <memory>
#include <mutex>
#include <thread>

namespace wikivault {

/// A clock that moves only when it is told to.
class HandClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override {
        const std::lock_guard guard(m_mutex);
        return *fromIso8601("2026-11-24T14:03:10.000Z") + m_passed;
    }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override {
        const std::lock_guard guard(m_mutex);
        return m_passed;
    }
    void pass(std::chrono::milliseconds span) {
        const std::lock_guard guard(m_mutex);
        m_passed += span;
    }

private:
    mutable std::mutex m_mutex;
    std::chrono::milliseconds m_passed{};  // guarded by m_mutex
};

/// A clock that goes; it was started with the test, so that nothing is overdue.
class WallClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override { return m_clock->now(); }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override { return m_clock->sinceBoot() - m_start; }

private:
    const std::unique_ptr<Clock> m_clock = system::makeClock();
    const std::chrono::milliseconds m_start = m_clock->sinceBoot();
};

inline Settings worldSettings() {
    Settings settings;
    settings.profile = "demo";
    settings.databaseUrl = "postgresql://wikivault@wiki.example.org/docmost";
    settings.redisUrl = "redis://wiki.example.org:6379/0";
    settings.dataDir = "/srv/wikivault";
    settings.serviceUserId = "0190a1b2-2222-7000-8000-000000000001";
    settings.enabled = true;
    settings.remoteTemplate = "git@git.example.org:vault-{spaceId}.git";
    settings.pollIntervalMs = settings.debounceMs = 86400000;  // the tests decide when something runs
    return settings;
}

/// The window on fake desks, or on any others.
struct ConsoleWorld {
    /// `other`: a clock that goes by itself, for real desks.
    explicit ConsoleWorld(Theme &look, const Clock *other = nullptr, Language language = Language::English)
        : translation(language),
          theme(look),
          usedClock(other ? *other : clock) {}
    ~ConsoleWorld() {
        desks.release();
        window.reset();
        commands.reset();
    }
    ConsoleWorld(const ConsoleWorld &) = delete;
    ConsoleWorld &operator=(const ConsoleWorld &) = delete;

    /// The real engine instead of the fakes.
    void useEngine() {
        openDesks = [](const Settings &settings) {
            const auto composition = std::make_shared<Composition>(settings, "console");
            const Desks real = composition->desks();
            return DeskOwner{composition,
                             &real.spaces,
                             &real.review,
                             &real.ledger,
                             &composition->remotes(),
                             {},
                             &composition->activity(),
                             &composition->compare(),
                             &composition->locks(),
                             &composition->fixes()};
        };
        environment.probe = &probeConnection;
    }
    /// The world of the pictures. Without it there is nothing in the wiki.
    ConsoleWorld &filled() {
        desks.fill();
        return *this;
    }
    void open(const Settings &settings = worldSettings()) {
        commands = std::make_unique<ConsoleCommands>(models, environment, settings);
        window = std::make_unique<MainWindow>(UiContext{models, commands->commands(), theme});
        window->show();
        QTRY_VERIFY(models.spaces.load().phase != Load::Phase::Loading || isHanging);
    }
    void openFilled(const Settings &settings = worldSettings()) {
        filled().open(settings);
        QTRY_COMPARE(rowsOf("spaceTable"), 8);
    }
    /// Every question from now on waits until the end of the test.
    void hang() {
        isHanging = true;
        desks.hang();
    }

    /// The visible widget of that name; else a hidden one; else nothing.
    template <class T = QWidget>
    T *find(const char *name) {
        T *hidden = nullptr;
        for (QWidget *top : QApplication::topLevelWidgets())
            for (T *widget : top->findChildren<T *>(QLatin1String(name))) {
                if (widget->isVisible()) return widget;
                hidden = widget;
            }
        return hidden;
    }
    [[nodiscard]] bool isShown(const char *name) {
        const QWidget *widget = find(name);
        return widget && widget->isVisible();
    }
    [[nodiscard]] QString textOf(const char *name) {
        const auto *label = find<QLabel>(name);
        return label ? label->text() : QString();
    }
    /// What the bar above the page at hand says; "" when there is none.
    [[nodiscard]] QString message() {
        auto *bar = find<MessageBar>("messageBar");
        return bar && bar->isVisible() ? bar->text() : QString();
    }
    /// Presses the visible button; false: there is none, or it cannot be pressed.
    [[nodiscard]] bool click(const char *name) {
        auto *button = find<QAbstractButton>(name);
        if (!button || !button->isVisible() || !button->isEnabled()) return false;
        QTest::mouseClick(button, Qt::LeftButton, {}, QPoint(8, button->height() / 2));
        return true;
    }
    /// The same, once the button is there.
    [[nodiscard]] bool press(const char *name, int waitMs = 5000) {
        return QTest::qWaitFor(
                   [&] {
                       const auto *button = find<QAbstractButton>(name);
                       return button && button->isVisible() && button->isEnabled();
                   },
                   waitMs) &&
               click(name);
    }
    /// Selects the first row of a table whose first column shows `text`; false: there is none.
    [[nodiscard]] bool select(const char *table, const QString &text, int column = 0) {
        auto *view = find<QTableView>(table);
        for (int row = 0; view && row < view->model()->rowCount(); ++row)
            if (view->model()->index(row, column).data().toString().contains(text)) {
                view->selectionModel()->setCurrentIndex(
                    view->model()->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
                return true;
            }
        return false;
    }
    /// Chooses an entry of a table's menu; false: there is none.
    [[nodiscard]] bool choose(const char *table, const char *entry) {
        for (QAction *action : find(table)->actions())
            if (action->text() == QString::fromUtf8(entry)) {
                action->trigger();
                return true;
            }
        return false;
    }
    [[nodiscard]] int rowsOf(const char *table) {
        auto *view = find<QTableView>(table);
        return view ? view->model()->rowCount() : -1;
    }
    /// The texts of the conflict under review are there.
    [[nodiscard]] bool showsReview() {
        const auto *blocks = find<BlockView>("blockView");
        const auto *sides = find<CompareView>("conflictTexts");
        return blocks->isVisible() ? blocks->isFilled() : sides && sides->isVisible() && sides->message().isEmpty();
    }
    /// What the decisions leave, in the layout that shows it.
    [[nodiscard]] QPlainTextEdit &reviewResult() {
        auto *four = find<QAbstractButton>("fourPaneButton");
        if (four->isVisible() && !four->isChecked()) four->click();
        return *find<QPlainTextEdit>("resultText");
    }
    [[nodiscard]] std::vector<Settings> savedSettings() {
        const std::lock_guard guard(mutex);
        return saved;
    }

    const Translation translation;
    Theme &theme;
    HandClock clock;
    const Clock &usedClock;
    FakeDesks desks{clock.now()};
    FakeLockDesk locks{desks};
    bool isHanging = false;
    std::mutex mutex;
    std::vector<Settings> saved;  // guarded by mutex
    Result<> saveResult;
    std::vector<SecretOrder> secrets;  // guarded by mutex
    std::thread::id secretThread;      // guarded by mutex
    Result<> keepResult;
    FakeFixes fixes;
    std::function<DeskOwner(const Settings &)> openDesks = [this](const Settings &) {
        return DeskOwner{nullptr, &desks, &desks, &desks, &desks, {}, nullptr, &desks, &locks, &fixes};
    };
    ConsoleEnvironment environment{
        [this](const Settings &settings) { return openDesks(settings); },
        [this](const Settings &kept) {
            const std::lock_guard guard(mutex);
            saved.push_back(kept);
            return saveResult;
        },
        [](Probe probe, const Settings &) {
            return probe == Probe::Redis ? ProbeAnswer{false, QStringLiteral("No answer. Connection refused.")}
                                         : ProbeAnswer{true, QStringLiteral("PostgreSQL 15.8, Docmost schema.")};
        },
        &settingsFaults,
        usedClock,
        false,
        [this](const SecretOrder &order) {
            const std::lock_guard guard(mutex);
            secrets.push_back(order);
            secretThread = std::this_thread::get_id();
            return keepResult;
        }};
    ConsoleModels models;
    std::unique_ptr<ConsoleCommands> commands;
    std::unique_ptr<MainWindow> window;
};

}  // namespace wikivault
