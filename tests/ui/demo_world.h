#pragma once

#include "app/common/demo_story.h"
#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/console_world.h"

#include <QFileDialog>
#include <QSqlDatabase>
#include <QSqlQuery>

namespace wikivault {

constexpr int kRunMs = 30000;

/// The window on the real engine: the demo wiki (SQLite) and real git.
class DemoWorld {
public:
    explicit DemoWorld(Theme &theme) : window(theme, &clock) {
        const auto made = createDemo(folder / "demo");
        if (!made) qFatal("%s", made.error().detail.c_str());
        demo = *made;
        if (const auto told = prepareDemoStory(demo); !told) qFatal("%s", told.error().detail.c_str());
        window.useEngine();
    }

    [[nodiscard]] Settings settings() const {
        Settings settings = worldSettings();
        settings.databaseUrl = demo.databaseUrl;
        settings.redisUrl.clear();
        settings.dataDir = demo.dataDir;
        settings.serviceUserId = demo.serviceUserId;
        return settings;
    }
    void open(const Settings &settings) {
        window.open(settings);
        QTRY_COMPARE_WITH_TIMEOUT(window.rowsOf("spaceTable"), 3, kRunMs);
    }
    void open() { open(settings()); }
    /// Presses Run and waits for its end.
    void runShown() {
        window.find<MessageBar>("messageBar")->dismiss();
        QVERIFY(window.press(window.isShown("bulkBar") ? "bulkRunButton" : "runButton"));
        QVERIFY(window.press("confirmRunButton"));
        QTRY_VERIFY2_WITH_TIMEOUT(window.isShown("noticeShowButton"), qPrintable(window.message()), kRunMs);
    }
    void preview(const SpaceId &space, int rows) {
        window.window->openPage(MainWindow::PageName::Spaces);
        QVERIFY(window.select("spaceTable", name(space)));
        QVERIFY(window.press("previewButton"));
        QTRY_COMPARE_WITH_TIMEOUT(window.rowsOf("planTable"), rows, kRunMs);
    }
    /// Applies what is shown and waits for its end.
    void applyShown() {
        window.find<MessageBar>("messageBar")->dismiss();
        QVERIFY(window.press("applyButton"));
        QVERIFY(window.press(window.isShown("confirmDialog") ? "verbButton" : "confirmApplyButton"));
        QTRY_VERIFY2_WITH_TIMEOUT(window.isShown("noticeShowButton"), qPrintable(window.message()), kRunMs);
    }
    /// Answers the file dialog of that name.
    void chooseFile(const char *dialog, const std::string &path) {
        QTRY_VERIFY(window.find<QFileDialog>(dialog));
        auto *chooser = window.find<QFileDialog>(dialog);
        chooser->selectFile(QString::fromStdString(path));
        QMetaObject::invokeMethod(chooser, "accept");
    }
    [[nodiscard]] test::CtlRun ctl(const QStringList &arguments) const {
        test::CtlProgram program(folder.path());
        program.set("DATABASE_URL", demo.databaseUrl);
        program.set("GIT_SYNC_DATA_DIR", demo.dataDir);
        program.set("GIT_SYNC_ENABLED", "true");
        program.set("GIT_SYNC_SERVICE_USER_ID", demo.serviceUserId);
        return program.run(arguments);
    }

    [[nodiscard]] std::string wikiText(const DemoEdit &edit) const {
        const QString name = QStringLiteral("demo-test");
        QString text;
        {
            QSqlDatabase wiki = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
            wiki.setDatabaseName(QString::fromStdString(demo.databaseUrl.substr(std::string("sqlite://").size())));
            if (!wiki.open()) return "the wiki cannot be opened";
            QSqlQuery query =
                wiki.exec(QStringLiteral("select content from pages where deleted_at is null and id = '") +
                          QString::fromStdString(edit.page.str()) + QLatin1Char('\''));
            if (query.next()) text = query.value(0).toString();
        }
        QSqlDatabase::removeDatabase(name);
        return text.toStdString();
    }
    /// Path of the page's file: whichever carries its id.
    [[nodiscard]] std::string vaultPath(const DemoEdit &edit) const {
        for (const auto &[path, state] : test::filesOf(vault(edit.space)))
            if (state.contents.find(edit.page.str()) != std::string::npos && path.ends_with(".md"))
                return vault(edit.space) + "/" + path;
        return {};
    }
    [[nodiscard]] std::string vaultText(const DemoEdit &edit) const { return test::readFile(vaultPath(edit)); }
    [[nodiscard]] std::string vault(const SpaceId &space) const { return demo.dataDir + "/" + space.str(); }
    [[nodiscard]] QString name(const SpaceId &space) const { return window.models.spaces.nameOf(space); }

    WallClock clock;
    test::TempDir folder;
    DemoWorkspace demo;
    DemoStory story = demoStory();
    ConsoleWorld window;
};

inline bool contains(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

}  // namespace wikivault
