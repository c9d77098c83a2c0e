#include "tests/support/test_world.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/page_file.h"

#include <QtGlobal>

#include <array>
#include <filesystem>

namespace wikivault::test {

namespace {

std::string quoted(const std::string &text) {
    std::string sql = "'";
    for (const char c : text)
        sql += c == '\'' ? std::string("''") : std::string(1, c);
    return sql + "'";
}

Settings worldSettings(const TestWiki &wiki, const std::string &dataDir, ConflictPolicy policy) {
    Settings settings;
    settings.databaseUrl = wiki.url();
    settings.dataDir = dataDir;
    settings.enabled = true;
    settings.serviceUserId = wiki.user().str();
    settings.writer = WriterChoice::Sql;
    settings.conflictPolicy = policy;
    return settings;
}

}  // namespace

TestWorld::TestWorld(std::unique_ptr<TestWiki> wiki, ConflictPolicy policy)
    : m_wiki(std::move(wiki)),
      m_composition(std::make_unique<Composition>(worldSettings(*m_wiki, m_data.path(), policy), "test")) {}

void TestWorld::restart() {
    const Settings settings = m_composition->settings();
    m_composition.reset();
    m_composition = std::make_unique<Composition>(settings, "test");
}

void TestWorld::setPolicy(ConflictPolicy policy) {
    m_composition.reset();
    m_composition = std::make_unique<Composition>(worldSettings(*m_wiki, m_data.path(), policy), "test");
}

void TestWorld::change(const std::function<void(Settings &)> &change) {
    Settings settings = m_composition->settings();
    change(settings);
    m_composition.reset();
    m_composition = std::make_unique<Composition>(settings, "test");
}

void TestWorld::execute(const std::string &sql) {
    const std::string printed = m_wiki->run(sql);
    if (printed.starts_with("error")) qFatal("%s", printed.c_str());
}

std::string TestWorld::vault() const {
    return m_data / m_wiki->general().str();
}

PageId TestWorld::addPage(int number, const std::string &title, const std::string &body, const std::string &parent) {
    const PageId id = testPage(number);
    const std::string json = m_wiki->isPostgres() ? "::jsonb" : "";
    const std::string uuid = m_wiki->isPostgres() ? "::uuid" : "";
    const std::string workspace =
        "(select workspace_id from spaces where id = " + quoted(m_wiki->general().str()) + uuid + ")";
    execute(
        "insert into pages (id, slug_id, title, position, content, parent_page_id, space_id, workspace_id, "
        "creator_id, last_updated_by_id) values (" +
        quoted(id.str()) + uuid + ", " + quoted("slug" + std::to_string(100000 + number)) + ", " + quoted(title) +
        ", 'a0" + std::to_string(1000 + number) + "', " +
        (body.empty() ? std::string("null") : quoted(testBody(body)) + json) + ", " +
        (parent.empty() ? std::string("null") : quoted(parent) + uuid) + ", " + quoted(m_wiki->general().str()) + uuid +
        ", " + workspace + ", " + quoted(m_wiki->user().str()) + uuid + ", " + quoted(m_wiki->user().str()) + uuid +
        ")");
    return id;
}

void TestWorld::editBody(const PageId &page, const std::string &contentJson) {
    const std::string touch = m_wiki->isPostgres() ? ", updated_at = clock_timestamp()" : "";
    execute("update pages set content = " + quoted(contentJson) + touch + " where id = " + quoted(page.str()));
}

void TestWorld::retitle(const PageId &page, const std::string &title) {
    const std::string touch = m_wiki->isPostgres() ? ", updated_at = clock_timestamp()" : "";
    execute("update pages set title = " + quoted(title) + touch + " where id = " + quoted(page.str()));
}

void TestWorld::trash(const PageId &page) {
    const std::string now = m_wiki->isPostgres() ? "now()" : "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
    execute("update pages set deleted_at = " + now + " where id = " + quoted(page.str()));
}

void TestWorld::untrash(const PageId &page) {
    execute("update pages set deleted_at = null where id = " + quoted(page.str()));
}

void TestWorld::reparent(const PageId &page, const std::string &parent) {
    const std::string touch = m_wiki->isPostgres() ? ", updated_at = clock_timestamp()" : "";
    execute("update pages set parent_page_id = " + (parent.empty() ? std::string("null") : quoted(parent)) + touch +
            " where id = " + quoted(page.str()));
}

void TestWorld::moveToSpace(const PageId &page, const SpaceId &space) {
    const std::string touch = m_wiki->isPostgres() ? ", updated_at = clock_timestamp()" : "";
    execute("update pages set space_id = " + quoted(space.str()) + ", parent_page_id = null" + touch +
            " where id = " + quoted(page.str()));
}

void TestWorld::purge(const PageId &page) {
    execute("delete from page_history where page_id = " + quoted(page.str()));
    execute("delete from pages where id = " + quoted(page.str()));
}

std::string TestWorld::title(const PageId &page) {
    return m_wiki->run("select title from pages where id = " + quoted(page.str()));
}

std::string TestWorld::content(const PageId &page) {
    return m_wiki->run("select content from pages where id = " + quoted(page.str()));
}

bool TestWorld::isLive(const PageId &page) {
    return m_wiki->run("select count(*) from pages where deleted_at is null and id = " + quoted(page.str())) == "1";
}

std::string TestWorld::parentOf(const PageId &page) {
    return m_wiki->run("select parent_page_id from pages where id = " + quoted(page.str()));
}

int TestWorld::livePages() {
    return std::stoi(m_wiki->run("select count(*) from pages where deleted_at is null"));
}

std::string TestWorld::idOf(const std::string &title) {
    return m_wiki->run("select id from pages where deleted_at is null and title = " + quoted(title));
}

RunReport TestWorld::sync(const ProgressSink &sink) {
    RunRequest request;
    request.space = m_wiki->general();
    return desks().spaces.sync(request, sink, {});
}

RunReport TestWorld::syncPage(const PageId &page) {
    RunRequest request;
    request.space = m_wiki->general();
    request.onlyPage = page;
    return desks().spaces.sync(request, {}, {});
}

Plan TestWorld::plan(const PlanRequest &request) {
    auto made = desks().spaces.preview(request, {});
    if (!made) qFatal("%s", made.error().detail.c_str());
    return std::move(*made);
}

RunReport TestWorld::apply(const PlanOrder &order) {
    RunRequest request;
    request.space = m_wiki->general();
    request.trigger = order.plan.undoOf ? "undo" : "apply";
    request.order = order;
    return desks().spaces.sync(request, {}, {});
}

RunRecord TestWorld::lastRun() {
    const auto runs = desks().ledger.runs({m_wiki->general(), 1});
    if (!runs || runs->empty()) qFatal("the journal has no run");
    return runs->front();
}

std::string TestWorld::wikiText() const {
    const auto wiki = m_wiki->open();
    if (!wiki) qFatal("%s", wiki.error().detail.c_str());
    const auto list = (*wiki)->pages().list(m_wiki->general(), {});
    if (!list) qFatal("%s", list.error().detail.c_str());
    std::map<PageId, std::string> pages;
    for (const PageRow &row : list->pages) {
        const auto bodies = (*wiki)->pages().bodies(m_wiki->general(), std::array{row.id}, {});
        const auto doc = markdown::fromJson(bodies->front().content);
        pages[row.id] =
            row.title + " below " + (row.parent ? row.parent->str() : "-") + ": " + markdown::toMarkdown(*doc);
    }
    std::string text;
    for (const auto &[id, page] : pages)
        text += id.str() + " " + page + "\n";
    return text;
}

std::string TestWorld::disturbance() {
    const auto before = snapshot(vault());
    const std::string rows = m_wiki->run("select id, title, content, updated_at, deleted_at from pages order by id");
    for (int i = 0; i < 2; ++i) {
        const RunReport report = sync();
        if (!report.ran || report.pull.written + report.pull.deleted + report.pull.moved > 0)
            return "cycle " + std::to_string(i) + ": " + describe(report);
        for (const Item &item : report.items)
            if ((item.outcome == Outcome::Failed && item.page) || item.reason == Reason::RestoredBackup)
                return "cycle " + std::to_string(i) + " is not content: " + describe(report);
    }
    if (m_wiki->run("select id, title, content, updated_at, deleted_at from pages order by id") != rows)
        return "the wiki's rows moved";
    const auto after = snapshot(vault());
    for (const auto &[name, state] : after) {
        const bool ours = name.starts_with(".git/wikivault");  // lock and cache: derived, and no part of git
        if (!ours && (!before.contains(name) || !(before.at(name) == state))) return "touched: " + name;
    }
    const Ran status = runGit(vault(), {"status", "--porcelain"});
    if (!status.out.empty()) return "git status: " + status.out;
    const Ran fsck = runGit(vault(), {"fsck", "--full", "--strict", "--no-dangling"});
    return fsck.code == 0 ? std::string() : "git fsck: " + fsck.err + fsck.out;
}

std::string TestWorld::body(const std::string &file) const {
    return parsePageFile(readFile(path(file))).body;
}

void TestWorld::writeBody(const std::string &file, const std::string &body) {
    writeFile(path(file), withBody(readFile(path(file)), body));
}

bool TestWorld::exists(const std::string &file) const {
    return std::filesystem::exists(path(file));
}

void TestWorld::rename(const std::string &from, const std::string &to) {
    std::filesystem::create_directories(std::filesystem::path(path(to)).parent_path());
    std::filesystem::rename(path(from), path(to));
}

void TestWorld::remove(const std::string &file) {
    std::filesystem::remove_all(path(file));
}

void TestWorld::commitAll(const std::string &subject) {
    gitCli(vault(), {"add", "-A"});
    gitCli(vault(), {"commit", "-qm", subject});
}

std::string testParagraphs(const std::vector<std::string> &texts) {
    std::string json;
    for (const std::string &text : texts)
        json += (json.empty() ? "" : ",") +
                (R"({"type":"paragraph","content":[{"type":"text","text":")" + text + R"("}]})");
    return R"({"type":"doc","content":[)" + json + "]}";
}

std::string describe(const RunReport &report) {
    std::string text = report.error + (report.ran ? " ran" : " did not run") + std::string(toWord(report.skipped));
    for (const Item &item : report.items)
        text += "\n  " + std::string(toWord(item.direction)) + " " + std::string(toWord(item.action)) + " " +
                std::string(toWord(item.outcome)) + " " + std::string(toWord(item.reason)) + " " + item.path + " " +
                item.detail;
    return text;
}

}  // namespace wikivault::test
