#include "app/console/console_ask.h"
#include "app/console/console_commands.h"
#include "models/error_text.h"
#include "models/words.h"

#include <spdlog/spdlog.h>

namespace wikivault {

namespace {

template <class T>
struct Timed {
    Result<T> result;
    std::chrono::milliseconds took{};
};

/// What these lists say holds while the wiki can be asked; "nothing" most of all.
void loseWiki(ConsoleModels &models, const Error &error) {
    for (TableModel *model : {static_cast<TableModel *>(&models.spaces), static_cast<TableModel *>(&models.conflicts),
                              static_cast<TableModel *>(&models.schedule), static_cast<TableModel *>(&models.activity)})
        model->failLoad(error);
}

}  // namespace

void ConsoleCommands::refreshSpaces() {
    if (joinsQuestion(Spaces)) return;
    if (!m_models.spaces.load().asOf) m_models.spaces.beginLoad();
    for (TableModel *model :
         {static_cast<TableModel *>(&m_models.conflicts), static_cast<TableModel *>(&m_models.activity)})
        if (model->load().phase == Load::Phase::Never) model->beginLoad();
    using Answer = Timed<std::vector<SpaceRow>>;
    ask<Answer>(
        Spaces,
        [&clock = m_environment.clock](ConsoleSession &session, const std::stop_token &stop) {
            const auto begin = clock.sinceBoot();
            auto rows = session.spaces().spaces(stop);
            return Answer{std::move(rows), clock.sinceBoot() - begin};
        },
        [this](Answer answer) {
            if (!answer.result) {
                const Error &error = answer.result.error();
                const QString why = errorText(error);
                if (m_models.state.database().text != why)
                    spdlog::warn("The spaces could not be read. {}", error.detail);
                loseWiki(m_models, error);
                return m_models.state.setDatabase({Health::State::Lost, why});
            }
            int vaults = 0;
            for (const SpaceRow &row : *answer.result)
                vaults += row.space.selected ? 1 : 0;
            m_models.spaces.setRows(std::move(*answer.result), now());
            // How long a file takes says nothing.
            const bool file = m_models.state.settings().isSqlite();
            m_models.state.setDatabase({Health::State::Good, file ? QString() : words::span(answer.took)});
            m_models.state.setVaults(vaults);
            if (m_models.conflicts.load().phase != Load::Phase::Ready) m_review.refreshConflicts();
            // Whoever answers again is asked again, whatever the poller was told before.
            Poller &poller = m_session->driver().poller();
            if (!poller.problem().empty()) poller.note({kFromDatabase, {}, true});
            refreshActivity();
        });
}

/// Looks at what the lists show, so it costs little; whatever is not known yet is left as it stands.
void ConsoleCommands::refreshActivity() {
    if (m_models.spaces.load().phase != Load::Phase::Ready || joinsQuestion(Around)) return;
    ActivityWatch::Seen seen{m_models.spaces.rows(), {}};
    if (m_models.settled.load().phase == Load::Phase::Ready) seen.settled = m_models.settled.all();
    using Answer = Result<ActivityChange>;
    ask<Answer>(
        Around,
        [seen = std::move(seen), at = now()](ConsoleSession &session, const std::stop_token &) {
            return session.activity().look(seen, at);
        },
        [this](Answer answer) {
            if (answer)
                m_models.activity.setChange(std::move(*answer), now());
            else
                m_models.activity.failLoad(answer.error());
        });
}

void ConsoleCommands::refreshLocks() {
    if (joinsQuestion(Locks)) return;
    using Answer = Timed<std::vector<LockInfo>>;
    ask<Answer>(
        Locks,
        [&clock = m_environment.clock](ConsoleSession &session, const std::stop_token &) {
            const auto begin = clock.sinceBoot();
            auto locks = session.ledger().locks();
            return Answer{std::move(locks), clock.sinceBoot() - begin};
        },
        [this](Answer answer) {
            if (!answer.result) {
                m_models.locks.failLoad(answer.result.error());
                // Which locks there may be, the wiki's database says.
                if (m_models.state.database().state == Health::State::Lost) return m_models.state.setLocks({});
                return m_models.state.setLocks({Health::State::Lost, errorText(answer.result.error())});
            }
            m_locks.noteLocks(*answer.result);
            m_models.locks.setLocks(std::move(*answer.result), now());
            const bool redis = !m_models.state.settings().redisUrl.empty();
            m_models.state.setLocks({Health::State::Good, redis ? words::span(answer.took) : QString()});
        });
}

}  // namespace wikivault
