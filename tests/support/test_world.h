#pragma once

#include "app/common/composition.h"
#include "tests/support/temp_vault.h"
#include "tests/support/test_wiki.h"

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
    [[nodiscard]] std::string title(const PageId &page);
    [[nodiscard]] std::string content(const PageId &page);
    [[nodiscard]] std::string value(const std::string &sql) { return m_wiki->run(sql); }

    RunReport sync();
    /// Two more cycles find nothing to do and leave every file, ref and object alone; git is content as well.
    /// An empty string, or what moved.
    std::string disturbance();
    /// The page file at `file`, its body only.
    [[nodiscard]] std::string body(const std::string &file) const;
    void writeBody(const std::string &file, const std::string &body);

private:
    void execute(const std::string &sql);

    std::unique_ptr<TestWiki> m_wiki;
    TempDir m_data;
    std::unique_ptr<Composition> m_composition;
};

/// A document of two paragraphs.
[[nodiscard]] std::string testBlocks(const std::string &first, const std::string &second);
/// Items and errors of a report, for failure messages.
[[nodiscard]] std::string describe(const RunReport &report);

}  // namespace wikivault::test
