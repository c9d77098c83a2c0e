#include "ui/theme.h"
#include "ui/widgets.h"

#include <QPushButton>
#include <QTest>

#include <memory>
#include <vector>

using namespace wikivault;

/// Every text can be read on every ground it stands on, in each theme; WCAG 2 asks for 4.5, for high contrast for 7.
class PaletteTest : public QObject {
    Q_OBJECT

private slots:
    void everyTextCanBeRead_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<double>("least");
        QTest::newRow("light") << 0 << 4.5;
        QTest::newRow("dark") << 1 << 4.5;
        QTest::newRow("high contrast, light") << 2 << 7.0;
        QTest::newRow("high contrast, dark") << 3 << 7.0;
    }
    void everyTextCanBeRead() {
        QFETCH(int, number);
        QFETCH(double, least);
        const Palette p = std::vector{lightPalette(), darkPalette(), contrastPalette(false),
                                      contrastPalette(true)}[std::size_t(number)];
        const auto check = [least](const QColor &text, const QColor &ground, const char *what) {
            QVERIFY2(contrast(text, ground) >= least,
                     qPrintable(QStringLiteral("%1: %2 on %3 is %4")
                                    .arg(QLatin1String(what), text.name(), ground.name())
                                    .arg(contrast(text, ground))));
        };
        for (const Tone tone : {Tone::Normal, Tone::Muted, Tone::Wiki, Tone::Git, Tone::Good, Tone::Attention,
                                Tone::Danger, Tone::Conflict, Tone::Blocked, Tone::Accent})
            for (const QColor &ground : {p.window, p.surface, p.raised, p.sidebar, p.hover, p.selection})
                check(p.of(tone), ground, "a tone");
        for (const QColor &ground :
             {p.wikiLine, p.wikiWord, p.gitLine, p.gitWord, p.baseLine, p.baseWord, p.conflictLine, p.gap})
            check(p.text, ground, "a line of a comparison");
        check(p.muted, p.gap, "a fold");
        check(p.accentText, p.accent, "the main verb");
        for (const QColor &band : {p.production, p.staging})
            check(Qt::white, band, "the band of an environment");
    }
    void theMainVerbIsReadWhileItRests_data() {
        QTest::addColumn<int>("choice");
        QTest::addColumn<double>("least");
        QTest::newRow("light") << int(ThemeChoice::Light) << 2.5;  // it cannot be pressed: WCAG asks for nothing
        QTest::newRow("dark") << int(ThemeChoice::Dark) << 2.5;
        QTest::newRow("high contrast") << int(ThemeChoice::Contrast) << 4.5;
    }
    void theMainVerbIsReadWhileItRests() {
        QFETCH(int, choice);
        QFETCH(double, least);
        Theme theme(*qApp);
        theme.setChoice(ThemeChoice(choice));
        const std::unique_ptr<QPushButton> verb(
            make::button(theme, {QStringLiteral("Apply"), QStringLiteral("verb"), {}, "primary", {}}));
        verb->setEnabled(false);
        verb->resize(120, 36);
        const QColor ground = verb->grab().toImage().pixelColor(8, 18);
        QVERIFY2(contrast(theme.colors().faint, ground) >= least, qPrintable(ground.name()));
    }
};

QTEST_MAIN(PaletteTest)
#include "palette_test.moc"
