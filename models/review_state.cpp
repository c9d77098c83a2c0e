#include "models/review_state.h"

#include <algorithm>
#include <array>
#include <map>

namespace wikivault {

namespace {

constexpr std::array<std::pair<BlockTake, const char *>, 7> kTakeWords{{{BlockTake::Base, "base"},
                                                                        {BlockTake::Wiki, "wiki"},
                                                                        {BlockTake::Git, "git"},
                                                                        {BlockTake::WikiGit, "wiki-git"},
                                                                        {BlockTake::GitWiki, "git-wiki"},
                                                                        {BlockTake::Words, "words"},
                                                                        {BlockTake::Own, "text"}}};

std::optional<BlockTake> takeOfWord(const std::string &word) {
    for (const auto &[take, name] : kTakeWords)
        if (word == name) return take;
    return {};
}

std::string wordOfTake(BlockTake take) {
    for (const auto &[each, name] : kTakeWords)
        if (each == take) return name;
    return {};
}

std::string textOf(const ReviewPart &part, const BlockAnswer &answer) {
    const merge::MergedPart &texts = part.merged;
    const std::string between = texts.continues ? "\n" : "\n\n";
    const auto both = [&](const std::string &above, const std::string &below) {
        return above.empty() || below.empty() ? above + below : above + between + below;
    };
    switch (answer.take) {
        case BlockTake::Base: return texts.base;
        case BlockTake::Wiki: return texts.wiki;
        case BlockTake::Git: return texts.git;
        case BlockTake::WikiGit: return both(texts.wiki, texts.git);
        case BlockTake::GitWiki: return both(texts.git, texts.wiki);
        case BlockTake::Words: return merge::uniteWords(texts.base, texts.wiki, texts.git).text;
        case BlockTake::Own: return answer.text;
    }
    return {};
}

merge::Answer engineAnswer(const ReviewPart &part, const BlockAnswer &answer) {
    switch (answer.take) {
        case BlockTake::Base: return merge::Settle::Base;
        case BlockTake::Wiki: return merge::Settle::Wiki;
        case BlockTake::Git: return merge::Settle::Git;
        case BlockTake::WikiGit: return merge::Settle::Both;
        case BlockTake::GitWiki: return merge::Settle::BothGitFirst;
        case BlockTake::Words:
        case BlockTake::Own: return textOf(part, answer);
    }
    return merge::Settle::Git;
}

}  // namespace

ReviewState::ReviewState(ReviewBlocks blocks) : m_blocks(std::move(blocks)) {
    for (std::size_t i = 0; i < m_blocks.parts.size(); ++i)
        if (m_blocks.parts[i].merged.kind == merge::MergedPart::Kind::Conflict) m_partOf.push_back(i);
    m_now.answers.resize(m_partOf.size());
}

int ReviewState::undecided() const {
    return int(std::count(m_now.answers.begin(), m_now.answers.end(), std::nullopt));
}

const ReviewPart &ReviewState::block(int block) const {
    return m_blocks.parts[m_partOf[std::size_t(block)]];
}

std::optional<int> ReviewState::blockOfPart(std::size_t part) const {
    const auto found = std::lower_bound(m_partOf.begin(), m_partOf.end(), part);
    if (found == m_partOf.end() || *found != part) return {};
    return int(found - m_partOf.begin());
}

const std::optional<BlockAnswer> &ReviewState::answer(int block) const {
    return m_now.answers[std::size_t(block)];
}

std::string ReviewState::resultOf(int block) const {
    const auto &given = answer(block);
    return given ? textOf(this->block(block), *given) : std::string();
}

int ReviewState::meetings(int block) const {
    const merge::MergedPart &texts = this->block(block).merged;
    return merge::uniteWords(texts.base, texts.wiki, texts.git).meetings;
}

void ReviewState::setCurrent(int block) {
    m_current = std::clamp(block, 0, std::max(0, blocks() - 1));
}

bool ReviewState::stepUndecided(bool forward) {
    for (int at = m_current + (forward ? 1 : -1); at >= 0 && at < blocks(); at += forward ? 1 : -1) {
        if (answer(at)) continue;
        m_current = at;
        return true;
    }
    return false;
}

void ReviewState::remember() {
    m_now.current = m_current;
    m_past.push_back(m_now);
    m_future.clear();
}

void ReviewState::decide(int block, const BlockAnswer &answer) {
    std::optional<BlockAnswer> &place = m_now.answers[std::size_t(block)];
    if (place == answer && !m_now.whole) return;
    remember();
    place = answer;
    m_now.whole.reset();
}

void ReviewState::decideUndecided(BlockTake take) {
    if (undecided() == 0) return;
    remember();
    for (std::optional<BlockAnswer> &answer : m_now.answers)
        if (!answer) answer = BlockAnswer{take, {}};
}

void ReviewState::reopen(int block) {
    if (!answer(block)) return;
    remember();
    m_now.answers[std::size_t(block)].reset();
}

void ReviewState::setWhole(const std::optional<std::string> &text) {
    if (text == m_now.whole) return;
    remember();
    m_now.whole = text;
}

void ReviewState::undo() {
    if (m_past.empty()) return;
    m_now.current = m_current;
    m_future.push_back(std::exchange(m_now, m_past.back()));
    m_past.pop_back();
    setCurrent(m_now.current);
}

void ReviewState::redo() {
    if (m_future.empty()) return;
    m_now.current = m_current;
    m_past.push_back(std::exchange(m_now, m_future.back()));
    m_future.pop_back();
    setCurrent(m_past.back().current);
}

std::vector<merge::Answer> ReviewState::answers(const std::function<std::string(int)> &open) const {
    std::vector<merge::Answer> all;
    for (int i = 0; i < blocks(); ++i) {
        const auto &given = answer(i);
        all.push_back(given ? engineAnswer(block(i), *given) : merge::Answer(open(i)));
    }
    return all;
}

std::optional<Take> ReviewState::uniform() const {
    if (m_now.answers.empty() || !m_now.answers.front()) return {};
    const BlockAnswer &first = *m_now.answers.front();
    for (const auto &each : m_now.answers)
        if (each != first) return {};
    switch (first.take) {
        case BlockTake::Base: return Take::Base;
        case BlockTake::Wiki: return Take::Wiki;
        case BlockTake::Git: return Take::Git;
        case BlockTake::WikiGit: return Take::Both;
        case BlockTake::GitWiki:
        case BlockTake::Words:
        case BlockTake::Own: return {};
    }
    return {};
}

ConflictDraft ReviewState::draft() const {
    ConflictDraft draft;
    draft.text = m_now.whole;
    for (int i = 0; i < blocks(); ++i)
        if (const auto &given = answer(i))
            draft.blocks.push_back({block(i).name, wordOfTake(given->take), given->text});
    return draft;
}

int ReviewState::restore(const ConflictDraft &draft) {
    std::multimap<std::string, const BlockDraft *> kept;
    for (const BlockDraft &block : draft.blocks)
        kept.emplace(block.block, &block);
    int found = 0;
    for (int i = 0; i < blocks(); ++i) {
        const auto it = kept.find(block(i).name);
        if (it == kept.end()) continue;
        if (const auto take = takeOfWord(it->second->choice)) {
            m_now.answers[std::size_t(i)] = BlockAnswer{*take, it->second->text};
            ++found;
        }
        kept.erase(it);
    }
    m_now.whole = draft.text;
    m_current = -1;
    if (!stepUndecided(true)) m_current = 0;
    return found;
}

void ReviewState::restoreRecord(const std::string &decided) {
    const auto take = decided == "both" ? BlockTake::WikiGit : takeOfWord(decided);
    if (!take || *take == BlockTake::Own) {
        m_now.whole = decided;
        return;
    }
    for (std::optional<BlockAnswer> &answer : m_now.answers)
        answer = BlockAnswer{*take, {}};
}

}  // namespace wikivault
