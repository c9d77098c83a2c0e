#include "engine/adapters/sql/sql_session.h"
#include "tests/support/ctl_program.h"
#include "tests/support/redis_server.h"
#include "tests/support/ssh_git_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>
#include <QTest>

#include <fcntl.h>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <thread>
#include <utility>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr int kPages = 6, kBreathMs = 100, kPauseMs = 200, kPatienceMs = 120'000, kTurnMs = 3'000;

/// Every writer has a paragraph of its own in each page, and something stands between them.
const std::string kBody =
    "wiki:\n\nbetween wiki and one\n\none:\n\nbetween one and two\n\ntwo:\n\nbetween two and person\n\nperson:";

std::string documentOf(const std::string &body) {
    std::string json;
    std::istringstream lines(body);
    for (std::string line; std::getline(lines, line);)
        if (!line.empty())
            json += (json.empty() ? "" : ",") +
                    (R"({"type":"paragraph","content":[{"type":"text","text":")" + line + R"("}]})");
    return R"({"type":"doc","content":[)" + json + "]}";
}

std::string withWord(std::string text, const std::string &paragraph, const std::string &word) {
    const std::size_t at = text.find(paragraph);
    return at == std::string::npos ? std::string() : text.insert(at + paragraph.size(), " " + word);
}

using Words = std::map<std::string, int>;  ///< how often each is there

void countWords(const std::string &text, Words &words) {
    for (std::size_t at = text.find("tok-"); at != std::string::npos; at = text.find("tok-", at + 1))
        ++words[text.substr(at, text.find_first_not_of("0123456789", at + 4) - at)];
}

/// What stands in the page files of a folder; a file in which nothing is owed may be anything.
Words wordsBelow(const std::string &directory) {
    Words words;
    for (const auto &[path, file] : filesOf(directory))
        if (path.ends_with(".md")) countWords(file.contents, words);
    return words;
}

/// Words nobody wrote before, and titles, of one writer.
class Ledger {
public:
    explicit Ledger(int first) : m_last(first), m_random(static_cast<unsigned>(first)) {}
    std::string newWord() {
        const std::string word = "tok-" + std::to_string(++m_last);
        m_owed.insert(word);
        return word;
    }
    std::string newTitle() { return ++m_pages, "Title " + std::to_string(++m_last); }
    void disown(const std::string &word) { m_owed.erase(word); }
    unsigned roll(unsigned sides) { return static_cast<unsigned>(m_random() % sides); }
    std::string somePage() { return "Page " + std::to_string(roll(kPages)); }
    [[nodiscard]] const std::set<std::string> &owed() const { return m_owed; }
    [[nodiscard]] int pages() const { return m_pages; }

private:
    int m_last, m_pages = 0;
    std::mt19937 m_random;
    std::set<std::string> m_owed;
};

/// Somebody with a clone, who edits, pulls and pushes until the server takes it.
class Person {
public:
    Person(const SshGitServer &ssh, std::string knownHosts, std::string clone)
        : m_clone(std::move(clone)),
          m_ssh("core.sshCommand=ssh -i " + ssh.clientKey() +
                " -oIdentitiesOnly=yes -oUserKnownHostsFile=" + knownHosts) {}

    void clone(const std::string &url, const std::string &folder) const { git({"clone", "-q", url, m_clone}, folder); }
    void act() {
        for (unsigned edits = 2 + ledger.roll(4); edits > 0; --edits)
            ledger.roll(8) == 0 ? addFile() : editFile();
        exchange();
    }
    void exchange() {
        constexpr int kTries = 8;
        for (int tries = 0; tries < kTries; ++tries) {
            git({"fetch", "-q", "origin"}, m_clone);
            if (tryGit({"merge", "-q", "-m", "pulled", "origin/main"}, m_clone).code != 0) {
                ++clashes;
                return git({"merge", "--abort"}, m_clone);
            }
            if (tryGit({"push", "-q", "origin", "HEAD:main"}, m_clone).code == 0) return void(++pushes);
            ++refused;
        }
    }

