#include "tests/rig/people.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/page_file.h"
#include "engine/core/page_path.h"
#include "tests/rig/people_git.h"

#include <algorithm>
#include <array>

namespace wikivault::rig {

namespace {

// Few names, so that they collide: in case, in form, with suffixes of ours and with what a disk forbids.
const std::array<std::string, 12> kTitles{"Note",      "note", "Notes",       "Plan: x", "Plan- x",    "Über",
                                          "Note ~git", "con",  "Note ~draft", "",        "Zwei Worte", "A.md"};

std::string titleAt(int index) {
    return kTitles[static_cast<std::size_t>(index) % kTitles.size()];
}

PageId pageNumber(int number) {
    std::string digits = std::to_string(number);
    return PageId("0190b000-0000-7000-8000-" + std::string(12 - digits.size(), '0') + digits);
}

std::string contentOf(const std::string &body) {
    return markdown::toJson(markdown::fromMarkdown(body));
}

markdown::Node paragraph(const std::string &text) {
    markdown::Node leaf;
    leaf.type = "text";
    leaf.text = text;
    markdown::Node node;
    node.type = "paragraph";
    node.content.push_back(leaf);
    return node;
}

std::vector<std::string> blocksOf(const std::string &body) {
    std::vector<std::string> blocks;
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t end = std::min(body.find("\n\n", at), body.size());
        if (end > at) blocks.push_back(body.substr(at, end - at));
        at = end + 2;
    }
    return blocks;
}

std::string joined(const std::vector<std::string> &blocks) {
    std::string body;
    for (const std::string &block : blocks)
        body += (body.empty() ? "" : "\n\n") + block;
    return body;
}

/// One person at work for one step.
class Person {
public:
    Person(World &world, Ledger &ledger, int step, const Deed &deed)
        : m_world(world),
          m_ledger(ledger),
          m_step(step),
          m_deed(deed) {}

    bool act() {
        if (m_deed.verb.starts_with("wiki-")) return actInWiki();
        if (!m_deed.verb.starts_with("git-")) return false;
        return actOnFiles();
    }

private:
    [[nodiscard]] int arg(std::size_t index) const { return index < m_deed.args.size() ? m_deed.args[index] : 0; }
    std::string token() { return m_ledger.newToken(m_step); }

    template <class Choose>
    std::optional<WikiPage> somePage(int index, const Choose &choose) {
        std::vector<WikiPage> pages = m_world.pages();
        std::erase_if(pages, [&](const WikiPage &page) { return !choose(page); });
        if (pages.empty()) return std::nullopt;
        return pages[static_cast<std::size_t>(index) % pages.size()];
    }
    std::optional<WikiPage> livePage(int index) {
        return somePage(index, [](const WikiPage &page) { return page.isLive(); });
    }

    /// Every third parent is the root.
    std::optional<PageId> someParent(int index) {
        if (index % 3 == 0) return std::nullopt;
        const auto page = livePage(index / 3);
        return page ? std::optional(page->id) : std::nullopt;
    }

    std::set<PageId> subtreeOf(const PageId &root) {
        std::set<PageId> below{root};
        const std::vector<WikiPage> pages = m_world.pages();
        for (std::size_t before = 0; before != below.size();) {
            before = below.size();
            for (const WikiPage &page : pages)
                if (page.parent && below.contains(*page.parent)) below.insert(page.id);
        }
        return below;
    }

    void retitle(WikiPage page, const std::string &title) {
        m_ledger.titles.insert(title);
        page.title = title;
        m_world.putPage(page);
    }

    bool actInWiki() {
        const std::string &verb = m_deed.verb;
        if (verb == "wiki-create") return createPage(), true;
        if (verb == "wiki-restore") return restorePage(), true;
        if (verb == "wiki-wipe") return trashAll(), true;
        auto page = livePage(arg(0));
        if (!page) return true;
        if (verb == "wiki-edit")
            editPage(*page);
        else if (verb == "wiki-retitle")
            retitle(*page, titleAt(arg(1)));
        else if (verb == "wiki-move")
            movePage(*page);
        else if (verb == "wiki-swap")
            swapPages(*page);
        else if (verb == "wiki-trash" || verb == "wiki-away")
            removePage(*page);
        else
            return false;
        return true;
    }

