#include "engine/adapters/redis/lock_commands.h"
#include "engine/adapters/redis/redis_lock.h"
#include "engine/adapters/sql/sqlite_file.h"
#include "engine/adapters/system/system.h"
#include "tests/support/other_process.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>
#include <QUuid>

#include <poll.h>
#include <spdlog/spdlog.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <set>

using namespace wikivault;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kTtl = 3000ms;
/// A lease that nobody confirms ends after so long.
constexpr milliseconds kOverdue = kTtl * 2 / 3;

std::vector<SpaceId> spaces() {
    return {SpaceId("11111111-1111-4111-8111-111111111111"), SpaceId("22222222-2222-4222-8222-222222222222"),
            SpaceId("33333333-3333-4333-8333-333333333333")};
}

/// What everybody writes to: it takes a write of the newest epoch only, and notes every one that came. Times are
/// milliseconds since boot, one clock for all processes.
class Store {
public:
    explicit Store(const std::string &path) : m_file(must(sql::SqliteFile::open(path))) {
        must(m_file.script("pragma busy_timeout = 60000;"));
    }
    void create() {
        must(
            m_file.script("create table fence (space text primary key, epoch integer not null);"
                          "create table turns (space text, epoch integer, who text, asked integer, began integer);"
                          "create table writes (seq integer primary key autoincrement, space text, epoch integer, "
                          "looked integer, stored integer);"));
        for (const SpaceId &space : spaces())
            must(m_file.execute("insert into fence values (?, 0)", {space}));
    }
    std::int64_t beginTurn(const SpaceId &space, const std::string &who, milliseconds asked, milliseconds began) {
        std::int64_t epoch = 0;
        must(m_file.query("update fence set epoch = epoch + 1 where space = ? returning epoch", {space},
                          [&epoch](const sql::Row &row) { epoch = row.number(0); }));
        must(m_file.execute("insert into turns values (?, ?, ?, ?, ?)",
                            {space, epoch, who, std::int64_t(asked.count()), std::int64_t(began.count())}));
        return epoch;
    }
    void write(const SpaceId &space, std::int64_t epoch, milliseconds looked) {
        must(
            m_file.execute("insert into writes (space, epoch, looked, stored) select ?1, ?2, ?3, epoch = ?2 from fence "
                           "where space = ?1",
                           {space, epoch, std::int64_t(looked.count())}));
    }
    sql::SqliteFile &file() { return m_file; }

private:
    template <class T>
    static T must(Result<T> result) {
        if (!result) qFatal("the store: %s", result.error().detail.c_str());
        return std::move(*result);
    }
    static void must(const Result<> &result) {
        if (!result) qFatal("the store: %s", result.error().detail.c_str());
    }

    sql::SqliteFile m_file;
};

/// Waits; true once the parent wants the end.
bool isOver(int waitMs) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    return poll(&input, 1, waitMs) > 0;
}

/// Leads one space after the other until told to end. `lead` leads until `write` says that it is enough.
struct Contender {
    std::string name;
    Store &store;
    const Clock &clock;

    void contend(const std::function<void(const SpaceId &)> &lead) const {
        std::mt19937 random(static_cast<unsigned>(std::hash<std::string>{}(name)));
        while (!isOver(static_cast<int>(20 + random() % 60)))
            lead(spaces()[random() % spaces().size()]);
    }
};

int leadAsEngine(const Contender &self, const std::string &url) {
    redis::RedisLockRequest request;
    request.url = url;
    request.self = system::describeProcess("serve");
    request.ttl = kTtl;
    request.timeout = 2000ms;
    request.isAlive = &system::isAlive;
    const auto lock = redis::makeRedisLock(request, self.clock);
    self.contend([&](const SpaceId &space) {
        const milliseconds asked = self.clock.sinceBoot();
        const auto lease = lock->tryAcquire(space, RunId("1"));
        if (!lease || !*lease) return;
        const milliseconds began = self.clock.sinceBoot();
        (*lease)->progress("beginning");
        if ((*lease)->lost().stop_requested()) return;
        const auto epoch = self.store.beginTurn(space, self.name, asked, began);
        for (int i = 0; i < 12 && !isOver(30); ++i) {
            const milliseconds looked = self.clock.sinceBoot();
            (*lease)->progress("writing");
            if ((*lease)->lost().stop_requested()) return;
            self.store.write(space, epoch, looked);
        }
    });
    return 0;
}

