#pragma once

#include <QObject>
#include <QStringList>

namespace wikivault {

enum class Language { English, Russian };
enum class LanguageChoice { System, English, Russian };

/// `system`: tags as `ru-RU`, the preferred one first. English where none of them is spoken.
[[nodiscard]] Language languageOf(LanguageChoice choice, const QStringList &system);
/// As settings name it: `system`, `en`, `ru`.
[[nodiscard]] QString languageWord(LanguageChoice choice);
[[nodiscard]] LanguageChoice languageChoice(const QString &word);

/// What people chose, and what the texts of this window were made in: a choice counts from the next start on.
class LanguageSetting : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    void start(LanguageChoice choice) { m_choice = m_started = choice; }
    void choose(LanguageChoice choice);
    [[nodiscard]] LanguageChoice choice() const { return m_choice; }
    [[nodiscard]] LanguageChoice started() const { return m_started; }

signals:
    void changed();

private:
    LanguageChoice m_choice = LanguageChoice::System, m_started = LanguageChoice::System;
};

}  // namespace wikivault
