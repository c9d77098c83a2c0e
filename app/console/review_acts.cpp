#include "app/console/review_acts.h"

#include "app/console/console_ask.h"
#include "engine/core/merge/merge_text.h"
#include "engine/core/page_file.h"
#include "models/error_text.h"
#include "models/words.h"

namespace wikivault {

namespace {

std::string bodyOf(const std::optional<std::string> &file) {
    return file ? parsePageFile(*file).body : std::string();
}

merge::Settle settleOf(Take take) {
    switch (take) {
        case Take::Wiki: return merge::Settle::Wiki;
        case Take::Git: return merge::Settle::Git;
        case Take::Both: return merge::Settle::Both;
        case Take::Base: return merge::Settle::Base;
    }
    return merge::Settle::Git;
}

/// What the engine will make of the decision (engine/run, settleOverlap).
std::string composed(const ConflictDetail &detail, Take take) {
    const bool wholeText =
        detail.summary.kind == ConflictKind::Existence || detail.summary.kind == ConflictKind::Markers;
    if (wholeText) return bodyOf(take == Take::Wiki ? detail.wiki : take == Take::Base ? detail.base : detail.git);
    return merge::mergeBodies(bodyOf(detail.base), bodyOf(detail.wiki), bodyOf(detail.git), settleOf(take)).text;
}

ThreeWay comparedTexts(const ConflictDetail &detail) {
    const std::string base = bodyOf(detail.base), wiki = bodyOf(detail.wiki), git = bodyOf(detail.git);
    ThreeWay texts = threeWay({wiki, base, git});
    texts.hasBase = detail.base.has_value();
    texts.hasWiki = detail.wiki.has_value();
    texts.hasGit = detail.git.has_value();
    return texts;
}

}  // namespace

void ReviewActs::compose(const ConflictDetail &detail, Take take, QObject *context,
                         std::function<void(QString)> answer) {
    m_console.think<QString>([detail, take] { return words::text(composed(detail, take)); }, context,
                             std::move(answer));
}

void ReviewActs::compare(const ConflictDetail &detail, QObject *context, std::function<void(ThreeWay)> answer) {
    m_console.think<ThreeWay>([detail] { return comparedTexts(detail); }, context, std::move(answer));
}

void ReviewActs::decide(const Decision &decision, const SpaceId &space) {
    m_console.act<Result<>>(
        [decision](ConsoleSession &session) { return session.review().decide(decision); },
        [this, decision, space](const Result<> &done) {
            if (!done) {
                m_console.tell(Tone::Danger,
                               ConsoleCommands::tr("The decision was not recorded. %1").arg(errorText(done.error())));
                return openConflict(decision.page);
            }
            m_console.m_models.conflicts.markDecided(decision.page);
            saveDraft(decision.page, {}, &m_console, {});
            Notice notice;
            notice.tone = Tone::Good;
            notice.text = ConsoleCommands::tr("Decision recorded. The next run of %1 writes it.")
                              .arg(m_console.m_models.spaces.nameOf(space));
            notice.runNext = space;
            m_console.m_models.state.tell(notice);
            openConflict(decision.page);
        });
}

void ReviewActs::refreshConflicts() {
    if (m_console.joinsQuestion(ConsoleCommands::Conflicts)) return;
    using Answer = Result<std::vector<ConflictSummary>>;
    m_console.ask<Answer>(
        ConsoleCommands::Conflicts,
        [](ConsoleSession &session, const std::stop_token &) { return session.review().conflicts({}); },
        [this](Answer answer) {
            if (answer)
                m_console.m_models.conflicts.setConflicts(std::move(*answer), m_console.now());
            else
                m_console.m_models.conflicts.failLoad(answer.error());
        });
}

void ReviewActs::openConflict(const PageId &page) {
    using Answer = Result<ConflictDetail>;
    m_console.ask<Answer>(
        ConsoleCommands::OneConflict,
        [page](ConsoleSession &session, const std::stop_token &) { return session.review().conflict(page); },
        [this, page](Answer answer) {
            if (answer)
                m_console.m_models.conflicts.setDetail(std::move(*answer));
            else
                m_console.m_models.conflicts.failDetail(answer.error());
        });
}

void ReviewActs::saveDraft(const PageId &page, const std::optional<std::string> &text, QObject *context,
                           std::function<void()> saved) {
    m_console.act<Result<>>(
        [page, text](ConsoleSession &session) { return session.review().saveDraft(page, text); },
        [this, saved = std::move(saved), guard = QPointer<QObject>(context)](const Result<> &done) {
            if (!done)
                m_console.tell(Tone::Danger,
                               ConsoleCommands::tr("The draft was not saved. %1").arg(errorText(done.error())));
            else if (guard && saved)
                saved();
        });
}

void ReviewActs::refreshSettled() {
    if (m_console.joinsQuestion(ConsoleCommands::Settled)) return;
    using Answer = Result<std::vector<SettledSummary>>;
    m_console.ask<Answer>(
        ConsoleCommands::Settled,
        [](ConsoleSession &session, const std::stop_token &) { return session.review().settled({}); },
        [this](Answer answer) {
            if (answer)
                m_console.m_models.settled.setSettled(std::move(*answer), m_console.now());
            else
                m_console.m_models.settled.failLoad(answer.error());
        });
}

void ReviewActs::openSettled(const std::string &id) {
    using Answer = Result<SettledDetail>;
    m_console.ask<Answer>(
        ConsoleCommands::OneSettled,
        [id](ConsoleSession &session, const std::stop_token &) { return session.review().settledDetail(id); },
        [this](Answer answer) {
            if (answer)
                m_console.m_models.settled.setDetail(std::move(*answer));
            else
                m_console.m_models.settled.failDetail(answer.error());
        });
}

void ReviewActs::markSeen(const std::string &id) {
    m_console.act<Result<>>([id](ConsoleSession &session) { return session.review().markSeen(id); },
                            [this, id](const Result<> &seen) {
                                if (!seen) return m_console.tell(Tone::Danger, errorText(seen.error()));
                                m_console.m_models.settled.markSeen(id);
                                refreshSettled();  // a list that was read before may be on its way
                            });
}

}  // namespace wikivault
