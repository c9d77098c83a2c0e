#include "app/common/json_output.h"
#include "app/ctl/ctl.h"
#include "app/ctl/remote_transfers.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"
#include "engine/core/sentence.h"

#include <algorithm>
#include <iostream>

namespace wikivault::ctl {

namespace {

QJsonValue momentJson(const std::optional<TimePoint> &time) {
    return time ? QJsonValue(jsonText(toIso8601(*time))) : QJsonValue();
}

QJsonValue countJson(const std::optional<int> &count) {
    return count ? QJsonValue(*count) : QJsonValue();
}

QJsonObject remoteJson(const RemoteRow &row) {
    return {{QStringLiteral("spaceId"), jsonText(row.space.str())},
            {QStringLiteral("slug"), jsonText(row.slug)},
            {QStringLiteral("url"), jsonText(row.url)},
            {QStringLiteral("branch"), jsonText(row.branch)},
            {QStringLiteral("auth"), jsonText(toWord(row.auth))},
            {QStringLiteral("wikiAuthor"), jsonText(row.wikiAuthor)},
            {QStringLiteral("gitAuthor"), jsonText(row.gitAuthor)},
            {QStringLiteral("tip"), jsonText(row.status.tip)},
            {QStringLiteral("ahead"), countJson(row.ahead)},
            {QStringLiteral("behind"), countJson(row.behind)},
            {QStringLiteral("lastFetch"), momentJson(row.status.lastFetch)},
            {QStringLiteral("lastPush"), momentJson(row.status.lastPush)},
            {QStringLiteral("fault"), jsonText(row.setting.empty() ? toWord(row.status.fault) : "setting")},
            {QStringLiteral("problem"), jsonText(row.setting.empty() ? row.status.problem : row.setting)},
            {QStringLiteral("fingerprint"), jsonText(row.status.fingerprint)},
            {QStringLiteral("since"), momentJson(row.status.since)},
            {QStringLiteral("nextTry"), momentJson(row.status.notBefore)}};
}

std::string stateOf(const RemoteRow &row) {
    if (!row.setting.empty()) return "settings";
    if (row.url.empty()) return "-";
    if (row.status.fault != RemoteFault::None) return std::string(toWord(row.status.fault));
    return row.status.tip.empty() ? "not yet" : "ok";
}

/// Who people's commits are by in the wiki, and the wiki's edits in git.
std::string authorsOf(const RemoteRow &row) {
    return (row.wikiAuthor.empty() ? "nobody" : row.wikiAuthor) + " / " + row.gitAuthor;
}

std::vector<std::string> cellsOf(const RemoteRow &row) {
    const auto count = [](const std::optional<int> &number) { return number ? std::to_string(*number) : "-"; };
    const auto moment = [](const std::optional<TimePoint> &time) { return time ? tableTime(*time) : "-"; };
    return {row.slug,
            stateOf(row),
            row.branch.empty() ? "-" : row.branch,
            count(row.ahead),
            count(row.behind),
            moment(row.status.lastPush),
            moment(row.status.lastFetch),
            row.auth == RemoteAuth::None ? "-" : std::string(toWord(row.auth)),
            row.url.empty() ? "-" : authorsOf(row),
            row.url.empty() ? "none" : row.url};
}

int showRemotes(Context &context) {
    auto rows = context.composition().remotes().remotes(context.stop());
    if (!rows) return context.failed(rows.error());
    if (!context.arguments().positional.empty()) {
        const auto named = namedSpaces(context, context.arguments().positional);
        if (!named) return failedToName(context, named.error());
        std::erase_if(*rows, [&](const RemoteRow &row) { return row.space != named->front().id; });
    }
    QJsonArray list;
    std::vector<std::vector<std::string>> table;
    std::string problems;
    for (const RemoteRow &row : *rows) {
        list.append(remoteJson(row));
        table.push_back(cellsOf(row));
        const std::string &problem = row.setting.empty() ? row.status.problem : row.setting;
        if (!problem.empty()) problems += row.slug + ": " + asSentence(problem) + "\n";
    }
    if (context.json())
        context.printJson(list);
    else
        context.print(textTable({"SPACE", "STATE", "BRANCH", "AHEAD", "BEHIND", "LAST PUSH", "LAST FETCH", "AUTH",
                                 "AUTHOR IN WIKI / GIT", "REMOTE"},
                                table) +
                      problems);
    return problems.empty() ? kDone : kProblems;
}

int testRemote(Context &context) {
    const auto space = oneSpace(context);
    if (!space) return failedToName(context, space.error());
    const auto tested = context.composition().remotes().test(space->id, context.stop());
    if (!tested) return context.failed(tested.error(), kUsage);
    const bool isFine = tested->fault == RemoteFault::None;
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("spaceId"), jsonText(space->id.str())},
                                      {QStringLiteral("ok"), isFine},
                                      {QStringLiteral("fault"), jsonText(toWord(tested->fault))},
                                      {QStringLiteral("detail"), jsonText(tested->detail)},
                                      {QStringLiteral("fingerprint"), jsonText(tested->fingerprint)},
                                      {QStringLiteral("knownFingerprint"), jsonText(tested->knownFingerprint)}});
    else if (isFine)
        context.print(tested->detail + "\n");
    if (!isFine) std::cerr << asSentence(tested->detail) << "\n";
    return isFine ? kDone : kFailed;
}

