#include "models/sentence_template.h"

#include <QCoreApplication>

#include <algorithm>

namespace wikivault {

SentenceTemplate::SentenceTemplate(const char *source, QStringView many) : m_source(source), m_pieces{QString()} {
    const QString text = QString::fromUtf8(source);
    for (int i = 0; i < text.size(); ++i) {
        const QChar next = i + 1 < text.size() ? text[i + 1] : QChar();
        if (text[i] == QLatin1Char('%') && (next == QLatin1Char('n') || next.isDigit())) {
            m_holes += next;
            m_pieces << QString();
            ++i;
        } else {
            m_pieces.last() += text[i];
        }
    }
    if (!m_holes.contains(QLatin1Char('n'))) many = {};
    for (QString &piece : m_pieces) {
        if (m_holes.contains(QLatin1Char('n'))) piece.replace(QLatin1String("(s)"), many.toString());
        m_letters += int(std::count_if(piece.cbegin(), piece.cend(), [](QChar c) { return c.isLetter(); }));
    }
}

bool SentenceTemplate::beginsAs(QStringView text) const {
    const QString &piece = m_pieces.front();
    if (piece.isEmpty()) return true;
    return !text.isEmpty() && text.front().toLower() == piece.front().toLower() &&
           text.mid(1).startsWith(QStringView(piece).mid(1));
}

std::optional<QStringList> SentenceTemplate::read(QStringView text) const {
    if (!beginsAs(text)) return std::nullopt;
    if (m_holes.isEmpty()) return text.size() == m_pieces.front().size() ? std::optional(QStringList()) : std::nullopt;
    const QString &last = m_pieces.back();
    const auto end = text.size() - last.size();
    auto from = m_pieces.front().size();
    if (end <= from || !text.endsWith(last)) return std::nullopt;
    QStringList arguments;
    for (int hole = 0; hole < holes(); ++hole) {
        const bool isLast = hole + 1 == holes();
        const auto to = isLast ? end : text.indexOf(m_pieces[hole + 1], from + 1);
        if (to <= from || to > end) return std::nullopt;
        const QStringView argument = text.mid(from, to - from);
        const bool isNumber = std::all_of(argument.begin(), argument.end(), [](QChar c) { return c.isDigit(); });
        if (m_holes[hole] == QLatin1Char('n') && (!isNumber || argument.size() > 9)) return std::nullopt;
        arguments << argument.toString();
        from = to + m_pieces[hole + 1].size();
    }
    return arguments;
}

QString SentenceTemplate::fill(const QStringList &arguments, QStringView said) const {
    const int number = int(m_holes.indexOf(QLatin1Char('n')));
    const QString text =
        QCoreApplication::translate("EngineText", m_source, nullptr, number < 0 ? -1 : arguments[number].toInt());
    QString filled;
    for (int i = 0; i < text.size(); ++i) {
        const bool isHole = text[i] == QLatin1Char('%') && i + 1 < text.size();
        const int hole = isHole ? int(m_holes.indexOf(text[i + 1])) : -1;
        filled += hole < 0 ? QString(text[i]) : arguments[hole];
        if (hole >= 0) ++i;
    }
    const QString &first = m_pieces.front();
    if (first.isEmpty() || said.isEmpty() || filled.isEmpty() || said.front() == first.front()) return filled;
    filled[0] = said.front().isUpper() ? filled.front().toUpper() : filled.front().toLower();
    return filled;
}

bool SentenceTemplate::isQuoted(int hole) const {
    const QString &before = m_pieces[hole], &after = m_pieces[hole + 1];
    return !before.isEmpty() && !after.isEmpty() && before.back() == after.front() &&
           QStringLiteral("\"'`").contains(after.front());
}

}  // namespace wikivault
