#include "tests/bench/bench_pages.h"

#include <array>
#include <cstdio>

namespace wikivault::bench {

namespace {

constexpr std::array<std::string_view, 48> kWords{
    "service",  "deploy",   "review",   "budget",   "the",      "of",      "and",     "when",   "team",    "backup",
    "restore",  "window",   "release",  "customer", "Übergabe", "Straße",  "größer",  "réseau", "données", "équipe",
    "сервер",   "процесс",  "проверка", "設定",     "手順",     "確認",    "cluster", "node",   "network", "policy",
    "approval", "incident", "report",   "contract", "invoice",  "roadmap", "sprint",  "metric", "latency", "owner",
    "schedule", "archive",  "access",   "token",    "before",   "after",   "should",  "must"};

/// The numbers are the same on every machine, unlike those of std::uniform_int_distribution.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : m_state(seed * 2654435761U + 12345U) {}
    std::uint32_t below(std::uint32_t limit) {
        m_state = m_state * 1664525U + 1013904223U;
        return (m_state >> 8U) % limit;
    }

private:
    std::uint32_t m_state;
};

class PageText {
public:
    explicit PageText(std::uint32_t page) : m_dice(page) {}

    std::string write(std::string_view lastWords) {
        const std::string table = row("tableHeader") + "," + row("tableCell") + "," + row("tableCell");
        std::string out = R"({"type":"doc","content":[)";
        out += heading(2) + "," + paragraph(28) + "," + list("bulletList", "listItem", 3) + "," + paragraph(22) + ",";
        out +=
            heading(3) + "," + list("taskList", "taskItem", 2) + "," + R"({"type":"table","content":[)" + table + "]},";
        out += R"({"type":"callout","attrs":{"type":"info","icon":null},"content":[)" + paragraph(12) + "]},";
        out +=
            R"({"type":"codeBlock","attrs":{"language":"bash"},"content":[{"type":"text","text":"systemctl restart )" +
            words(1) + R"(\njournalctl -u wiki --since today | tail -n 20\n"}]},)";
        out += R"({"type":"blockquote","content":[)" + paragraph(10) + "]},";
        return out + block("paragraph", "", text(words(14) + " ", "") + "," + text(std::string(lastWords), "")) + "]}";
    }

private:
    std::string words(std::uint32_t count) {
        std::string out;
        for (std::uint32_t i = 0; i < count; ++i) {
            if (i > 0) out += ' ';
            out += kWords[m_dice.below(kWords.size())];
        }
        return out;
    }
    static std::string text(const std::string &words, const std::string &marks) {
        return R"({"type":"text",)" + (marks.empty() ? "" : "\"marks\":[" + marks + "],") + "\"text\":\"" + words +
               "\"}";
    }
    std::string block(std::string_view type, const std::string &attributes, const std::string &content) {
        std::string id;
        for (int i = 0; i < 12; ++i)
            id += "abcdefghijklmnopqrstuvwxyz0123456789"[m_dice.below(36)];
        return R"({"type":")" + std::string(type) + R"(","attrs":{"id":")" + id + "\"" + attributes +
               R"(},"content":[)" + content + "]}";
    }
    std::string heading(int level) {
        return block("heading", ",\"level\":" + std::to_string(level) + ",\"textAlign\":null", text(words(4), ""));
    }
    std::string paragraph(std::uint32_t count) {
        static constexpr std::array<const char *, 4> kMarks{
            R"({"type":"bold"})", R"({"type":"italic"})", R"({"type":"code"})",
            R"({"type":"link","attrs":{"href":"https://example.com/a?b=1","target":"_blank"}})"};
        return block("paragraph", ",\"textAlign\":null",
                     text(words(count / 2) + " ", "") + "," + text(words(2), kMarks[m_dice.below(4)]) + "," +
                         text(" " + words(count / 2) + ".", ""));
    }
    std::string list(const std::string &type, const std::string &item, int count) {
        std::string items;
        for (int i = 0; i < count; ++i) {
            if (i > 0) items += ',';
            items += "{\"type\":\"" + item + "\",";
            if (item == "taskItem")
                items += R"("attrs":{"checked":)" + std::string(i % 2 == 0 ? "true" : "false") + "},";
            items += "\"content\":[" + paragraph(8) + "]}";
        }
        return "{\"type\":\"" + type + "\",\"content\":[" + items + "]}";
    }
    std::string row(const std::string &cell) {
        std::string cells;
        for (int i = 0; i < 3; ++i) {
            if (i > 0) cells += ',';
            cells += "{\"type\":\"" + cell + R"(","attrs":{"colspan":1,"rowspan":1,"colwidth":null},"content":[)" +
                     block("paragraph", "", text(words(2), "")) + "]}";
        }
        return R"({"type":"tableRow","content":[)" + cells + "]}";
    }

    Dice m_dice;
};