QJsonObject newsJson(const Space &space, const RemoteNews &news) {
    QJsonArray commits;
    for (const RemoteCommit &commit : news.commits)
        commits.append(QJsonObject{{QStringLiteral("id"), jsonText(commit.id)},
                                   {QStringLiteral("author"), jsonText(commit.author)},
                                   {QStringLiteral("at"), momentJson(commit.at)},
                                   {QStringLiteral("subject"), jsonText(commit.subject)}});
    return {{QStringLiteral("spaceId"), jsonText(space.id.str())},
            {QStringLiteral("url"), jsonText(news.url)},
            {QStringLiteral("branch"), jsonText(news.branch)},
            {QStringLiteral("tip"), jsonText(news.tip)},
            {QStringLiteral("ahead"), news.ahead},
            {QStringLiteral("behind"), news.behind},
            {QStringLiteral("commits"), commits},
            {QStringLiteral("fault"), jsonText(toWord(news.problem.fault))},
            {QStringLiteral("problem"), jsonText(news.problem.detail)}};
}

std::string newsText(const RemoteNews &news) {
    if (news.tip.empty()) return news.url + " has no branch " + news.branch + ".\n";
    std::string text = "The branch " + news.branch + " of " + news.url + " stands at " + news.tip.substr(0, 12) +
                       "; main is " + std::to_string(news.ahead) + " ahead of it and " + std::to_string(news.behind) +
                       " behind.\n";
    if (news.behind == 0) return text;
    std::vector<std::vector<std::string>> rows;
    for (const RemoteCommit &commit : news.commits)
        rows.push_back({commit.id.substr(0, 12), tableTime(commit.at), commit.author, commit.subject});
    text += "\n" + textTable({"COMMIT", "TIME", "AUTHOR", "SUBJECT"}, rows);
    if (const int left = news.behind - static_cast<int>(news.commits.size()); left > 0)
        text += "… and " + std::to_string(left) + " older ones\n";
    if (news.problem.fault == RemoteFault::None) text += "\nThe next run takes in what came.\n";
    return text;
}

int fetchRemoteNow(Context &context) {
    const auto space = oneSpace(context);
    if (!space) return failedToName(context, space.error());
    const auto news = context.composition().remotes().fetch(space->id, context.stop());
    if (!news) return failedBy(context, news.error());
    if (context.json())
        context.printJson(newsJson(*space, *news));
    else if (news->isAsked)
        context.print(newsText(*news));
    if (news->problem.fault == RemoteFault::None) return kDone;
    std::cerr << asSentence(news->problem.detail) << "\n";
    return news->isAsked ? kProblems : kFailed;
}

