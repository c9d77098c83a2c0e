#pragma once

#include <QStringList>

#include <optional>

namespace wikivault {

/// A sentence with holes: `no page %1 here`, `%n page(s) open`.
class SentenceTemplate {
public:
    /// `source` as the translations know it; `many` is the form `(s)` takes: "" or "s".
    SentenceTemplate(const char *source, QStringView many);

    /// What fills the holes of `text`, or nothing if it is another sentence. No hole is empty, and each ends as early
    /// as it can.
    [[nodiscard]] std::optional<QStringList> read(QStringView text) const;
    /// The sentence in the language of the window. It begins small or large as `text` does.
    [[nodiscard]] QString fill(const QStringList &arguments, QStringView text) const;
    /// The hole stands between quotes: what people wrote.
    [[nodiscard]] bool isQuoted(int hole) const;

    [[nodiscard]] int letters() const { return m_letters; }
    [[nodiscard]] int holes() const { return int(m_holes.size()); }
    /// The first two letters of every text, in lower case; "" = they are not the same in all.
    [[nodiscard]] QString beginning() const {
        return m_pieces.front().size() < 2 ? QString() : m_pieces.front().left(2).toLower();
    }

private:
    [[nodiscard]] bool beginsAs(QStringView text) const;

    const char *m_source;
    QStringList m_pieces;  ///< between the holes: one more than these
    QString m_holes;       ///< '1' … '9', or 'n' for a number
    int m_letters = 0;
};

}  // namespace wikivault