std::string uuidOf(std::uint32_t kind, std::uint32_t number) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "0190b%03x-0000-7000-8000-%012x", kind, number);
    return text.data();
}

/// Page `index` hangs below an earlier one, at most five levels deep; every tenth stands at the top.
std::uint32_t parentOf(std::uint32_t index) {
    return index % 10 == 0 ? index : index - index % 10 + (index % 10) / 2;
}

const UserId kWriter(uuidOf(1, 1));
constexpr TimePoint kStart = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1);

sql::EmbeddedContent emptyWiki() {
    sql::EmbeddedContent wiki;
    wiki.workspace = WorkspaceId(uuidOf(0, 1));
    wiki.workspaceName = "Bench";
    wiki.createdAt = kStart;
    wiki.users = {{kWriter, "Bench Writer", "bench@example.invalid", "owner"}};
    return wiki;
}

/// Page `index` of a space whose first page has the number `first` in the wiki.
sql::EmbeddedPage pageAt(const SpaceId &space, std::uint32_t first, std::uint32_t index, std::string content) {
    std::array<char, 24> position{};
    std::snprintf(position.data(), position.size(), "a0%07u", index);
    const std::uint32_t parent = parentOf(index);
    return {.id = PageId(uuidOf(3, first + index)),
            .space = space,
            .parent = parent == index ? std::nullopt : std::optional(PageId(uuidOf(3, first + parent))),
            .slugId = "p" + std::to_string(1000000000 + first + index).substr(1),
            .title = "Page " + std::to_string(index) + " – notes & größe",
            .icon = "",
            .position = position.data(),
            .content = std::move(content),
            .textContent = "",
            .createdBy = kWriter,
            .updatedBy = kWriter,
            .createdAt = kStart,
            .updatedAt = kStart + std::chrono::seconds(index),
            .trashedAt = std::nullopt};
}

}  // namespace

std::string pageContent(std::uint32_t page, std::string_view lastWords) {
    return PageText(page).write(lastWords);
}

sql::EmbeddedContent makeWiki(int count) {
    sql::EmbeddedContent wiki = emptyWiki();
    const SpaceId space(uuidOf(2, 1));
    wiki.spaces = {{space, "bench", "Bench", ""}};
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(count); ++i)
        wiki.pages.push_back(pageAt(space, 0, i, pageContent(i, "as written.")));
    return wiki;
}

sql::EmbeddedContent makeSpaces(int spaces, int pagesEach) {
    sql::EmbeddedContent wiki = emptyWiki();
    const auto each = static_cast<std::uint32_t>(pagesEach);
    for (std::uint32_t s = 0; s < static_cast<std::uint32_t>(spaces); ++s) {
        const SpaceId space(uuidOf(2, s + 1));
        wiki.spaces.push_back({space, "bench-" + std::to_string(s), "Bench " + std::to_string(s), ""});
        for (std::uint32_t i = 0; i < each; ++i)
            wiki.pages.push_back(pageAt(
                space, s * each, i,
                R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"One line."}]}]})"));
    }
    return wiki;
}

}  // namespace wikivault::bench