    void createPage() {
        WikiPage page;
        page.id = pageNumber(100 + m_step);
        if (m_ledger.everKnown.contains(page.id)) return;
        page.title = titleAt(arg(0));
        page.parent = someParent(arg(1));
        m_ledger.titles.insert(page.title);
        std::string body = token() + " begins\n\n" + token() + " goes on\n\n- item\n- " + token();
        if (arg(2) % 8 == 0) body.clear();
        page.content = body.empty() ? std::string() : contentOf(body);
        if (body.empty()) m_ledger.owed = m_owedBefore;
        m_world.putPage(page);
    }

    void restorePage() {
        auto page = somePage(arg(0), [](const WikiPage &one) { return one.trashed; });
        if (!page) return;
        page->trashed = false;
        const auto parents = m_world.pages();
        const auto isParent = [&](const WikiPage &one) { return page->parent == one.id && one.isLive(); };
        if (std::none_of(parents.begin(), parents.end(), isParent)) page->parent = std::nullopt;
        m_world.putPage(*page);
    }

    void editPage(WikiPage page) {
        auto doc = markdown::fromJson(page.content);
        if (!doc) return;
        if (doc->type.empty()) doc->type = "doc";
        const std::string word = token();
        auto &blocks = doc->content;
        const std::size_t at = blocks.empty() ? 0 : static_cast<std::size_t>(arg(1)) % (blocks.size() + 1);
        if (at >= blocks.size()) {
            blocks.push_back(paragraph(word + " added in the wiki"));
        } else if (arg(2) % 4 == 3 && blocks.size() > 1) {
            blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(at));
            blocks.push_back(paragraph(word + " instead"));
        } else {
            const std::string old = markdown::plainText(blocks[at]);
            blocks[at] = paragraph(edited(old, word));
        }
        page.content = markdown::toJson(*doc);
        m_world.putPage(page);
    }

    [[nodiscard]] std::string edited(std::string old, const std::string &word) const {
        std::replace(old.begin(), old.end(), '\n', ' ');
        if (arg(2) % 4 == 0) return word + ' ' + old;
        if (arg(2) % 4 == 1) return old + ' ' + word;
        return word + " written anew";
    }

    void movePage(WikiPage page) {
        const auto parent = someParent(arg(1));
        if (parent && subtreeOf(page.id).contains(*parent)) return;
        page.parent = parent;
        m_world.putPage(page);
    }

    void swapPages(WikiPage page) {
        auto other = livePage(arg(1));
        if (!other || other->id == page.id) return;
        std::swap(page.title, other->title);
        m_world.putPage(page);
        m_world.putPage(*other);
    }

    /// As Docmost: what is below goes along; a page that goes to another space leaves its parent.
    void removePage(const WikiPage &root) {
        const bool away = m_deed.verb == "wiki-away";
        const std::set<PageId> below = subtreeOf(root.id);
        for (WikiPage page : m_world.pages()) {
            if (!below.contains(page.id) || !page.isLive()) continue;
            (away ? page.elsewhere : page.trashed) = true;
            if (away && page.id == root.id) page.parent.reset();
            m_world.putPage(page);
        }
    }

    void trashAll() {
        for (WikiPage page : m_world.pages()) {
            page.trashed = page.trashed || page.isLive();
            m_world.putPage(page);
        }
    }

    std::vector<std::string> pageFiles() {
        std::vector<std::string> paths;
        for (const auto &[path, text] : m_world.files())
            if (isPageFile(path)) paths.push_back(path);
        return paths;
    }
    std::optional<std::string> someFile(int index) {
        const std::vector<std::string> paths = pageFiles();
        if (paths.empty()) return std::nullopt;
        return paths[static_cast<std::size_t>(index) % paths.size()];
    }
    /// A folder somebody would put a file into: the root, one that is there, or one beside a page.
    std::string someFolder(int index) {
        if (index % 3 == 0) return {};
        const auto file = someFile(index / 3);
        if (!file) return {};
        if (index % 3 == 1) return file->substr(0, file->size() - 3) + "/";
        const std::size_t slash = file->rfind('/');
        return slash == std::string::npos ? std::string() : file->substr(0, slash + 1);
    }

