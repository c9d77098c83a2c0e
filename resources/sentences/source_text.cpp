#include "resources/sentences/source_text.h"

#include <QRegularExpression>
#include <QSet>

#include <vector>

namespace wikivault::sentences {

namespace {

struct Token {
    enum Kind { Text, Other } kind;
    QString text;
    bool operator==(const char *mark) const { return kind == Other && text == QLatin1String(mark); }
};
using Tokens = std::vector<Token>;

QString unescaped(const QString &literal) {
    QString text;
    const int from = int(literal.indexOf(QLatin1Char('"'))) + 1;
    for (int i = from; i < literal.size() - 1; ++i) {
        if (literal[i] != QLatin1Char('\\')) {
            text += literal[i];
        } else {
            const QChar next = literal[++i];
            text += next == QLatin1Char('n') ? QLatin1Char('\n') : next == QLatin1Char('t') ? QLatin1Char('\t') : next;
        }
    }
    return text;
}

Tokens tokensOf(const QString &source) {
    static const QRegularExpression token(
        QStringLiteral("(?<skip>\\s+|//[^\\n]*|/\\*.*?\\*/|(?<=\\n)#(?:[^\\n]*\\\\\\n)*[^\\n]*)"
                       "|(?<raw>R\"([^(\\s\"]*)\\(.*?\\)\\g{-1}\")"
                       "|(?<text>(?:u8|u)?\"(?:[^\"\\\\\\n]|\\\\.)*\")"
                       "|'(?:[^'\\\\\\n]|\\\\.)+'|\\d[\\w'.]*|[A-Za-z_]\\w*|\\+=|\\+\\+|<<|==|!=|&&|\\|\\||::|->|."),
        QRegularExpression::DotMatchesEverythingOption);
    Tokens tokens;
    for (auto it = token.globalMatch(source); it.hasNext();) {
        const auto match = it.next();
        if (!match.captured(QStringLiteral("skip")).isEmpty()) continue;
        const QString text = match.captured(QStringLiteral("text"));
        if (text.isEmpty())
            tokens.push_back({Token::Other, match.captured()});
        else if (!tokens.empty() && tokens.back().kind == Token::Text)
            tokens.back().text += unescaped(text);
        else
            tokens.push_back({Token::Text, unescaped(text)});
    }
    return tokens;
}

/// One expression after the other, bracket by bracket.
class Reader {
public:
    explicit Reader(const QString &source) : m_tokens(tokensOf(source)) {}

    QStringList read() {
        readLevel(0, m_tokens.size());
        return m_found;
    }

private:
    /// A text as far as it has been read: its pieces, a hole being "\1".
    struct Chain {
        QString text, operand;
        bool hasText = false, isCompared = false, hasOperand = false;
    };

    static bool endsChain(const Token &token) {
        static const QSet<QString> ends = {QStringLiteral(","),      QStringLiteral(";"),  QStringLiteral("?"),
                                           QStringLiteral(":"),      QStringLiteral("="),  QStringLiteral("+="),
                                           QStringLiteral("<<"),     QStringLiteral("&&"), QStringLiteral("||"),
                                           QStringLiteral("return"), QStringLiteral("{"),  QStringLiteral("}"),
                                           QStringLiteral("=="),     QStringLiteral("!=")};
        return token.kind == Token::Other && ends.contains(token.text);
    }

    std::size_t closing(std::size_t open, std::size_t end) const {
        int depth = 0;
        for (std::size_t i = open; i < end; ++i) {
            const Token &token = m_tokens[i];
            if (token == "(" || token == "[" || token == "{") ++depth;
            if ((token == ")" || token == "]" || token == "}") && --depth == 0) return i;
        }
        return end;
    }

    void readLevel(std::size_t begin, std::size_t end) {
        Chain chain;
        for (std::size_t i = begin; i < end; ++i) {
            const Token &token = m_tokens[i];
            if (token == "(" || token == "[" || token == "{") {
                const std::size_t close = closing(i, end);
                if (token == "{") finish(chain);
                readGroup(chain, i, close);
                i = close;
            } else if (token == "+") {
                take(chain);
            } else if (endsChain(token)) {
                chain.isCompared |= token == "==" || token == "!=";
                finish(chain);
                chain.isCompared = token == "==" || token == "!=";
                if (token == "+=") chain.text = QChar(1);
            } else if (token.kind == Token::Text) {
                chain.operand += token.text;
                chain.hasText = chain.hasOperand = true;
            } else {
                chain.operand = QChar(1);
                chain.hasOperand = true;
            }
        }
        finish(chain);
    }

    /// What stands in brackets: a text made a string, a number with its noun, or anything that is put in.
    void readGroup(Chain &chain, std::size_t open, std::size_t close) {
        const QString before = open == 0 ? QString() : m_tokens[open - 1].text;
        const bool isCall = m_tokens[open] == "(" && chain.hasOperand;
        static const QSet<QString> wrappers = {QStringLiteral("string"), QStringLiteral("string_view"),
                                               QStringLiteral("QStringLiteral")};
        if (isCall && wrappers.contains(before) && close == open + 2 && m_tokens[open + 1].kind == Token::Text) {
            chain.operand = m_tokens[open + 1].text;
            chain.hasText = true;
            return;
        }
        if (isCall && before == QLatin1String("counted") && m_tokens[close - 1].kind == Token::Text) {
            chain.operand = QStringLiteral("\2 ") + m_tokens[close - 1].text + QStringLiteral("(s)");
            chain.hasText = true;
            return;
        }
        chain.operand = QChar(1);
        chain.hasOperand = true;
        if (isCall && before == QLatin1String("failErrno") && m_tokens[open + 1].kind == Token::Text)
            m_found << m_tokens[open + 1].text + QStringLiteral(" %1: %2");
        static const QRegularExpression comparing(
            QStringLiteral("^(find|contains|(starts|ends)_?[wW]ith|trace|debug|info|warn|error|critical)$"));
        const bool isLog = open > 2 && m_tokens[open - 3].text == QLatin1String("spdlog");
        if (isCall && (isLog || (comparing.match(before).hasMatch() && m_tokens[open - 2] == "."))) return;
        readLevel(open + 1, close);
    }

    static void take(Chain &chain) {
        chain.text += chain.operand;
        chain.operand.clear();
        chain.hasOperand = false;
    }

    void finish(Chain &chain) {
        take(chain);
        if (chain.hasText && !chain.isCompared) m_found << numbered(chain.text);
        chain = {};
    }

    static QString numbered(const QString &text) {
        QString result;
        int hole = 0;
        for (int i = 0; i < text.size(); ++i) {
            if (text[i] == QChar(2))
                result += QStringLiteral("%n");
            else if (text[i] != QChar(1))
                result += text[i];
            else if (i == 0 || text[i - 1] != QChar(1))
                result += QLatin1Char('%') + QString::number(++hole);
        }
        return result;
    }

    const Tokens m_tokens;
    QStringList m_found;
};

}  // namespace

QStringList textsOf(const QString &source) {
    return Reader(source).read();
}

}  // namespace wikivault::sentences
