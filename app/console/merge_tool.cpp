#include "app/console/merge_tool.h"

#include "models/review_blocks.h"

#include <QCoreApplication>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace wikivault {

namespace {

struct MergeToolText {
    Q_DECLARE_TR_FUNCTIONS(MergeTool)
};

bool writeFile(const QString &path, const QByteArray &text) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.flush();
}

struct Tool {
    const char *name, *program;
};
constexpr Tool kTools[] = {{"KDiff3", "kdiff3"}, {"Meld", "meld"}};

/// Meld edits the middle file in place; KDiff3 merges into a file of its own.
QStringList argumentsOf(const MergeToolFiles &files, const QString &folder, bool hasBase) {
    const QString base = folder + QStringLiteral("/Base.md"), wiki = folder + QStringLiteral("/Wiki.md"),
                  git = folder + QStringLiteral("/Git.md");
    if (files.name == QLatin1String("Meld")) return {wiki, files.result, git};
    QStringList arguments;
    if (hasBase) arguments << base;
    arguments << wiki << git << QStringLiteral("--output") << files.result;
    const QStringList names{QStringLiteral("Base"), QStringLiteral("Wiki"), QStringLiteral("Git")};
    int label = 1;
    for (const QString &name : hasBase ? names : names.mid(1))
        arguments << QStringLiteral("--L%1").arg(label++) << name;
    return arguments;
}

}  // namespace

MergeToolFiles prepareMergeTool(const ConflictDetail &detail, const QString &text) {
    MergeToolFiles files;
    for (const auto &[name, program] : kTools) {
        files.program = QStandardPaths::findExecutable(QLatin1String(program));
        files.name = QLatin1String(name);
        if (!files.program.isEmpty()) break;
    }
    if (files.program.isEmpty()) {
        files.problem =
            MergeToolText::tr("No merge program is installed: install the package kdiff3 or meld and try again.");
        return files;
    }
    files.folder = std::make_shared<QTemporaryDir>();
    const QString folder = files.folder->path();
    files.result = folder + QStringLiteral("/Result.md");
    files.unedited = text.toUtf8();
    const auto bytes = [](const std::optional<std::string> &file) {
        return QByteArray::fromStdString(bodyOfFile(file));
    };
    const bool written =
        files.folder->isValid() && writeFile(folder + QStringLiteral("/Base.md"), bytes(detail.base)) &&
        writeFile(folder + QStringLiteral("/Wiki.md"), bytes(detail.wiki)) &&
        writeFile(folder + QStringLiteral("/Git.md"), bytes(detail.git)) && writeFile(files.result, files.unedited);
    if (!written)
        files.problem = MergeToolText::tr("The texts could not be written to a temporary folder: %1")
                            .arg(files.folder->errorString());
    files.arguments = argumentsOf(files, folder, detail.base.has_value());
    return files;
}

ToolAnswer readMergeTool(const MergeToolFiles &files) {
    QFile file(files.result);
    if (!file.open(QIODevice::ReadOnly))
        return {files.name, {}, MergeToolText::tr("%1 left no result.").arg(files.name)};
    const QByteArray text = file.readAll();
    if (text == files.unedited)
        return {files.name, {}, MergeToolText::tr("%1 saved nothing; the review is as it was.").arg(files.name)};
    return {files.name, QString::fromUtf8(text), {}};
}

}  // namespace wikivault
