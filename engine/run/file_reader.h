#pragma once

#include "engine/core/ids.h"
#include "engine/core/markdown/node.h"
#include "engine/core/markdown/wiki_schema.h"
#include "engine/core/page_file.h"
#include "engine/ports/vault.h"
#include "engine/run/index_memory.h"

#include <optional>
#include <set>
#include <string>
#include <unordered_map>

namespace wikivault {

/// What the frontmatter of a page file says of its identity.
struct FileIdentity {
    std::optional<PageId> id;
    std::string idText;   ///< as written; set without `id` = no uuid
    std::string problem;  ///< of the frontmatter; empty when all is well
};

/// Reads page files by blob, each at most once per cycle.
class FileReader {
public:
    explicit FileReader(Vault &vault) : m_vault(vault) {}
    /// A blob whose identity is known from the cache need not be read.
    void remember(const BlobId &blob, const PageId &id);
    Result<FileIdentity> identity(const BlobId &blob);
    Result<std::string> text(const BlobId &blob);
    Result<std::string> body(const BlobId &blob);
    /// The bodies are equal documents; answers for equal blobs need no reading.
    Result<bool> equalBodies(const BlobId &a, const BlobId &b);
    [[nodiscard]] IndexMemory &indexes() { return m_indexes; }

private:
    Vault &m_vault;
    IndexMemory m_indexes;
    std::unordered_map<BlobId, FileIdentity> m_identities;
    std::unordered_map<BlobId, std::string> m_texts;
};

/// The body of a page file that holds `doc`.
[[nodiscard]] std::string bodyTextOf(const markdown::Node &doc);
/// The lines of a body that hold more than blanks.
[[nodiscard]] std::multiset<std::string> proseLines(const std::string &body);
/// Whatever stands between its blanks; of scripts that write none, each character.
[[nodiscard]] std::multiset<std::string> proseWords(const std::string &body);
/// The text of a file and the text of a page that is as near to it as the wiki's editor allows.
[[nodiscard]] bool sameInWiki(std::string_view file, std::string_view page, markdown::WikiSchema schema);
/// Bodies that stand for the same document; the empty page has several forms.
[[nodiscard]] bool equalBodyTexts(std::string_view a, std::string_view b);

}  // namespace wikivault
