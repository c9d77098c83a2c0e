#pragma once

#include "tests/ui/console_world.h"
#include "tests/ui/cut_off.h"

#include <QDir>

namespace wikivault {

/// Pictures of pages and dialogs, in which no text is cut off. They are kept in $WIKIVAULT_SCREENSHOTS when that is set
/// (`./check --screens DIR`).
class Pictures {
public:
    void begin() {
        m_cutOff.clear();
        const bool isMirrored = qstrcmp(QTest::currentDataTag(), "rtl") == 0;
        QApplication::setLayoutDirection(isMirrored ? Qt::RightToLeft : Qt::LeftToRight);
    }
    void end() const { QVERIFY2(m_cutOff.isEmpty(), qPrintable(m_cutOff.join(QLatin1Char('\n')))); }
    void keep(QWidget &widget, const QString &name) {
        QTest::qWait(30);
        const QImage image = widget.grab().toImage();
        QVERIFY(!image.isNull());
        // A drawn page has more than a handful of colours.
        QSet<QRgb> colors;
        for (int y = 0; y < image.height(); y += 7)
            for (int x = 0; x < image.width(); x += 5)
                colors.insert(image.pixel(x, y));
        QVERIFY2(colors.size() > 8, qPrintable(name));
        const QString folder = qEnvironmentVariable("WIKIVAULT_SCREENSHOTS");
        if (!folder.isEmpty()) {
            QVERIFY(QDir().mkpath(folder));
            QVERIFY(image.save(QDir(folder).filePath(name + QStringLiteral(".png"))));
        }
        // A text that was set just now has its room with the next layout.
        QStringList cutOff;
        (void)QTest::qWaitFor([&] { return (cutOff = cutOffBelow(widget, name)).isEmpty(); }, 1000);
        m_cutOff += cutOff;
    }
    /// Every theme, two sizes, Russian, and from right to left.
    static void addRows() {
        QTest::addColumn<int>("theme");
        QTest::addColumn<QSize>("size");
        QTest::newRow("light") << int(ThemeChoice::Light) << QSize(1280, 800);
        QTest::newRow("dark") << int(ThemeChoice::Dark) << QSize(1280, 800);
        QTest::newRow("light-wide") << int(ThemeChoice::Light) << QSize(1920, 1080);
        QTest::newRow("russian") << int(ThemeChoice::Light) << QSize(1280, 800);
        QTest::newRow("rtl") << int(ThemeChoice::Light) << QSize(1280, 800);
        QTest::newRow("contrast") << int(ThemeChoice::Contrast) << QSize(1280, 800);
        QTest::newRow("dark-wide") << int(ThemeChoice::Dark) << QSize(1920, 1080);
    }
    [[nodiscard]] static Language languageOfRow(const QString &tag) {
        return tag == QStringLiteral("russian") ? Language::Russian : Language::English;
    }

private:
    QStringList m_cutOff;
};

}  // namespace wikivault