    [[nodiscard]] bool isFree(const std::string &path) {
        const Files files = m_world.files();
        if (files.contains(path)) return false;
        const auto below = files.lower_bound(path + "/");
        if (below != files.end() && below->first.starts_with(path + "/")) return false;
        for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
            if (files.contains(path.substr(0, slash))) return false;
        return true;
    }

    /// Without an id, rewritten and renamed at once: a text of which not half is left counts as another, as in git.
    void allowOther(const std::string &from, const std::string &text) {
        const Files main = m_world.mainFiles();
        const auto known = main.find(from);
        if (!parsePageFile(text).id && known != main.end() && known->second != text) m_ledger.allowCopies(text);
    }

    void rename(const std::string &from, const std::string &to) {
        if (!isFree(to)) return;
        const std::string text = m_world.files().at(from);
        allowOther(from, text);
        m_world.removeFile(from);
        m_world.writeFile(to, text);
        m_ledger.titles.insert(pageNameOf(to));
        m_ledger.titles.insert(to.substr(to.rfind('/') + 1, to.size() - 3 - (to.rfind('/') + 1)));
    }

    bool actOnFiles() {
        const std::string &verb = m_deed.verb;
        if (verb == "git-create" || verb == "git-bare") return createFile(), true;
        if (verb == "git-wipe") {
            for (const std::string &path : pageFiles())
                m_world.removeFile(path);
            return true;
        }
        if (verb == "git-other") return m_world.writeFile("attachment" + std::to_string(arg(0)) + ".txt", "data"), true;
        const auto file = someFile(arg(0));
        if (!file) return true;
        const std::string name = file->substr(file->rfind('/') + 1);
        const std::string folder = file->substr(0, file->size() - name.size());
        if (verb == "git-edit")
            editFile(*file, false);
        else if (verb == "git-careless")
            editFile(*file, true);
        else if (verb == "git-rename")
            rename(*file, folder + fileNameOf(titleAt(arg(1))) + ".md");
        else if (verb == "git-move")
            rename(*file, someFolder(arg(1)) + name);
        else if (verb == "git-delete")
            m_world.removeFile(*file);
        else if (verb == "git-copy")
            copyFile(*file, folder);
        else if (verb == "git-swap")
            swapFiles(*file);
        else if (verb == "git-folder")
            renameFolder(folder);
        else
            return false;
        return true;
    }

    void createFile() {
        const std::string name = fileNameOf(titleAt(arg(0)));
        const std::string folder =
            m_deed.verb == "git-bare" ? "Bare" + std::to_string(arg(1) % 2) + "/" : someFolder(arg(1));
        const std::string path = folder + name + ".md";
        if (!isFree(path)) return;
        m_ledger.titles.insert({name, "Bare0", "Bare1", pageNameOf(path)});
        for (std::size_t slash = path.find('/'), from = 0; slash != std::string::npos;
             from = slash + 1, slash = path.find('/', slash + 1))
            m_ledger.titles.insert(path.substr(from, slash - from));
        m_world.writeFile(path, token() + " in a file\n\nand " + token() + "\n");
    }

    void editFile(const std::string &path, bool careless) {
        const std::string text = m_world.files().at(path);
        const PageFile file = parsePageFile(text);
        std::vector<std::string> blocks = blocksOf(file.body);
        const std::string word = token();
        const std::size_t at = blocks.empty() ? 0 : static_cast<std::size_t>(arg(1)) % (blocks.size() + 1);
        if (at >= blocks.size())
            blocks.push_back(word + " added in git");
        else if (arg(2) % 4 == 3 && blocks.size() > 1)
            blocks[at] = word + " instead, in git";
        else
            blocks[at] = edited(blocks[at], word);
        if (careless) m_ledger.allowCopies(text);
        m_world.writeFile(path, careless ? joined(blocks) + "\n" : withBody(text, joined(blocks)));
    }

