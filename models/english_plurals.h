#pragma once

#include <QTranslator>

namespace wikivault {

/// English needs no catalogue, only its plural: `%n page(s)` becomes `1 page`, `2 pages`. Install it before any text is
/// made; a catalogue of another language that is installed later wins.
class EnglishPlurals : public QTranslator {
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    [[nodiscard]] QString translate(const char *context, const char *sourceText, const char *disambiguation,
                                    int n) const override;
    [[nodiscard]] bool isEmpty() const override { return false; }
};

}  // namespace wikivault
