#include "engine/core/reconcile.h"

#include "engine/core/rig_hooks.h"

namespace wikivault {

namespace {

bool samePlace(const PageSide &a, const PageSide &b) {
    return a.name == b.name && a.parent == b.parent;
}
bool sameInAll(const PageSide &a, const PageSide &b) {
    return samePlace(a, b) && a.blob == b.blob;
}

struct FactVerdict {
    Side from = Side::Wiki;
    bool settledByRule = false;
};

/// One side changed it → that side; both alike → either; both differently → git, by rule.
template <class Fact>
FactVerdict judgeFact(const Fact &base, const Fact &wiki, const Fact &git) {
    if (wiki == git || git == base) return {Side::Wiki, false};
    return {Side::Git, wiki != base};
}

PageVerdict judgeKept(const PageSides &sides) {
    const PageSide &wiki = *sides.wiki;
    const PageSide &git = *sides.git;
    PageVerdict verdict;
    if (!sides.base) {
        verdict.body = wiki.blob == git.blob ? BodyFate::Equal : BodyFate::NoBase;
        return verdict;
    }
    const PageSide &base = *sides.base;
    const FactVerdict name = judgeFact(base.name, wiki.name, git.name);
    const FactVerdict parent = judgeFact(base.parent, wiki.parent, git.parent);
    verdict.name = name.from;
    verdict.nameSettledByRule = name.settledByRule;
    verdict.parent = parent.from;
    verdict.parentSettledByRule = parent.settledByRule;
    if (wiki.blob == git.blob)
        verdict.body = BodyFate::Equal;
    else if (git.blob == base.blob)
        verdict.body = BodyFate::TakeWiki;
    else if (wiki.blob == base.blob)
        verdict.body = BodyFate::KeepGit;
    else
        verdict.body = BodyFate::Merge;
    return verdict;
}

PageVerdict existenceConflict(ConflictPolicy policy, Side editedSide) {
    PageVerdict verdict;
    verdict.fate = Fate::ExistenceConflict;
    // The automatic policies settle at once, and edit always beats delete.
    if (policy != ConflictPolicy::Review) verdict.winner = editedSide;
    return verdict;
}

PageVerdict withFate(Fate fate) {
    PageVerdict verdict;
    verdict.fate = fate;
    return verdict;
}

PageVerdict judgeAbsentInWiki(const PageSides &sides, ConflictPolicy policy) {
    if (!sides.base) {
        switch (sides.absence) {
            case Absence::Unproven: return withFate(Fate::LeaveAlone);
            case Absence::OtherSpace: return withFate(Fate::ForeignSpace);
            case Absence::Gone: return withFate(Fate::UnknownId);
            case Absence::Trashed: break;
        }
        PageVerdict verdict = withFate(Fate::RestoreInWiki);
        verdict.name = verdict.parent = Side::Git;
        verdict.body = BodyFate::KeepGit;
        return verdict;
    }
    if (sides.absence == Absence::Unproven) return withFate(Fate::LeaveAlone);
    return sameInAll(*sides.base, *sides.git) || PLANTED("delete-beats-edit") ? withFate(Fate::DropFile)
                                                                              : existenceConflict(policy, Side::Git);
}

}  // namespace

PageVerdict judgePage(const PageSides &sides, ConflictPolicy policy) {
    if (sides.wiki && sides.git) return judgeKept(sides);
    if (sides.git) return judgeAbsentInWiki(sides, policy);
    if (!sides.wiki) return withFate(sides.absence == Absence::Unproven ? Fate::LeaveAlone : Fate::Forget);
    if (!sides.base) return withFate(Fate::Keep);  // a new wiki page
    return sameInAll(*sides.base, *sides.wiki) || PLANTED("trash-beats-edit") ? withFate(Fate::TrashInWiki)
                                                                              : existenceConflict(policy, Side::Wiki);
}

PageVerdict judgePage(const PageSides &sides, Side winner) {
    PageSides changedByWinner = sides;
    changedByWinner.base = winner == Side::Git ? sides.wiki : sides.git;
    return judgePage(changedByWinner, ConflictPolicy::Review);
}

}  // namespace wikivault
