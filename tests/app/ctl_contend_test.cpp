#include "engine/adapters/redis/lock_commands.h"
#include "tests/support/ctl_program.h"
#include "tests/support/other_process.h"
#include "tests/support/postgres_server.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>
#include <QTest>
#include <QUuid>

#include <poll.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <optional>
#include <random>
#include <thread>

using namespace wikivault;
using namespace wikivault::test;
using namespace std::chrono_literals;

namespace {

constexpr int kPatienceMs = 120'000;
constexpr std::chrono::milliseconds kPeerTtl = 3000ms;

bool isFull() {
    return qEnvironmentVariableIsSet("WIKIVAULT_FULL");
}

/// A host of its own: the built program runs all spaces again and again.
struct Console {
    Console(const TestWiki &wiki, const std::string &redis) : ctl(wiki, folder.path()) {
        for (const auto &[name, value] : std::map<const char *, std::string>{
                 {"REDIS_URL", redis}, {"WIKIVAULT_WRITER", "sql"}, {"WIKIVAULT_JOURNAL", "shared"}})
            ctl.set(name, value);
    }
    [[nodiscard]] std::string file(const SpaceId &space, const std::string &title) const {
        return ctl.vaults() + "/" + space.str() + "/" + title + ".md";
    }
    /// Begins the next run where the last one has ended, and counts what that did.
    void goOn() {
        if (run && run->state() != QProcess::NotRunning) return;
        take();
        run = ctl.start("sync --all --json");
    }
    void take() {
        if (!run) return;
        QVERIFY(run->state() == QProcess::NotRunning || run->waitForFinished(kPatienceMs));
        QVERIFY2(run->exitStatus() == QProcess::NormalExit && run->exitCode() <= 3,
                 run->readAllStandardError().constData());
        for (const QJsonValue space : QJsonDocument::fromJson(run->readAllStandardOutput()).array())
            turns[space[QLatin1String("spaceId")].toString().toStdString()] +=
                space[QLatin1String("ran")].toBool() ? 1 : 0;
        run.reset();
    }

    TempDir folder;
    CtlProgram ctl;
    std::unique_ptr<QProcess> run;
    std::map<std::string, int> turns;  ///< runs that went through, by space
};

/// One of the two spaces.
SpaceId spaceOf(const QStringList &arguments, std::mt19937 &random) {
    return SpaceId(arguments.at(4 + int(random() % 2)).toStdString());
}

/// A Node server as far as others can tell: a bare uuid in the lock, and changes in the wiki while it has it. Each
/// change notes itself. Arguments: who, Redis, database, two spaces; until its standard input closes.
int leadAsPeer(const QStringList &arguments) {
    const std::string who = arguments.at(1).toStdString();
    const auto address = redis::parseRedisUrl(arguments.at(2).toStdString());
    const auto url = sql::parseDatabaseUrl(arguments.at(3).toStdString() + "?application_name=peer");
    if (!url) qFatal("%s", url.error().detail.c_str());
    const auto session = sql::SqlSession::open({*url});
    if (!session) qFatal("%s", session.error().detail.c_str());
    std::mt19937 random(static_cast<unsigned>(std::stoi(who)));
    pollfd input{STDIN_FILENO, POLLIN, 0};
    for (int turn = 0; ::poll(&input, 1, int(50 + random() % 300)) == 0;) {
        auto client = redis::RedisClient::dial(*address, 2000ms);
        if (!client) continue;
        LockInfo lock;
        lock.space = spaceOf(arguments, random);
        lock.holder = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
        const auto granted = redis::setIfFree(*client, lock, kPeerTtl);
        if (!granted || !granted->text) continue;
        const std::string token = "led" + who + "x" + std::to_string(++turn) + "end";
        static_cast<void>((*session)->execute(
            "with written as (update pages set updated_at = clock_timestamp(), content = jsonb_set(content, "
            "'{content}', (content->'content') || ?::jsonb) where title = ? and space_id = ? returning title) insert "
            "into led select ?, title, ? from written",
            {R"([{"type":"paragraph","content":[{"type":"text","text":")" + token + R"("}]}])", "Peer " + who,
             lock.space, who, token}));
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 200));
        static_cast<void>(redis::deleteIfHeld(*client, lock.space, lock.holder));
    }
    return 0;
}

}  // namespace

/// Two consoles on hosts of their own, and two stand-ins for Node servers, processes all of them, contend for two
/// spaces of one wiki while things go wrong; then what they did is judged. A quarter of a minute, with WIKIVAULT_FULL=1
/// ten.
class CtlContendTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void F060_nobodyWritesUnderAnOldEpochAndNothingIsLost();

