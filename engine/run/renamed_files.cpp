#include "engine/run/file_reader.h"
#include "engine/run/page_index.h"

#include <algorithm>

namespace wikivault {

namespace {

/// Matches files that lost their id while they were renamed with the pages they read like (L-08); git calls that a
/// rename as well.
class RenamedFiles {
public:
    RenamedFiles(PageIndex &index, const PageIndex &base, FileReader &files)
        : m_index(index),
          m_base(base),
          m_files(files) {}

    Result<> adopt() {
        for (const auto &[page, was] : m_base.pages)
            if (!m_index.pages.contains(page)) m_missing.push_back(page);
        if (m_missing.empty() || m_index.loose.empty()) return {};
        for (const LooseFile &file : m_index.loose) {
            if (file.copiedFrom || isOld(file) || m_index.problems.contains(file.path)) continue;
            TRY_ASSIGN(const std::string body, m_files.body(file.blob));
            if (auto lines = proseLines(body); !lines.empty()) m_candidates.emplace(file.path, std::move(lines));
        }
        TRY(match(1));
        // As git does: beyond this many pairs only equal texts are looked for.
        constexpr std::size_t kMaxPairs = 20000;
        if (m_missing.size() * m_candidates.size() > kMaxPairs) return {};
        dropMoved();
        TRY(dropCopies());
        return match(kAlike);
    }

private:
    /// It stood there before, so nothing was renamed to it.
    [[nodiscard]] bool isOld(const LooseFile &file) const {
        return std::any_of(m_base.loose.begin(), m_base.loose.end(),
                           [&](const LooseFile &old) { return old.path == file.path && old.blob == file.blob; });
    }

    /// A file that was no page before and went from its place is that very file, whatever page it is like.
    void dropMoved() {
        for (const LooseFile &old : m_base.loose) {
            if (looseAt(m_index, old.path) || pageAtPath(m_index, old.path)) continue;
            for (const LooseFile &file : m_index.loose)
                if (file.blob == old.blob) m_candidates.erase(file.path);
        }
    }

    /// What says the same as a page that is there is its copy, whatever else it is like.
    Result<> dropCopies() {
        const auto isMissing = [&](const PageId &page) { return !m_index.pages.contains(page); };
        if (m_candidates.empty() || std::none_of(m_missing.begin(), m_missing.end(), isMissing)) return {};
        for (const auto &[page, file] : m_index.pages) {
            TRY_ASSIGN(const std::string body, m_files.body(file.blob));
            const auto lines = proseLines(body);
            std::erase_if(m_candidates, [&](const auto &candidate) { return candidate.second == lines; });
        }
        return {};
    }

    Result<> match(double atLeast) {
        std::map<std::multiset<std::string>, std::string> byText;
        for (const auto &[path, lines] : m_candidates)
            byText.emplace(lines, path);
        for (const PageId &page : m_missing) {
            if (m_index.pages.contains(page)) continue;
            TRY_ASSIGN(const std::string body, m_files.body(m_base.pages.at(page).blob));
            const auto lines = proseLines(body);
            const auto equal = byText.find(lines);
            if (equal != byText.end() && m_candidates.contains(equal->second))
                take(page, equal->second);
            else if (atLeast < 1)
                takeBest(page, lines, atLeast);
        }
        return {};
    }

    void takeBest(const PageId &page, const std::multiset<std::string> &lines, double atLeast) {
        std::string best;
        for (const auto &[path, other] : m_candidates)
            if (const double alike = likeness(lines, other); alike >= atLeast) best = path, atLeast = alike;
        if (!best.empty()) take(page, best);
    }

    void take(const PageId &page, const std::string &path) {
        const auto isIt = [&](const LooseFile &file) { return file.path == path; };
        const auto file = std::find_if(m_index.loose.begin(), m_index.loose.end(), isIt);
        m_index.pages.emplace(page, IndexedPage{path, file->blob});
        m_index.byPath.emplace(path, page);
        if (file->badId)
            m_index.problems.emplace(path, "gitmost_id \"" + file->idText + "\" is no page id");
        else
            m_index.withoutId.insert(page);
        m_index.loose.erase(file);
        m_candidates.erase(path);
    }

    PageIndex &m_index;
    const PageIndex &m_base;
    FileReader &m_files;
    std::vector<PageId> m_missing;
    std::map<std::string, std::multiset<std::string>> m_candidates;  ///< loose files by path, and their lines
};

}  // namespace

Result<> adoptRenamed(PageIndex &index, const PageIndex &base, FileReader &files) {
    return RenamedFiles(index, base, files).adopt();
}

}  // namespace wikivault
