#include "engine/adapters/docmost/api_json.h"

#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace wikivault::docmost {

namespace {

constexpr std::string_view kDocument = "content";

template <class Kind>
const Kind *kindIn(const Members &members, std::string_view name) {
    const Value *value = markdown::find(members, name);
    return value ? std::get_if<Kind>(value) : nullptr;
}

/// Two members of one name: who wrote that and who reads it may mean different things.
bool hasTwins(const Value &value) {
    if (const auto *array = std::get_if<Array>(&value)) return std::ranges::any_of(*array, &hasTwins);
    const auto *members = std::get_if<Members>(&value);
    if (!members) return false;
    std::vector<std::string_view> names;
    for (const auto &[name, below] : *members) {
        if (hasTwins(below)) return true;
        names.push_back(name);
    }
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) != names.end();
}

}  // namespace

/// Documents may hold what a database let in; what comes over the wire broken was broken on its way.
Result<Members> objectFrom(std::string_view json) {
    if (!markdown::isValidUtf8(json)) return fail(ErrorCode::Invalid, "the JSON is not UTF-8");
    TRY_ASSIGN(Value value, markdown::valueWithTexts(json, kDocument));
    if (hasTwins(value)) return fail(ErrorCode::Invalid, "the JSON has two members of one name");
    if (auto *members = std::get_if<Members>(&value)) return std::move(*members);
    return fail(ErrorCode::Invalid, "the JSON is no object");
}

std::string jsonOf(const Members &members, std::string_view document) {
    std::string text;
    markdown::appendJson(text, members);
    if (document.empty()) return text;
    text.back() = ',';
    markdown::appendJsonString(text, kDocument);
    return text.append(":").append(document).append("}");
}

std::string textIn(const Members &members, std::string_view name) {
    const auto *text = kindIn<std::string>(members, name);
    return text ? *text : std::string();
}

bool flagIn(const Members &members, std::string_view name) {
    const auto *flag = kindIn<bool>(members, name);
    return flag && *flag;
}

bool isOffIn(const Members &members, std::string_view name) {
    const auto *flag = kindIn<bool>(members, name);
    return flag && !*flag;
}

const Members *objectIn(const Members &members, std::string_view name) {
    return kindIn<Members>(members, name);
}

const Array *arrayIn(const Members &members, std::string_view name) {
    return kindIn<Array>(members, name);
}

const Members *asObject(const Value &value) {
    return std::get_if<Members>(&value);
}

}  // namespace wikivault::docmost
