#include "engine/run/file_reader.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/schema.h"

#include <cctype>
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
    std::multiset<std::string> words;
    std::string word;
    const auto end = [&] {
        if (!word.empty()) words.insert(std::exchange(word, {}));
    };
    for (std::size_t at = 0; at < body.size();) {
        // Kana and ideographs, U+3000 to U+9FFF: nothing stands between their words, so each character is one.
        const auto lead = static_cast<unsigned char>(body[at]);
        if (lead >= 0xE3 && lead <= 0xE9) {
            end();
            words.insert(body.substr(at, 3));
            at += 3;
        } else if (std::isspace(lead) != 0) {
            end();
            ++at;
        } else {
            word += body[at++];
        }
    }
    end();
    return words;
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
