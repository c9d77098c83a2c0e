#include "engine/adapters/system/system.h"

#include <linux/magic.h>
#include <sys/vfs.h>

namespace wikivault::system {

std::string networkDiskOf(std::string path) {
    struct statfs facts {};
    while (::statfs(path.c_str(), &facts) != 0) {
        const std::size_t end = path.rfind('/');
        if (end == std::string::npos || path.size() < 2) return {};
        path.resize(end == 0 ? 1 : end);
    }
    switch (static_cast<unsigned long>(facts.f_type) & 0xffffffffUL) {
        case NFS_SUPER_MAGIC: return "NFS";
        case SMB_SUPER_MAGIC:
        case CIFS_SUPER_MAGIC:
        case SMB2_SUPER_MAGIC: return "CIFS";
        case FUSE_SUPER_MAGIC: return "FUSE";
        default: return {};
    }
}

}  // namespace wikivault::system
