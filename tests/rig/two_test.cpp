#include "engine/adapters/sql/sqlite_file.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/page_file.h"
#include "engine/core/page_path.h"
#include "tests/rig/oracles.h"
#include "tests/rig/people.h"
#include "tests/rig/real_world.h"
#include "tests/rig/runner.h"
#include "tests/support/temp_vault.h"

#include <QProcess>
#include <QTest>

#include <fcntl.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <sstream>

using namespace wikivault;
using namespace wikivault::rig;

namespace {

constexpr int kBreathMs = 30;  ///< between two edits, so that the engines have their turns

/// People who never stop: each edit adds a word, none takes one away, so every word has to be there in the end. They
/// write as editors do that notice when a text moved on beneath them, and then begin again.
class BusyPeople {
public:
    BusyPeople(const std::string &directory, World &world, Ledger &ledger)
        : m_vault(vaultBelow(directory)),
          m_world(world),
          m_ledger(ledger),
          m_database(std::move(*sql::SqliteFile::open(directory + "/wiki.db"))) {
        if (!m_database.script("pragma busy_timeout = 5000;")) qFatal("no time-out");
    }

    void act() {
        ++m_step;
        switch (m_random() % 16) {
            case 0: return createPage();
            case 1: return retitlePage();
            case 2: return movePage();
            case 3: return createFile();
            case 4:
            case 5: return renameFile();
            case 6: return m_world.git().commitAll();
            default: return m_random() % 2 == 0 ? editPage() : editFile();
        }
    }

    [[nodiscard]] int edits() const { return m_edits; }

private:
    std::string newTitle() {
        const std::string title = "Title " + std::to_string(m_step);
        m_ledger.titles.insert(title);
        return title;
    }
    std::optional<WikiPage> somePage() {
        std::vector<WikiPage> pages = m_world.pages();
        std::erase_if(pages, [](const WikiPage &page) { return !page.isLive(); });
        return pages.empty() ? std::nullopt : std::optional(pages[m_random() % pages.size()]);
    }

