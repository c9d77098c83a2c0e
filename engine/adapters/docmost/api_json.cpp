#include "engine/adapters/docmost/api_json.h"

#include "engine/core/markdown/json.h"

namespace wikivault::docmost {

namespace {

constexpr std::string_view kDocument = "content";

template <class Kind>
const Kind *kindIn(const Members &members, std::string_view name) {
    const Value *value = markdown::find(members, name);
    return value ? std::get_if<Kind>(value) : nullptr;
}

}  // namespace

Result<Members> objectFrom(std::string_view json) {
    TRY_ASSIGN(Value value, markdown::valueWithTexts(json, kDocument));
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
