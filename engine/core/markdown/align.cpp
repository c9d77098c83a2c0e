#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/converter.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace wikivault::markdown {
namespace {

/// Children of containers are aligned down to here; below, a changed block is simply the imported one.
constexpr int kMaxAlignDepth = 24;
constexpr std::size_t kIdLength = 12;
constexpr std::size_t kUnpaired = static_cast<std::size_t>(-1);

/// For every imported block the stored block it is, or kUnpaired.
using Matches = std::vector<std::size_t>;

template <class NodeType, class Visit>
void visitNodes(NodeType &root, Visit visit) {
    std::vector<NodeType *> open{&root};
    while (!open.empty()) {
        NodeType &node = *open.back();
        open.pop_back();
        visit(node);
        for (auto child = node.content.rbegin(); child != node.content.rend(); ++child)
            open.push_back(&*child);
    }
}

bool belongsToNote(const Node &node) {
    return node.type == "footnoteReference" || node.type == "footnoteDefinition";
}

/// Canonical texts leave out which footnote is meant; here it matters.
std::vector<std::string> blockKeys(const std::vector<Node> &blocks) {
    std::vector<std::string> keys;
    keys.reserve(blocks.size());
    for (const Node &block : blocks) {
        keys.push_back(canonicalNode(block, FinalLineFeeds::Ignored));
        visitNodes(block, [&](const Node &node) {
            if (belongsToNote(node)) keys.back().append("\x1f").append(stringAttr(node.attrs, "id"));
        });
    }
    return keys;
}

/// Equal blocks in order first, so that of several equal ones the neighbours decide; then equal ones that moved.
Matches matchEqual(const std::vector<std::string> &stored, const std::vector<std::string> &imported,
                   std::vector<bool> &used) {
    Matches matches(imported.size(), kUnpaired);
    const auto take = [&](std::size_t from, std::size_t to) {
        matches[to] = from;
        used[from] = true;
    };
    std::size_t front = 0;
    const std::size_t shared = std::min(stored.size(), imported.size());
    while (front < shared && stored[front] == imported[front]) {
        take(front, front);
        ++front;
    }
    for (std::size_t back = 1;
         back <= shared - front && stored[stored.size() - back] == imported[imported.size() - back]; ++back)
        take(stored.size() - back, imported.size() - back);
    std::unordered_map<std::string_view, std::vector<std::size_t>> places;
    for (std::size_t i = stored.size(); i-- > 0;)
        if (!used[i]) places[stored[i]].push_back(i);
    for (std::size_t i = 0; i < imported.size(); ++i) {
        const auto found = matches[i] == kUnpaired ? places.find(imported[i]) : places.end();
        if (found == places.end() || found->second.empty()) continue;
        take(found->second.back(), i);
        found->second.pop_back();
    }
    return matches;
}

const Value *nodeId(const Node &node) {
    const Value *id = find(node.attrs, "id");
    return id && std::holds_alternative<std::string>(*id) ? id : nullptr;
}

bool wearsId(const Node &node) {
    return node.type == "paragraph" || node.type == "heading";
}

void setId(Node &node, const std::string &id) {
    for (auto &[name, value] : node.attrs)
        if (name == "id") {
            value = Value(id);
            return;
        }
    node.attrs.insert(node.attrs.begin(), {"id", Value(id)});
}

void alignBlocks(const std::vector<Node> &stored, std::vector<Node> &imported, int depth);

/// A block that was edited keeps its id and what else has no Markdown form; its children are aligned in turn.
void alignEdited(const Node &stored, Node &imported, int depth) {
    for (const auto &[name, value] : stored.attrs) {
        if (!isOfTheFile(stored.type, name) && !find(imported.attrs, name) && saysNothing(stored.type, name, value))
            imported.attrs.emplace_back(name, value);
    }
    if (!wearsId(imported) && depth < kMaxAlignDepth) alignBlocks(stored.content, imported.content, depth + 1);
}

/// Pairs what is left between two matched blocks: the first paragraph with the first paragraph, and so on.
void pairEdited(const std::vector<Node> &stored, std::vector<Node> &imported, const Matches &matches,
                std::vector<bool> &used, int depth) {
    std::size_t next = 0;
    for (std::size_t i = 0; i < imported.size(); ++i) {
        if (matches[i] != kUnpaired) {
            next = std::max(next, matches[i] + 1);
            continue;
        }
        std::size_t candidate = next;
        while (candidate < stored.size() && !used[candidate] && stored[candidate].type != imported[i].type)
            ++candidate;
        if (candidate >= stored.size() || used[candidate]) continue;
        used[candidate] = true;
        next = candidate + 1;
        alignEdited(stored[candidate], imported[i], depth);
    }
}

void alignBlocks(const std::vector<Node> &stored, std::vector<Node> &imported, int depth) {
    if (stored.empty() || imported.empty()) return;
    std::vector<bool> used(stored.size(), false);
    const Matches matches = matchEqual(blockKeys(stored), blockKeys(imported), used);
    pairEdited(stored, imported, matches, used, depth);
    for (std::size_t i = 0; i < imported.size(); ++i)
        if (matches[i] != kUnpaired) imported[i] = stored[matches[i]];
}

std::uint64_t hashText(std::uint64_t hash, std::string_view text) {
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return hash;
}

std::string idFromHash(std::uint64_t state) {
    static constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string id;
    while (id.size() < kIdLength) {
        // splitmix64: neighbouring states give unrelated digits.
        state += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        id += kDigits[static_cast<std::size_t>((z ^ (z >> 31U)) % kDigits.size())];
    }
    return id;
}

/// Every paragraph and heading gets an id of its own.
void completeIds(Node &doc, std::string_view seed) {
    std::unordered_set<std::string> taken;
    std::vector<Node *> bare;
    visitNodes(doc, [&](Node &node) {
        if (!wearsId(node)) return;
        const Value *id = nodeId(node);
        if (!id || std::get<std::string>(*id).empty() || !taken.insert(std::get<std::string>(*id)).second)
            bare.push_back(&node);
    });
    const std::uint64_t start = hashText(0xCBF29CE484222325ULL, seed);
    for (Node *node : bare) {
        std::uint64_t hash = hashText(start, canonicalNode(*node, FinalLineFeeds::Ignored));
        std::string id = idFromHash(hash);
        while (!taken.insert(id).second)
            id = idFromHash(++hash);
        setId(*node, id);
    }
}

using NoteIds = std::unordered_map<std::string, std::string>;

const Node *notesOf(const Node &doc) {
    const auto list = std::find_if(doc.content.begin(), doc.content.end(),
                                   [](const Node &block) { return block.type == "footnotesList"; });
    return list == doc.content.end() ? nullptr : &*list;
}

/// For every imported footnote the id of the stored one it is: the one with the same text, else the one in its place.
NoteIds storedNoteIds(const std::vector<Node> &stored, const std::vector<Node> &imported) {
    NoteIds ids;
    std::unordered_set<std::string> taken, known;
    const auto key = [](const Node &note) { return canonicalNodes(note.content, FinalLineFeeds::Ignored); };
    const auto idOf = [](const Node &note) { return std::string(stringAttr(note.attrs, "id")); };
    const auto take = [&](const Node &note, const std::string &id) {
        if (!ids.contains(idOf(note)) && taken.insert(id).second) ids.emplace(idOf(note), id);
    };
    std::unordered_multimap<std::string, std::string> byText;
    for (std::size_t i = stored.size(); i-- > 0;)
        byText.emplace(key(stored[i]), idOf(stored[i]));
    for (const Node &note : stored)
        known.insert(idOf(note));
    for (const Node &note : imported)
        if (const auto same = byText.find(key(note)); same != byText.end()) {
            take(note, same->second);
            byText.erase(same);
        }
    for (std::size_t i = 0; i < std::min(stored.size(), imported.size()); ++i)
        take(imported[i], idOf(stored[i]));
    std::size_t number = 0;
    for (const Node &note : imported)
        while (!ids.contains(idOf(note)))
            if (std::string fresh = "fn-" + std::to_string(++number); !known.contains(fresh)) take(note, fresh);
    return ids;
}

/// The imported footnotes go by the ids they have in the stored document.
void adoptNoteIds(const Node &stored, Node &imported) {
    const Node *old = notesOf(stored), *made = notesOf(imported);
    if (!old || !made) return;
    const NoteIds ids = storedNoteIds(old->content, made->content);
    visitNodes(imported, [&](Node &node) {
        if (!belongsToNote(node)) return;
        if (const auto id = ids.find(std::string(stringAttr(node.attrs, "id"))); id != ids.end())
            setId(node, id->second);
    });
}

}  // namespace

Node alignWithStored(const Node &stored, Node imported, std::string_view seed) {
    adoptNoteIds(stored, imported);
    alignBlocks(stored.content, imported.content, 0);
    for (const auto &[name, value] : stored.attrs)
        if (!find(imported.attrs, name) && saysNothing("doc", name, value)) imported.attrs.emplace_back(name, value);
    completeIds(imported, seed);
    return imported;
}

}  // namespace wikivault::markdown
