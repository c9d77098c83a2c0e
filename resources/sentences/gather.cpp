// Gathers what the engine says into a table of templates for the window's translations:
// gather_sentences ROOT TABLE.cpp [SOURCE…]
#include "resources/sentences/source_text.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTextStream>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace wikivault::sentences;

namespace {

/// Lines of unsaid.txt: `file PATH` is not read, `text SENTENCE` is not for people, `word WORD` is, though it is one.
struct Rules {
    QSet<QString> texts, words;
    std::vector<QRegularExpression> files;
};

QString readAll(const QString &path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

Rules readRules(const QString &path) {
    Rules rules;
    for (const QString &line : readAll(path).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QString kind = line.section(QLatin1Char(' '), 0, 0), rest = line.section(QLatin1Char(' '), 1);
        if (kind == QLatin1String("file"))
            rules.files.emplace_back(QRegularExpression::wildcardToRegularExpression(rest));
        if (kind == QLatin1String("text")) rules.texts << rest;
        if (kind == QLatin1String("word")) rules.words << rest;
    }
    return rules;
}

/// Two words beside each other, or a word and what is put in, and nothing only machines read.
bool isProse(const QString &text) {
    static const QRegularExpression prose(
        QStringLiteral("[a-z]{2}[^A-Za-z0-9]* |^[;,.]? ?[a-z']{2,} | [a-z]{2,}$|%n "));
    static const QRegularExpression machine(QStringLiteral(
        "[\\n\\r\\t]|</?[a-z]|\\?::|= \\?|\\{\\}|^(ref:|-o|id, |select |insert |update [a-z_]+ |delete from "
        "|create (or|function|table|index|unique|trigger|schema|temp)|drop |alter |pragma |with [a-z_]+ "
        "|grant (usage|select)|set (local|session|search)|begin|listen )"));
    return prose.match(text).hasMatch() && !machine.match(text).hasMatch();
}

/// Without what joins it to other sentences.
QString bare(QString text) {
    static const QRegularExpression ends(QStringLiteral("^[ ;,:]+|[ ;,:.]+$"));
    return text.remove(ends);
}

QString quoted(QString text) {
    text.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

struct Gathered {
    QMap<QString, QString> sentences;  ///< each once: two that differ in the case of their first letter are one
    QSet<QString> ruled;               ///< met with a rule of their own
};

Gathered gather(const QString &root, const Rules &rules, const QStringList &sources) {
    Gathered found;
    for (const QString &source : sources) {
        const QString place = QDir(root).relativeFilePath(source);
        const auto names = [&](const QRegularExpression &files) { return files.match(place).hasMatch(); };
        if (std::any_of(rules.files.begin(), rules.files.end(), names)) continue;
        for (const QString &said : textsOf(readAll(source))) {
            const QString text = bare(said);
            if (rules.texts.contains(text) || rules.words.contains(text)) found.ruled << text;
            if (rules.texts.contains(text) || !(isProse(text) || rules.words.contains(text))) continue;
            const QString key = text.left(1).toLower() + text.mid(1);
            if (!found.sentences.contains(key) || text == key) found.sentences[key] = text;
        }
    }
    return found;
}

QString tableOf(const QMap<QString, QString> &sentences) {
    QString table;
    QTextStream out(&table);
    out << "#include \"models/engine_sentences.h\"\n\n#include <QtGlobal>\n\nnamespace wikivault {\n\n"
           "const std::vector<const char *> &engineSentences() {\n    static const std::vector<const char *> all = {\n";
    for (const QString &sentence : sentences) {
        const bool isPlural = sentence.contains(QLatin1String("%n"));
        out << "        " << (isPlural ? "QT_TRANSLATE_N_NOOP" : "QT_TRANSLATE_NOOP") << "(\"EngineText\", "
            << quoted(sentence) << "),\n";
    }
    out << "    };\n    return all;\n}\n\n}  // namespace wikivault\n";
    return table;
}

}  // namespace

int main(int argc, char **argv) {
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const QString root = arguments.takeFirst(), table = arguments.takeFirst();
    const QString rulesFile = root + QStringLiteral("/resources/sentences/unsaid.txt");
    const Rules rules = readRules(rulesFile);
    const Gathered found = gather(root, rules, arguments);
    for (const QString &stale : rules.texts + rules.words - found.ruled) {
        std::fprintf(stderr, "%s: nobody says \"%s\" any more\n", qPrintable(rulesFile), qPrintable(stale));
        return 1;
    }
    QFile file(table);
    if (!file.open(QIODevice::WriteOnly)) qFatal("%s cannot be written", qPrintable(table));
    file.write(tableOf(found.sentences).toUtf8());
    return 0;
}
