#include "app/console/review_acts.h"

#include "app/console/console_ask.h"
#include "app/console/merge_tool.h"
#include "models/error_text.h"
#include "models/words.h"

#include <QProcess>

namespace wikivault {

namespace {

ThreeWay comparedTexts(const ConflictDetail &detail) {
    const std::string base = bodyOfFile(detail.base), wiki = bodyOfFile(detail.wiki), git = bodyOfFile(detail.git);
    ThreeWay texts = threeWay({wiki, base, git});
    texts.hasBase = detail.base.has_value();
    texts.hasWiki = detail.wiki.has_value();
    texts.hasGit = detail.git.has_value();
    return texts;
}

}  // namespace

void ReviewActs::compose(const ConflictDetail &detail, Take take, QObject *context,
                         std::function<void(QString)> answer) {
    m_console.think<QString>([detail, take] { return words::text(takenText(detail, take)); }, context,
                             std::move(answer));
}

void ReviewActs::takeApart(const ConflictDetail &detail, QObject *context,
                           std::function<void(std::shared_ptr<ReviewBlocks>)> answer) {
    m_console.think<std::shared_ptr<ReviewBlocks>>(
        [detail] { return std::make_shared<ReviewBlocks>(reviewBlocks(detail)); }, context, std::move(answer));
}

void ReviewActs::compose(const ConflictDetail &detail, const std::vector<merge::Answer> &answers,
                         std::optional<Take> whole, QObject *context, std::function<void(ReviewResult)> answer) {
    m_console.think<ReviewResult>([detail, answers, whole] { return reviewResult(detail, answers, whole); }, context,
                                  std::move(answer));
}

void ReviewActs::compare(const ConflictDetail &detail, QObject *context, std::function<void(ThreeWay)> answer) {
    m_console.think<ThreeWay>([detail] { return comparedTexts(detail); }, context, std::move(answer));
}

void ReviewActs::openTool(const ConflictDetail &detail, const QString &result, QObject *context,
                          std::function<void(ToolAnswer)> answer) {
    m_console.think<MergeToolFiles>([detail, result] { return prepareMergeTool(detail, result); }, context,
                                    [this, context, answer = std::move(answer)](const MergeToolFiles &files) {
                                        if (!files.problem.isEmpty()) return answer({files.name, {}, files.problem});
                                        runTool(files, context, answer);
                                    });
}

/// The program lives as long as the review does; its end brings the text.
void ReviewActs::runTool(const MergeToolFiles &files, QObject *context, const std::function<void(ToolAnswer)> &answer) {
    auto *tool = new QProcess(context);
    QObject::connect(tool, &QProcess::errorOccurred, context, [tool, files, answer](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart) return;
        answer(
            {files.name, {}, ConsoleCommands::tr("%1 cannot be started: %2").arg(files.program, tool->errorString())});
        tool->deleteLater();
    });
    QObject::connect(tool, &QProcess::finished, context, [this, tool, files, context, answer] {
        tool->deleteLater();
        m_console.think<ToolAnswer>([files] { return readMergeTool(files); }, context, answer);
    });
    tool->start(files.program, files.arguments);
}

void ReviewActs::decide(const Decision &decision, const SpaceId &space) {
    if (!m_console.m_models.state.mayWrite()) return;
    m_console.act<Result<>>(
        [decision](ConsoleSession &session) { return session.review().decide(decision); },
        [this, decision, space](const Result<> &done) {
            if (!done) {
                Notice notice;
                notice.tone = Tone::Danger;
                notice.text = ConsoleCommands::tr("The decision was not recorded. %1").arg(errorText(done.error()));
                // A run takes up what moved; what was decided block by block is kept.
                if (done.error().code == ErrorCode::Conflict) notice.runNext = space;
                m_console.m_models.state.tell(notice);
                return openConflict(decision.page);
            }
            m_console.m_models.conflicts.noteDecision(decision.page);
            Notice notice;
            notice.tone = Tone::Good;
            notice.text = ConsoleCommands::tr("Decision recorded. The next run of %1 writes it.")
                              .arg(m_console.m_models.spaces.nameOf(space));
            notice.runNext = space;
            m_console.m_models.state.tell(notice);
        });
}

void ReviewActs::refreshConflicts() {
    if (m_console.joinsQuestion(ConsoleCommands::Conflicts)) return;
    using Answer = Result<std::vector<ConflictSummary>>;
    m_console.ask<Answer>(
        ConsoleCommands::Conflicts,
        [](ConsoleSession &session, const std::stop_token &) { return session.review().conflicts({}); },
        [this](Answer answer) {
            ConflictModel &conflicts = m_console.m_models.conflicts;
            if (!answer) return conflicts.failLoad(answer.error());
            if (m_console.m_models.spaces.load().phase == Load::Phase::Ready)
                conflicts.setConflicts(std::move(*answer), m_console.now());
            else
                conflicts.keepConflicts(std::move(*answer));
            countBlocks();
        });
}

void ReviewActs::countBlocks() {
    constexpr std::size_t atOnce = 200;
    std::vector<ConflictSummary> fresh;
    for (const ConflictSummary &one : m_console.m_models.conflicts.conflicts())
        if (const auto known = m_counted.find(one.page);
            fresh.size() < atOnce && (known == m_counted.end() || known->second != one))
            fresh.push_back(one);
    if (fresh.empty()) return;
    using Answer = std::map<PageId, int>;
    m_console.ask<Answer>(
        ConsoleCommands::BlocksOf,
        [fresh](ConsoleSession &session, const std::stop_token &stop) {
            Answer counts;
            for (const ConflictSummary &one : fresh) {
                if (stop.stop_requested()) break;
                if (const auto detail = session.review().conflict(one.page)) counts[one.page] = blocksToDecide(*detail);
            }
            return counts;
        },
        [this, fresh](const Answer &counts) {
            for (const ConflictSummary &one : fresh)
                m_counted[one.page] = one;
            m_console.m_models.conflicts.setBlocks(counts);
            countBlocks();  // the rest
        });
}

void ReviewActs::openConflict(const PageId &page) {
    // Who has it open is asked apart: a Redis that does not answer keeps nobody from the texts.
    m_console.m_models.conflicts.setBeingEdited(false);
    m_console.ask<Result<bool>>(
        ConsoleCommands::EditorsOf,
        [page](ConsoleSession &session, const std::stop_token &) { return session.review().isBeingEdited(page); },
        [this](const Result<bool> &isOpen) { m_console.m_models.conflicts.setBeingEdited(isOpen.value_or(false)); });
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

void ReviewActs::saveDraft(const PageId &page, const ConflictDraft &draft, QObject *context,
                           std::function<void(bool)> saved) {
    m_console.act<Result<>>(
        [page, draft](ConsoleSession &session) { return session.review().saveDraft(page, draft); },
        [this, saved = std::move(saved), guard = QPointer<QObject>(context)](const Result<> &done) {
            if (!done)
                m_console.tell(Tone::Danger,
                               ConsoleCommands::tr("The draft was not saved. %1").arg(errorText(done.error())));
            if (guard) saved(done.has_value());
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
            m_console.refreshActivity();
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
    if (!m_console.m_models.state.mayWrite()) return;
    m_console.act<Result<>>([id](ConsoleSession &session) { return session.review().markSeen(id); },
                            [this, id](const Result<> &seen) {
                                if (!seen) return m_console.tell(Tone::Danger, errorText(seen.error()));
                                m_console.m_models.settled.markSeen(id);
                                refreshSettled();  // a list that was read before may be on its way
                            });
}

}  // namespace wikivault
