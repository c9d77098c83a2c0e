#include "app/common/demo_pages.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/json.h"

#include <QFile>

/// The files of a static library are only there when asked for, and asking must stand outside of namespaces.
static void loadDemoResource() {
    Q_INIT_RESOURCE(demo);
}

namespace wikivault {

const UserId kDemoServiceUser("0192d3a0-0000-7000-8000-0000000000a0");
const UserId kDemoOwner("0192d3a0-0000-7000-8000-0000000000a1");

namespace {

using markdown::Members;
using markdown::Value;

const UserId kDemoTomas("0192d3a0-0000-7000-8000-0000000000a2");
const UserId kDemoYuki("0192d3a0-0000-7000-8000-0000000000a3");
const UserId kDemoLeila("0192d3a0-0000-7000-8000-0000000000a4");

UserId demoUser(std::string_view nickname) {
    if (nickname == "tomas") return kDemoTomas;
    if (nickname == "yuki") return kDemoYuki;
    if (nickname == "leila") return kDemoLeila;
    return kDemoOwner;
}

std::string demoText(const Members &members, std::string_view name) {
    return std::string(markdown::stringAttr(members, name));
}

/// Every page was written on its day; who changed it later did so weeks after.
void setDemoTimes(sql::EmbeddedPage &page, TimePoint start, std::int64_t day) {
    page.createdAt = start + std::chrono::days(day) + std::chrono::hours(8) + std::chrono::minutes(day * 37 % 480);
    page.updatedAt = page.createdAt + (page.createdBy == page.updatedBy ? std::chrono::hours(1 + day % 5)
                                                                        : std::chrono::hours(24 * (9 + day) + 3));
}

Result<sql::EmbeddedPage> toDemoPage(const Members &facts, const SpaceId &space, TimePoint start) {
    sql::EmbeddedPage page;
    page.id = PageId(demoText(facts, "id"));
    page.space = space;
    if (markdown::find(facts, "parent")) page.parent = PageId(demoText(facts, "parent"));
    page.slugId = demoText(facts, "slug");
    const Value *title = markdown::find(facts, "title");
    if (title && std::holds_alternative<std::string>(*title)) page.title = std::get<std::string>(*title);
    page.icon = demoText(facts, "icon");
    page.position = demoText(facts, "position");
    page.createdBy = demoUser(demoText(facts, "createdBy"));
    page.updatedBy = markdown::find(facts, "updatedBy") ? demoUser(demoText(facts, "updatedBy")) : page.createdBy;
    const Value *day = markdown::find(facts, "day");
    setDemoTimes(page, start, day && std::holds_alternative<std::int64_t>(*day) ? std::get<std::int64_t>(*day) : 0);
    if (const Value *content = markdown::find(facts, "content")) {
        markdown::appendJson(page.content, *content);
        TRY_ASSIGN(const markdown::Node document, markdown::fromJson(page.content));
        page.textContent = markdown::plainText(document);
    }
    return page;
}

Result<> addDemoSpace(sql::EmbeddedContent &content, const char *file) {
    QFile resource(QLatin1String(":/demo/") + QLatin1String(file));
    if (!resource.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Corrupt, std::string("the demo's file ") + file + " is missing from this program");
    TRY_ASSIGN(const Value value, markdown::valueFromJson(resource.readAll().toStdString()));
    const auto *facts = std::get_if<Members>(&value);
    const Value *pages = facts ? markdown::find(*facts, "pages") : nullptr;
    if (!pages || !std::holds_alternative<markdown::Array>(*pages))
        return fail(ErrorCode::Corrupt, std::string("the demo's file ") + file + " has no pages");
    const SpaceId space(demoText(*facts, "id"));
    content.spaces.push_back(
        {space, demoText(*facts, "slug"), demoText(*facts, "name"), demoText(*facts, "description")});
    for (const Value &one : std::get<markdown::Array>(*pages)) {
        const auto *page = std::get_if<Members>(&one);
        if (!page)
            return fail(ErrorCode::Corrupt,
                        std::string("the demo's file ") + file + " holds something that is no page");
        TRY_ASSIGN(sql::EmbeddedPage read, toDemoPage(*page, space, content.createdAt));
        content.pages.push_back(std::move(read));
    }
    return {};
}

}  // namespace

Result<sql::EmbeddedContent> demoContent() {
    loadDemoResource();
    sql::EmbeddedContent content;
    content.workspace = WorkspaceId("0192d3a0-0000-7000-8000-000000000001");
    content.workspaceName = "Lantern & Reed";
    content.createdAt = TimePoint(std::chrono::sys_days(std::chrono::year(2025) / 9 / 1));
    content.users = {{kDemoOwner, "Ada Brandt", "ada@example.org", "owner"},
                     {kDemoTomas, "Tomás Rivera", "tomas@example.org", "admin"},
                     {kDemoYuki, "Yuki Tanaka", "yuki@example.org", "member"},
                     {kDemoLeila, "Leila Haddad", "leila@example.org", "member"},
                     {kDemoServiceUser, "Wikivault Sync", "wikivault@example.org", "member"}};
    for (const char *file : {"handbook.json", "engineering.json", "product.json"})
        TRY(addDemoSpace(content, file));
    return content;
}

}  // namespace wikivault
