#include "app/console/console_ask.h"
#include "app/console/review_acts.h"
#include "models/error_text.h"
#include "models/words.h"

#include <algorithm>

/// Several conflicts decided alike.
namespace wikivault {

namespace {

struct BulkDecision {
    std::vector<ConflictSummary> done;
    QStringList refused;  ///< pages
    std::optional<Error> why;
};

BulkDecision decideEach(ReviewDesk &review, const std::vector<ConflictSummary> &conflicts, Take take) {
    BulkDecision all;
    for (const ConflictSummary &conflict : conflicts) {
        const Result<> decided = review.decide({conflict.page, take});
        if (decided) {
            all.done.push_back(conflict);
        } else {
            all.refused << words::pathParts(conflict.path).name;
            if (!all.why) all.why = decided.error();
        }
    }
    return all;
}

}  // namespace

void ReviewActs::decideAll(const std::vector<ConflictSummary> &conflicts, Take take) {
    if (!m_console.m_models.state.mayWrite()) return;
    m_console.act<BulkDecision>(
        [conflicts, take](ConsoleSession &session) { return decideEach(session.review(), conflicts, take); },
        [this](const BulkDecision &all) {
            for (const ConflictSummary &conflict : all.done)
                m_console.m_models.conflicts.noteDecision(conflict.page);
            Notice notice;
            notice.tone = all.why ? Tone::Danger : Tone::Good;
            QStringList said;
            if (!all.done.empty())
                said << ConsoleCommands::tr("%n decision(s) recorded. The next run of their spaces writes them.",
                                            nullptr, int(all.done.size()));
            if (all.why)
                said << ConsoleCommands::tr("Not decided: %1. %2").arg(words::few(all.refused), errorText(*all.why));
            notice.text = said.join(QLatin1Char(' '));
            const auto ofAnother = [&](const ConflictSummary &one) { return one.space != all.done.front().space; };
            if (!all.done.empty() && std::none_of(all.done.begin(), all.done.end(), ofAnother))
                notice.runNext = all.done.front().space;
            m_console.m_models.state.tell(notice);
        });
}

}  // namespace wikivault
