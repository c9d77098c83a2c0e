#pragma once

#include "app/console/console_commands.h"
#include "tests/fakes/fake_desks.h"
#include "ui/main_window.h"

#include <QTableView>
#include <QTest>

#include <memory>
#include <mutex>

namespace wikivault {

/// A clock that does not move.
class FixedClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override { return *fromIso8601("2026-11-24T14:03:10.000Z"); }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override { return std::chrono::milliseconds(0); }
};

inline Settings worldSettings() {
    Settings settings;
    settings.profile = "demo";
    settings.databaseUrl = "postgresql://wikivault@wiki.example.org/docmost";
    settings.redisUrl = "redis://wiki.example.org:6379/0";
    settings.dataDir = "/srv/wikivault";
    settings.enabled = true;
    settings.pollIntervalMs = 86400000;  // the tests decide when something runs
    return settings;
}

/// The window on fake desks.
struct ConsoleWorld {
    explicit ConsoleWorld(Theme &look) : theme(look) { desks.fill(); }
    ~ConsoleWorld() {
        desks.release();
        window.reset();
        commands.reset();
    }

    void open(const Settings &settings = worldSettings(), bool readOnly = false) {
        ConsoleEnvironment environment{
            [this](const Settings &) { return DeskOwner{nullptr, &desks, &desks, &desks}; },
            [this](const Settings &kept) {
                const std::lock_guard guard(mutex);
                saved.push_back(kept);
                return Result<>();
            },
            [this](Probe probe, const Settings &) {
                return probe == Probe::Redis ? ProbeAnswer{false, QStringLiteral("No answer. Connection refused.")}
                                             : ProbeAnswer{true, QStringLiteral("PostgreSQL 15.8, Docmost schema.")};
            },
            clock, readOnly};
        commands = std::make_unique<ConsoleCommands>(models, std::move(environment), settings);
        window = std::make_unique<MainWindow>(UiContext{models, commands->commands(), theme});
        window->show();
    }

    template <class T = QWidget>
    T *find(const char *name) {
        return window->findChild<T *>(QLatin1String(name));
    }
    void click(const char *name) {
        auto *widget = find(name);
        QVERIFY2(widget && widget->isEnabled(), name);
        QTest::mouseClick(widget, Qt::LeftButton);
    }
    /// Selects the first row of a table that shows `text` in some column.
    void select(const char *table, const QString &text) {
        auto *view = find<QTableView>(table);
        QVERIFY2(view, table);
        for (int row = 0; row < view->model()->rowCount(); ++row)
            for (int column = 0; column < view->model()->columnCount(); ++column)
                if (view->model()->index(row, column).data().toString().contains(text)) return view->selectRow(row);
        QFAIL(qPrintable(QStringLiteral("no row shows ") + text));
    }
    [[nodiscard]] std::size_t savedCount() {
        const std::lock_guard guard(mutex);
        return saved.size();
    }

    Theme &theme;
    FixedClock clock;
    FakeDesks desks{clock.now()};
    std::mutex mutex;
    std::vector<Settings> saved;  // guarded by mutex
    ConsoleModels models;
    std::unique_ptr<ConsoleCommands> commands;
    std::unique_ptr<MainWindow> window;
};

}  // namespace wikivault
