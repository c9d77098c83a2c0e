#include "engine/core/markdown/node.h"

namespace wikivault::markdown {

const Value *find(const Members &members, std::string_view name) {
    for (const auto &[key, value] : members)
        if (key == name) return &value;
    return nullptr;
}

std::string_view stringAttr(const Members &members, std::string_view name) {
    const Value *value = find(members, name);
    if (!value) return {};
    const auto *text = std::get_if<std::string>(value);
    return text ? std::string_view(*text) : std::string_view();
}

}  // namespace wikivault::markdown
