#include "app/common/run_export.h"

#include "app/common/json_output.h"

#include <QJsonDocument>
#include <QSaveFile>

namespace wikivault {

namespace {

/// A spreadsheet would compute what begins like a formula.
std::string cell(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        text.insert(0, 1, '\'');
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

void appendLine(std::string &csv, const std::vector<std::string> &cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        csv += (i > 0 ? "," : "") + cell(cells[i]);
    csv += "\r\n";
}

std::string number(int count) {
    return std::to_string(count);
}

}  // namespace

std::string csvOf(const std::vector<RunRecord> &runs, const SpaceNameOf &nameOf) {
    std::string csv;
    appendLine(csv, {"run",          "space",        "spaceId",      "startedAt",    "endedAt",
                     "trigger",      "actor",        "reason",       "outcome",      "skipped",
                     "filesWritten", "filesDeleted", "filesMoved",   "pagesCreated", "pagesUpdated",
                     "pagesMoved",   "pagesRenamed", "pagesDeleted", "failures",     "conflicts",
                     "mainBefore",   "mainAfter",    "planHash",     "undoOf",       "error"});
    for (const RunRecord &run : runs)
        appendLine(csv, {run.id.str(),
                         nameOf(run.space),
                         run.space.str(),
                         toIso8601(run.startedAt),
                         run.endedAt ? toIso8601(*run.endedAt) : "",
                         run.trigger,
                         run.actor,
                         run.reason,
                         run.outcome,
                         std::string(toWord(run.skipped)),
                         number(run.pull.written),
                         number(run.pull.deleted),
                         number(run.pull.moved),
                         number(run.push.created),
                         number(run.push.updated),
                         number(run.push.moved),
                         number(run.push.renamed),
                         number(run.push.deleted),
                         number(run.push.failures),
                         number(run.conflicts),
                         run.mainBefore,
                         run.mainAfter,
                         run.planHash,
                         run.undoOf,
                         run.error});
    return csv;
}

Result<> exportRuns(const std::vector<RunRecord> &runs, const SpaceNameOf &nameOf, const std::string &path) {
    const QString name = QString::fromStdString(path);
    const QByteArray text = name.endsWith(QLatin1String(".json"), Qt::CaseInsensitive)
                                ? QJsonDocument(toJsonArray(runs)).toJson()
                                : QByteArray::fromStdString(csvOf(runs, nameOf));
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return fail(ErrorCode::Denied, "The runs could not be written to " + path + ": " +
                                           file.errorString().toStdString() + ". Choose another folder.");
    return {};
}

}  // namespace wikivault
