#include "ui/palette.h"

#include <cmath>

namespace wikivault {

namespace {
double linear(double channel) {
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}
double luminance(const QColor &color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}
}  // namespace

Palette lightPalette() {
    Palette p;
    p.window = 0xf5f6f8, p.surface = 0xffffff, p.raised = 0xfafbfc, p.sidebar = 0xeef0f3;
    p.hover = 0xf3f4f7, p.selection = 0xebebfa, p.border = 0xe2e5ea, p.strongBorder = 0xc8ced6;
    p.text = 0x1a1e24, p.muted = 0x59626f, p.faint = 0x8b94a1;
    p.accent = 0x5551c9, p.accentHover = 0x4843b3, p.accentText = 0xffffff;
    p.wiki = 0x0b5fcc, p.git = 0x17743a, p.good = 0x17743a, p.attention = 0x946200;
    p.danger = 0xc4232e, p.conflict = 0x8a3fc4, p.blocked = 0xb04a08;
    p.wikiLine = 0xe9f2ff, p.wikiWord = 0xbcd9ff, p.gitLine = 0xe7f7ec, p.gitWord = 0xb0e3c0;
    p.baseLine = 0xf4f4f6, p.baseWord = 0xdcdfe5, p.conflictLine = 0xf6edfd, p.gap = 0xf2f3f6;
    p.production = 0xb3202b, p.staging = 0x8a5a00;
    return p;
}

Palette darkPalette() {
    Palette p;
    p.dark = true;
    p.window = 0x101318, p.surface = 0x161a20, p.raised = 0x1b2027, p.sidebar = 0x13161b;
    p.hover = 0x1d222a, p.selection = 0x2a2b4a, p.border = 0x272d36, p.strongBorder = 0x3c4450;
    p.text = 0xe6e9ee, p.muted = 0x9ea7b4, p.faint = 0x6f7987;
    p.accent = 0x6d6ae0, p.accentHover = 0x7f7cec, p.accentText = 0xffffff;
    p.wiki = 0x6eaaff, p.git = 0x5cc780, p.good = 0x5cc780, p.attention = 0xe0ad45;
    p.danger = 0xff7b78, p.conflict = 0xc08cf7, p.blocked = 0xf29251;
    p.wikiLine = 0x15243a, p.wikiWord = 0x274f85, p.gitLine = 0x142a1d, p.gitWord = 0x27603c;
    p.baseLine = 0x1d2128, p.baseWord = 0x3a414d, p.conflictLine = 0x271d36, p.gap = 0x191d23;
    p.production = 0x9e1f29, p.staging = 0x7a5207;
    return p;
}

QColor Palette::of(Tone tone) const {
    switch (tone) {
        case Tone::Normal: return text;
        case Tone::Muted: return muted;
        case Tone::Wiki: return wiki;
        case Tone::Git: return git;
        case Tone::Good: return good;
        case Tone::Attention: return attention;
        case Tone::Danger: return danger;
        case Tone::Conflict: return conflict;
        case Tone::Blocked: return blocked;
        case Tone::Accent: return dark ? accentHover : accent;
    }
    return text;
}

QColor Palette::tint(Tone tone) const {
    return mixed(of(tone), surface, dark ? 0.16 : 0.08);
}

QHash<QString, QColor> Palette::named() const {
    return {{QStringLiteral("window"), window},
            {QStringLiteral("surface"), surface},
            {QStringLiteral("raised"), raised},
            {QStringLiteral("sidebar"), sidebar},
            {QStringLiteral("hover"), hover},
            {QStringLiteral("selection"), selection},
            {QStringLiteral("border"), border},
            {QStringLiteral("strong-border"), strongBorder},
            {QStringLiteral("text"), text},
            {QStringLiteral("muted"), muted},
            {QStringLiteral("faint"), faint},
            {QStringLiteral("accent"), accent},
            {QStringLiteral("accent-hover"), accentHover},
            {QStringLiteral("accent-text"), accentText},
            {QStringLiteral("wiki"), wiki},
            {QStringLiteral("git"), git},
            {QStringLiteral("good"), good},
            {QStringLiteral("attention"), attention},
            {QStringLiteral("danger"), danger},
            {QStringLiteral("conflict"), conflict},
            {QStringLiteral("blocked"), blocked},
            {QStringLiteral("accent-ink"), of(Tone::Accent)},
            {QStringLiteral("wiki-tint"), tint(Tone::Wiki)},
            {QStringLiteral("git-tint"), tint(Tone::Git)},
            {QStringLiteral("danger-tint"), tint(Tone::Danger)},
            {QStringLiteral("accent-tint"), tint(Tone::Accent)},
            {QStringLiteral("attention-tint"), tint(Tone::Attention)},
            {QStringLiteral("conflict-tint"), tint(Tone::Conflict)},
            {QStringLiteral("good-tint"), tint(Tone::Good)},
            {QStringLiteral("production"), production},
            {QStringLiteral("staging"), staging}};
}

double contrast(const QColor &a, const QColor &b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor mixed(const QColor &over, const QColor &under, double share) {
    const auto blend = [&](float a, float b) { return float(a * share + b * (1 - share)); };
    return QColor::fromRgbF(blend(over.redF(), under.redF()), blend(over.greenF(), under.greenF()),
                            blend(over.blueF(), under.blueF()));
}

}  // namespace wikivault