    Ledger ledger{200'000};
    int pushes = 0, refused = 0, clashes = 0;

private:
    void editFile() {
        const std::string path = m_clone + "/" + ledger.somePage() + ".md", word = ledger.newWord();
        writeFile(path, withWord(readFile(path), "person:", word));
        git({"commit", "-q", "-am", word}, m_clone);
    }
    void addFile() {
        writeFile(m_clone + "/" + ledger.newTitle() + ".md", ledger.newWord() + " made by a person\n");
        git({"add", "-A"}, m_clone);
        git({"commit", "-q", "-m", "new"}, m_clone);
    }
    [[nodiscard]] Ran tryGit(std::vector<std::string> arguments, const std::string &where) const {
        arguments.insert(arguments.begin(), {"-c", m_ssh});
        return runGit(where, arguments);
    }
    void git(const std::vector<std::string> &arguments, const std::string &where) const {
        const Ran ran = tryGit(arguments, where);
        if (ran.code != 0) qFatal("git %s: %s%s", arguments.front().c_str(), ran.out.c_str(), ran.err.c_str());
    }

    const std::string m_clone, m_ssh;
};

}  // namespace

/// Two consoles on two machines, as it were: each with its own vaults, one wiki and one Redis, both following one
/// branch over ssh, while people write in the wiki, in both vaults and in a clone. With WIKIVAULT_FULL=1 for a minute.
class CtlRemoteLoadTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void nothingIsLostBetweenTwoConsolesAndAPerson();

private:
    struct Console {
        std::unique_ptr<TempDir> home;
        std::unique_ptr<CtlProgram> ctl;
        std::unique_ptr<QProcess> driver;
        std::string vault;
    };

    void setUp();
    void setUpConsole(Console &console);
    void addPage(const std::string &title, const std::string &body);
    void act();
    void editPage();
    void editFile(Console &console, const std::string &paragraph);
    void addFileAndPage();
    void handOver();
    void stopDrivers();
    bool comeToRest();
    void checkWords(const char *where, const Words &found);

    std::unique_ptr<PostgresServer> m_postgres;
    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<SshGitServer> m_ssh;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<sql::SqlSession> m_session;
    TempDir m_folder;
    std::array<Console, 2> m_consoles;
    std::size_t m_turn = 0;  ///< of m_consoles: who polls
    std::unique_ptr<Person> m_person;
    Ledger m_ledger{100'000};
    int m_added = 0;
};

void CtlRemoteLoadTest::initTestCase() {
    NEED_DOCMOST(m_postgres);
    auto redis = RedisServer::start();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    VERIFY_DONE(redis);
    m_redis = std::move(*redis);
    auto ssh = SshGitServer::start();
    if (!ssh && ssh.error().code == ErrorCode::NotFound) QSKIP(ssh.error().detail.c_str());
    VERIFY_DONE(ssh);
    m_ssh = std::move(*ssh);
}

void CtlRemoteLoadTest::setUpConsole(Console &console) {
    console.home = std::make_unique<TempDir>();
    console.ctl = std::make_unique<CtlProgram>(*m_wiki, console.home->path());
    console.vault = console.ctl->vaults() + "/" + m_wiki->general().str();
    console.ctl->set("WIKIVAULT_WRITER", "sql");
    console.ctl->set("REDIS_URL", m_redis->url());
    console.ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "500");
    console.ctl->set("GIT_SYNC_DEBOUNCE_MS", "200");
    console.ctl->set("GIT_SYNC_REMOTE.general", m_ssh->url(m_folder / "there.git"));
    console.ctl->set("GIT_SYNC_SSH_KEY_PATH", m_ssh->clientKey());
    // The first run makes the vault, the second knows the host.
    QCOMPARE(console.ctl->run("sync general").code, 1);
    QCOMPARE(console.ctl
                 ->run(QStringList{QStringLiteral("remote"), QStringLiteral("trust"), QStringLiteral("general"),
                                   QStringLiteral("--fingerprint"), QString::fromStdString(m_ssh->fingerprint())})
                 .code,
             0);
    const CtlRun synced = console.ctl->run("sync general");
    QVERIFY2(synced.code == 0, (synced.out + synced.err).constData());
}

