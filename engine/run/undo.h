#pragma once

#include "engine/run/cycle.h"

/// Taking back what a run did, as one edit on both sides (engine.md section 7).
namespace wikivault {

/// What the journal knows of a run that is to be taken back. Invalid: it cannot be, the sentence says why.
Result<UndoOrder> undoOrderOf(RunJournal &journal, const RunId &run);

/// Before the wiki is read: the pages whose whereabouts will matter.
Result<> askAboutTakenBack(Cycle &cycle);
/// After it: what each page is to be instead of what main holds. Pages changed since are named and left out.
Result<> takeBack(Cycle &cycle);
/// The restore of one settled page's other text, the second kind of takeBack().
Result<> putBackSettled(Cycle &cycle);

}  // namespace wikivault