/// The Node server: a bare uuid, renewed now and then, no clock of its own.
int leadAsNodeServer(const Contender &self, const std::string &url) {
    const auto address = redis::parseRedisUrl(url);
    self.contend([&](const SpaceId &space) {
        const milliseconds asked = self.clock.sinceBoot();
        auto client = redis::RedisClient::dial(*address, 2000ms);
        if (!client) return;
        HolderRecord record;
        record.info.space = space;
        record.info.holder = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
        const auto granted = redis::setIfFree(*client, record.info, kTtl);
        if (!granted || !granted->text) return;
        const milliseconds began = self.clock.sinceBoot();
        const auto isOurs = [&] {
            const auto now = redis::valueOf(*client, space);
            return now && now->text == record.info.holder;
        };
        if (!isOurs()) return;
        const auto epoch = self.store.beginTurn(space, self.name, asked, began);
        for (int i = 0; i < 12 && !isOver(30); ++i) {
            if (!isOurs()) return;
            self.store.write(space, epoch, self.clock.sinceBoot());
        }
        (void)redis::deleteIfHeld(*client, space, record.info.holder);
    });
    return 0;
}

struct Turn {
    std::int64_t epoch = 0;
    std::string who;
    /// It surely led at `began`: the lock was granted before, and was still its own later. Who is stopped in between
    /// comes back to a lock that ran out.
    milliseconds asked{0}, began{0};
};
struct Robbery {
    milliseconds from, to;  ///< a lock may have been taken from its holder
};

}  // namespace

/// Four processes, two with our lease and two as Node servers have it, contend for three spaces while things go wrong;
/// then what they did is judged. A minute, with WIKIVAULT_FULL=1 ten.
class LeaseRigTest : public QObject {
    Q_OBJECT

private slots:
    void nobodyWritesUnderAnOldEpoch();

private:
    using Contenders = std::vector<std::unique_ptr<test::OtherProcess>>;
    void disturb(Contenders &contenders);
    void rob(const std::function<void()> &how);
    void judgeStore();
    void judgeLeases();
    void judgeTurns();
    [[nodiscard]] std::string whatHappened(const Turn &turn, const Turn &other, milliseconds late) const;

    std::unique_ptr<Clock> m_clock = system::makeClock();
    std::unique_ptr<test::RedisServer> m_redis;
    std::unique_ptr<Store> m_store;
    std::vector<Robbery> m_robberies;
    std::map<std::string, std::vector<Turn>> m_turns;  ///< by space
    std::mt19937 m_random{5};
};

void LeaseRigTest::nobodyWritesUnderAnOldEpoch() {
    auto server = test::RedisServer::start();
    if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
    VERIFY_DONE(server);
    m_redis = std::move(*server);
    const test::TempDir folder;
    m_store = std::make_unique<Store>(folder.path() + "/store.db");
    m_store->create();
    Contenders contenders;
    for (const char *name : {"engine-1", "engine-2", "node-1", "node-2"})
        contenders.push_back(std::make_unique<test::OtherProcess>(
            QStringList{QStringLiteral("--contend"), QString::fromLatin1(name), QString::fromStdString(m_redis->url()),
                        QString::fromStdString(folder.path() + "/store.db")}));
    const milliseconds end = m_clock->sinceBoot() + (std::getenv("WIKIVAULT_FULL") ? 600s : 60s);
    while (m_clock->sinceBoot() < end)
        disturb(contenders);
    for (const auto &contender : contenders)
        contender->finish();
    judgeTurns();
    judgeStore();
    judgeLeases();
}

void LeaseRigTest::rob(const std::function<void()> &how) {
    const milliseconds from = m_clock->sinceBoot();
    how();
    m_robberies.push_back({from, m_clock->sinceBoot()});
}

void LeaseRigTest::disturb(Contenders &contenders) {
    QTest::qWait(int(200 + m_random() % 800));
    const auto space = spaces()[m_random() % spaces().size()];
    test::OtherProcess &victim = *contenders[m_random() % contenders.size()];
    switch (m_random() % 12) {
        case 0: return rob([&] { m_redis->run({"FLUSHALL"}); });
        case 1:
            return rob([&] {
                m_redis->stop();
                VERIFY_DONE(m_redis->launch());
            });
        case 2:
        case 3:
        case 4: return rob([&] { m_redis->run({"DEL", redis::lockKey(space)}); });
        case 5:
        case 6: m_redis->run({"CLIENT", "PAUSE", std::to_string(500 + m_random() % 2000)}); return;
        default:
            victim.send(SIGSTOP);
            QTest::qWait(int(m_random() % (2 * kTtl.count())));
            victim.send(SIGCONT);
    }
}

