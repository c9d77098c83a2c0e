#include "engine/core/page_path.h"

#include "engine/core/ascii.h"

#include <QList>
#include <QString>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>

namespace wikivault {

namespace {

constexpr qsizetype kMaxUnits = 120;
constexpr qsizetype kMaxBytes = 180;

bool isReservedAscii(char32_t c) {
    static constexpr std::string_view kReserved = "/\\<>:\"|?*";
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c < 0x7F && kReserved.find(static_cast<char>(c)) != kReserved.npos);
}

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void dropTrailing(std::string &name) {
    while (!name.empty() && (name.back() == ' ' || name.back() == '.'))
        name.pop_back();
}

void appendUnlessDoubleSpace(std::string &name, char c) {
    if (c != ' ' || (!name.empty() && name.back() != ' ')) name.push_back(c);
}

std::string cleanedAscii(std::string_view title) {
    std::string name;
    name.reserve(title.size());
    for (const char c : title)
        appendUnlessDoubleSpace(name, isReservedAscii(static_cast<unsigned char>(c)) ? '-' : c);
    return name;
}

/// White space as the Node engine's `\s` sees it; U+FEFF is a format character here and goes.
bool isWideSpace(char32_t c) {
    return QChar::category(c) == QChar::Separator_Space || c == 0x2028 || c == 0x2029;
}

std::string cleanedUnicode(std::string_view title) {
    QString name;
    const auto points = QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size())).toUcs4();
    for (const char32_t c : points) {
        if (QChar::category(c) == QChar::Other_Format) continue;
        if (isReservedAscii(c)) {
            name += u'-';
        } else if (isWideSpace(c)) {
            if (!name.isEmpty() && name.back() != u' ') name += u' ';
        } else {
            name += QChar::fromUcs4(c);
        }
    }
    return name.toStdString();
}

qsizetype codePointCut(const QString &name, qsizetype units, qsizetype bytes) {
    qsizetype cut = 0, used = 0;
    while (cut < name.size()) {
        const qsizetype step = name[cut].isHighSurrogate() && cut + 1 < name.size() ? 2 : 1;
        const qsizetype size = name.mid(cut, step).toUtf8().size();
        if (cut + step > units || used + size > bytes) break;
        cut += step;
        used += size;
    }
    return cut;
}

std::string cutUnicode(std::string_view text, qsizetype units, qsizetype bytes) {
    const QString name = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    const qsizetype limit = codePointCut(name, units, bytes);
    if (limit == name.size()) return std::string(text);
    QTextBoundaryFinder graphemes(QTextBoundaryFinder::Grapheme, name);
    graphemes.setPosition(limit);
    qsizetype cut = graphemes.isAtBoundary() ? limit : graphemes.toPreviousBoundary();
    if (cut <= 0) cut = limit;  // one grapheme longer than a whole name
    return name.left(cut).toStdString();
}

std::string cutName(std::string_view text, qsizetype units, qsizetype bytes) {
    std::string name;
    if (isAscii(text))
        name = text.substr(0, static_cast<std::size_t>(std::min(units, bytes)));
    else
        name = cutUnicode(text, units, bytes);
    dropTrailing(name);
    return name;
}

bool allDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `CON`, `com1.notes`, `LPT²`: what Windows takes for a device whatever the extension.
bool isDeviceName(std::string_view lower) {
    static constexpr std::array<std::string_view, 6> kDevices = {"con", "prn", "aux", "nul", "conin$", "conout$"};
    std::string_view stem = lower.substr(0, lower.find('.'));
    while (stem.ends_with(' '))
        stem.remove_suffix(1);
    if (std::find(kDevices.begin(), kDevices.end(), stem) != kDevices.end()) return true;
    if (!stem.starts_with("com") && !stem.starts_with("lpt")) return false;
    const std::string_view number = stem.substr(3);
    return (number.size() == 1 && allDigits(number)) || number == "\u00B9" || number == "\u00B2" || number == "\u00B3";
}

