#include "models/words.h"

#include <QCoreApplication>

namespace wikivault::words {

namespace {
QString conflictWord(const char *word) {
    return QCoreApplication::translate("Words", word);
}
}  // namespace

QString conflictKind(ConflictKind kind) {
    switch (kind) {
        case ConflictKind::Body: return conflictWord("Both changed the text");
        case ConflictKind::Existence: return conflictWord("Deleted on one side");
        case ConflictKind::Markers: return conflictWord("Markers in the file");
        case ConflictKind::NoBase: return conflictWord("No common ancestor");
    }
    return {};
}

QString conflictHelp(ConflictKind kind) {
    switch (kind) {
        case ConflictKind::Body:
            return conflictWord(
                "Wiki and git changed the same words. Choose whose words stand there, or write the "
                "text yourself; whatever only one side changed is merged already.");
        case ConflictKind::Existence:
            return conflictWord(
                "One side deleted the page while the other one changed it. Keep it with that text, or "
                "let it go; nothing happens until you choose.");
        case ConflictKind::Markers:
            return conflictWord(
                "The file holds conflict markers (<<<<<<<, =======, >>>>>>>): a git merge that nobody "
                "finished. They never reach the wiki. Take the wiki's text, write the text yourself, or "
                "finish the merge in the file.");
        case ConflictKind::NoBase:
            return conflictWord(
                "Both sides have a text and never agreed on one before (a first sync, or a history "
                "that was rewritten), so nothing can be merged by itself. Choose one, or put them "
                "together.");
    }
    return {};
}

QString policy(ConflictPolicy policy) {
    switch (policy) {
        case ConflictPolicy::Review: return conflictWord("Hold the page for review");
        case ConflictPolicy::GitWins: return conflictWord("Git's text goes to the wiki");
        case ConflictPolicy::WikiWins: return conflictWord("The wiki's text goes to git");
    }
    return {};
}

QString settledBy(const SettledSummary &settled) {
    if (settled.rule == "git-wins") return conflictWord("Git won by rule");
    if (settled.rule == "wiki-wins") return conflictWord("The wiki won by rule");
    if (settled.rule == "file-put-back") return conflictWord("A file was put back");
    if (settled.rule == "another-engine") return conflictWord("Another program chose");
    if (settled.rule != "person") return text(settled.rule);
    if (settled.loser.empty()) return conflictWord("A person wrote the text");
    return settled.loser == "wiki" ? conflictWord("A person took git's text")
                                   : conflictWord("A person took the wiki's");
}

}  // namespace wikivault::words
