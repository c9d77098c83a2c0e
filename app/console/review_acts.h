#pragma once

#include "models/commands.h"

#include <map>

namespace wikivault {

class ConsoleCommands;
struct MergeToolFiles;

/// Conflicts: open ones, their drafts and decisions, and what is settled.
class ReviewActs final : public ReviewCommands, public SettledCommands {
public:
    explicit ReviewActs(ConsoleCommands &console) : m_console(console) {}

    void refreshConflicts() override;
    void openConflict(const PageId &page) override;
    void compose(const ConflictDetail &detail, Take take, QObject *context,
                 std::function<void(QString)> answer) override;
    void takeApart(const ConflictDetail &detail, QObject *context,
                   std::function<void(std::shared_ptr<ReviewBlocks>)> answer) override;
    void compose(const ConflictDetail &detail, const std::vector<merge::Answer> &answers, std::optional<Take> whole,
                 QObject *context, std::function<void(ReviewResult)> answer) override;
    void compare(const ConflictDetail &detail, QObject *context, std::function<void(ThreeWay)> answer) override;
    void openTool(const ConflictDetail &detail, const QString &result, QObject *context,
                  std::function<void(ToolAnswer)> answer) override;
    void decide(const Decision &decision, const SpaceId &space) override;
    void decideAll(const std::vector<ConflictSummary> &conflicts, Take take) override;
    void saveDraft(const PageId &page, const ConflictDraft &draft, QObject *context,
                   std::function<void(bool)> saved) override;
    void refreshSettled() override;
    void openSettled(const std::string &id) override;
    void markSeen(const std::string &id) override;

private:
    /// Reads the texts of conflicts that are new, on a worker, to say how much there is to decide.
    void countBlocks();
    void runTool(const MergeToolFiles &files, QObject *context, const std::function<void(ToolAnswer)> &answer);

    ConsoleCommands &m_console;
    std::map<PageId, ConflictSummary> m_counted;
};

}  // namespace wikivault