QJsonArray pathsJson(const std::vector<std::string> &paths) {
    QJsonArray list;
    for (const std::string &path : paths)
        list.append(jsonText(path));
    return list;
}

int previewRemote(Context &context) {
    const auto space = oneSpace(context);
    if (!space) return failedToName(context, space.error());
    const auto preview = context.composition().remotes().previewFollow(space->id, context.stop());
    if (!preview) return context.failed(preview.error());
    if (context.json()) {
        context.printJson(QJsonObject{{QStringLiteral("tip"), jsonText(preview->tip)},
                                      {QStringLiteral("left"), preview->left},
                                      {QStringLiteral("comesIn"), pathsJson(preview->comesIn)},
                                      {QStringLiteral("changes"), pathsJson(preview->changes)},
                                      {QStringLiteral("isOnlyHere"), pathsJson(preview->isOnlyHere)}});
        return kDone;
    }
    std::string text = "The remote stands at " + preview->tip.substr(0, 12) + "; main has " +
                       std::to_string(preview->left) + " commits it does not hold.\n";
    const auto add = [&](const char *what, const std::vector<std::string> &paths) {
        for (const std::string &path : paths)
            text += std::string(what) + " " + path + "\n";
    };
    add("only there ", preview->comesIn);
    add("differs    ", preview->changes);
    add("only here  ", preview->isOnlyHere);
    context.print(text);
    return kDone;
}

int followRemote(Context &context) {
    return context.arguments().has("--dry-run") ? previewRemote(context) : runRemote(context, RemoteAct::Follow);
}

int trustRemote(Context &context) {
    const auto space = oneSpace(context);
    if (!space) return failedToName(context, space.error());
    const std::string fingerprint = context.arguments().option("--fingerprint");
    if (fingerprint.empty())
        return context.failed(
            "Give the fingerprint you have compared: --fingerprint SHA256:… ; \"remote test\" says "
            "what the server shows.",
            kUsage);
    const auto trusted = context.composition().remotes().trustHost(space->id, fingerprint, context.stop());
    if (!trusted) return context.failed(trusted.error());
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("trusted"), jsonText(fingerprint)}});
    else
        context.print("The key " + fingerprint + " is trusted from now on.\n");
    return kDone;
}

}  // namespace

std::vector<Command> remoteCommands() {
    const OptionSpec reason{"--reason", "TEXT", "why; stands in the run journal"};
    return {{{"remote show", "[SPACE]", "list the spaces' remotes with their state", 0, 1, {}, "Asks no server."},
             &showRemotes},
            {{"remote test", "SPACE", "ask the server and transfer nothing", 1, 1, {}, ""}, &testRemote},
            {{"remote fetch",
              "SPACE",
              "fetch the branch and list what came",
              1,
              1,
              {},
              "main, the files and the wiki stay as they are: the next run, of serve or of sync, takes in what came."},
             &fetchRemoteNow},
            {{"remote push",
              "SPACE",
              "push main as it stands, now",
              1,
              1,
              {{"--branch", "NAME", "to another branch than the space's own"},
               {"--switch", "", "the space follows that branch from now on; written to the profile"},
               {"--dry-run", "", "only say what would be pushed"},
               reason},
              "Nothing is ever forced."},
             &pushRemoteNow},
            {{"remote follow",
              "SPACE",
              "take in a rewritten or unrelated branch",
              1,
              1,
              {{"--dry-run", "", "only list what differs"}, reason},
              "What main was stays reachable under refs/wikivault/rescue."},
             &followRemote},
            {{"remote trust",
              "SPACE",
              "trust the server's host key",
              1,
              1,
              {{"--fingerprint", "SHA256:...", "the one that was compared with the server's administrator"}},
              ""},
             &trustRemote}};
}

}  // namespace wikivault::ctl
