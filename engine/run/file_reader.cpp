#include "engine/run/file_reader.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/schema.h"

#include <iterator>
#include <sstream>
#include <utility>

namespace wikivault {

std::string bodyTextOf(const markdown::Node &doc) {
    return markdown::isEmptyDocument(doc) ? std::string() : markdown::toMarkdown(doc);
}

std::multiset<std::string> proseLines(const std::string &body) {
    std::multiset<std::string> lines;
    std::istringstream stream(body);
    for (std::string line; std::getline(stream, line);)
        if (line.find_first_not_of(" \t") != std::string::npos) lines.insert(line);
    return lines;
}

std::multiset<std::string> proseWords(const std::string &body) {
    std::istringstream stream(body);
    return {std::istream_iterator<std::string>(stream), std::istream_iterator<std::string>()};
}

bool equalBodyTexts(std::string_view a, std::string_view b) {
    return a == b || markdown::isSamePage(markdown::fromMarkdown(a), markdown::fromMarkdown(b));
}

bool sameInWiki(std::string_view file, std::string_view page, markdown::WikiSchema schema) {
    if (file == page) return true;
    markdown::Node left = markdown::fromMarkdown(file), right = markdown::fromMarkdown(page);
    if (markdown::isSamePage(left, right)) return true;
    return markdown::equalDocuments(markdown::fitSchema(std::move(left), schema).doc,
                                    markdown::fitSchema(std::move(right), schema).doc);
}

void FileReader::remember(const BlobId &blob, const PageId &id) {
    m_identities.emplace(blob, FileIdentity{id, id.str(), {}});
}

Result<FileIdentity> FileReader::identity(const BlobId &blob) {
    if (const auto known = m_identities.find(blob); known != m_identities.end()) return known->second;
    TRY_ASSIGN(const std::string content, text(blob));
    const PageFile file = parsePageFile(content);
    FileIdentity identity{file.id, file.idText.value_or(std::string()), file.problem};
    m_identities.emplace(blob, identity);
    return identity;
}

Result<std::string> FileReader::text(const BlobId &blob) {
    if (const auto known = m_texts.find(blob); known != m_texts.end()) return known->second;
    TRY_ASSIGN(std::string content, m_vault.text(blob));
    m_texts.emplace(blob, content);
    return content;
}

Result<std::string> FileReader::body(const BlobId &blob) {
    TRY_ASSIGN(const std::string content, text(blob));
    return parsePageFile(content).body;
}

Result<bool> FileReader::equalBodies(const BlobId &a, const BlobId &b) {
    if (a == b) return true;
    TRY_ASSIGN(const std::string left, body(a));
    TRY_ASSIGN(const std::string right, body(b));
    return equalBodyTexts(left, right);
}

}  // namespace wikivault
