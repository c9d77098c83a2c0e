#pragma once

#include "engine/core/page_file.h"
#include "tests/support/test_world.h"
#include "tests/support/verify.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <string>

namespace wikivault::test {

[[nodiscard]] inline bool holds(const RunReport &report, Reason reason) {
    return std::any_of(report.items.begin(), report.items.end(), [&](const Item &i) { return i.reason == reason; });
}

/// Writes to the wiki.
[[nodiscard]] inline int pushed(const RunReport &report) {
    const PushCounts &push = report.push;
    return push.created + push.updated + push.deleted + push.moved + push.renamed;
}

/// What every scenario begins with, the page "Page" of three blocks, equal on both sides, and how each ends: two more
/// cycles find nothing to do.
class Story {
protected:
    void begin(ConflictPolicy policy = ConflictPolicy::Review) {
        auto wiki = TestWiki::sqlite();
        QVERIFY(wiki.has_value());
        m_world = std::make_unique<TestWorld>(std::move(*wiki), policy);
        m_page = m_world->addPage(1, "Page", "x");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega"}));
        run();
    }
    /// The same with a page below another; their texts are their names in lower case and "text".
    void beginWithChild(const std::string &parent, const std::string &child) {
        begin();
        const auto textOf = [](const std::string &name) {
            return QString::fromStdString(name).toLower().toStdString() + " text";
        };
        m_parent = m_world->addPage(2, parent, textOf(parent));
        m_child = m_world->addPage(3, child, textOf(child), m_parent.str());
        run();
    }
    void end() {
        if (!QTest::currentTestFailed()) {
            const std::string moved = m_world->disturbance();
            QVERIFY2(moved.empty(), moved.c_str());
        }
        m_world.reset();
    }
    /// The path of the page's file, or "".
    [[nodiscard]] std::string fileOf(const PageId &page) const {
        for (const auto &[name, state] : filesOf(m_world->vault()))
            if (name.ends_with(".md") && parsePageFile(state.contents).id == std::optional(page)) return name;
        return {};
    }
    RunReport run() {
        RunReport report = m_world->sync();
        if (!report.ran) qFatal("%s", describe(report).c_str());
        return report;
    }

    std::unique_ptr<TestWorld> m_world;
    PageId m_page;
    PageId m_parent, m_child;  ///< of beginWithChild()
};

}  // namespace wikivault::test
