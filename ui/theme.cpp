#include "ui/theme.h"

#include "ui/icon_engine.h"
#include "ui/proxy_style.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QRegularExpression>

namespace wikivault {

namespace {

QString familyOfFont(const QString &file, const QString &fallback) {
    const int id = QFontDatabase::addApplicationFont(file);
    const QStringList families = id < 0 ? QStringList() : QFontDatabase::applicationFontFamilies(id);
    return families.isEmpty() ? fallback : families.first();
}

QString withColors(QString sheet, const Palette &colors) {
    static const QRegularExpression name(QStringLiteral("@([a-z-]+)"));
    const auto named = colors.named();
    qsizetype at = 0;
    for (auto match = name.match(sheet, at); match.hasMatch(); match = name.match(sheet, at)) {
        const QString value = named.value(match.captured(1)).name();
        sheet.replace(match.capturedStart(), match.capturedLength(), value);
        at = match.capturedStart() + value.size();
    }
    return sheet;
}

QPalette widgetPalette(const Palette &c) {
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.surface);
    p.setColor(QPalette::AlternateBase, c.raised);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::Button, c.surface);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.danger);
    p.setColor(QPalette::ToolTipBase, c.raised);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::PlaceholderText, c.faint);
    p.setColor(QPalette::Highlight, c.selection);
    p.setColor(QPalette::HighlightedText, c.text);
    p.setColor(QPalette::Link, c.of(Tone::Accent));
    p.setColor(QPalette::Light, c.border);
    p.setColor(QPalette::Mid, c.border);
    p.setColor(QPalette::Dark, c.strongBorder);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c.faint);
    return p;
}

}  // namespace

Theme::Theme(QApplication &application) : m_application(application), m_systemPalette(application.palette()) {
    m_family = familyOfFont(QStringLiteral(":/fonts/Inter-Regular.otf"), application.font().family());
    QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/Inter-Medium.otf"));
    QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/Inter-SemiBold.otf"));
    m_monoFamily = familyOfFont(QStringLiteral(":/fonts/NotoMono-Regular.ttf"),
                                QFontDatabase::systemFont(QFontDatabase::FixedFont).family());
    QFile sheet(QStringLiteral(":/style/console.qss"));
    if (sheet.open(QIODevice::ReadOnly)) m_sheet = QString::fromUtf8(sheet.readAll());
    application.setStyle(new ProxyStyle(*this));
    application.setFont(font(Text::Body));
    apply();
}

void Theme::setChoice(ThemeChoice choice) {
    m_choice = choice;
    apply();
}

bool Theme::systemIsDark() const {
    return m_systemPalette.color(QPalette::Window).lightness() <
           m_systemPalette.color(QPalette::WindowText).lightness();
}

void Theme::apply() {
    const bool asSystem = m_choice == ThemeChoice::System || m_choice == ThemeChoice::Contrast;
    const bool dark = m_choice == ThemeChoice::Dark || (asSystem && systemIsDark());
    m_colors = m_choice == ThemeChoice::Contrast ? contrastPalette(dark) : dark ? darkPalette() : lightPalette();
    m_application.setPalette(widgetPalette(m_colors));
    QString sheet = m_sheet;
    sheet.replace(QStringLiteral("@chevron"),
                  dark ? QStringLiteral(":/icons/combo-dark.svg") : QStringLiteral(":/icons/combo-light.svg"));
    m_application.setStyleSheet(withColors(sheet, m_colors));
    emit changed();
}

QFont Theme::font(Text text) const {
    QFont font(text == Text::Mono ? m_monoFamily : m_family);
    font.setHintingPreference(QFont::PreferNoHinting);
    switch (text) {
        case Text::Caption: font.setPixelSize(12); break;
        case Text::Body: font.setPixelSize(13); break;
        case Text::Mono: font.setPixelSize(12); break;
        case Text::Strong:
            font.setPixelSize(13);
            font.setWeight(QFont::Medium);
            break;
        case Text::Heading:
            font.setPixelSize(14);
            font.setWeight(QFont::DemiBold);
            break;
        case Text::Title:
            font.setPixelSize(20);
            font.setWeight(QFont::DemiBold);
            break;
    }
    return font;
}

QIcon Theme::icon(const QString &name, Tone tone) const {
    return QIcon(new IconEngine(
        name, [this, tone] { return m_colors.of(tone); }, [this] { return m_colors.faint; }));
}

QIcon Theme::iconOnAccent(const QString &name) const {
    return QIcon(new IconEngine(
        name, [this] { return m_colors.accentText; }, [this] { return m_colors.faint; }));
}

}  // namespace wikivault