    void createPage() {
        WikiPage page;
        page.id = PageId("0190b000-0000-7000-8000-" + std::to_string(100'000'500'000 + m_step));
        page.title = newTitle();
        const std::string word = m_ledger.newToken(m_step);
        page.content = markdown::toJson(markdown::fromMarkdown(word + " begins\n\n" + word + " goes on"));
        m_world.putPage(page);
    }
    void retitlePage() {
        const auto page = somePage();
        if (page) change("update pages set title = ? where id = ?", {newTitle(), page->id});
    }
    /// Below a page at the root, and only what has nothing below it: no circle can come of that.
    void movePage() {
        const auto page = somePage(), parent = somePage();
        if (!page || !parent || page->id == parent->id) return;
        change(
            "update pages set parent_page_id = ?1 where id = ?2 and exists (select 1 from pages where id = ?1 and "
            "parent_page_id is null) and not exists (select 1 from pages where parent_page_id = ?2)",
            {parent->id, page->id});
    }
    void editPage() {
        const auto page = somePage();
        if (!page) return;
        auto doc = markdown::fromJson(page->content);
        if (!doc) return;
        const std::string word = m_ledger.newToken(m_step);
        const markdown::Node added = markdown::fromMarkdown(word + " by the wiki");
        const auto at = static_cast<std::ptrdiff_t>(m_random() % (doc->content.size() + 1));
        doc->content.insert(doc->content.begin() + at, added.content.begin(), added.content.end());
        change(
            "update pages set content = ?, updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where id = ? and "
            "content = ?",
            {markdown::toJson(*doc), page->id, page->content});
        if (m_database.changes() == 1)
            ++m_edits;
        else
            m_ledger.owed.erase(word);
    }
    void change(const std::string &sql, const sql::Values &values) {
        if (const auto done = m_database.execute(sql, values); !done) qFatal("%s", done.error().detail.c_str());
    }

    /// "" while the engines move the folders that are looked at.
    std::string someFile() try {
        std::vector<std::string> paths;
        for (const auto &[path, text] : m_world.files())
            if (isPageFile(path)) paths.push_back(path);
        return paths.empty() ? std::string() : paths[m_random() % paths.size()];
    } catch (const std::filesystem::filesystem_error &) {
        return {};
    }
    [[nodiscard]] std::string temporary() const { return m_vault + "/.git/person"; }
    /// False: something stands at `path`, or its folder is gone.
    bool place(const std::string &text, const std::string &path, unsigned how) const {
        test::writeFile(temporary(), text);
        return ::renameat2(AT_FDCWD, temporary().c_str(), AT_FDCWD, (m_vault + "/" + path).c_str(), how) == 0;
    }

    void createFile() {
        const std::string name = newTitle(), word = m_ledger.newToken(m_step);
        if (!place(word + " in a file\n\nand more\n", name + ".md", RENAME_NOREPLACE)) m_ledger.owed.erase(word);
    }
    /// Files may be found at both places when the engine takes them elsewhere at that moment: that is no loss.
    void allowTwice(const std::string &text) {
        for (const std::string &word : tokensIn(text))
            ++m_ledger.copies[word];
    }
    void renameFile() {
        const std::string path = someFile();
        if (path.empty()) return;
        const std::size_t slash = path.rfind('/');
        const std::string folder = slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
        const std::string to = (m_random() % 3 == 0 ? std::string() : folder) + newTitle() + ".md";
        m_ledger.movedDuringRun = true;
        if (::renameat2(AT_FDCWD, (m_vault + "/" + path).c_str(), AT_FDCWD, (m_vault + "/" + to).c_str(),
                        RENAME_NOREPLACE) == 0)
            allowTwice(test::readFile(m_vault + "/" + to));
    }
    void editFile() {
        const std::string path = someFile();
        if (path.empty()) return;
        const std::string before = test::readFile(m_vault + "/" + path);
        if (before.empty()) return;  // gone by now
        const PageFile file = parsePageFile(before);
        const std::string word = m_ledger.newToken(m_step);
        const std::string body = m_random() % 2 == 0 ? word + " by git\n\n" + file.body : file.body + "\n\n" + word;
        allowTwice(before);
        if (!place(withBody(before, body), path, RENAME_EXCHANGE)) {
            m_ledger.owed.erase(word);
        } else if (test::readFile(temporary()) != before) {  // it moved on beneath the editor
            m_ledger.owed.erase(word);
            if (::renameat2(AT_FDCWD, temporary().c_str(), AT_FDCWD, (m_vault + "/" + path).c_str(), RENAME_EXCHANGE))
                qFatal("the text that was there cannot be put back");
        } else {
            ++m_edits;
        }
    }

    std::string m_vault;
    World &m_world;
    Ledger &m_ledger;
    sql::SqliteFile m_database;
    std::mt19937 m_random{20261126};
    int m_step = 0, m_edits = 0;
};

struct Turns {
    int runs = 0, waits = 0, failures = 0;
};

}  // namespace

/// Two engines in two processes on one vault, while people edit on both sides.
class TwoTest : public QObject {
    Q_OBJECT

private slots:
    void noWordIsLost() {
        const test::TempDir directory;
        Ledger ledger;
        const auto world = openRealWorld(directory.path(), ConflictPolicy::Review);
        settleIn(*world, ledger);
        QVERIFY(world->sync({}).ran);
        QProcess one, other;
        start(one, directory.path());
        start(other, directory.path());
        BusyPeople people(directory.path(), *world, ledger);
        const std::chrono::seconds lasts(std::getenv("WIKIVAULT_FULL") ? 60 : 8);
        const auto end = std::chrono::steady_clock::now() + lasts;
        while (std::chrono::steady_clock::now() < end)
            people.act(), QTest::qSleep(kBreathMs);
        const Turns first = finish(one), second = finish(other);
        QVERIFY2(first.runs > 0 && second.runs > 0, "an engine never had its turn");
        QVERIFY2(first.failures == 0 && second.failures == 0, "a run failed; it says above why");
        const std::string broken = comeToRest(*world, ledger);
        QVERIFY2(broken.empty(), broken.c_str());
        std::fprintf(stderr, "%zu words, %d edits, %d and %d runs (%d and %d failed), %d waits\n", ledger.owed.size(),
                     people.edits(), first.runs, second.runs, first.failures, second.failures,
                     first.waits + second.waits);
    }

private:
    static void start(QProcess &process, const std::string &directory) {
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QStringLiteral(WIKIVAULT_BINARY_DIR "/rig_cycle"),
                      {QString::fromStdString(directory), QStringLiteral("turns")});
        QVERIFY(process.waitForStarted());
    }
    static Turns finish(QProcess &process) {
        process.closeWriteChannel();
        Turns turns;
        if (!process.waitForFinished(120'000)) process.kill(), process.waitForFinished();
        std::istringstream(process.readAllStandardOutput().toStdString()) >> turns.runs >> turns.waits >>
            turns.failures;
        return turns;
    }
    static std::string comeToRest(World &world, const Ledger &ledger) {
        RunReport last;
        std::string before, now = world.fingerprint();
        for (int left = 8; left > 0 && now != before; --left) {
            before = now;
            world.advance(std::chrono::hours(2));
            last = world.sync({});
            if (!last.ran) return describe(last);
            now = world.fingerprint();
        }
        std::string broken = findLostTokens(world, ledger) + world.complaints();
        if (now != before) broken += "it does not come to rest: " + linesApart(before, now) + describe(last);
        return broken + findDifferences(world, ledger, last);
    }
    static std::string linesApart(const std::string &before, const std::string &now) {
        std::set<std::string> old;
        std::istringstream lines(before);
        for (std::string line; std::getline(lines, line);)
            old.insert(line);
        std::string apart;
        std::istringstream news(now);
        for (std::string line; std::getline(news, line);)
            if (!old.contains(line)) apart += "\n+ " + line.substr(0, 200);
        return apart;
    }
};

QTEST_GUILESS_MAIN(TwoTest)
#include "two_test.moc"
