#include "app/common/idle_settings.h"

#include "app/common/settings_values.h"

#include <algorithm>

namespace wikivault {

namespace {

template <class Choice>
void addUnknown(const std::string &prefix, const std::map<std::string, Choice> &own, const std::vector<Space> &spaces,
                std::vector<std::string> &sentences) {
    for (const auto &[name, choice] : own) {
        const auto isNamed = [&given = name](const Space &space) {
            return space.id.str() == given || space.slug == given;
        };
        if (std::none_of(spaces.begin(), spaces.end(), isNamed))
            sentences.push_back(prefix + name +
                                " does nothing: no space has that id or slug; \"wikivaultctl spaces\" " +
                                "lists them.");
    }
}

bool isMerge(const std::pair<const std::string, OpenPages> &own) {
    return own.second == OpenPages::MergeNow;
}

}  // namespace

std::vector<std::string> idleSettings(const Settings &settings, const std::vector<Space> &spaces) {
    std::vector<std::string> sentences;
    addUnknown(kSpacePolicyPrefix, settings.spacePolicies, spaces, sentences);
    addUnknown(kSpaceOpenPagesPrefix, settings.spaceOpenPages, spaces, sentences);
    addUnknown(kSpaceRemotePrefix, settings.spaceRemotes, spaces, sentences);
    addUnknown(kSpaceRemoteBranchPrefix, settings.spaceRemoteBranches, spaces, sentences);
    addUnknown(kSpaceAttachmentsPrefix, settings.spaceAttachments, spaces, sentences);
    const auto &own = settings.spaceOpenPages;
    if (settings.redisUrl.empty() &&
        (settings.openPages == OpenPages::MergeNow || std::any_of(own.begin(), own.end(), &isMerge)))
        sentences.emplace_back(
            "WIKIVAULT_OPEN_PAGES does nothing without REDIS_URL: nothing tells which pages somebody has open.");
    return sentences;
}

}  // namespace wikivault