void CtlRemoteLoadTest::setUp() {
    auto wiki = TestWiki::postgres(*m_postgres, "docmost");
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    auto address = sql::parseDatabaseUrl(m_wiki->url());
    VERIFY_DONE(address);
    auto session = sql::SqlSession::open({*address});
    VERIFY_DONE(session);
    m_session = std::move(*session);
    VERIFY_DONE(m_session->execute("delete from pages where space_id = ?", {m_wiki->general()}));
    for (int i = 0; i < kPages; ++i)
        addPage("Page " + std::to_string(i), kBody);
    gitCli(m_folder.path(), {"init", "-q", "--bare", "-b", "main", "there.git"});
    for (Console &console : m_consoles)
        setUpConsole(console);
    m_person =
        std::make_unique<Person>(*m_ssh, m_consoles[0].ctl->vaults() + "/.wikivault/known_hosts", m_folder / "clone");
    m_person->clone(m_ssh->url(m_folder / "there.git"), m_folder.path());
}

void CtlRemoteLoadTest::addPage(const std::string &title, const std::string &body) {
    ++m_added;
    VERIFY_DONE(m_session->execute(
        "insert into pages (slug_id, title, position, content, space_id, workspace_id, creator_id) select "
        "substr(md5(random()::text), 1, 10), ?, 'a' || ?, ?::jsonb, id, workspace_id, ?::uuid from spaces where id = ?",
        {title, std::to_string(10'000 + m_added), documentOf(body), m_wiki->user(), m_wiki->general()}));
}

void CtlRemoteLoadTest::act() {
    switch (m_ledger.roll(12)) {
        case 0: return addFileAndPage();
        case 1:
        case 2:
        case 3: return editFile(m_consoles[0], "one:");
        case 4:
        case 5:
        case 6: return editFile(m_consoles[1], "two:");
        default: return editPage();
    }
}

void CtlRemoteLoadTest::editPage() {
    VERIFY_DONE(m_session->execute(
        "update pages set content = replace(content::text, 'wiki:', ?)::jsonb, updated_at = clock_timestamp() where "
        "title = ? and space_id = ?",
        {"wiki: " + m_ledger.newWord(), m_ledger.somePage(), m_wiki->general()}));
}

/// As an editor saves that notices when the file moved on beneath it, and then begins again.
void CtlRemoteLoadTest::editFile(Console &console, const std::string &paragraph) {
    const std::string path = console.vault + "/" + m_ledger.somePage() + ".md", mine = console.vault + "/.git/person";
    const std::string before = readFile(path), word = m_ledger.newWord();
    const std::string after = withWord(before, paragraph, word);
    writeFile(mine, after);
    const auto swap = [&] { return ::renameat2(AT_FDCWD, mine.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) == 0; };
    if (after.empty() || !swap()) {
        m_ledger.disown(word);
    } else if (readFile(mine) != before) {
        m_ledger.disown(word);
        QVERIFY2(swap(), "the text that was there cannot be put back");
    }
}

void CtlRemoteLoadTest::addFileAndPage() {
    addPage(m_ledger.newTitle(), m_ledger.newWord() + " made in the wiki");
    const std::string &vault = m_consoles[m_ledger.roll(2)].vault;
    writeFile(vault + "/" + m_ledger.newTitle() + ".md", m_ledger.newWord() + " made in a file\n");
}

void CtlRemoteLoadTest::stopDrivers() {
    for (Console &console : m_consoles) {
        console.driver->terminate();
        QVERIFY(console.driver->waitForFinished(kPatienceMs));
        QVERIFY2(console.driver->exitCode() == 0, console.driver->readAllStandardError().constData());
    }
}

/// One of the consoles polls at a time, in turns.
void CtlRemoteLoadTest::handOver() {
    m_turn = 1 - m_turn;
    const CtlRun taken = m_consoles[m_turn].ctl->run("driver take");
    QVERIFY2(taken.code == 0, (taken.out + taken.err).constData());
}

/// Until a round of everybody finds nothing to do.
bool CtlRemoteLoadTest::comeToRest() {
    for (int rounds = 0; rounds < 10; ++rounds) {
        m_person->exchange();
        bool isQuiet = true;
        for (Console &console : m_consoles) {
            const CtlRun run = console.ctl->run("sync general --json");
            const QJsonObject report = run.array().first().toObject();
            const bool hasItems = !report.value(QLatin1String("items")).toArray().isEmpty();
            isQuiet = isQuiet && run.code == 0 && !hasItems;
        }
        if (isQuiet) return true;
    }
    return false;
}

void CtlRemoteLoadTest::checkWords(const char *where, const Words &found) {
    std::set<std::string> owed = m_ledger.owed();
    owed.insert(m_person->ledger.owed().begin(), m_person->ledger.owed().end());
    for (const std::string &word : owed) {
        const auto at = found.find(word);
        const int times = at == found.end() ? 0 : at->second;
        QVERIFY2(times == 1, (word + " is " + std::to_string(times) + " times in " + where).c_str());
    }
}

void CtlRemoteLoadTest::nothingIsLostBetweenTwoConsolesAndAPerson() {
    setUp();
    if (QTest::currentTestFailed()) return;
    for (Console &console : m_consoles)
        console.driver = console.ctl->start("serve");
    QElapsedTimer clock;
    const int seconds = std::getenv("WIKIVAULT_FULL") ? 60 : 12;
    clock.start();
    {
        const std::jthread person([&](const std::stop_token &stop) {
            for (; !stop.stop_requested(); QTest::qSleep(kPauseMs))
                m_person->act();
        });
        qint64 handedOver = 0;
        for (; clock.elapsed() < seconds * 1000 && !QTest::currentTestFailed(); QTest::qSleep(kBreathMs)) {
            act();
            if (clock.elapsed() - handedOver > kTurnMs) handOver(), handedOver = clock.elapsed();
        }
    }
    stopDrivers();
    for (const Console &console : m_consoles)
        QVERIFY2(console.ctl->run("runs general --json").array().size() > 2, "a console never had its turn");
    clock.restart();
    QVERIFY2(comeToRest(), "it does not come to rest");
    const double rest = double(clock.elapsed()) / 1000;
    Words inWiki;
    VERIFY_DONE(m_session->query("select content::text from pages where deleted_at is null and space_id = ?",
                                 {m_wiki->general()}, [&](const sql::Row &row) -> Result<> {
                                     countWords(row.text(0), inWiki);
                                     return {};
                                 }));
    checkWords("the wiki", inWiki);
    checkWords("the first vault", wordsBelow(m_consoles[0].vault));
    checkWords("the second vault", wordsBelow(m_consoles[1].vault));
    checkWords("the clone", wordsBelow(m_folder / "clone"));
    QCOMPARE(m_wiki->run("select count(*) from pages where deleted_at is null and space_id = '" +
                         m_wiki->general().str() + "'"),
             std::to_string(kPages + m_ledger.pages() + m_person->ledger.pages()));
    const std::string tip = gitCli(m_folder / "there.git", {"rev-parse", "main"});
    for (const std::string &place : {m_consoles[0].vault, m_consoles[1].vault, m_folder / "clone"}) {
        QCOMPARE(gitCli(place, {"rev-parse", "main"}), tip);
        QCOMPARE(gitCli(place, {"status", "--porcelain"}), std::string());
    }
    for (const std::string &place :
         {m_consoles[0].vault, m_consoles[1].vault, m_folder / "clone", m_folder / "there.git"})
        QCOMPARE(runGit(place, {"fsck", "--full", "--strict"}).code, 0);
    QCOMPARE(m_person->clashes, 0);
    // No edit overlaps another one, so nobody is asked anything, not even for a moment.
    for (const Console &console : m_consoles)
        for (const QJsonValue run : console.ctl->run("runs general --json").array())
            QVERIFY2(run.toObject().value(QLatin1String("conflicts")).toInt(-1) == 0,
                     QJsonDocument(run.toObject()).toJson().constData());
    std::fprintf(stderr, "%zu and %zu words, %d pushes by the person, %d refused, at rest after %.1f s\n",
                 m_ledger.owed().size(), m_person->ledger.owed().size(), m_person->pushes, m_person->refused, rest);
}

QTEST_GUILESS_MAIN(CtlRemoteLoadTest)
#include "ctl_remote_load_test.moc"
