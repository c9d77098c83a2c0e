#include "app/console/compare_acts.h"

#include "app/console/console_ask.h"

namespace wikivault {

void CompareActs::compareRuns(const RunId &from, const std::optional<RunId> &to, QObject *context,
                              std::function<void(Result<Comparison>)> answer) {
    m_console.ask<Result<Comparison>>(
        ConsoleCommands::TwoRuns,
        [from, to](ConsoleSession &session, const std::stop_token &stop) {
            return session.compare().compare(from, to, stop);
        },
        whileThere(context, std::move(answer)));
}

void CompareActs::pageHistory(const SpaceId &space, const std::string &page, QObject *context, HistoryAnswer answer) {
    m_console.ask<Result<PageHistory>>(
        ConsoleCommands::PageThroughTime,
        [space, page](ConsoleSession &session, const std::stop_token &stop) {
            return session.compare().history(space, page, stop);
        },
        whileThere(context, std::move(answer)));
}

void CompareActs::blockOrigins(const ConflictDetail &conflict, QObject *context, OriginsAnswer answer) {
    m_console.ask<Result<std::vector<BlockOrigin>>>(
        ConsoleCommands::OriginsOf,
        [conflict](ConsoleSession &session, const std::stop_token &stop) {
            return session.compare().origins(conflict, stop);
        },
        whileThere(context, std::move(answer)));
}

void CompareActs::compareTexts(const SpaceId &space, const PageDifference &page, QObject *context, TextsAnswer answer) {
    m_console.ask<Result<Texts>>(
        ConsoleCommands::TwoTexts,
        [space, page](ConsoleSession &session, const std::stop_token &) {
            return session.compare().texts(space, page);
        },
        whileThere(context, std::move(answer)));
}

}  // namespace wikivault
