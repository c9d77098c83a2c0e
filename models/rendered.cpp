#include "models/rendered.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/render_html.h"
#include "engine/core/merge/diff3.h"
#include "engine/core/page_file.h"

#include <algorithm>

namespace wikivault {

namespace {

/// What a window lays out without a pause; measured in tests/ui/rendered_test.cpp.
constexpr std::size_t kMostSource = 200'000, kMostHtml = 120'000, kMostInOne = 12'000, kMostCells = 600,
                      kMostRows = 400, kDeepest = 8;

struct PageBlocks {
    std::string body;
    std::vector<markdown::Block> blocks;
    merge::Keys keys;
};

PageBlocks blocksOf(const std::string &file, merge::Interner &interner, bool &cut) {
    PageBlocks side;
    side.body = parsePageFile(file).body;
    if (side.body.size() > kMostSource) {
        cut = true;
        std::size_t end = kMostSource;
        while (end > 0 && (static_cast<unsigned char>(side.body[end]) & 0xC0U) == 0x80U)
            --end;
        side.body.resize(end);
    }
    side.blocks = markdown::toBlocks(side.body);
    for (const markdown::Block &block : side.blocks)
        side.keys.push_back(interner(std::string_view(side.body).substr(block.begin, block.end - block.begin)));
    return side;
}

/// Renders until the window has enough.
class Budget {
public:
    [[nodiscard]] bool isSpent() const { return m_bytes == 0 || m_cells == 0; }
    [[nodiscard]] bool hasCut() const { return m_cut; }

    std::optional<QString> html(const PageBlocks &side, const merge::Range &range) {
        if (range.empty()) return {};
        markdown::Node doc;
        doc.type = "doc";
        for (std::size_t i = range.begin; i < range.end; ++i)
            doc.content.insert(doc.content.end(), side.blocks[i].nodes.begin(), side.blocks[i].nodes.end());
        markdown::RenderLimits limits;
        limits.bytes = std::min(m_bytes, kMostInOne);
        limits.cells = m_cells;
        limits.depth = kDeepest;
        const std::string html = markdown::renderHtml(doc, limits);
        m_cut = m_cut || html.size() >= limits.bytes;
        m_bytes -= std::min(m_bytes, html.size());
        std::size_t cells = 0;
        for (std::size_t at = html.find("<t"); at != std::string::npos; at = html.find("<t", at + 1))
            ++cells;
        m_cells -= std::min(m_cells, cells);
        return QString::fromStdString(html);
    }

private:
    std::size_t m_bytes = kMostHtml, m_cells = kMostCells;
    bool m_cut = false;
};

/// One chunk after the other; equal blocks get rows of their own.
class RowMaker {
public:
    RowMaker(const std::vector<PageBlocks> &sides, Rendered &result) : m_sides(sides), m_result(result) {}

    void equal(const std::vector<merge::Range> &ranges) {
        for (std::size_t i = 0; i < ranges.front().size(); ++i) {
            std::vector<merge::Range> one;
            for (const merge::Range &range : ranges)
                one.push_back({range.begin + i, range.begin + i + 1});
            add(one, true);
        }
    }
    void add(const std::vector<merge::Range> &ranges, bool equal) {
        if (m_budget.isSpent() || m_result.rows.size() == kMostRows) {
            m_result.cut = true;
            return;
        }
        RenderedRow row;
        row.equal = equal;
        for (std::size_t i = 0; i < ranges.size(); ++i)
            row.cells[i] = equal && i > 0 ? row.cells[0] : m_budget.html(m_sides[i], ranges[i]);
        m_result.cut = m_result.cut || m_budget.hasCut();
        m_result.rows.push_back(std::move(row));
    }

private:
    const std::vector<PageBlocks> &m_sides;
    Rendered &m_result;
    Budget m_budget;
};

}  // namespace

Rendered renderFiles(const std::vector<std::string> &files) {
    Rendered result;
    merge::Interner interner;
    std::vector<PageBlocks> sides;
    for (const std::string &file : files)
        sides.push_back(blocksOf(file, interner, result.cut));
    RowMaker rows(sides, result);
    if (sides.size() == 3) {
        for (const merge::Chunk &chunk : merge::diff3(sides[1].keys, sides[0].keys, sides[2].keys)) {
            const std::vector<merge::Range> ranges{chunk.first, chunk.base, chunk.second};
            if (chunk.take == merge::Take3::Base)
                rows.equal(ranges);
            else
                rows.add(ranges, false);
        }
        return result;
    }
    if (sides.size() == 1) {
        rows.equal({{0, sides[0].blocks.size()}});
        return result;
    }
    std::size_t left = 0, right = 0;
    for (const merge::Hunk &hunk : merge::differences(sides[0].keys, sides[1].keys)) {
        rows.equal({{left, hunk.left.begin}, {right, hunk.right.begin}});
        rows.add({hunk.left, hunk.right}, false);
        left = hunk.left.end;
        right = hunk.right.end;
    }
    rows.equal({{left, sides[0].blocks.size()}, {right, sides[1].blocks.size()}});
    return result;
}

}  // namespace wikivault
