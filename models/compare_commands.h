#pragma once

#include "engine/ports/compare_desk.h"

#include <QObject>

#include <functional>

namespace wikivault {

/// What a view may ask about two states of a vault; the rules of models/commands.h hold. Of each the last asked is
/// answered.
class CompareCommands {
public:
    using Texts = std::pair<std::string, std::string>;
    using HistoryAnswer = std::function<void(Result<PageHistory>)>;
    using OriginsAnswer = std::function<void(Result<std::vector<BlockOrigin>>)>;
    using TextsAnswer = std::function<void(Result<Texts>)>;
    virtual ~CompareCommands() = default;
    /// Nothing as the second: now.
    virtual void compareRuns(const RunId &from, const std::optional<RunId> &to, QObject *context,
                             std::function<void(Result<Comparison>)> answer) = 0;
    /// `page`: as CompareDesk::history() takes it.
    virtual void pageHistory(const SpaceId &space, const std::string &page, QObject *context, HistoryAnswer answer) = 0;
    virtual void blockOrigins(const ConflictDetail &conflict, QObject *context, OriginsAnswer answer) = 0;
    virtual void compareTexts(const SpaceId &space, const PageDifference &page, QObject *context,
                              TextsAnswer answer) = 0;
};

}  // namespace wikivault
