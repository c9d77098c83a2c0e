#include "models/words.h"

#include <QCoreApplication>

namespace wikivault::words {

namespace {
struct ConflictWords {
    Q_DECLARE_TR_FUNCTIONS(ConflictWords)
};
}  // namespace

QString conflictKind(ConflictKind kind) {
    switch (kind) {
        case ConflictKind::Body: return ConflictWords::tr("Both changed the text");
        case ConflictKind::Existence: return ConflictWords::tr("Deleted on one side");
        case ConflictKind::Markers: return ConflictWords::tr("Markers in the file");
        case ConflictKind::NoBase: return ConflictWords::tr("No common ancestor");
    }
    return {};
}

QString conflictHelp(ConflictKind kind) {
    switch (kind) {
        case ConflictKind::Body:
            return ConflictWords::tr(
                "Wiki and git changed the same words. Choose whose words stand there, or write the "
                "text yourself; whatever only one side changed is merged already.");
        case ConflictKind::Existence:
            return ConflictWords::tr(
                "One side deleted the page while the other one changed it. Keep it with that text, or "
                "let it go; nothing happens until you choose.");
        case ConflictKind::Markers:
            return ConflictWords::tr(
                "The file holds conflict markers (<<<<<<<, =======, >>>>>>>): a git merge that nobody "
                "finished. They never reach the wiki. Take the wiki's text, write the text yourself, or "
                "finish the merge in the file.");
        case ConflictKind::NoBase:
            return ConflictWords::tr(
                "Both sides have a text and never agreed on one before (a first sync, or a history "
                "that was rewritten), so nothing can be merged by itself. Choose one, or put them "
                "together.");
    }
    return {};
}

QString policy(ConflictPolicy policy) {
    switch (policy) {
        case ConflictPolicy::Review: return ConflictWords::tr("Hold the page for review");
        case ConflictPolicy::GitWins: return ConflictWords::tr("Git's text goes to the wiki");
        case ConflictPolicy::WikiWins: return ConflictWords::tr("The wiki's text goes to git");
    }
    return {};
}

QString settledBy(const SettledSummary &settled) {
    if (settled.rule == "git-wins") return ConflictWords::tr("Git won by rule");
    if (settled.rule == "wiki-wins") return ConflictWords::tr("The wiki won by rule");
    if (settled.rule == "file-put-back") return ConflictWords::tr("A file was put back");
    if (settled.rule == "another-engine") return ConflictWords::tr("Another program chose");
    if (settled.rule != "person") return text(settled.rule);
    if (settled.loser.empty()) return ConflictWords::tr("A person wrote the text");
    return settled.loser == "wiki" ? ConflictWords::tr("A person took git's text")
                                   : ConflictWords::tr("A person took the wiki's");
}

}  // namespace wikivault::words
