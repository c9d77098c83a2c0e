#include "app/common/json_output.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"
#include "app/ctl/time_span.h"
#include "engine/core/holder_record.h"
#include "engine/core/sentence.h"

#include <QJsonObject>

#include <iostream>

namespace wikivault::ctl {

namespace {

std::string expiryText(const LockInfo &lock) {
    if (lock.ttlMs) return "in " + std::to_string(*lock.ttlMs / 1000) + " s";
    return lock.endsWithProcess ? "with its process" : "never";
}

std::string beatText(const LockInfo &lock) {
    if (lock.beatMs) return std::to_string(*lock.beatMs / 1000) + " s ago";
    return lock.endsWithProcess ? "-" : "?";
}

std::string workText(const LockInfo &lock) {
    std::string text = lock.run ? "run " + lock.run->str() : "";
    if (!lock.phase.empty()) text += (text.empty() ? "" : ", ") + lock.phase;
    if (lock.isAsked) text += (text.empty() ? "" : ", ") + std::string("asked to stop");
    return text.empty() ? "?" : text;
}

int listLocks(Context &context) {
    const auto locks = context.desks().ledger.locks();
    if (!locks) return context.failed(locks.error());
    if (context.json()) {
        context.printJson(toJsonArray(*locks));
        return kDone;
    }
    if (locks->empty()) {
        context.print("No space is locked.\n");
        return kDone;
    }
    const auto spaces = allSpaces(context);
    std::vector<std::vector<std::string>> lines;
    for (const LockInfo &lock : *locks)
        lines.push_back({slugOf(lock.space, spaces), lock.holder, describeHolder(lock), workText(lock),
                         lock.since ? tableTime(*lock.since) : "?", beatText(lock), expiryText(lock)});
    context.print(textTable({"SPACE", "HOLDER", "WHO", "WHAT", "SINCE (UTC)", "BEAT", "EXPIRES"}, lines));
    return kDone;
}

/// The space and the holder of its lock that a command names.
struct NamedLock {
    Space space;
    std::string holder;
};

Result<NamedLock> namedLock(Context &context) {
    const std::string holder = context.arguments().option("--expect");
    if (holder.empty())
        return fail(ErrorCode::NotFound, "Say whose lock it is: --expect HOLDER, as \"wikivaultctl locks\" shows it.");
    TRY_ASSIGN(const auto spaces, namedSpaces(context, context.arguments().positional));
    return NamedLock{spaces.front(), holder};
}

struct Told {
    const char *field;
    std::string sentence;
};

/// The same for both: what is gone already is no failure.
int tellOutcome(const Context &context, const Space &space, const Result<> &done, const Told &told) {
    const bool isGone = !done && done.error().code == ErrorCode::NotFound;
    if (!done && !isGone)
        return context.failed(done.error(), done.error().code == ErrorCode::Conflict ? kLockHeld : kFailed);
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("spaceId"), QString::fromStdString(space.id.str())},
                                      {QLatin1String(told.field), done.has_value()}});
    else
        context.print(done ? told.sentence : asSentence(done.error().detail) + "\n");
    return kDone;
}

int releaseLock(Context &context) {
    const auto lock = namedLock(context);
    if (!lock) return failedToName(context, lock.error());
    return tellOutcome(context, lock->space, context.desks().ledger.releaseLock(lock->space.id, lock->holder),
                       {"released", "Released the lock of " + lock->space.slug + ".\n"});
}

int stopHolder(Context &context) {
    const auto lock = namedLock(context);
    if (!lock) return failedToName(context, lock.error());
    return tellOutcome(context, lock->space, context.composition().locks().askToStop(lock->space.id, lock->holder),
                       {"asked", "Asked the holder of " + lock->space.slug +
                                     " to stop; it does after the page at hand, within half a minute.\n"});
}

int holdSpace(Context &context) {
    const std::string length = context.arguments().option("--for");
    if (length.empty()) return context.failed("Say for how long at most: --for 30m.", kUsage);
    const auto time = lengthOf(length);
    if (!time) return context.failed(noLength("--for", length), kUsage);
    const auto spaces = namedSpaces(context, context.arguments().positional);
    if (!spaces) return failedToName(context, spaces.error());
    const Space &space = spaces->front();
    const HoldOrder order{space.id, context.composition().ports().clock().now() + *time,
                          context.arguments().option("--reason")};
    const auto held = [&] {
        if (context.json())
            context.printJson(QJsonObject{{QStringLiteral("spaceId"), QString::fromStdString(space.id.str())},
                                          {QStringLiteral("until"), QString::fromStdString(toIso8601(order.until))}});
        else
            context.print("Holds " + space.slug + " until " + tableTime(order.until) + " UTC; Ctrl+C releases it.\n");
        std::cout.flush();  // whoever waits for it goes on
    };
    const auto done = context.composition().locks().hold(order, held, context.stop());
    if (!done) return context.failed(done.error(), done.error().code == ErrorCode::Conflict ? kLockHeld : kFailed);
    if (!context.json()) context.print("Released " + space.slug + ".\n");
    return kDone;
}

}  // namespace

std::vector<Command> lockCommands() {
    const OptionSpec expect{"--expect", "HOLDER", "the holder the lock has, as \"locks\" shows it"};
    const OptionSpec time{"--for", "TIME", "at most so long, such as 30m, 1h or 2d"};
    const OptionSpec reason{"--reason", "TEXT", "why; shown wherever the lock is"};
    return {
        {{"locks", "", "list the locks with their holders", 0, 0, {}, ""}, &listLocks},
        {{"lock release", "SPACE --expect HOLDER", "delete a lock, if HOLDER still has it", 1, 1, {expect}, ""},
         &releaseLock},
        {{"lock stop",
          "SPACE --expect HOLDER",
          "ask the holder to stop after its page",
          1,
          1,
          {expect},
          "A wiki's own server does not hear it. A driver begins again when the space is due: pause the space to keep\n"
          "it still."},
         &stopHolder},
        {{"lock hold",
          "SPACE --for TIME",
          "hold a space for maintenance",
          1,
          1,
          {time, reason},
          "No run of it begins anywhere until the time is over, Ctrl+C, or \"lock stop\". Stays in the foreground."},
         &holdSpace},
    };
}

}  // namespace wikivault::ctl
