#include "app/common/json_output.h"
#include "app/ctl/ctl.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/json.h"
#include "engine/core/merge/merge_text.h"
#include "engine/core/page_file.h"

#include <QJsonArray>
#include <QJsonObject>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <iostream>
#include <optional>
#include <system_error>

namespace wikivault::ctl {

namespace {

/// One document or text in, one out.
using Conversion = std::function<Result<std::string>(const std::string &, bool asPage)>;

Result<std::string> markdownOf(const std::string &json, bool asPage) {
    TRY_ASSIGN(const markdown::Node doc, markdown::fromJson(json));
    std::string body = markdown::toMarkdown(doc);
    // A page file that has no page yet carries no frontmatter.
    if (asPage && !body.empty()) body += '\n';
    return body;
}

Result<std::string> documentOf(const std::string &text, bool asPage) {
    const std::string body = asPage ? parsePageFile(text).body : std::string();
    return markdown::toJson(markdown::fromMarkdown(asPage ? body : text));
}

std::string inQuotes(const std::string &text) {
    std::string json;
    markdown::appendJsonString(json, text);
    return json;
}

std::string errorLine(const Error &error) {
    return "{\"error\":" + inQuotes(error.detail) + "}";
}

Result<std::string> markdownLine(const std::string &line, bool asPage) {
    TRY_ASSIGN(const std::string body, markdownOf(line, asPage));
    return inQuotes(body);
}

Result<std::string> documentLine(const std::string &line, bool asPage) {
    TRY_ASSIGN(const markdown::Value value, markdown::valueFromJson(line));
    if (const auto *text = std::get_if<std::string>(&value)) return documentOf(*text, asPage);
    return fail(ErrorCode::Invalid, "expected a JSON string that holds Markdown");
}

/// An open file, read in large pieces; a line is handed out as soon as it is there.
class Input {
public:
    explicit Input(int file) : m_file(file) {}

    bool nextLine(std::string &line) {
        std::size_t end = m_text.find('\n', m_at);
        while (end == std::string::npos) {
            const std::size_t known = m_text.size() - m_at;
            if (!readMore()) break;
            end = m_text.find('\n', m_at + known);
        }
        if (end == std::string::npos && m_at == m_text.size()) return false;
        line.assign(m_text, m_at, end == std::string::npos ? end : end - m_at);
        m_at = end == std::string::npos ? m_text.size() : end + 1;
        return true;
    }
    std::string all() {
        struct stat about {};
        if (::fstat(m_file, &about) == 0 && S_ISREG(about.st_mode))
            m_text.reserve(static_cast<std::size_t>(about.st_size) + kPiece);
        while (readMore())
            continue;
        return std::move(m_text);
    }
    /// Why reading stopped before the end; 0 when it did not.
    [[nodiscard]] int error() const { return m_error; }

private:
    static constexpr std::size_t kPiece = 256 * 1024;

    bool readMore() {
        m_text.erase(0, m_at);
        m_at = 0;
        const std::size_t size = m_text.size();
        m_text.resize(m_text.capacity() - size >= kPiece ? size + kPiece : std::max(size + kPiece, 2 * size));
        ssize_t got = 0;
        do
            got = ::read(m_file, m_text.data() + size, m_text.size() - size);
        while (got < 0 && errno == EINTR);
        if (got < 0) m_error = errno;
        m_text.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        return got > 0;
    }

