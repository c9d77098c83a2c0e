#include "engine/core/markdown/converter.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"
#include "engine/run/push_steps.h"

#include <algorithm>

/// A wiki may name the pages it creates itself: how the engine's names and the wiki's come together, in a push and,
/// after a crash, in the next cycle.
namespace wikivault {

namespace {

template <class Value>
void moveKey(std::map<PageId, Value> &values, const PageId &from, const PageId &to) {
    auto node = values.extract(from);
    if (node.empty()) return;
    node.key() = to;
    values.insert(std::move(node));
}

/// The blocks of `part` are the first blocks of `whole`.
bool isBeginning(const std::string &part, const std::string &whole) {
    const auto begun = markdown::fromMarkdown(part).content, all = markdown::fromMarkdown(whole).content;
    const auto same = [](const markdown::Node &a, const markdown::Node &b) {
        return markdown::canonical(a) == markdown::canonical(b);
    };
    return begun.size() < all.size() && std::equal(begun.begin(), begun.end(), all.begin(), same);
}

/// Which page each unfinished create became.
class IntentNames {
public:
    explicit IntentNames(Cycle &cycle) : m_cycle(cycle) {}

    Result<> find() {
        for (const auto &[planned, intent] : m_cycle.vault.intents.records)
            if (!intent.ofBody && lives(intent.page)) m_taken.insert(intent.page);
        for (const auto &[planned, intent] : m_cycle.vault.intents.records)
            if (const auto file = m_cycle.vault.main.byPath.find(intent.path);
                !intent.ofBody && file != m_cycle.vault.main.byPath.end() && lives(file->second) &&
                !cameFromElsewhere(file->second, intent.path))
                m_names.emplace(intent.page, file->second);
        // Whoever says most first: of two files that read alike perhaps only one was made a page. Somebody may have
        // changed title and parent since, or one of them and the text in part.
        for (const int least : {7, 5, 4, 3})
            TRY(findWith(least));
        return {};
    }

private:
    /// A child names its parent as it was planned, so parents are found first.
    Result<> findWith(int least) {
        for (bool found = true; found;) {
            found = false;
            for (auto &[planned, intent] : m_cycle.vault.intents.records) {
                TRY_ASSIGN(const bool named, name(intent, least));
                found = found || named;
            }
        }
        return {};
    }
    /// A page of old whose file somebody has put there since.
    [[nodiscard]] bool cameFromElsewhere(const PageId &page, const std::string &path) const {
        const auto was = m_cycle.vault.base.pages.find(page);
        return was != m_cycle.vault.base.pages.end() && was->second.path != path;
    }
    [[nodiscard]] bool lives(const PageId &page) const { return m_cycle.wiki.rows.contains(page); }

    Result<bool> name(CreateIntent &intent, int least) {
        if (intent.ofBody || intent.title.empty() || lives(intent.page) || m_names.contains(intent.page)) return false;
        if (intent.parent)
            if (const auto given = m_names.find(*intent.parent); given != m_names.end()) intent.parent = given->second;
        std::optional<PageId> page;
        int most = least - 1;
        for (const auto &[id, row] : m_cycle.wiki.rows) {
            if (!isNew(intent, id)) continue;
            TRY_ASSIGN(const int says, saysOf(intent, id));
            const int alike = 2 * (row.title == intent.title) + 2 * (row.parent == intent.parent) + says;
            if (alike > most) page = id;
            most = std::max(most, alike);
        }
        if (!page) return false;
        m_names.emplace(intent.page, *page);
        m_taken.insert(*page);
        intent.page = *page;
        intent.found = true;
        return true;
    }

    /// 3: all that was sent, 1: most of it.
    Result<int> saysOf(const CreateIntent &intent, const PageId &page) {
        const auto blob = m_cycle.wiki.blobs.find(page);
        if (!intent.blob || blob == m_cycle.wiki.blobs.end()) return 0;
        TRY_ASSIGN(const std::string sent, m_cycle.files.body(*intent.blob));
        if (sent.empty()) return 0;
        TRY_ASSIGN(const bool isSame, m_cycle.files.equalBodies(*intent.blob, blob->second));
        if (isSame) return 3;
        TRY_ASSIGN(const std::string now, m_cycle.files.body(blob->second));
        const bool isMost = likeness(proseLines(sent), proseLines(now)) >= kAlike ||
                            shareKept(proseWords(sent), proseWords(now)) >= kSameWords;
        return isMost ? 1 : 0;
    }

    [[nodiscard]] bool isNew(const CreateIntent &intent, const PageId &page) const {
        return !intent.namesakes.contains(page) && !m_taken.contains(page) &&
               !m_cycle.vault.base.pages.contains(page) && !m_cycle.vault.main.pages.contains(page);
    }

    Cycle &m_cycle;
    std::map<PageId, PageId> m_names;
    std::set<PageId> m_taken;  ///< pages whose create is known
};

}  // namespace

void takeGivenId(Cycle &cycle, const PageId &planned, const PageId &given) {
    if (planned == given) return;
    MergeState &merge = cycle.merge;
    merge.givenIds.emplace(planned, given);
    moveKey(merge.titles, planned, given);
    moveKey(merge.parents, planned, given);
    moveKey(merge.mainPaths, planned, given);
    for (auto &[page, parent] : merge.parents)
        if (parent == planned) parent = given;
    for (PendingCreate &create : merge.creates) {
        if (create.id == planned) create.id = given;
        if (create.parent == planned) create.parent = given;
    }
}

Result<> nameIntents(Cycle &cycle) {
    if (PLANTED("intents-ignored")) return {};
    return IntentNames(cycle).find();
}

Result<bool> isUnfinished(Cycle &cycle, const CreateIntent &intent) {
    const auto blob = cycle.wiki.blobs.find(intent.page);
    if (!intent.blob || blob == cycle.wiki.blobs.end()) return false;
    TRY_ASSIGN(const std::string intended, cycle.files.body(*intent.blob));
    TRY_ASSIGN(const std::string stored, cycle.files.body(blob->second));
    return isBeginning(stored, intended);
}

Result<> finishBodies(Cycle &cycle) {
    for (const auto &[planned, intent] : cycle.vault.intents.records) {
        const auto base = cycle.vault.base.pages.find(intent.page);
        if (!intent.ofBody || base == cycle.vault.base.pages.end() || !cycle.wiki.rows.contains(intent.page)) continue;
        TRY_ASSIGN(const bool unfinished, isUnfinished(cycle, intent));
        if (unfinished) cycle.vault.base.pages[intent.page].blob = cycle.wiki.blobs.at(intent.page);
    }
    return {};
}

std::set<PageId> namesakesOf(const Cycle &cycle, const std::string &title, const std::optional<PageId> &parent) {
    std::set<PageId> pages;
    for (const auto &[id, row] : cycle.wiki.rows)
        if (row.title == title && row.parent == parent) pages.insert(id);
    return pages;
}

}  // namespace wikivault
