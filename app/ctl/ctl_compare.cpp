#include "app/common/json_output.h"
#include "app/common/space_state.h"
#include "app/ctl/ctl.h"
#include "app/ctl/line_diff.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"
#include "engine/core/wiki_address.h"

#include <QJsonObject>

#include <algorithm>

namespace wikivault::ctl {

namespace {

std::string changeWord(const PageDifference &page) {
    if (!page.was) return "new";
    if (!page.is) return "gone";
    if (!page.isMove()) return "changed";
    return page.was == page.is ? "moved" : "moved, changed";
}

std::string placeText(const PageDifference &page) {
    if (!page.isMove()) return page.after.empty() ? page.before : page.after;
    return page.before + " -> " + page.after;
}

std::string pointText(const VaultPoint &point) {
    return (point.run ? "after run " + point.run->str() : "now") + " (" + point.commit.substr(0, 12) +
           (point.at ? ", " + tableTime(*point.at) : "") + ")";
}

QJsonObject pointJson(const VaultPoint &point) {
    QJsonObject json{{QStringLiteral("commit"), jsonText(point.commit)}};
    if (point.run) json.insert(QStringLiteral("runId"), jsonText(point.run->str()));
    if (point.at) json.insert(QStringLiteral("at"), jsonText(toIso8601(*point.at)));
    return json;
}

QJsonObject pageJson(const PageDifference &page, const std::pair<std::string, std::string> *texts) {
    QJsonObject json{{QStringLiteral("pageId"), jsonText(page.id)},
                     {QStringLiteral("change"), jsonText(changeWord(page))},
                     {QStringLiteral("before"), jsonText(page.before)},
                     {QStringLiteral("after"), jsonText(page.after)}};
    if (!texts) return json;
    json.insert(QStringLiteral("textBefore"), jsonText(texts->first));
    json.insert(QStringLiteral("textAfter"), jsonText(texts->second));
    return json;
}

using Texts = std::vector<std::pair<std::string, std::string>>;

void printComparison(const Context &context, const Comparison &comparison, const Texts &texts) {
    if (context.json()) {
        QJsonArray pages;
        for (std::size_t i = 0; i < comparison.pages.size(); ++i)
            pages.append(pageJson(comparison.pages[i], texts.empty() ? nullptr : &texts[i]));
        return context.printJson(QJsonObject{{QStringLiteral("spaceId"), jsonText(comparison.space.str())},
                                             {QStringLiteral("from"), pointJson(comparison.from)},
                                             {QStringLiteral("to"), pointJson(comparison.to)},
                                             {QStringLiteral("pages"), pages}});
    }
    const std::size_t count = comparison.pages.size();
    context.print(counted(static_cast<std::int64_t>(count), "page") + (count == 1 ? " differs" : " differ") +
                  " between " + pointText(comparison.from) + " and " + pointText(comparison.to) + ".\n");
    std::vector<std::vector<std::string>> lines;
    for (const PageDifference &page : comparison.pages)
        lines.push_back({changeWord(page), placeText(page)});
    if (texts.empty() && !lines.empty()) return context.print(textTable({"CHANGE", "PAGE"}, lines));
    for (std::size_t i = 0; i < texts.size(); ++i)
        context.print("\n" + changeWord(comparison.pages[i]) + ": " + placeText(comparison.pages[i]) + "\n" +
                      lineDiff(texts[i].first, texts[i].second));
}

/// Of the pages that --only names by id or path; of all where it names none.
Result<> choosePages(const Context &context, Comparison &comparison) {
    const std::string wanted = context.arguments().option("--only");
    if (wanted.empty()) return {};
    std::erase_if(comparison.pages, [&](const PageDifference &page) {
        return page.id != wanted && page.before != wanted && page.after != wanted;
    });
    if (!comparison.pages.empty()) return {};
    return fail(ErrorCode::NotFound,
                "No page with the id or path \"" + wanted + "\" differs; without --only all that do are listed.");
}

int compareRuns(Context &context) {
    const auto &words = context.arguments().positional;
    const std::optional<RunId> to =
        words.size() < 2 || words[1] == "now" ? std::nullopt : std::optional(RunId(words[1]));
    CompareDesk &desk = context.composition().compare();
    auto comparison = desk.compare(RunId(words[0]), to, context.stop());
    if (!comparison) return failedBy(context, comparison.error());
    if (const auto chosen = choosePages(context, *comparison); !chosen) return context.failed(chosen.error(), kUsage);
    Texts texts;
    if (context.arguments().has("--texts") || context.arguments().has("--only"))
        for (const PageDifference &page : comparison->pages) {
            auto both = desk.texts(comparison->space, page);
            if (!both) return context.failed(both.error());
            texts.push_back(std::move(*both));
        }
    printComparison(context, *comparison, texts);
    return kDone;
}

std::string_view originWord(Origin origin) {
    switch (origin) {
        case Origin::Wiki: return "wiki";
        case Origin::Git: return "git";
        case Origin::Both: return "both";
        case Origin::Engine: break;
    }
    return "wikivault";
}

void printHistory(const Context &context, const PageHistory &history, const Texts &texts) {
    QJsonArray list;
    std::vector<std::vector<std::string>> lines;
    for (std::size_t i = 0; i < history.versions.size(); ++i) {
        const PageVersion &version = history.versions[i];
        QJsonObject json = pageJson(version.change, texts.empty() ? nullptr : &texts[i]);
        json.insert(QStringLiteral("commit"), jsonText(version.commit));
        json.insert(QStringLiteral("at"), jsonText(toIso8601(version.at)));
        json.insert(QStringLiteral("origin"), jsonText(std::string(originWord(version.origin))));
        json.insert(QStringLiteral("author"), jsonText(version.author));
        json.insert(QStringLiteral("subject"), jsonText(version.subject));
        list.append(json);
        lines.push_back({tableTime(version.at), std::string(originWord(version.origin)), changeWord(version.change),
                         placeText(version.change), version.author, version.commit.substr(0, 12)});
    }
    if (context.json())
        return context.printJson(QJsonObject{{QStringLiteral("spaceId"), jsonText(history.space.str())},
                                             {QStringLiteral("whole"), history.isWhole},
                                             {QStringLiteral("versions"), list}});
    if (texts.empty()) context.print(textTable({"WHEN", "FROM", "CHANGE", "PAGE", "BY", "COMMIT"}, lines));
    for (std::size_t i = 0; i < texts.size(); ++i)
        context.print(lines[i][0] + "  " + lines[i][1] + "  " + lines[i][2] + ": " + lines[i][3] + "  " + lines[i][4] +
                      "  " + lines[i][5] + "\n" + lineDiff(texts[i].first, texts[i].second) + "\n");
    if (!history.isWhole) context.print("There are more, older versions; git log has them.\n");
}

int showHistory(Context &context) {
    const auto &words = context.arguments().positional;
    const auto spaces = namedSpaces(context, {words[0]});
    if (!spaces) return failedBy(context, spaces.error());
    CompareDesk &desk = context.composition().compare();
    const auto history = desk.history(spaces->front().id, words[1], context.stop());
    if (!history) return failedBy(context, history.error());
    Texts texts;
    if (context.arguments().has("--texts"))
        for (const PageVersion &version : history->versions) {
            auto both = desk.texts(history->space, version.change);
            if (!both) return context.failed(both.error());
            texts.push_back(std::move(*both));
        }
    printHistory(context, *history, texts);
    return kDone;
}

int showPlace(Context &context) {
    const auto &words = context.arguments().positional;
    const auto spaces = namedSpaces(context, {words[0]});
    if (!spaces) return failedToName(context, spaces.error());
    const Space &space = spaces->front();
    const Settings &settings = context.composition().settings();
    PageSpot spot;
    if (words.size() > 1) {
        const auto found = context.composition().compare().find(space.id, words[1]);
        if (!found) return failedBy(context, found.error());
        spot = *found;
    }
    // A file without the id of a page is none of the wiki's yet.
    const std::optional<PageId> page = parseUuid(spot.id) ? std::optional(PageId(spot.id)) : std::nullopt;
    const auto address = words.size() > 1 && !page ? std::nullopt : wikiAddress(settings, page, space.slug);
    const std::string file = settings.vaultDir(space.id.str()) + (spot.path.empty() ? std::string() : "/" + spot.path);
    if (context.json()) {
        context.printJson(QJsonObject{{QStringLiteral("spaceId"), jsonText(space.id.str())},
                                      {QStringLiteral("pageId"), jsonText(spot.id)},
                                      {QStringLiteral("path"), jsonText(spot.path)},
                                      {QStringLiteral("wiki"), jsonText(address.value_or(""))},
                                      {QStringLiteral("file"), jsonText(file)}});
        return kDone;
    }
    const std::string unknown = words.size() > 1 && !page ? "the wiki does not have this page yet"
                                                          : "not known: set WIKIVAULT_WIKI_URL or DOCMOST_API_URL";
    context.print("wiki  " + address.value_or(unknown) + "\nfile  " + file + "\n");
    return kDone;
}

}  // namespace

std::vector<Command> compareCommands() {
    const OptionSpec page{"--only", "PAGE", "of this page alone, by id or path, with its lines"};
    const OptionSpec texts{"--texts", "", "with the lines that differ"};
    return {
        {{"run compare",
          "ID [ID | now]",
          "list the pages that differ between the vault after two runs",
          1,
          2,
          {page, texts},
          "Both runs are of one space; now is the vault as it stands. A page is matched by its id, wherever it is."},
         &compareRuns},
        {{"page history",
          "SPACE PAGE",
          "list the versions of a page, newest first, and which side each came from",
          2,
          2,
          {texts},
          "PAGE is an id, or the path of a file in the vault. A version is a commit of main; the page is followed by "
          "its id wherever it was."},
         &showHistory},
        {{"page where",
          "SPACE [PAGE]",
          "say where people open a page: its address in the wiki and its file in the vault",
          1,
          2,
          {},
          "PAGE is an id, or the path of a file in the vault; without it, the space itself."},
         &showPlace}};
}

}  // namespace wikivault::ctl
