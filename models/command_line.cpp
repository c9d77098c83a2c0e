#include "models/command_line.h"

#include <algorithm>

namespace wikivault::command_line {

namespace {

QString quoted(const QString &word) {
    const auto isPlain = [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || QStringLiteral("-_./:@,").contains(c);
    };
    if (!word.isEmpty() && std::all_of(word.begin(), word.end(), isPlain)) return word;
    return QLatin1Char('\'') + QString(word).replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

QString commandOf(const QStringList &words) {
    QStringList line{QStringLiteral("wikivaultctl")};
    for (const QString &word : words)
        line << quoted(word);
    return line.join(QLatin1Char(' '));
}

QString takeWord(Take take) {
    switch (take) {
        case Take::Wiki: return QStringLiteral("wiki");
        case Take::Git: return QStringLiteral("git");
        case Take::Both: return QStringLiteral("both");
        case Take::Base: return QStringLiteral("base");
    }
    return {};
}

}  // namespace

QString preview(const QString &space) {
    return commandOf({QStringLiteral("plan"), space});
}

QString sync(const QStringList &spaces, const QString &reason) {
    QStringList words{QStringLiteral("sync")};
    words << spaces;
    if (!reason.isEmpty()) words << QStringLiteral("--reason") << reason;
    return commandOf(words);
}

QString resolve(const QString &page, Take take) {
    return commandOf(
        {QStringLiteral("conflict"), QStringLiteral("resolve"), page, QStringLiteral("--take"), takeWord(take)});
}

QString showRemote(const QString &space) {
    return commandOf({QStringLiteral("remote"), QStringLiteral("show"), space});
}

QString release(const QString &space, const QString &holder) {
    return commandOf({QStringLiteral("lock"), QStringLiteral("release"), space, QStringLiteral("--expect"), holder});
}

QString stopHolder(const QString &space, const QString &holder) {
    return commandOf({QStringLiteral("lock"), QStringLiteral("stop"), space, QStringLiteral("--expect"), holder});
}

}  // namespace wikivault::command_line
