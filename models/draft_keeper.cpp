#include "models/draft_keeper.h"

namespace wikivault {

void DraftKeeper::keep(const PageId &page, const ConflictDraft &draft) {
    const auto [it, isIdle] = m_waiting.insert_or_assign(page, Waiting{draft, true});
    if (isIdle) save(page);
}

std::optional<ConflictDraft> DraftKeeper::unsaved(const PageId &page) const {
    const auto it = m_waiting.find(page);
    return it == m_waiting.end() ? std::nullopt : std::optional(it->second.draft);
}

void DraftKeeper::save(const PageId &page) {
    Waiting &waiting = m_waiting.at(page);
    waiting.isNewer = false;
    m_review.saveDraft(page, waiting.draft, this, [this, page](bool isOnDisk) {
        const auto it = m_waiting.find(page);
        if (it == m_waiting.end()) return;
        if (it->second.isNewer) return save(page);
        m_waiting.erase(it);
        emit settled(page, isOnDisk);
    });
}

}  // namespace wikivault
