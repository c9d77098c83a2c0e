#include "app/console/plan_acts.h"

#include "app/common/apply_request.h"
#include "app/common/plan_file.h"
#include "app/console/console_ask.h"
#include "models/error_text.h"
#include "models/words.h"

#include <algorithm>
#include <utility>

namespace wikivault {

struct PlanActs::Plans {
    PlansFound found;
    std::vector<PlansFound> peeks;  ///< the same, space by space and without texts
    std::optional<Error> problem;
    SpaceId failed;
};

namespace {

bool isPlain(const Plan &plan) {
    return !plan.undoOf && plan.restoreOf.empty();
}

/// Of a plan as the peek shows it. No texts, because many spaces may be looked at.
PlansFound peekOf(Plan &plan) {
    std::map<BlobId, std::string> texts = std::exchange(plan.texts, {});
    PlansFound found;
    found.plans.push_back(plan);
    plan.texts = std::move(texts);
    found.lines = linesChanged(plan);
    return found;
}

/// What of a plan from a file would not come out like that any more; texts come from a look at both sides now.
std::vector<Item> staleIn(Plan &plan, const Plan &now) {
    plan.texts = now.texts;
    const PlanDeviation deviation = compareWithOrder({plan, {}, true}, now);
    std::vector<Item> stale = deviation.gone;
    std::copy_if(deviation.leaveOut.begin(), deviation.leaveOut.end(), std::back_inserter(stale),
                 [](const Item &item) { return item.reason == Reason::Stale; });
    return stale;
}

}  // namespace

PendingCounts PlanActs::pendingOf(const Plan &plan) {
    PendingCounts counts;
    counts.conflicts = int(plan.conflicts.size());
    for (const Item &item : plan.items) {
        if (item.outcome != Outcome::Done) continue;
        ++(item.direction == Direction::WikiToGit ? counts.toGit : counts.toWiki);
    }
    return counts;
}

void PlanActs::showPlans(Plans answer) {
    ConsoleModels &models = m_console.m_models;
    for (PlansFound &peek : answer.peeks)
        keepPeek(std::move(peek));
    if (!answer.found.plans.empty())
        models.plan.setPlans(std::move(answer.found), m_console.now());
    else if (answer.problem)
        models.plan.clear();
    if (!answer.problem) return;
    if (models.plan.plans().empty()) return models.plan.failLoad(*answer.problem);
    m_console.tell(Tone::Danger, ConsoleCommands::tr("%1 could not be looked at. %2")
                                     .arg(models.spaces.nameOf(answer.failed), errorText(*answer.problem)));
}

void PlanActs::preview(const std::vector<PlanRequest> &asked) {
    const int round = ++m_round, total = int(asked.size());
    const auto tellLooking = [this, round, total, session = m_console.m_sessionNumber](const SpaceId &space, int done) {
        m_console.onGuiThread(session, [this, round, total, space, done] {
            if (round == m_round)
                m_console.m_models.plan.setLooking({m_console.m_models.spaces.nameOf(space), done, total});
        });
    };
    m_console.m_models.plan.setLooking({m_console.m_models.spaces.nameOf(asked.front().space), 0, total});
    m_console.ask<Plans>(
        ConsoleCommands::PlanOf,
        [asked, tellLooking](ConsoleSession &session, const std::stop_token &stop) {
            Plans all;
            for (std::size_t i = 0; i < asked.size() && !stop.stop_requested(); ++i) {
                if (i > 0) tellLooking(asked[i].space, int(i));
                Result<Plan> plan = session.spaces().preview(asked[i], stop);
                if (plan) {
                    PlansFound peek = peekOf(*plan);
                    all.found.lines.insert(peek.lines.begin(), peek.lines.end());
                    all.found.plans.push_back(std::move(*plan));
                    if (isPlain(peek.plans.front())) all.peeks.push_back(std::move(peek));
                } else {
                    all.problem = plan.error();
                    all.failed = asked[i].space;
                }
            }
            return all;
        },
        [this, round](Plans answer) {
            if (round == m_round) ++m_round;  // progress that is still on its way is too late
            showPlans(std::move(answer));
        });
}

/// At once, whatever keeps the worker waiting.
void PlanActs::stopPreview() {
    ConsoleCommands::Asked &asked = m_console.m_asked[ConsoleCommands::PlanOf];
    if (!asked.waiting) return;
    asked.stop.request_stop();
    asked.waiting = false;
    ++asked.number;
    ++m_round;
    m_console.m_models.plan.endLooking();
}

void PlanActs::open(const QString &path) {
    ++m_round;
    m_console.m_models.plan.setLooking({path, 0, 1});
    m_console.ask<Plans>(
        ConsoleCommands::PlanOf,
        [path](ConsoleSession &session, const std::stop_token &stop) {
            Plans all;
            Result<Plan> plan = loadPlan(path.toStdString());
            if (!plan) {
                all.problem = plan.error();
                return all;
            }
            all.failed = plan->space;
            const Result<Plan> now = session.spaces().preview({plan->space, plan->undoOf, plan->restoreOf}, stop);
            if (now)
                all.found.from = {path, staleIn(*plan, *now)};
            else
                all.problem = now.error();
            all.found.from.path = path;
            all.found.lines = linesChanged(*plan);
            all.found.plans.push_back(std::move(*plan));
            return all;
        },
        [this](Plans answer) {
            if (answer.found.plans.empty() && answer.problem) {
                m_console.m_models.plan.endLooking();
                return m_console.tell(Tone::Danger, errorText(*answer.problem));
            }
            showPlans(std::move(answer));
        });
}

void PlanActs::save(const Plan &plan, const QString &path) {
    m_console.think<Result<>>(
        [plan, path] { return savePlan(plan, path.toStdString()); }, &m_console,
        [this, path](const Result<> &saved) {
            if (saved)
                m_console.tell(Tone::Good,
                               ConsoleCommands::tr("The plan is saved as %1. Open it here, or carry it out with "
                                                   "wikivaultctl apply.")
                                   .arg(path));
            else
                m_console.tell(Tone::Danger, errorText(saved.error()));
        });
}

void PlanActs::apply(std::vector<PlanOrder> orders, const QString &reason) {
    if (!m_console.m_models.state.mayWrite()) return;
    for (PlanOrder &order : orders)
        m_console.m_drive.serve().order(applyRequest(std::move(order), reason.toStdString()));
}

Notice PlanActs::carriedOut(const PlanOrder &order, const RunReport &report) {
    ConsoleModels &models = m_console.m_models;
    models.plan.setReport(report, order.plan.hash);
    QStringList stale;
    for (const Item &item : report.items)
        if (item.reason == Reason::Stale) stale << words::pathParts(item.path).name;
    stale.removeDuplicates();
    Notice notice;
    notice.tone = stale.isEmpty() ? Tone::Good : Tone::Attention;
    notice.showRun = words::text(report.run.str());
    notice.text = ConsoleCommands::tr("%1, plan carried out: %2")
                      .arg(models.spaces.nameOf(report.space), words::counts(report.pull, report.push));
    if (!stale.isEmpty())
        notice.text = ConsoleCommands::tr("%1. %n item(s) left out, changed meanwhile: %2", nullptr, int(stale.size()))
                          .arg(notice.text, words::few(stale));
    return notice;
}

}  // namespace wikivault
