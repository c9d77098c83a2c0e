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
    p.wiki = 0x0b5fcc, p.git = 0x17743a, p.good = 0x17743a, p.attention = 0x8f5f00;
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
    p.accent = 0x6562d8, p.accentHover = 0x7f7cec, p.accentText = 0xffffff;
    p.wiki = 0x6eaaff, p.git = 0x5cc780, p.good = 0x5cc780, p.attention = 0xe0ad45;
    p.danger = 0xff7b78, p.conflict = 0xc08cf7, p.blocked = 0xf29251;
    p.wikiLine = 0x15243a, p.wikiWord = 0x274f85, p.gitLine = 0x142a1d, p.gitWord = 0x27603c;
    p.baseLine = 0x1d2128, p.baseWord = 0x3a414d, p.conflictLine = 0x271d36, p.gap = 0x191d23;
    p.production = 0x9e1f29, p.staging = 0x7a5207;
    return p;
}

namespace {

Palette lightContrast() {
    Palette p;
    p.window = p.surface = p.raised = p.sidebar = 0xffffff;
    p.hover = 0xeeeeee, p.selection = 0xe2e2ff, p.border = 0x6a6a6a, p.strongBorder = Qt::black;
    p.text = Qt::black, p.muted = 0x2a2a2a, p.faint = 0x505050;
    p.accent = 0x2f2a9e, p.accentHover = 0x1f1a80, p.accentText = 0xffffff;
    p.wiki = 0x003f94, p.git = p.good = 0x094a21, p.attention = 0x5a3b00;
    p.danger = 0x8a0f1a, p.conflict = 0x59198d, p.blocked = 0x6b2b00;
    p.wikiLine = 0xe3efff, p.wikiWord = 0xb5d5ff, p.gitLine = 0xe0f6e7, p.gitWord = 0xa9e2bb;
    p.baseLine = 0xf2f2f2, p.baseWord = 0xd8d8d8, p.conflictLine = 0xf4e8fd, p.gap = 0xf0f0f0;
    return p;
}

Palette darkContrast() {
    Palette p;
    p.dark = true;
    p.window = p.surface = p.sidebar = p.accentText = Qt::black, p.raised = 0x0a0a0a;
    p.hover = 0x202020, p.selection = 0x1c1c66, p.border = 0x9a9a9a, p.strongBorder = 0xffffff;
    p.text = 0xffffff, p.muted = 0xe4e4e4, p.faint = 0xb8b8b8;
    p.accent = 0xa9a7ff, p.accentHover = 0xc4c2ff;
    p.wiki = 0x9cc9ff, p.git = p.good = 0x86efac, p.attention = 0xffd866;
    p.danger = 0xffaaa7, p.conflict = 0xe0c2ff, p.blocked = 0xffbf8f;
    p.wikiLine = 0x001b40, p.wikiWord = 0x0b4796, p.gitLine = 0x00260f, p.gitWord = 0x0d5228;
    p.baseLine = 0x171717, p.baseWord = 0x444444, p.conflictLine = 0x240f3d, p.gap = 0x101010;
    return p;
}

}  // namespace

Palette contrastPalette(bool dark) {
    Palette p = dark ? darkContrast() : lightContrast();
    p.production = 0x8a0f1a, p.staging = 0x5c3d00;
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
        case Tone::Accent: return dark ? mixed(accentHover, text, 0.7) : accent;
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
