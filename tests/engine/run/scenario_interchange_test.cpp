#include "tests/support/story.h"

#include <filesystem>
#include <map>
#include <sstream>

using namespace wikivault;
using namespace wikivault::test;

/// One vault in turns: made by the Node engine, taken up and edited through ours, read and gone on with by the Node
/// engine, and so on. What that engine does is done here by git and by what it is known to read: paths, the line
/// `gitmost_id`, branches, refs and trailers.
class ScenarioInterchangeTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() {
        begin();
        m_home = m_world->addPage(2, "Home", "home text");
        m_kid = m_world->addPage(3, "Kid: one", "x", m_home.str());
        m_world->editBody(m_kid, R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":)"
                                 R"("bold","marks":[{"type":"bold"}]},{"type":"text","text":" word"}]},)"
                                 R"({"type":"bulletList","content":[{"type":"listItem","content":[{"type":)"
                                 R"("paragraph","content":[{"type":"text","text":"item"}]}]}]}]})");
        // As if our engine had never been here.
        std::filesystem::remove_all(m_world->vault());
        std::filesystem::remove_all(std::filesystem::path(m_world->vault()).parent_path() / ".wikivault");
        m_world->restart();
        makeVaultAsNode();
    }
    void cleanup() { end(); }

    void equalPagesAreTakenUpAsTheyStand() {
        const auto files = filesOf(m_world->vault());
        const std::string tips = branches();
        const RunReport report = run();
        QVERIFY2(pushed(report) == 0 && report.conflicts.empty(), describe(report).c_str());
        QCOMPARE(report.pull.written + report.pull.moved + report.pull.deleted, 0);
        QVERIFY(filesOf(m_world->vault()) == files);
        QCOMPARE(branches(), tips);
    }

    void bothEnginesInTurns() {
        run();
        // A person's edit in a file and one in the wiki, brought together by ours.
        const std::string style = m_world->body("Home/Kid- one.md");
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->editBody(m_home, testParagraphs({"home text", "and DOC"}));
        writeFile(m_world->path("Home/Fresh.md"), "fresh\n");
        run();
        QCOMPARE(m_world->body("Home/Kid- one.md"), style);
        readAsNode();
        // The Node engine takes an edit of the wiki over: mirror, merge, and what it pushed last.
        m_world->editBody(m_page, testParagraphs({"alpha GIT", "middle", "omega NODE"}));
        syncAsNode("Page.md", "alpha GIT\n\nmiddle\n\nomega NODE");
        const auto files = filesOf(m_world->vault());
        const RunReport report = run();
        QVERIFY2(pushed(report) == 0 && report.conflicts.empty(), describe(report).c_str());
        QVERIFY(filesOf(m_world->vault()) == files);
        readAsNode();
        // And both sides once more.
        m_world->editBody(m_page, testParagraphs({"alpha GIT", "middle", "omega NODE DOC"}));
        m_world->writeBody("Page.md", "alpha GIT too\n\nmiddle\n\nomega NODE");
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT too\n\nmiddle\n\nomega NODE DOC"));
        QVERIFY(has(m_world->content(m_page), "GIT too") && has(m_world->content(m_page), "NODE DOC"));
        readAsNode();
    }

private:
    std::string git(const std::vector<std::string> &arguments) const { return gitCli(m_world->vault(), arguments); }
    [[nodiscard]] std::string branches() const { return git({"for-each-ref", "refs/heads", "refs/docmost"}); }
    [[nodiscard]] static std::string nodeFile(const PageId &page, const std::string &body) {
        return "---\ngitmost_id: " + page.str() + "\n---\n\n" + body + "\n";
    }
    void commitAsNode(const std::string &subject) const {
        git({"add", "-A"});
        git({"commit", "-q", "--allow-empty", "--author=Docmost Sync <docmost-sync@local>", "-m", subject, "-m",
             "Docmost-Sync-Source: docmost"});
    }

    /// The page `Kid: one` in a style that no export of ours has.
    void makeVaultAsNode() const {
        std::filesystem::create_directories(m_world->vault());
        git({"init", "-q", "-b", "main"});
        commitAsNode("init vault");
        git({"checkout", "-q", "-b", "docmost"});
        writeFile(m_world->path("Page.md"), nodeFile(m_page, "alpha\n\nmiddle\n\nomega"));
        writeFile(m_world->path("Home/Home.md"), nodeFile(m_home, "home text"));
        writeFile(m_world->path("Home/Kid- one.md"), nodeFile(m_kid, "__bold__ word\n\n* item"));
        commitAsNode("docmost: sync 3 page(s)");
        git({"checkout", "-q", "main"});
        git({"merge", "-q", "--ff-only", "docmost"});
        git({"update-ref", "refs/docmost/last-pushed", "main"});
    }

    /// What it would find: every page by its id where the wiki has it, nothing to push, nothing to merge.
    void readAsNode() {
        std::map<std::string, std::string> pages;
        std::istringstream names(git({"ls-tree", "-r", "--name-only", "-z", "docmost"}));
        for (std::string name; std::getline(names, name, '\0');) {
            const std::string text = git({"show", "docmost:" + name});
            const std::string begin = "---\ngitmost_id: ";
            QVERIFY2(name.ends_with(".md") && text.starts_with(begin), (name + ": " + text).c_str());
            const std::string id = text.substr(begin.size(), 36);
            QVERIFY2(pages.emplace(id, name).second, id.c_str());
            QCOMPARE(git({"show", "main:" + name}), text);
        }
        QCOMPARE(static_cast<int>(pages.size()), m_world->livePages());
        for (const auto &[id, name] : pages) {
            const PageId page(id);
            QVERIFY2(m_world->isLive(page), name.c_str());
            const std::string parent = m_world->parentOf(page);
            const std::string folder = name.substr(0, name.rfind('/') == std::string::npos ? 0 : name.rfind('/'));
            const bool isNote = name == folder + "/" + folder + ".md";
            QCOMPARE(isNote ? std::string() : folder, parent.empty() ? std::string() : m_world->title(PageId(parent)));
        }
        QCOMPARE(git({"rev-parse", "refs/docmost/last-pushed"}), git({"rev-parse", "main"}));
        git({"merge-base", "--is-ancestor", "docmost", "main"});
        std::istringstream commits(
            git({"log", "--format=%an|%(trailers:key=Docmost-Sync-Source,valueonly,separator=)", "main", "docmost"}));
        for (std::string line; std::getline(commits, line);)
            QVERIFY2(line == "Docmost Sync|docmost" || line == "Local|local" || line == "Docmost Sync|local",
                     line.c_str());
    }

    void syncAsNode(const std::string &file, const std::string &body) const {
        git({"checkout", "-q", "docmost"});
        const std::string text = readFile(m_world->path(file));
        writeFile(m_world->path(file), withBody(text, body));
        commitAsNode("docmost: sync 1 page(s)");
        git({"checkout", "-q", "main"});
        git({"merge", "-q", "--no-ff", "--no-commit", "docmost"});
        commitAsNode("merge docmost");
        git({"update-ref", "refs/docmost/last-pushed", "main"});
    }

    PageId m_home, m_kid;
};

QTEST_GUILESS_MAIN(ScenarioInterchangeTest)
#include "scenario_interchange_test.moc"
