#pragma once

#include "app/common/composition.h"
#include "tests/support/temp_vault.h"
#include "tests/support/test_wiki.h"

#include <functional>
#include <memory>
#include <string>

namespace wikivault::test {

/// A wiki, a data directory and the engine between them, as one installation has them. The space is `General`.
class TestWorld {
public:
    explicit TestWorld(std::unique_ptr<TestWiki> wiki, ConflictPolicy policy = ConflictPolicy::Review);

    [[nodiscard]] TestWiki &wiki() { return *m_wiki; }
    [[nodiscard]] Desks desks() { return m_composition->desks(); }
    [[nodiscard]] std::string vault() const;
    [[nodiscard]] std::string path(const std::string &file) const { return vault() + "/" + file; }

    /// Adds a live page; `body` is Markdown of one paragraph, "" for none.
    PageId addPage(int number, const std::string &title, const std::string &body, const std::string &parent = {});
    void editBody(const PageId &page, const std::string &contentJson);
    void editText(const PageId &page, const std::string &text) { editBody(page, testBody(text)); }
    void retitle(const PageId &page, const std::string &title);
    void trash(const PageId &page);
    void untrash(const PageId &page);
    /// Below another page; "" is the root.
    void reparent(const PageId &page, const std::string &parent);
    void moveToSpace(const PageId &page, const SpaceId &space);
    /// The row is gone for good.
    void purge(const PageId &page);
    [[nodiscard]] std::string title(const PageId &page);
    [[nodiscard]] std::string content(const PageId &page);
    [[nodiscard]] bool isLive(const PageId &page);
    /// Id of the parent, "" at the root.
    [[nodiscard]] std::string parentOf(const PageId &page);
    [[nodiscard]] int livePages();
    /// The id of the only live page with that title; "" when there is none.
    [[nodiscard]] std::string idOf(const std::string &title);
    /// SQL that has to succeed.
    void execute(const std::string &sql);
    [[nodiscard]] std::string value(const std::string &sql) { return m_wiki->run(sql); }

    RunReport sync(const ProgressSink &sink = {});
    /// The same for one page only.
    RunReport syncPage(const PageId &page);
    /// What the next cycle would do. Ends the program when it cannot be said.
    Plan plan() { return plan({m_wiki->general(), {}, {}}); }
    Plan plan(const PlanRequest &request);
    /// Carries out exactly this.
    RunReport apply(const PlanOrder &order);
    RunReport apply(const Plan &plan) { return apply(PlanOrder{plan, {}, false}); }
    /// The newest run of the journal.
    RunRecord lastRun();
    /// Every live page with its facts, one per line: equal texts = an equal wiki.
    [[nodiscard]] std::string wikiText() const;
    /// Another process takes over: nothing but what is on disk survives.
    void restart();
    void setPolicy(ConflictPolicy policy);
    /// The same with other settings.
    void change(const std::function<void(Settings &)> &change);
    /// Two more cycles find nothing to do and leave every file, ref and object alone; git is content as well.
    /// An empty string, or what moved.
    std::string disturbance();
    /// The page file at `file`, its body only.
    [[nodiscard]] std::string body(const std::string &file) const;
    void writeBody(const std::string &file, const std::string &body);

    [[nodiscard]] bool exists(const std::string &file) const;
    void rename(const std::string &from, const std::string &to);
    void remove(const std::string &file);
    /// A person commits everything that stands in the work tree.
    void commitAll(const std::string &subject);

private:
    std::unique_ptr<TestWiki> m_wiki;
    TempDir m_data;
    std::unique_ptr<Composition> m_composition;
};

/// A document of one paragraph each.
[[nodiscard]] std::string testParagraphs(const std::vector<std::string> &texts);
/// Items and errors of a report, for failure messages.
[[nodiscard]] std::string describe(const RunReport &report);

}  // namespace wikivault::test
