#include "app/common/demo_workspace.h"

#include "app/common/demo_pages.h"
#include "engine/adapters/sql/wiki_database.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace wikivault {

namespace {

namespace fs = std::filesystem;

const SpaceId kDemoHandbook("0192d3a0-0001-7000-8000-000000000000");
const SpaceId kDemoEngineering("0192d3a0-0002-7000-8000-000000000000");
const SpaceId kDemoProduct("0192d3a0-0003-7000-8000-000000000000");
const PageId kDemoOfficeHours("0192d3a0-0001-7000-8000-000000000004");
const PageId kDemoBeingIll("0192d3a0-0001-7000-8000-000000000010");
const PageId kDemoCertificates("0192d3a0-0002-7000-8000-00000000000e");
const PageId kDemoPrices("0192d3a0-0003-7000-8000-000000000011");

std::string demoDatabaseUrl(const std::string &path) {
    std::string url = "sqlite://";
    for (const char c : path)
        url += c == '%' ? std::string("%25") : std::string(1, c);
    return url;
}

Result<> replaceOnce(std::string &text, const DemoEdit &edit) {
    const std::size_t at = text.find(edit.before);
    if (at == std::string::npos)
        return fail(ErrorCode::NotFound,
                    "the demo's page " + edit.page.str() + " does not say \"" + edit.before + "\" (any more)");
    text.replace(at, edit.before.size(), edit.after);
    return {};
}

std::string wholeFile(const fs::path &path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

Result<fs::path> pageFileOf(const fs::path &vault, const PageId &page) {
    std::error_code error;
    const std::string frontmatter = "\ngitmost_id: " + page.str() + "\n";
    for (fs::recursive_directory_iterator file(vault, error), end; !error && file != end; file.increment(error)) {
        if (file->path().filename() == ".git") file.disable_recursion_pending();
        if (file->path().extension() != ".md") continue;
        if (wholeFile(file->path()).find(frontmatter) != std::string::npos) return file->path();
    }
    return fail(ErrorCode::NotFound, "the vault " + vault.string() + " has no file of the page " + page.str());
}

/// What a person put there. Hidden files are nobody's work.
std::string somethingIn(const fs::path &folder) {
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator(folder, ignored))
        if (const std::string name = entry.path().filename().string(); !name.starts_with('.')) return name;
    return {};
}

}  // namespace

Result<DemoWorkspace> createDemo(const std::string &dir) {
    std::error_code error;
    const fs::path folder = fs::absolute(dir, error).lexically_normal();
    const std::string database = (folder / "wiki.db").string();
    const fs::path vaults = folder / "vaults";
    if (dir.empty() || error) return fail(ErrorCode::Invalid, "name the folder the demo is to be created in");
    if (fs::exists(database, error) || fs::exists(vaults, error))
        return fail(ErrorCode::Invalid, "there is a workspace in " + folder.string() +
                                            " already; it is left as it is. Name an empty folder");
    if (const std::string other = somethingIn(folder); !other.empty())
        return fail(ErrorCode::Invalid, folder.string() + " is not empty, it holds " + other +
                                            "; nothing was written. Name an empty folder, or one that is to be made");
    TRY_ASSIGN(const sql::EmbeddedContent content, demoContent());
    fs::create_directories(vaults, error);
    if (error)
        return fail(ErrorCode::Denied, "cannot create the folder " + vaults.string() + " (" + error.message() +
                                           "); name a folder that can be created");
    TRY(sql::createEmbeddedWiki(database, content));
    return DemoWorkspace{demoDatabaseUrl(database), vaults.string(), kDemoServiceUser.str()};
}

std::optional<DemoWorkspace> demoIn(const std::string &dir) {
    std::error_code error;
    const fs::path folder = fs::absolute(dir, error).lexically_normal();
    const std::string database = (folder / "wiki.db").string();
    if (!fs::is_directory(folder / "vaults", error) || !fs::is_regular_file(database, error)) return std::nullopt;
    sql::WikiDatabaseRequest request;
    request.databaseUrl = demoDatabaseUrl(database);
    request.serviceUserId = kDemoServiceUser.str();
    request.readOnly = true;
    const auto wiki = sql::openWiki(request);
    const auto workspace = wiki ? (*wiki)->catalog().workspace() : Result<std::optional<WorkspaceId>>();
    if (!wiki || !workspace || !*workspace) return std::nullopt;
    return DemoWorkspace{request.databaseUrl, (folder / "vaults").string(), request.serviceUserId};
}

DemoStory demoStory() {
    const std::string hours = "from 8:00 to 18:30 on working days";
    return {
        {kDemoHandbook, kDemoOfficeHours, hours, "from 7:30 to 18:00 on working days"},
        {kDemoHandbook, kDemoOfficeHours, hours, "from 9:00 to 19:30 on working days"},
        {kDemoHandbook, kDemoBeingIll, "Write one line to your team and stay in bed.",
         "Write one line to your team, then stay in bed."},
        {kDemoProduct, kDemoPrices, "Schools pay half.", "Schools and public libraries pay half."},
        {kDemoEngineering, kDemoCertificates, "renews itself 30 days before its end",
         "renews itself 45 days before its end"},
    };
}

Result<> editDemoInWiki(const DemoWorkspace &workspace, const DemoEdit &edit) {
    sql::WikiDatabaseRequest request;
    request.databaseUrl = workspace.databaseUrl;
    request.serviceUserId = kDemoOwner.str();
    TRY_ASSIGN(const auto wiki, sql::openWiki(request));
    TRY_ASSIGN(const PageList list, wiki->pages().list(edit.space, {}));
    TRY_ASSIGN(const auto bodies, wiki->pages().bodies(edit.space, std::vector{edit.page}, {}));
    const auto row =
        std::find_if(list.pages.begin(), list.pages.end(), [&](const PageRow &page) { return page.id == edit.page; });
    if (row == list.pages.end() || bodies.empty())
        return fail(ErrorCode::NotFound, "the demo's wiki has no page " + edit.page.str() + " (any more)");
    UpdateBody update{edit.page, {row->title, row->parent, bodies.front().content}, bodies.front().content};
    TRY(replaceOnce(update.content, edit));
    TRY(wiki->writer().apply(edit.space, update));
    return {};
}

Result<> editDemoInFile(const DemoWorkspace &workspace, const DemoEdit &edit) {
    TRY_ASSIGN(const fs::path path, pageFileOf(fs::path(workspace.dataDir) / edit.space.str(), edit.page));
    std::string text = wholeFile(path);
    TRY(replaceOnce(text, edit));
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush()) return fail(ErrorCode::Denied, "cannot write " + path.string());
    return {};
}

}  // namespace wikivault
