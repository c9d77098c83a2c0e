#include "app/ctl/ctl.h"

#include <algorithm>

namespace wikivault::ctl {

namespace {

std::string listOf(const std::vector<Space> &spaces, bool withIds) {
    std::string text;
    for (const Space &space : spaces)
        text += (text.empty() ? "" : ", ") + (withIds ? space.id.str() + " (" + space.name + ")" : space.slug);
    return text;
}

}  // namespace

Result<Space> spaceNamed(const std::string &name, const std::vector<Space> &spaces) {
    const auto id = parseUuid(name);
    std::vector<Space> matches;
    std::copy_if(spaces.begin(), spaces.end(), std::back_inserter(matches),
                 [&](const Space &space) { return id ? space.id.str() == *id : space.slug == name; });
    if (matches.size() == 1) return matches.front();
    if (matches.size() > 1)
        return fail(ErrorCode::NotFound,
                    "The slug \"" + name + "\" is ambiguous; name the space by its id: " + listOf(matches, true) + ".");
    if (spaces.empty())
        return fail(ErrorCode::NotFound, "There is no space \"" + name + "\"; the wiki has none at all.");
    std::vector<std::string> slugs;
    for (const Space &space : spaces)
        slugs.push_back(space.slug);
    const std::string nearest = nearestOf(name, slugs);
    return fail(ErrorCode::NotFound, "There is no space \"" + name + "\"." +
                                         (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?") +
                                         " Known: " + listOf(spaces, false) + ".");
}

Result<> checkSpacesOfSettings(const Arguments &arguments, const std::vector<Space> &spaces) {
    for (const auto &[name, value] : arguments.settings) {
        const std::size_t dot = name.find('.');
        if (dot == std::string::npos) continue;
        if (const auto space = spaceNamed(name.substr(dot + 1), spaces); !space)
            return fail(ErrorCode::NotFound, "--set " + name + ": " + space.error().detail);
    }
    return {};
}

Result<std::vector<Space>> allSpaces(Context &context) {
    TRY_ASSIGN(const auto wiki, context.composition().ports().openWiki(true));
    TRY_ASSIGN(auto spaces, wiki->catalog().spaces());
    TRY(checkSpacesOfSettings(context.arguments(), spaces));
    return spaces;
}

Result<std::vector<Space>> namedSpaces(Context &context, const std::vector<std::string> &names) {
    TRY_ASSIGN(const auto spaces, allSpaces(context));
    std::vector<Space> found;
    for (const std::string &name : names) {
        auto space = spaceNamed(name, spaces);
        if (!space) return tl::unexpected<Error>(space.error());
        if (std::find(found.begin(), found.end(), *space) == found.end()) found.push_back(std::move(*space));
    }
    return found;
}

std::string slugOf(const SpaceId &id, const Result<std::vector<Space>> &spaces) {
    if (!spaces) return id.str();
    const auto found = std::find_if(spaces->begin(), spaces->end(), [&](const Space &space) { return space.id == id; });
    return found == spaces->end() ? id.str() : found->slug;
}

int failedToName(const Context &context, const Error &error) {
    return context.failed(error, error.code == ErrorCode::NotFound ? kUsage : kFailed);
}

}  // namespace wikivault::ctl