    int m_file, m_error = 0;
    std::string m_text;
    std::size_t m_at = 0;
};

int unreadable(const Context &context, const std::string &what, int error) {
    return context.failed(what + " cannot be read: " + std::generic_category().message(error) + ".", kUsage);
}

int convertLines(const Context &context, const Conversion &convert) {
    Input input(STDIN_FILENO);
    std::string line;
    while (input.nextLine(line)) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto converted = convert(line, context.arguments().has("--page"));
        context.print((converted ? *converted : errorLine(converted.error())) + "\n");
    }
    return input.error() == 0 ? kDone : unreadable(context, "Standard input", input.error());
}

int convertAll(const Context &context, const Conversion &convert) {
    Input file(STDIN_FILENO);
    const std::string input = file.all();
    if (file.error() != 0) return unreadable(context, "Standard input", file.error());
    auto converted = convert(input, context.arguments().has("--page"));
    if (!converted) return context.failed(converted.error());
    if (!converted->empty() && converted->back() != '\n') *converted += '\n';
    context.print(*converted);
    return kDone;
}

int toMarkdownText(Context &context) {
    return context.arguments().has("--lines") ? convertLines(context, &markdownLine) : convertAll(context, &markdownOf);
}

int toProseMirror(Context &context) {
    return context.arguments().has("--lines") ? convertLines(context, &documentLine) : convertAll(context, &documentOf);
}

/// The text of a file, `-` for standard input; nothing: it was reported.
std::optional<std::string> readText(const Context &context, const std::string &path) {
    const int file = path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        (void)unreadable(context, "The file " + path, errno);
        return std::nullopt;
    }
    Input input(file);
    std::string text = input.all();
    ::close(file);
    if (input.error() == 0) return text;
    (void)unreadable(context, "The file " + path, input.error());
    return std::nullopt;
}

QJsonArray conflictsJson(const std::vector<merge::BlockConflict> &conflicts) {
    QJsonArray array;
    for (const merge::BlockConflict &conflict : conflicts)
        array.append(QJsonObject{{QStringLiteral("base"), jsonText(conflict.base)},
                                 {QStringLiteral("wiki"), jsonText(conflict.wiki)},
                                 {QStringLiteral("git"), jsonText(conflict.git)}});
    return array;
}

void printMerge(const Context &context, const std::string &text, const std::vector<merge::BlockConflict> &conflicts) {
    if (context.json()) {
        context.printJson(QJsonObject{{QStringLiteral("text"), jsonText(text)},
                                      {QStringLiteral("clean"), conflicts.empty()},
                                      {QStringLiteral("conflicts"), conflictsJson(conflicts)}});
        return;
    }
    context.print(text + (text.empty() || text.back() == '\n' ? "" : "\n"));
    for (const merge::BlockConflict &conflict : conflicts)
        std::cerr << "--- conflict: base ---\n"
                  << conflict.base << "\n--- wiki ---\n"
                  << conflict.wiki << "\n--- git (kept) ---\n"
                  << conflict.git << "\n";
}

int mergeFiles(Context &context) {
    const bool asPages = context.arguments().has("--page");
    std::vector<std::string> files, bodies;
    for (const std::string &path : context.arguments().positional) {
        auto text = readText(context, path);
        if (!text) return kUsage;
        bodies.push_back(asPages ? parsePageFile(*text).body : *text);
        files.push_back(std::move(*text));
    }
    const merge::MergedBody merged = merge::mergeBodies(bodies[0], bodies[1], bodies[2]);
    printMerge(context, asPages ? withBody(files[2], merged.text) : merged.text, merged.conflicts);
    return merged.isClean() ? kDone : kConflicts;
}

}  // namespace

std::vector<Command> convertCommands() {
    const OptionSpec lines{"--lines", "",
                           "one JSON value per line each way: documents as objects, Markdown as strings"};
    const OptionSpec page{"--page", "", "whole page files instead of bodies"};
    return {
        {{"convert to-markdown",
          "",
          "a ProseMirror document on standard input to Markdown",
          0,
          0,
          {lines, page},
          "With --lines a value that cannot be converted gives {\"error\":...} on its line."},
         &toMarkdownText,
         false},
        {{"convert to-prosemirror",
          "",
          "Markdown on standard input to a ProseMirror document",
          0,
          0,
          {lines, page},
          "With --lines a value that cannot be converted gives {\"error\":...} on its line."},
         &toProseMirror,
         false},
        {{"convert merge",
          "BASE WIKI GIT",
          "three-way merge of three files",
          3,
          3,
          {page},
          "Exit code 4 and the conflicting blocks on standard error when both sides changed the same block; the merge "
          "then holds git's."},
         &mergeFiles,
         false},
    };
}

}  // namespace wikivault::ctl
