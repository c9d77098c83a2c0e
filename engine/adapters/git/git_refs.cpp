#include "engine/adapters/git/git_refs.h"

#include "engine/adapters/git/lock_note.h"
#include "engine/core/rig_hooks.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

namespace wikivault::git {

namespace {

constexpr std::chrono::milliseconds kPatience{2000};

std::string shown(const std::optional<CommitId> &commit) {
    return commit ? toHex(*commit).substr(0, 10) : "nothing";
}

void pauseALittle() {
    thread_local std::minstd_rand random{std::random_device{}()};
    std::this_thread::sleep_for(std::chrono::milliseconds(5 + random() % 25));
}

/// Locks every ref; Unavailable when one is locked by somebody else (all locks are given up again).
Result<Transaction> lockAll(git_repository *repository, const std::vector<RefMove> &moves) {
    git_transaction *raw = nullptr;
    TRY(check(git_transaction_new(&raw, repository), "starting to move refs"));
    Transaction transaction(raw);
    for (const RefMove &move : moves)
        TRY(check(git_transaction_lock_ref(raw, move.ref.c_str()), "locking " + move.ref));
    return transaction;
}

}  // namespace

Result<std::optional<CommitId>> GitRefs::tip(const std::string &ref) const {
    if (const auto moved = m_overlay.find(ref); moved != m_overlay.end()) return moved->second;
    if (m_store.isInMemory()) return std::nullopt;
    git_oid oid;
    const Result<> found =
        check(git_reference_name_to_id(&oid, m_store.repository(), ref.c_str()), "reading " + ref + " of the vault");
    if (found) return fromOid<CommitId>(oid);
    if (found.error().code == ErrorCode::NotFound) return std::nullopt;
    return tl::unexpected<Error>(found.error());
}

Result<> GitRefs::compare(const std::vector<RefMove> &moves) const {
    for (const RefMove &move : moves) {
        TRY_ASSIGN(const std::optional<CommitId> now, tip(move.ref));
        if (now != move.from)
            return fail(ErrorCode::Conflict,
                        move.ref + " is at " + shown(now) + ", not at " + shown(move.from) + ": somebody moved it");
    }
    return {};
}

Result<> GitRefs::lockAndMove(const std::vector<RefMove> &moves) {
    TRY_ASSIGN(const Transaction transaction, lockAll(m_store.repository(), moves));
    FAILPOINT("refs.locked");
    TRY(compare(moves));
    for (const RefMove &move : moves) {
        if (move.from == move.to) continue;  // only compared, under its lock
        if (!move.to) {
            TRY(check(git_transaction_remove(transaction.get(), move.ref.c_str()), "removing " + move.ref));
            continue;
        }
        const git_oid to = toOid(*move.to);
        TRY(check(git_transaction_set_target(transaction.get(), move.ref.c_str(), &to, nullptr, "wikivault"),
                  "moving " + move.ref));
    }
    FAILPOINT("refs.moving");
    TRY(check(git_transaction_commit(transaction.get()), "moving refs of " + m_store.place().vaultDir));
    FAILPOINT("refs.moved");
    return {};
}

/// Somebody else has moved the ref further already.
bool GitRefs::isBeyond(const std::optional<CommitId> &now, const std::optional<CommitId> &moved) const {
    return now && moved && isDescendant(m_store.repository(), *now, *moved).value_or(false);
}

Result<> GitRefs::readBack(const std::vector<RefMove> &moves) const {
    for (const RefMove &move : moves) {
        TRY_ASSIGN(const std::optional<CommitId> now, tip(move.ref));
        if (now != move.to && !isBeyond(now, move.to))
            return fail(ErrorCode::Conflict,
                        move.ref + " is at " + shown(now) + " right after it was moved to " + shown(move.to));
    }
    return {};
}

Result<> GitRefs::move(std::vector<RefMove> moves) {
    for (const RefMove &move : moves) {
        if (move.to && !m_store.contains(ObjectKey{move.to->bytes}))
            return fail(ErrorCode::Invalid, move.ref + " cannot move to " + shown(move.to) + ": no such commit");
    }
    std::erase_if(moves, [](const RefMove &move) { return move.from == move.to && !move.from; });
    // One order for everybody: two movers of the same refs cannot block each other half-way.
    std::sort(moves.begin(), moves.end(), [](const RefMove &a, const RefMove &b) { return a.ref < b.ref; });
    if (m_store.place().scratch) {
        TRY(compare(moves));
        for (const RefMove &move : moves)
            m_overlay[move.ref] = move.to;
        return {};
    }
    const LockNote note(m_store.place().gitDir, "refs");
    const auto giveUpAt = std::chrono::steady_clock::now() + kPatience;
    for (std::vector<RefMove> left = moves;;) {
        Result<> moved = lockAndMove(left);
        // An error can come after the rename (a failed sync of the directory): what the refs say decides.
        if (moved || (moved.error().code != ErrorCode::Conflict && readBack(moves))) return readBack(moves);
        // What was moved before the error came is not moved again.
        if (moved.error().code != ErrorCode::Conflict)
            std::erase_if(left, [&](const RefMove &move) {
                const auto now = tip(move.ref);
                return now && *now == move.to;
            });
        const bool locked = moved.error().code == ErrorCode::Unavailable;
        if (!locked || std::chrono::steady_clock::now() >= giveUpAt) return moved;
        pauseALittle();
    }
}

}  // namespace wikivault::git