    void copyFile(const std::string &from, const std::string &folder) {
        const std::string to = (arg(1) % 2 == 0 ? folder : someFolder(arg(1))) + pageNameOf(from) + " copy.md";
        if (!isFree(to)) return;
        const std::string text = m_world.files().at(from);
        m_ledger.allowCopies(text);
        m_ledger.titles.insert(pageNameOf(to));
        m_world.writeFile(to, text);
    }

    void swapFiles(const std::string &one) {
        const auto other = someFile(arg(1));
        if (!other || *other == one) return;
        const Files files = m_world.files();
        m_world.writeFile(one, files.at(*other));
        m_world.writeFile(*other, files.at(one));
    }

    void renameFolder(const std::string &folder) {
        if (folder.empty()) return;
        const std::string bare = folder.substr(0, folder.size() - 1);
        const std::size_t slash = bare.rfind('/');
        const std::string above = slash == std::string::npos ? std::string() : bare.substr(0, slash + 1);
        const std::string name = fileNameOf(titleAt(arg(1)));
        const std::string target = above + name + "/";
        const Files files = m_world.files();
        const auto taken = files.lower_bound(target);
        if (target == folder || files.contains(above + name) || target.starts_with(folder) ||
            (taken != files.end() && taken->first.starts_with(target)))
            return;
        m_ledger.titles.insert(name);
        for (const auto &[path, text] : files) {
            if (!path.starts_with(folder)) continue;
            allowOther(path, text);
            m_world.removeFile(path);
            m_world.writeFile(target + path.substr(folder.size()), text);
        }
    }

    World &m_world;
    Ledger &m_ledger;
    const int m_step;
    const Deed &m_deed;
    const std::set<std::string> m_owedBefore = m_ledger.owed;
};

}  // namespace

namespace {

/// A wiki that names its pages shows the trash by id alone, and the id of a page whose run was cut off never reached
/// the vault: when somebody trashes it, its file, which has no id yet, is made a page again. Restored, there are two.
void allowWhatIsMadeAgain(World &world, Ledger &ledger, const Sight &before) {
    std::set<std::string> unnamed;
    for (const Files &files : {world.files(), world.mainFiles()})
        for (const auto &[path, text] : files)
            if (!parsePageFile(text).id) unnamed.merge(tokensIn(text));
    for (const WikiPage &page : world.pages()) {
        const bool isKnown = before.mainIds.contains(page.id) || before.diskIds.contains(page.id);
        if (page.isLive() || isKnown || !before.wikiLive.contains(page.id)) continue;
        for (const std::string &word : tokensIn(page.content))
            if (unnamed.contains(word)) ++ledger.copies[word];
    }
}

}  // namespace

bool actAsPerson(World &world, Ledger &ledger, int step, const Deed &deed) {
    const Sight before = lookAt(world);
    const bool byGit = actWithGit(world, ledger, deed);
    const bool done = byGit || Person(world, ledger, step, deed).act();
    const Sight after = lookAt(world);
    recordPersonsChange(ledger, before, after);
    if (world.namesPages()) allowWhatIsMadeAgain(world, ledger, before);
    if (!byGit || deed.verb == "git-unstash" || deed.verb == "git-revert") recordEdits(ledger, before, after);
    return done;
}

void settleIn(World &world, Ledger &ledger) {
    const std::array<std::pair<const char *, int>, 5> start{
        {{"Note", 0}, {"Notes", 1}, {"Plan: x", 1}, {"Über", 0}, {"Zwei Worte", 4}}};
    int number = 0;
    for (const auto &[title, parent] : start) {
        WikiPage page;
        page.id = pageNumber(++number);
        page.title = title;
        if (parent > 0) page.parent = pageNumber(parent);
        std::string body;
        for (const char *tail : {" alpha", " middle", " omega"})
            body += (body.empty() ? "" : "\n\n") + ledger.newToken(1000 + number) + tail;
        page.content = contentOf(body);
        ledger.titles.insert(title);
        world.putPage(page);
        ledger.everKnown.insert(page.id);
    }
}

}  // namespace wikivault::rig
