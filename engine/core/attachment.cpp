#include "engine/core/attachment.h"

#include "engine/core/ascii.h"
#include "engine/core/page_path.h"
#include "engine/core/vault_tree.h"

#include <algorithm>

namespace wikivault {

namespace {

constexpr std::size_t kUuid = 36, kLongestExtension = 16;
constexpr std::string_view kPageSuffix = ".md", kNoPageSuffix = ".attachment";

/// The extension with its dot, where it is one that every file system takes as it is.
std::string_view extensionOf(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size()) return {};
    const std::string_view extension = name.substr(dot);
    const auto isPlain = [](char c) {
        return (c >= '0' && c <= '9') || (lowerChar(c) >= 'a' && lowerChar(c) <= 'z') || c == '_' || c == '-';
    };
    const bool isShort = extension.size() <= kLongestExtension;
    return isShort && std::all_of(extension.begin() + 1, extension.end(), isPlain) ? extension : std::string_view();
}

std::string safeName(std::string_view name) {
    const std::string_view extension = extensionOf(name);
    std::string safe = fileNameOf(name.substr(0, name.size() - extension.size()));
    safe += extension;
    if (safe.ends_with(kPageSuffix)) safe += kNoPageSuffix;
    return safe;
}

/// The uuid that a path segment is, as it is written there: what is not in lower case is no name of ours.
std::optional<std::string> uuidSegment(std::string_view segment) {
    const auto id = parseUuid(segment);
    return id && *id == segment ? id : std::nullopt;
}

std::string_view takeSegment(std::string_view &rest) {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return {};
    const std::string_view segment = rest.substr(0, slash);
    rest.remove_prefix(slash + 1);
    return segment;
}

/// What stands before a path that has no server before it.
bool beginsAddress(std::string_view text, std::size_t at) {
    return at == 0 || std::string_view(" \t\n\r(<\"'=[").find(text[at - 1]) != std::string_view::npos;
}

}  // namespace

std::optional<AttachmentPlace> attachmentPlaceOf(std::string_view path) {
    if (!path.starts_with(kAttachmentFolder) || path.ends_with(kPageSuffix)) return std::nullopt;
    std::string_view rest = path.substr(kAttachmentFolder.size());
    const auto page = uuidSegment(takeSegment(rest));
    if (!page) return std::nullopt;
    AttachmentPlace place{PageId(*page), {}, {}};
    if (rest.find('/') != std::string_view::npos) {
        const auto id = uuidSegment(takeSegment(rest));
        if (!id) return std::nullopt;
        place.id = AttachmentId(*id);
    }
    if (rest.empty() || rest.front() == '.' || rest.find('/') != std::string_view::npos) return std::nullopt;
    place.name = rest;
    return place;
}

bool isSyncedFile(const std::string &path) {
    return isPageFile(path) || attachmentPlaceOf(path);
}

std::string attachmentPath(const PageId &page, const AttachmentId &id, std::string_view name) {
    return std::string(kAttachmentFolder) + page.str() + '/' + id.str() + '/' + safeName(name);
}

std::string uploadNameOf(std::string_view name) {
    const bool isGuarded =
        name.ends_with(kNoPageSuffix) && name.substr(0, name.size() - kNoPageSuffix.size()).ends_with(kPageSuffix);
    return std::string(isGuarded ? name.substr(0, name.size() - kNoPageSuffix.size()) : name);
}

std::vector<AttachmentId> attachmentsIn(std::string_view text) {
    constexpr std::string_view kApi = "/api", kFiles = "/files/";
    std::vector<AttachmentId> found;
    for (std::size_t at = text.find(kFiles); at != std::string_view::npos; at = text.find(kFiles, at + 1)) {
        const bool hasApi = at >= kApi.size() && text.substr(at - kApi.size(), kApi.size()) == kApi;
        if (!beginsAddress(text, hasApi ? at - kApi.size() : at)) continue;
        const std::string_view rest = text.substr(at + kFiles.size());
        if (rest.size() <= kUuid || rest[kUuid] != '/') continue;
        const auto id = parseUuid(rest.substr(0, kUuid));
        if (id && std::find(found.begin(), found.end(), AttachmentId(*id)) == found.end()) found.emplace_back(*id);
    }
    return found;
}

AttachmentStep stepFor(const AttachmentSides &sides, std::int64_t limit) {
    const auto &[isReferred, wiki, file, base] = sides;
    if (!wiki) return isReferred ? AttachmentStep::Missing : AttachmentStep::None;
    const bool fits = wiki->size <= limit;
    if (!file && !isReferred) return AttachmentStep::None;
    if (!file) return fits ? AttachmentStep::Download : AttachmentStep::TooLarge;
    const bool wikiMoved = !base || base->updatedAt != wiki->updatedAt || base->size != wiki->size;
    const bool fileMoved = !base || base->blob != *file;
    if (!wikiMoved) return fileMoved ? AttachmentStep::Upload : AttachmentStep::None;
    if (!fits) return AttachmentStep::TooLarge;
    return fileMoved ? AttachmentStep::Compare : AttachmentStep::Download;
}

}  // namespace wikivault
