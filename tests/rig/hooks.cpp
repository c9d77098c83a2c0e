#include "tests/rig/hooks.h"

namespace wikivault::rig {

namespace {

std::function<void(const char *)> &handlerSlot() {
    static std::function<void(const char *)> handler;
    return handler;
}

std::set<std::string> &plantedSlot() {
    static std::set<std::string> planted;
    return planted;
}

}  // namespace

void onFailpoint(std::function<void(const char *)> handler) {
    handlerSlot() = std::move(handler);
}
void plant(std::set<std::string> bugs) {
    plantedSlot() = std::move(bugs);
}

void reach(const char *failpoint) {
    if (handlerSlot()) handlerSlot()(failpoint);
}

bool isPlanted(const char *bug) {
    return !plantedSlot().empty() && plantedSlot().contains(bug);
}

}  // namespace wikivault::rig
