#pragma once

#include "engine/core/vault_tree.h"

#include <string>

namespace wikivault {

/// Ids of what stands in the world of FakeDesks::fill().
inline SpaceId worldSpace(int number) {
    return SpaceId("0190a1b2-0000-7000-8000-00000000000" + std::to_string(number));
}
inline PageId worldPage(int number) {
    return PageId("0190a1b2-1111-7000-8000-0000000000" + std::to_string(10 + number));
}
inline BlobId worldBlob(int number) {
    BlobId blob;
    blob.bytes[0] = std::uint8_t(number);
    return blob;
}

}  // namespace wikivault
