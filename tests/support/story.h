#pragma once

#include "tests/support/test_world.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <string>

namespace wikivault::test {

[[nodiscard]] inline bool has(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

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
    void end() {
        if (!QTest::currentTestFailed()) {
            const std::string moved = m_world->disturbance();
            QVERIFY2(moved.empty(), moved.c_str());
        }
        m_world.reset();
    }
    RunReport run() {
        RunReport report = m_world->sync();
        if (!report.ran) qFatal("%s", describe(report).c_str());
        return report;
    }

    std::unique_ptr<TestWorld> m_world;
    PageId m_page;
};

}  // namespace wikivault::test
