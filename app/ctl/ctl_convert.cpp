#include "app/ctl/ctl.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/json.h"
#include "engine/core/merge/merge_text.h"
#include "engine/core/page_file.h"

#include <QJsonArray>
#include <QJsonObject>

#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>

namespace wikivault::ctl {

namespace {

/// One document or text in, one out.
using Conversion = std::function<Result<std::string>(const std::string &, bool asPage)>;

Result<std::string> markdownOf(const std::string &json, bool asPage) {
    TRY_ASSIGN(const markdown::Node doc, markdown::fromJson(json));
    std::string body = markdown::toMarkdown(doc);
    // A page file that has no page yet carries no frontmatter.
    return asPage && !body.empty() ? body + "\n" : body;
}

Result<std::string> documentOf(const std::string &text, bool asPage) {
    return markdown::toJson(markdown::fromMarkdown(asPage ? parsePageFile(text).body : text));
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

int convertLines(const Context &context, const Conversion &convert) {
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto converted = convert(line, context.arguments().has("--page"));
        context.print((converted ? *converted : errorLine(converted.error())) + "\n");
    }
    return kDone;
}

int convertAll(const Context &context, const Conversion &convert) {
    const std::string input(std::istreambuf_iterator<char>(std::cin), {});
    const auto converted = convert(input, context.arguments().has("--page"));
    if (!converted) return context.failed(converted.error());
    const bool endsLine = converted->empty() || converted->back() == '\n';
    context.print(*converted + (endsLine ? "" : "\n"));
    return kDone;
}

int toMarkdownText(Context &context) {
    return context.arguments().has("--lines") ? convertLines(context, &markdownLine) : convertAll(context, &markdownOf);
}

int toProseMirror(Context &context) {
    return context.arguments().has("--lines") ? convertLines(context, &documentLine) : convertAll(context, &documentOf);
}

Result<std::string> readText(const std::string &path) {
    std::ifstream file(path == "-" ? "/dev/stdin" : path, std::ios::binary);
    if (!file) return fail(ErrorCode::Invalid, "The file " + path + " cannot be read.");
    return std::string(std::istreambuf_iterator<char>(file), {});
}

QJsonValue jsonText(const std::string &text) {
    return QString::fromStdString(text);
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
        auto text = readText(path);
        if (!text) return context.failed(text.error().detail, kUsage);
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
