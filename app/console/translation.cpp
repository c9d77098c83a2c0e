#include "app/console/translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace wikivault {

namespace {
/// The system's own way where it speaks the language, or says nothing about it; else the language's in its country.
QLocale localeFor(QLocale::Language language) {
    const QLocale system = QLocale::system();
    if (system.language() == language || (language == QLocale::English && system.language() == QLocale::C))
        return system;
    return {language, system.territory()};
}
}  // namespace

Translation::Translation(Language language) {
    const QLocale locale = localeFor(language == Language::Russian ? QLocale::Russian : QLocale::English);
    QLocale::setDefault(locale);
    QCoreApplication::installTranslator(&m_plurals);
    if (language == Language::English) return;
    // Qt's catalogue, of its own dialogs and menus, is there where its package is.
    if (m_qt.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_own.load(locale, QStringLiteral("wikivault"), QStringLiteral("_"), QStringLiteral(":/i18n")))
        QCoreApplication::installTranslator(&m_own);
}

Translation::~Translation() {
    QLocale::setDefault(QLocale::system());
}

}  // namespace wikivault
