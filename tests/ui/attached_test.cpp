#include "app/common/control_socket.h"
#include "tests/fakes/world_ids.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/pictures.h"

using namespace wikivault;
using namespace std::chrono_literals;

namespace {

/// A `serve` that does nothing but talk.
struct TalkingServe {
    explicit TalkingServe(const std::string &file)
        : path(file),
          server(
              [this](const QJsonObject &request, const ControlServer::Reply &reply) { answer(request, reply); },
              [] {
                  return QJsonObject{{QStringLiteral("pid"), 4121}, {QStringLiteral("mode"), QStringLiteral("driver")}};
              }) {
        if (const auto listens = server.listen(path); !listens) qFatal("%s", listens.error().detail.c_str());
    }
    void answer(const QJsonObject &request, const ControlServer::Reply &reply) {
        asked << request;
        reply(refusal.isEmpty() ? QJsonObject{{QStringLiteral("wasRunning"), false}}
                                : QJsonObject{{QStringLiteral("error"), refusal}, {QStringLiteral("refused"), true}});
    }
    void tell(const char *event, const SpaceId &space, QJsonObject more = {}) {
        more.insert(QStringLiteral("event"), QLatin1String(event));
        more.insert(QStringLiteral("spaceId"), QString::fromStdString(space.str()));
        server.publish(more);
    }

    const std::string path;
    QList<QJsonObject> asked;
    QString refusal;
    ControlServer server;
};

}  // namespace

/// The window beside what talks as a `serve` of its data directory does.
class AttachedTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init();
    void cleanup();
    void cleanupTestCase() { m_theme.reset(); }
    void itAsksTheWikiNothingByItself();
    void runsAreDrawnStoppedAndGoWithTheServe();
    void whatTheServeRefusesIsSaid();
    void anOrderWaitsForTheRunOfTheServe();
    void itIsDrawn_data() { Pictures::addRows(); }
    void itIsDrawn();

private:
    void openFake(Language language = Language::English);
    [[nodiscard]] QString mode() { return m_world->textOf("modeLabel"); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<test::TempDir> m_data;
    std::unique_ptr<TalkingServe> m_talking;
    std::unique_ptr<ConsoleWorld> m_world;
    Pictures m_pictures;
};

void AttachedTest::init() {
    m_pictures.begin();
    m_data = std::make_unique<test::TempDir>();
}

void AttachedTest::cleanup() {
    m_world.reset();
    m_talking.reset();
    m_pictures.end();
}

void AttachedTest::openFake(Language language) {
    m_talking = std::make_unique<TalkingServe>(m_data->path() + "/serve.sock");
    m_world = std::make_unique<ConsoleWorld>(*m_theme, nullptr, language);
    m_world->environment.isDrivenElsewhere = [](const Settings &) { return true; };
    m_world->environment.serveSocket = [path = m_talking->path](const Settings &) { return path; };
    m_world->openFilled();
    QTRY_VERIFY(mode().contains(QStringLiteral("4121")));
}

void AttachedTest::itAsksTheWikiNothingByItself() {
    openFake();
    QTRY_VERIFY(m_world->models.spaces.load().phase == Load::Phase::Ready);
    QTest::qWait(500);  // what was asked at the start
    const int before = m_world->desks.looks();
    for (int seconds = 0; seconds < 60; seconds += 20) {
        m_world->clock.pass(20s);
        QTest::qWait(1200);  // a tick of the window
    }
    QCOMPARE(m_world->desks.looks(), before);
    m_talking->tell("space", worldSpace(1));
    QTRY_VERIFY(m_world->desks.looks() > before);
}

void AttachedTest::runsAreDrawnStoppedAndGoWithTheServe() {
    openFake();
    m_talking->tell("started", worldSpace(2), {{QStringLiteral("trigger"), QStringLiteral("poll")}});
    m_talking->tell("progress", worldSpace(2),
                    {{QStringLiteral("phase"), QStringLiteral("reading the wiki")},
                     {QStringLiteral("done"), 3},
                     {QStringLiteral("total"), 10}});
    QTRY_VERIFY(m_world->models.state.isRunning(worldSpace(2)));
    QTRY_COMPARE(m_world->models.state.runs().front().at.done, 3);
    QVERIFY(m_world->press("stopButton"));
    QTRY_COMPARE(m_talking->asked.size(), 1);
    QCOMPARE(m_talking->asked.front()[QStringLiteral("cmd")].toString(), QStringLiteral("stop"));
    m_talking->tell("finished", worldSpace(2), {{QStringLiteral("ran"), true}});
    QTRY_VERIFY(!m_world->models.state.isRunning(worldSpace(2)));
    m_talking->tell("started", worldSpace(3), {{QStringLiteral("trigger"), QStringLiteral("poll")}});
    QTRY_VERIFY(m_world->models.state.isRunning(worldSpace(3)));
    m_talking.reset();
    QTRY_VERIFY(!m_world->models.state.isRunning(worldSpace(3)));
    QVERIFY(!m_world->models.state.serve());
}

void AttachedTest::whatTheServeRefusesIsSaid() {
    openFake();
    m_talking->refusal = QStringLiteral("Space sales is not enabled.");
    m_world->commands->run({{worldSpace(1)}, {}});
    QTRY_VERIFY2(m_world->message().contains(QStringLiteral("was not run. Space sales is not enabled.")),
                 qPrintable(m_world->message()));
    QCOMPARE(m_world->desks.runsOf(worldSpace(1)), 0);
    m_talking.reset();  // and before the window knows:
    m_world->commands->run({{worldSpace(1)}, {}});
    QTRY_COMPARE(m_world->desks.runsOf(worldSpace(1)), 1);
}

/// A plan and an exchange with a remote are the console's own, so they come after what the `serve` does there.
void AttachedTest::anOrderWaitsForTheRunOfTheServe() {
    openFake();
    const auto order = [this](const SpaceId &space) {
        PlanOrder one;
        one.plan.space = space;
        m_world->commands->commands().plans.apply({one}, {});
    };
    for (const bool isFinished : {true, false}) {
        const SpaceId space = worldSpace(isFinished ? 2 : 3);
        const int before = m_world->desks.runsOf(space);
        m_talking->tell("started", space, {{QStringLiteral("trigger"), QStringLiteral("poll")}});
        QTRY_VERIFY(m_world->models.state.isRunning(space));
        order(space);
        QTRY_VERIFY2(m_world->message().contains(QStringLiteral("follows when it is done")),
                     qPrintable(m_world->message()));
        QCOMPARE(m_world->desks.runsOf(space), before);
        if (isFinished)
            m_talking->tell("finished", space, {{QStringLiteral("ran"), true}});
        else
            m_talking.reset();  // it goes, and its run with it
        QTRY_COMPARE(m_world->desks.runsOf(space), before + 1);
    }
}

void AttachedTest::itIsDrawn() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    m_theme->setChoice(ThemeChoice(theme));
    openFake(Pictures::languageOfRow(tag));
    m_world->window->resize(size);
    m_talking->tell("started", worldSpace(2), {{QStringLiteral("trigger"), QStringLiteral("poll")}});
    QTRY_VERIFY(m_world->models.state.isRunning(worldSpace(2)));
    m_pictures.keep(*m_world->window, QStringLiteral("attached-%1").arg(tag));
    QTRY_VERIFY(m_world->models.schedule.isDrivenElsewhere());
    m_world->window->openPage(MainWindow::PageName::Schedule);
    m_pictures.keep(*m_world->window, QStringLiteral("attached-schedule-%1").arg(tag));
}

QTEST_MAIN(AttachedTest)
#include "attached_test.moc"