private:
    void prepare();
    void startPeers();
    void editFiles();
    void stopHolder(const SpaceId &space);
    void stopPeer();
    void disturb();
    void settle();
    void judgeEpochs();
    /// Each of the four, and the consoles in every space.
    [[nodiscard]] bool hadTurns() const;
    [[nodiscard]] std::vector<std::string> tokensOf(const std::string &title) const;
    [[nodiscard]] int turnsOf(int peer) const { return int(tokensOf("Peer " + std::to_string(peer)).size()); }
    [[nodiscard]] std::vector<SpaceId> spaces() const { return {m_wiki->general(), m_wiki->engineering()}; }
    [[nodiscard]] std::string nextToken() { return "token" + std::to_string(++m_tokens) + "end"; }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<TestWiki> m_wiki;
    std::vector<std::unique_ptr<Console>> m_consoles;
    std::vector<std::unique_ptr<OtherProcess>> m_peers;
    std::map<std::string, std::vector<std::string>> m_written;  ///< by files, by title
    int m_tokens = 0, m_stops = 0;
    std::mt19937 m_random{7};
};

void CtlContendTest::initTestCase() {
    NEED_DOCMOST(m_server);
    auto redis = RedisServer::start();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    VERIFY_DONE(redis);
    m_redis = std::move(*redis);
}

/// Every page belongs to one of the four, so that no two of them edit the same text.
void CtlContendTest::prepare() {
    auto wiki = TestWiki::postgres(*m_server, "docmost");
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    int number = 0;
    for (const SpaceId &space : spaces())
        for (const char *title : {"Console 0", "Console 1", "Peer 0", "Peer 1"})
            QCOMPARE(m_wiki->run(m_wiki->newPage(space, ++number, title, "alpha")), std::string());
    for (int i = 0; i < 2; ++i)
        m_consoles.push_back(std::make_unique<Console>(*m_wiki, m_redis->url()));
    const CtlRun installed =
        m_consoles[0]->ctl.run("journal install --yes", {{QStringLiteral("WIKIVAULT_JOURNAL"), {}}});
    QVERIFY2(installed.code == 0, installed.err.constData());
    // Who writes, and under which epoch. Its own rows are nobody's business, so the runs' user may add to them.
    QCOMPARE(
        m_wiki->run(
            "create table led (who text, title text, token text); create table begun (space uuid, epoch bigint, pid "
            "int); create function see_epoch() returns trigger "
            "language plpgsql as $$ begin insert into begun values (new.space::uuid, new.epoch, pg_backend_pid()); "
            "return new; end $$; create trigger see_epoch after insert or update on wikivault.epochs for each row "
            "execute function see_epoch(); create table seen_writes (seq serial primary key, space uuid, epoch bigint, "
            "pid int); "
            "create function see_write() returns trigger language plpgsql as $$ begin if "
            "current_setting('application_name') = 'wikivault' then insert into seen_writes (space, epoch, pid) select "
            "new.space_id, e.epoch, pg_backend_pid() from wikivault.epochs e where e.space = new.space_id::text; end "
            "if; return new; end $$; create trigger see_write after insert or update on pages for each row execute "
            "function see_write()"),
        std::string());
    for (const auto &console : m_consoles)
        QCOMPARE(console->ctl.run("sync --all").code, 0);
}

void CtlContendTest::startPeers() {
    for (const char *who : {"0", "1"}) {
        QStringList arguments{QStringLiteral("peer"), QString::fromLatin1(who), QString::fromStdString(m_redis->url()),
                              QString::fromStdString(m_wiki->url())};
        for (const SpaceId &space : spaces())
            arguments << QString::fromStdString(space.str());
        m_peers.push_back(std::make_unique<OtherProcess>(arguments));
    }
}

