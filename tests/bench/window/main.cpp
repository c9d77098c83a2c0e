// Prints what the window takes: first picture, scrolling a thousand spaces, large conflicts, a page of ten megabytes.
#include "tests/ui/demo_world.h"
#include "tests/ui/large_page.h"
#include "ui/conflict_page.h"

#include <QElapsedTimer>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace wikivault;

namespace {

constexpr int kWaitMs = 60'000, kCheckMs = 10;

/// How long it took until something was so, and how long at most the window's thread was away meanwhile.
struct Span {
    double wallMs = 0, cpuMs = 0, awayMs = 0;
    bool came = false;
};

template <class Condition>
Span spanUntil(Condition condition) {
    Span span;
    QElapsedTimer all, round, check;
    const std::clock_t spent = std::clock();
    all.start();
    check.start();
    while (!span.came && all.elapsed() < kWaitMs) {
        round.start();
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 2);
        span.awayMs = std::max(span.awayMs, double(round.nsecsElapsed()) / 1e6);
        if (check.elapsed() < kCheckMs) continue;  // looking for widgets takes the worker's time
        check.restart();
        span.came = condition();
    }
    span.wallMs = double(all.nsecsElapsed()) / 1e6;
    span.cpuMs = double(std::clock() - spent) * 1e3 / CLOCKS_PER_SEC;
    return span;
}

void tell(const char *what, const Span &span) {
    if (span.came)
        std::printf("  %-44s %8.0f ms (%.0f ms on processors), the window's thread away %.0f ms at most\n", what,
                    span.wallMs, span.cpuMs, span.awayMs);
    else
        std::printf("  %-44s did not come within a minute\n", what);
    std::fflush(stdout);
}

void scroll(ConsoleWorld &world) {
    auto *table = world.find<QTableView>("spaceTable");
    std::vector<double> frames;
    for (int value = 0; value <= table->verticalScrollBar()->maximum() && frames.size() < 400;
         value += table->verticalScrollBar()->singleStep() * 3) {
        QElapsedTimer frame;
        frame.start();
        table->verticalScrollBar()->setValue(value);
        table->viewport()->repaint();
        QCoreApplication::processEvents();
        frames.push_back(double(frame.nsecsElapsed()) / 1e6);
    }
    std::sort(frames.begin(), frames.end());
    std::printf("  %-44s %zu frames: median %.1f ms, 99 of 100 within %.1f ms, longest %.1f ms\n",
                "scrolling 1000 spaces", frames.size(), frames[frames.size() / 2], frames[frames.size() * 99 / 100],
                frames.back());
}

void openReview(ConsoleWorld &world, const ConflictDetail &detail, const char *what) {
    world.window->openPage(MainWindow::PageName::Conflicts);
    world.commands->commands().review.refreshConflicts();
    (void)spanUntil([&] { return world.models.conflicts.rowOf(detail.summary.page) >= 0; });
    world.find<ConflictPage>("conflictPage")->openConflict(detail.summary.page);
    tell(what, spanUntil([&] {
             const auto &shown = world.models.conflicts.detail();
             return shown && shown->summary.page == detail.summary.page && world.showsReview();
         }));
    QTest::qWait(1500);
}

/// On the real engine: from the button to the page with every line laid out.
void previewLargePage(Theme &theme) {
    DemoWorld demo(theme);
    const DemoEdit &edit = demo.story.pendingInFile;
    test::writeFile(demo.vaultPath(edit), largePage(demo.vaultText(edit)));
    demo.open();
    const PlanModel &plan = demo.window.models.plan;
    const auto *texts = demo.window.window->findChild<CompareView *>(QStringLiteral("compareView"));
    demo.window.window->lookAt({edit.space});
    tell("10 MB page in 50 000 lines, previewed", spanUntil([&] { return plan.rowCount() == 1; }));
    tell("the same page, both sides in sight", spanUntil([&] { return texts->shownRows() > 50'000; }));
    tell("the same page, every line laid out", spanUntil([&] { return texts->isLaidOut(); }));
}

void compareLargePages(ConsoleWorld &world) {
    const SpaceId space("0190a1b2-0000-7000-8000-000000000001");
    world.desks.setPlan(planOfLargePage(space, world.clock.now()));
    world.window->lookAt({space});
    const auto *texts = world.find<CompareView>("compareView");
    tell("two of 50 000 lines, 500 of them different", spanUntil([&] { return texts->shownRows() > 500 * 8; }));
}

}  // namespace

int main(int argc, char **argv) {
    QElapsedTimer start;
    start.start();
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Theme theme(application);
    ConsoleWorld world(theme);
    world.desks.fill();
    world.desks.stress();
    const ConflictDetail few = largeConflict(1, 5000), many = largeConflict(2, 100);
    world.desks.addConflict(few);
    world.desks.addConflict(many);
    Settings settings = worldSettings();
    settings.enabled = false;
    const double before = double(start.nsecsElapsed()) / 1e6;
    start.restart();
    world.commands = std::make_unique<ConsoleCommands>(world.models, world.environment, settings);
    world.window = std::make_unique<MainWindow>(UiContext{world.models, world.commands->commands(), world.theme});
    world.window->resize(1280, 800);
    world.window->show();
    world.window->repaint();
    std::printf("  %-44s %8.0f ms (programs and fonts before it: %.0f ms)\n", "first picture of the window",
                double(start.nsecsElapsed()) / 1e6, before);
    tell("1000 spaces in the list", spanUntil([&] { return world.rowsOf("spaceTable") == 1000; }));
    scroll(world);
    openReview(world, few, "2 MB conflict, a few blocks to decide");
    openReview(world, many, "2 MB conflict, one block in a hundred");
    compareLargePages(world);
    world.window->hide();  // or what is asked of the next window would be found in this one
    previewLargePage(theme);
    return 0;
}
