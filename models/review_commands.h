#pragma once

#include "models/review_blocks.h"
#include "models/side_by_side.h"
#include "models/three_way.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace wikivault {

/// What a merge program of the machine left: a text, or a sentence that says why there is none.
struct ToolAnswer {
    QString tool;
    std::optional<QString> text;
    QString problem;
};

class ReviewCommands {
public:
    virtual ~ReviewCommands() = default;
    virtual void refreshConflicts() = 0;
    virtual void openConflict(const PageId &page) = 0;
    /// The text a decision would leave, for looking at it first.
    virtual void compose(const ConflictDetail &detail, Take take, QObject *context,
                         std::function<void(QString)> answer) = 0;
    virtual void takeApart(const ConflictDetail &detail, QObject *context,
                           std::function<void(std::shared_ptr<ReviewBlocks>)> answer) = 0;
    /// The text these answers leave, see reviewResult.
    virtual void compose(const ConflictDetail &detail, const std::vector<merge::Answer> &answers,
                         std::optional<Take> whole, QObject *context, std::function<void(ReviewResult)> answer) = 0;
    virtual void compare(const ConflictDetail &detail, QObject *context, std::function<void(ThreeWay)> answer) = 0;
    /// Opens the texts in KDiff3 or Meld, `result` being what is decided so far; answers when that program ends.
    virtual void openTool(const ConflictDetail &detail, const QString &result, QObject *context,
                          std::function<void(ToolAnswer)> answer) = 0;
    /// Records the decision; the next run of the space carries it out.
    virtual void decide(const Decision &decision, const SpaceId &space) = 0;
    /// The same for several conflicts at once; those that cannot be decided so are named.
    virtual void decideAll(const std::vector<ConflictSummary> &conflicts, Take take) = 0;
    /// Keeps a review beside the conflict; an empty one is forgotten. The answer: whether it is on disk.
    virtual void saveDraft(const PageId &page, const ConflictDraft &draft, QObject *context,
                           std::function<void(bool)> saved) = 0;
};

class SettledCommands {
public:
    virtual ~SettledCommands() = default;
    virtual void refreshSettled() = 0;
    virtual void openSettled(const std::string &id) = 0;
    virtual void markSeen(const std::string &id) = 0;
};

}  // namespace wikivault
