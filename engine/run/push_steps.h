#pragma once

#include "engine/core/markdown/node.h"
#include "engine/run/cycle.h"

#include <map>
#include <vector>

/// The parts of pushPages(): what is to be written, and the writing itself.
namespace wikivault {

enum class PushKind { Restore, Create, Move, Rename, Body, Trash };

/// One write to the wiki, in the order of engine.md section 5.
struct PushStep {
    PushKind kind = PushKind::Body;
    PageId page;
    const PendingCreate *create = nullptr;
};

/// Parents first.
[[nodiscard]] std::vector<PushStep> planRestores(const Cycle &cycle);
/// Everything after the restores: creates (parents first), moves, renames, bodies, deletes (deepest first).
[[nodiscard]] std::vector<PushStep> planWrites(const Cycle &cycle);
/// The wiki's page tree as the steps that were taken leave it.
class TreeOfPush {
public:
    explicit TreeOfPush(const Cycle &cycle);
    void take(const PushStep &step);
    /// Why the step cannot be taken now: where its page is to stand is not there yet. "" when nothing is in the way.
    [[nodiscard]] std::string obstacleOf(const PushStep &step) const;

private:
    const Cycle &m_cycle;
    std::map<PageId, std::optional<PageId>> m_parents;
};
/// In the wiki already, or coming to life in this push together with everything above it.
[[nodiscard]] bool willLive(const Cycle &cycle, const PageId &page, std::set<PageId> seen = {});
/// A page that a file brings back; the one step covers what else the file asks of it.
[[nodiscard]] bool isRestored(const Cycle &cycle, const PageId &page);
/// A page that this push creates: what is restored below it goes there by a move, once it is there.
[[nodiscard]] bool isCreated(const Cycle &cycle, const std::optional<PageId> &page);
[[nodiscard]] Item itemFor(const Cycle &cycle, const PushStep &step);

/// The wiki calls a page it created `given`; from now on so does the cycle.
void takeGivenId(Cycle &cycle, const PageId &planned, const PageId &given);
/// Live pages with that title below that parent, as the cycle read them.
[[nodiscard]] std::set<PageId> namesakesOf(const Cycle &cycle, const std::string &title,
                                           const std::optional<PageId> &parent);

/// What was sent, to be compared with what the wiki then holds.
using SentBodies = std::map<PageId, markdown::Node>;

/// Carries steps out one by one; a failing page never stops the others. What was written is recorded every few seconds,
/// so that a crash leaves little to be found again. Errors end the push as a whole.
Result<> executeSteps(Cycle &cycle, const std::vector<PushStep> &steps, SentBodies &sent);

/// Takes over what the wiki holds for the pages written, and lays the mirror and main out accordingly.
Result<> takeOverWrites(Cycle &cycle, const SentBodies &sent);

}  // namespace wikivault
