#pragma once

#include "models/english_plurals.h"
#include "models/language.h"

#include <QTranslator>

namespace wikivault {

/// The catalogues of one language and its way to write dates and numbers, for as long as this lives. Make it before any
/// text is.
class Translation {
public:
    explicit Translation(Language language);
    ~Translation();
    Translation(const Translation &) = delete;
    Translation &operator=(const Translation &) = delete;

private:
    EnglishPlurals m_plurals;
    QTranslator m_qt, m_own;
};

}  // namespace wikivault
