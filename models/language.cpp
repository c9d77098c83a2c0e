#include "models/language.h"

namespace wikivault {

Language languageOf(LanguageChoice choice, const QStringList &system) {
    if (choice == LanguageChoice::English) return Language::English;
    if (choice == LanguageChoice::Russian) return Language::Russian;
    for (const QString &tag : system) {
        const QString language = tag.section(QLatin1Char('-'), 0, 0);
        if (language == QLatin1String("ru")) return Language::Russian;
        if (language == QLatin1String("en")) return Language::English;
    }
    return Language::English;
}

QString languageWord(LanguageChoice choice) {
    switch (choice) {
        case LanguageChoice::System: return QStringLiteral("system");
        case LanguageChoice::English: return QStringLiteral("en");
        case LanguageChoice::Russian: return QStringLiteral("ru");
    }
    return {};
}

LanguageChoice languageChoice(const QString &word) {
    for (const LanguageChoice choice : {LanguageChoice::English, LanguageChoice::Russian})
        if (languageWord(choice) == word) return choice;
    return LanguageChoice::System;
}

void LanguageSetting::choose(LanguageChoice choice) {
    if (choice == m_choice) return;
    m_choice = choice;
    emit changed();
}

}  // namespace wikivault
