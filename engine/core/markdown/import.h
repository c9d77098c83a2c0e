#pragma once

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/import_nodes.h"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace wikivault::markdown {

struct ImportedBody {
    std::vector<Block> blocks;
    Members docAttrs;
    bool hasContent = true;  ///< false: the body says that the document has no block at all
};

/// Reads one body: blocks, then what its footnotes say.
class BodyImport {
public:
    /// `keepSource`: a block whose source says more than its node keeps it in the attribute `source`.
    BodyImport(std::string_view body, bool keepSource);
    [[nodiscard]] ImportedBody read();

private:
    void addRun(BlockImport::Run run);
    void keepSource(BlockImport::Run &run);
    void keepBareSource(BlockImport::Run &run);
    void keepOtherDefinitions();

    // import_footnotes.cpp
    void collectNotes();
    void readCarrier(BlockEntry &comment);
    void addNotes();
    [[nodiscard]] Node notesList();
    [[nodiscard]] Node carriedList();
    [[nodiscard]] std::vector<Node> noteBlocks(const std::string &folded);
    [[nodiscard]] std::vector<Node> inlineNoteBlocks(const ImportContext::Note &note);

    std::string_view m_body;
    bool m_keepSource;
    ImportContext m_context;
    BlockTree m_tree;
    BlockImport m_import;
    std::size_t m_docBegin;  ///< where a `<!--doc {…}-->` stands that belongs to the next block
    std::vector<std::pair<std::size_t, std::size_t>> m_kept;  ///< byte ranges that nodes keep as source
    ImportedBody m_result;
    std::unordered_map<std::string, std::vector<std::uint32_t>> m_notes;  ///< folded label → definitions
    Members m_carrier;                                                    ///< payload of `<!--footnotes {…}-->`
};

/// Whether `source` says `node` and nothing else. `last`: nothing will follow it.
[[nodiscard]] bool standsAlone(const std::string &source, const Node &node, bool last);
/// Whether `source` says nothing that a document holds.
[[nodiscard]] bool isBare(const std::string &source);
/// fromMarkdown() for the exporter's own look at what it wrote: no node keeps a source.
[[nodiscard]] Node readBack(std::string_view body);

}  // namespace wikivault::markdown
