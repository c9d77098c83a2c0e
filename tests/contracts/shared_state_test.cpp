#include "engine/adapters/sql/shared_state.h"
#include "tests/support/postgres_server.h"
#include "tests/support/process_tree.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>
#include <QTest>

#include <unistd.h>

#include <csignal>
#include <set>
#include <thread>

using namespace wikivault;
using namespace wikivault::test;
using namespace std::chrono_literals;

/// A team's journal whose server stands still: it answers nothing, and its kernel goes on answering for it.
class SharedStateTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        auto server = PostgresServer::start();
        if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
        VERIFY_DONE(server);
        m_server = std::move(*server);
    }
    void F072_aFrozenServerIsGivenUp_data() {
        QTest::addColumn<bool>("isWhole");
        QTest::newRow("our session alone, so another one does it") << false;
        QTest::newRow("the server as a whole") << true;
    }
    void F072_aFrozenServerIsGivenUp() {
        QFETCH(const bool, isWhole);
        constexpr int kMuchLongerMs = 25'000;
        const auto url = sql::parseDatabaseUrl(m_server->url("postgres"));
        VERIFY_DONE(url);
        const auto state = sql::makeSharedState(*url, 2s);
        const auto ask = [&] {
            return state->read([](sql::StateConnection &connection) { return connection.execute("select 1"); });
        };
        VERIFY_DONE(ask());
        const auto session =
            m_server->run("postgres", "select max(pid) from pg_stat_activity where application_name = 'wikivault'");
        VERIFY_DONE(session);
        std::set<pid_t> frozen{static_cast<pid_t>(std::stol(*session))};
        if (isWhole) frozen.insert(descendantsOf(::getpid(), "postgres").front());
        const auto tell = [&frozen](int signal) {
            for (const pid_t process : frozen)
                ::kill(process, signal);
        };
        tell(SIGSTOP);
        const std::jthread thaw([&](const std::stop_token &stop) {
            for (int ms = 0; ms < kMuchLongerMs && !stop.stop_requested(); ms += 50)
                std::this_thread::sleep_for(50ms);
            tell(SIGCONT);
        });
        QElapsedTimer waited;
        waited.start();
        const auto answer = ask();
        QVERIFY2(waited.elapsed() < kMuchLongerMs, qPrintable(QString::number(waited.elapsed())));
        QCOMPARE(answer.has_value(), !isWhole);
        if (isWhole) QCOMPARE(answer.error().code, ErrorCode::Unavailable);
    }

private:
    std::unique_ptr<PostgresServer> m_server;
};

QTEST_GUILESS_MAIN(SharedStateTest)
#include "shared_state_test.moc"