/// Short names under which NTFS may serve `.git`, `.gitmodules` and their like: `GIT~1`, `gitmod~2`, `gi7eba~1`.
bool isShortGitName(std::string_view lower) {
    const auto tilde = lower.find('~');
    return lower.starts_with("gi") && tilde <= 6 && allDigits(lower.substr(tilde + 1));
}

bool needsGuard(std::string_view name) {
    if (name.empty() || name.front() == '.') return true;
    const std::string lower = lowerAscii(name);
    return isDeviceName(lower) || isShortGitName(lower);
}

bool endsWithSuffix(std::string_view name, std::string_view suffix) {
    return !suffix.empty() && name.size() > suffix.size() + 2 && name.ends_with(suffix) &&
           name.substr(name.size() - suffix.size() - 2, 2) == " ~";
}

/// Length of ` ~git` or ` ~git-2` at the end of `name`; 0 when it has none.
std::size_t setAsideSuffix(std::string_view name) {
    if (endsWithSuffix(name, "git")) return 5;
    const auto mark = name.rfind(" ~git-");
    return mark != name.npos && mark > 0 && allDigits(name.substr(mark + 6)) ? name.size() - mark : 0;
}

std::string_view fileStem(std::string_view path) {
    const auto slash = path.rfind('/');
    std::string_view name = slash == path.npos ? path : path.substr(slash + 1);
    if (name.size() > 3 && name.ends_with(".md")) name.remove_suffix(3);
    return name;
}

std::string_view directoryOf(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

}  // namespace

std::string fileNameOf(std::string_view title) {
    std::string name = cutName(isAscii(title) ? cleanedAscii(title) : cleanedUnicode(title), kMaxUnits, kMaxBytes);
    if (needsGuard(name)) name = cutName("_" + name, kMaxUnits, kMaxBytes);
    return name;
}

std::string shortenedName(std::string_view name, std::size_t bytes) {
    const auto limit = static_cast<qsizetype>(bytes);
    std::string cut = cutName(name, std::min(kMaxUnits, limit), limit);
    return cut.empty() ? "_" : cut;
}

std::string collisionKey(std::string_view name) {
    if (isAscii(name)) return lowerAscii(name);
    const QString text = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    return text.normalized(QString::NormalizationForm_D)
        .toCaseFolded()
        .normalized(QString::NormalizationForm_C)
        .toStdString();
}

std::string withoutOwnSuffix(std::string_view name, const PageRow &page) {
    if (name.find(" ~") == std::string_view::npos) return std::string(name);
    if (endsWithSuffix(name, page.slugId)) return std::string(name.substr(0, name.size() - page.slugId.size() - 2));
    if (endsWithSuffix(name, page.id.str())) return std::string(name.substr(0, name.size() - page.id.str().size() - 2));
    return std::string(name.substr(0, name.size() - setAsideSuffix(name)));
}

bool isSetAsideName(std::string_view name) {
    return setAsideSuffix(name) > 0;
}

std::string freeSidePath(const VaultTree &tree, std::string_view path) {
    std::string_view stem = path.substr(0, path.size() - 3);
    stem.remove_suffix(setAsideSuffix(fileStem(path)));
    const std::string aside = std::string(stem) + " ~git";
    std::string candidate = aside + ".md";
    for (int n = 2; tree.contains(candidate); ++n)
        candidate = aside + '-' + std::to_string(n) + ".md";
    return candidate;
}

std::string parentDirectoryOf(std::string_view path) {
    const std::string_view directory = directoryOf(path);
    return std::string(isFolderNote(path) ? directoryOf(directory) : directory);
}

std::string pageNameOf(std::string_view path) {
    return std::string(fileStem(path));
}

bool isFolderNote(std::string_view path) {
    const std::string_view directory = directoryOf(path);
    if (directory.empty()) return false;
    const auto slash = directory.rfind('/');
    return (slash == directory.npos ? directory : directory.substr(slash + 1)) == fileStem(path);
}

}  // namespace wikivault
