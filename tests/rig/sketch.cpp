#include "tests/rig/ledger.h"
#include "tests/rig/runner.h"

#include "engine/core/page_file.h"

namespace wikivault::rig {

namespace {

std::string shortId(const PageId &page) {
    return page.str().substr(page.str().size() - 4);
}

std::string sketchOfText(const std::string &text) {
    const PageFile file = parsePageFile(text);
    std::string line = file.id ? " [" + shortId(*file.id) + "]" : " [-]";
    for (const std::string &token : tokensIn(text))
        line += ' ' + token;
    return line;
}

std::string sketchOfFiles(const char *name, const Files &files) {
    std::string text;
    for (const auto &[path, content] : files)
        text += "\n   " + std::string(name) + ' ' + path + sketchOfText(content);
    return text;
}

}  // namespace

std::string sketch(World &world) {
    std::string text;
    for (const WikiPage &page : world.pages()) {
        text += "\n   wiki " + shortId(page.id) + " \"" + page.title + '"';
        if (page.parent) text += " below " + shortId(*page.parent);
        if (page.trashed) text += " (trash)";
        if (page.elsewhere) text += " (elsewhere)";
        for (const std::string &token : tokensIn(page.content))
            text += ' ' + token;
    }
    const Files disk = world.files(), main = world.mainFiles();
    text += sketchOfFiles("main", main);
    return disk == main ? text : text + sketchOfFiles("disk", disk);
}

}  // namespace wikivault::rig
