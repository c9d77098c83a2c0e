#include "models/english_plurals.h"

namespace wikivault {

QString EnglishPlurals::translate(const char *, const char *sourceText, const char *, int n) const {
    const QLatin1String mark("(s)");
    QString text = QString::fromUtf8(sourceText);
    if (n < 0 || !text.contains(mark)) return {};
    return text.replace(mark, n == 1 ? QString() : QStringLiteral("s"));
}

}  // namespace wikivault