/// What that peer has written, by its own word.
std::vector<std::string> CtlContendTest::tokensOf(const std::string &title) const {
    const QString all = QString::fromStdString(
        m_wiki->run("select coalesce(string_agg(token, ' '), '') from led where title = '" + title + "'"));
    std::vector<std::string> tokens;
    for (const QString &token : all.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        tokens.push_back(token.toStdString());
    return tokens;
}

void CtlContendTest::editFiles() {
    const std::size_t one = m_random() % 2;
    const std::string title = "Console " + std::to_string(one);
    const std::string file = m_consoles[one]->file(spaces()[m_random() % 2], title);
    const std::string token = nextToken();
    writeFile(file + ".new", readFile(file) + "\n" + token + "\n");
    std::filesystem::rename(file + ".new", file);
    m_written[title].push_back(token);
}

/// A console that has just begun; it comes back to a lock that others took.
void CtlContendTest::stopHolder(const SpaceId &space) {
    std::optional<HolderRecord> holder;
    for (int tries = 0; tries < 100 && !holder; ++tries)
        holder = parseHolder(m_redis->run({"GET", redis::holderKey(space)}));
    if (!holder || !holder->info.pid) return;
    QTest::qWait(int(m_random() % 40));
    const auto process = pid_t(*holder->info.pid);
    const auto isOurs = [process](const auto &console) { return console->run && console->run->processId() == process; };
    if (std::none_of(m_consoles.begin(), m_consoles.end(), isOurs)) return;
    ::kill(process, SIGSTOP);
    m_redis->run({"DEL", redis::lockKey(space)});
    for (int ms = 0; ms < 1500; ms += 100) {  // the other one has its turns meanwhile
        for (const auto &console : m_consoles)
            if (!isOurs(console)) console->goOn();
        QTest::qWait(100);
    }
    ::kill(process, SIGCONT);
}

/// Maybe with the lock, and for longer than that lasts: it goes on as if it still led.
void CtlContendTest::stopPeer() {
    OtherProcess &peer = *m_peers[m_random() % m_peers.size()];
    peer.send(SIGSTOP);
    ++m_stops;
    for (int ms = 0, until = int(m_random() % (2 * kPeerTtl.count())); ms < until; ms += 100) {
        for (const auto &console : m_consoles)
            console->goOn();
        QTest::qWait(100);
    }
    peer.send(SIGCONT);
}

void CtlContendTest::disturb() {
    const SpaceId space = spaces()[m_random() % 2];
    const std::string key = redis::lockKey(space);
    switch (m_random() % 11) {
        case 0: m_redis->run({"FLUSHALL"}); return;
        case 1:
        case 2: m_redis->run({"DEL", key}); return;
        case 3: m_redis->run({"CLIENT", "PAUSE", std::to_string(200 + m_random() % 1500)}); return;
        case 4:
        case 5:
        case 6: return stopHolder(space);
        case 7: return stopPeer();
        default: return;
    }
}

/// Once nobody disturbs them, both come to the same, and to nothing to do.
void CtlContendTest::settle() {
    m_redis->run({"FLUSHALL"});
    int quiet = 0;
    for (int round = 0; round < 20 && quiet < 4; ++round) {
        const CtlRun run = m_consoles[std::size_t(round % 2)]->ctl.run("sync --all --json");
        QVERIFY2(run.code == 0, run.err.constData());
        bool isQuiet = true;
        for (const QJsonValue space : run.array())
            isQuiet = isQuiet && space[QLatin1String("items")].toArray().isEmpty();
        quiet = isQuiet ? quiet + 1 : 0;
    }
    QCOMPARE(quiet, 4);
    for (const char *title : {"Peer 0", "Peer 1"})
        m_written[title] = tokensOf(title);
    for (const auto &[title, tokens] : m_written) {
        const std::string stored =
            m_wiki->run("select string_agg(content::text, ' ') from pages where title = '" + title + "'");
        for (const std::string &token : tokens) {
            QVERIFY2(has(stored, token), (token + " of " + title + " is not in the wiki").c_str());
            for (const auto &console : m_consoles) {
                const std::string files = readFile(console->file(m_wiki->general(), title)) +
                                          readFile(console->file(m_wiki->engineering(), title));
                QVERIFY2(has(files, token), (token + " of " + title + " is in no file").c_str());
            }
        }
    }
}

/// Whoever writes began the epoch that counts, over the same connection, and none comes back to an older one.
void CtlContendTest::judgeEpochs() {
    QCOMPARE(m_wiki->run("select count(*) from seen_writes w where not exists (select 1 from begun b where b.space = "
                         "w.space and b.epoch = w.epoch and b.pid = w.pid)"),
             std::string("0"));
    QCOMPARE(m_wiki->run("select count(*) from (select epoch < lag(epoch) over (partition by space order by seq) as "
                         "isold from seen_writes) w where isold"),
             std::string("0"));
    const int writes = std::stoi(m_wiki->run("select count(*) from seen_writes"));
    const int epochs = std::stoi(m_wiki->run("select count(*) from (select distinct space, epoch from seen_writes) e"));
    qInfo("%d writes under %d epochs; the peers led %d and %d times and were stopped %d times", writes, epochs,
          turnsOf(0), turnsOf(1), m_stops);
    for (const auto &console : m_consoles)
        for (const SpaceId &space : spaces())
            qInfo("a console had %d turns of a space", console->turns[space.str()]);
    QVERIFY(hadTurns());
    QVERIFY(writes > 4 && epochs > 2);
}

bool CtlContendTest::hadTurns() const {
    const auto hadBoth = [this](const std::unique_ptr<Console> &console) {
        const std::vector<SpaceId> all = spaces();
        return std::all_of(all.begin(), all.end(), [&](const SpaceId &space) {
            const auto found = console->turns.find(space.str());
            return found != console->turns.end() && found->second > 0;
        });
    };
    return turnsOf(0) > 0 && turnsOf(1) > 0 && std::all_of(m_consoles.begin(), m_consoles.end(), hadBoth);
}

void CtlContendTest::F060_nobodyWritesUnderAnOldEpochAndNothingIsLost() {
    prepare();
    if (QTest::currentTestFailed()) return;
    startPeers();
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < (isFull() ? 600'000 : 15'000) ||
           ((!hadTurns() || m_stops == 0) && clock.elapsed() < kPatienceMs)) {
        for (const auto &console : m_consoles)
            console->goOn();
        editFiles();
        disturb();
        QTest::qWait(int(50 + m_random() % 250));
    }
    for (const auto &console : m_consoles)
        console->take();
    for (const auto &peer : m_peers)
        peer->finish();
    settle();
    if (!QTest::currentTestFailed()) judgeEpochs();
}

int main(int argc, char **argv) {
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.value(0) == QStringLiteral("peer")) return leadAsPeer(arguments);
    CtlContendTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "ctl_contend_test.moc"
