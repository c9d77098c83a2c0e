#include "engine/adapters/git/disk_contents.h"

#include <fcntl.h>
#include <array>
#include <cerrno>
#include <climits>

namespace wikivault::git {

Result<DiskContents::Content> DiskContents::regular(Beneath &root, const DiskFile &file) {
    TRY_ASSIGN(const int directory, root.directoryOf(file.path));
    const std::int64_t readAt = wallClockNs();
    const Fd opened(::openat(directory, baseName(file.path).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!opened) return failErrno("opening", file.path);
    struct stat before {};
    struct stat after {};
    if (::fstat(opened.value(), &before) != 0) return failErrno("reading", file.path);
    TRY_ASSIGN(std::string text, readAll(opened.value(), file.path, kMaxObjectFile));
    if (::fstat(opened.value(), &after) != 0) return failErrno("reading", file.path);
    if (stampOf(before) != stampOf(after)) return fail(ErrorCode::Unavailable, file.path + " is being written");
    TRY_ASSIGN(const ObjectKey id, ObjectStore::nameOf(GIT_OBJECT_BLOB, text));
    const BlobId blob{id.bytes};
    m_cache.put(file.path, stampOf(before), blob, readAt);
    return Content{blob, std::move(text)};
}

Result<DiskContents::Content> DiskContents::link(Beneath &root, const DiskFile &file) {
    TRY_ASSIGN(const int directory, root.directoryOf(file.path));
    std::array<char, PATH_MAX> target{};
    const ssize_t length = ::readlinkat(directory, baseName(file.path).c_str(), target.data(), target.size());
    if (length < 0) return failErrno("reading the link", file.path);
    std::string text(target.data(), static_cast<std::size_t>(length));
    TRY_ASSIGN(const ObjectKey id, ObjectStore::nameOf(GIT_OBJECT_BLOB, text));
    return Content{BlobId{id.bytes}, std::move(text)};
}

Result<DiskContents::Content> DiskContents::contentOf(Beneath &root, const DiskFile &file,
                                                      const std::optional<TreeEntry> &before) {
    if (S_ISLNK(file.stamp.mode)) return link(root, file);
    // Only a blob the vault still holds is worth remembering; it holds what was published.
    const auto known = m_cache.find(file.path, file.stamp);
    if (known && ((before && before->blob == *known) || m_store.contains(ObjectKey{known->bytes})))
        return Content{*known, std::nullopt};
    return regular(root, file);
}

std::uint32_t DiskContents::modeOf(const DiskStamp &stamp, const std::optional<TreeEntry> &before) const {
    const std::uint32_t was = before ? before->mode : 0100644;
    // Links are kept as plain files (core.symlinks=false).
    if (was == kLinkMode) return kLinkMode;
    const bool executable = m_keepsExecutable ? (stamp.mode & S_IXUSR) != 0 : was == 0100755;
    if (executable) return 0100755;
    return was == 0100664 ? was : 0100644;
}

Result<TreeEntry> DiskContents::entryOf(Beneath &root, const DiskFile &file, const std::optional<TreeEntry> &before) {
    const bool knownLink = S_ISLNK(file.stamp.mode) && before && before->mode == kLinkMode;
    if (!S_ISREG(file.stamp.mode) && !knownLink) return fail(ErrorCode::Invalid, file.path + " is no regular file");
    if (before && before->mode == kSubmoduleMode)
        return fail(ErrorCode::Invalid, file.path + " stands in the place of a submodule");
    TRY_ASSIGN(const Content content, contentOf(root, file, before));
    const TreeEntry now{content.blob, modeOf(file.stamp, before)};
    if (before && before->blob == now.blob) return now;
    // A link that points elsewhere now is a person's business.
    if (knownLink) return fail(ErrorCode::Invalid, file.path + " is a link");
    if (content.text) TRY(m_store.store(GIT_OBJECT_BLOB, *content.text));
    return now;
}

}  // namespace wikivault::git