/// Everybody had a turn, and so had every space; a turn has an epoch of its own.
void LeaseRigTest::judgeTurns() {
    std::map<std::string, int> byWho;
    std::set<std::pair<std::string, std::int64_t>> epochs;
    VERIFY_DONE(
        m_store->file().query("select space, epoch, who, asked, began from turns", {}, [&](const sql::Row &row) {
            const Turn turn{row.number(1), row.text(2), milliseconds(row.number(3)), milliseconds(row.number(4))};
            m_turns[row.text(0)].push_back(turn);
            ++byWho[turn.who];
            QVERIFY(epochs.emplace(row.text(0), turn.epoch).second);
        }));
    QCOMPARE(m_turns.size(), spaces().size());
    QCOMPARE(byWho.size(), std::size_t(4));
    for (const auto &[who, count] : byWho)
        qInfo("%s led %d times", who.c_str(), count);
}

/// In the order of the store no epoch follows a newer one.
void LeaseRigTest::judgeStore() {
    std::map<std::string, std::int64_t> newest;
    int stored = 0, refused = 0;
    VERIFY_DONE(
        m_store->file().query("select space, epoch, stored from writes order by seq", {}, [&](const sql::Row &row) {
            ++(row.number(2) == 1 ? stored : refused);
            if (row.number(2) != 1) return;
            std::int64_t &known = newest[row.text(0)];
            QVERIFY(row.number(1) >= known);
            known = row.number(1);
        }));
    QVERIFY(stored > 0);
    qInfo("%d writes stored, %d refused for their old epoch, %zu robberies", stored, refused, m_robberies.size());
}

/// Times from when the turn was asked for.
std::string LeaseRigTest::whatHappened(const Turn &turn, const Turn &other, milliseconds late) const {
    const auto at = [&](milliseconds time) { return std::to_string((time - turn.asked).count()) + " ms"; };
    std::string text = turn.who + ", leading from " + at(turn.began) + ", wrote " + std::to_string(late.count()) +
                       " ms after its lease had to end for " + other.who + ", which asked at " + at(other.asked) +
                       " and led from " + at(other.began) + "; robberies:";
    for (const Robbery &robbery : m_robberies)
        if (robbery.to > turn.asked - 10s && robbery.from < other.began + 1s)
            text += " " + at(robbery.from) + " to " + at(robbery.to);
    return text;
}

/// Our lease lets nothing pass once another leads. Only where the lock was taken from it behind its back may it take as
/// long to notice as a lease lasts that nobody confirms.
void LeaseRigTest::judgeLeases() {
    int judged = 0;
    VERIFY_DONE(m_store->file().query(
        "select w.space, w.epoch, w.looked, t.asked, t.began, t.who from writes w join turns t on t.space = w.space "
        "and t.epoch = w.epoch where t.who like 'engine%'",
        {}, [&](const sql::Row &row) {
            const milliseconds looked(row.number(2)), asked(row.number(3)), began(row.number(4));
            ++judged;
            for (const Turn &other : m_turns[row.text(0)]) {
                if (other.began <= began || other.epoch == row.number(1)) continue;
                const bool robbed = std::any_of(m_robberies.begin(), m_robberies.end(), [&](const Robbery &robbery) {
                    return robbery.to >= asked && robbery.from <= other.began;
                });
                const milliseconds limit = other.began + (robbed ? kOverdue : 0ms);
                const Turn turn{row.number(1), row.text(5), asked, began};
                QVERIFY2(looked <= limit, whatHappened(turn, other, looked - limit).c_str());
            }
        }));
    QVERIFY(judged > 0);
}

int main(int argc, char **argv) {
    std::signal(SIGPIPE, SIG_IGN);
    if (argc == 5 && std::string(argv[1]) == "--contend") {
        spdlog::set_level(spdlog::level::off);  // what goes wrong here is wanted
        Store store(argv[4]);
        const auto clock = system::makeClock();
        const Contender self{argv[2], store, *clock};
        return self.name.starts_with("engine") ? leadAsEngine(self, argv[3]) : leadAsNodeServer(self, argv[3]);
    }
    QCoreApplication application(argc, argv);
    LeaseRigTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "lease_rig_test.moc"
