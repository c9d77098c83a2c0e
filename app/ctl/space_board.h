#pragma once

#include "engine/ports/clock.h"
#include "engine/ports/desk.h"
#include "engine/runtime/worker_pool.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wikivault::ctl {

/// The spaces for whoever must not wait: each question reads them anew, and where that takes longer than a moment it is
/// answered with what was read last. Belongs to the thread of its event loop.
class SpaceBoard {
public:
    static constexpr std::chrono::milliseconds kPatience{2000};

    struct Rows {
        std::vector<SpaceRow> spaces;
        std::optional<TimePoint> asOf;  ///< nothing: nobody has read them yet
        std::string problem;            ///< why they are no newer; "" where they were read for this question
    };
    using Reading = std::function<Result<std::vector<SpaceRow>>(std::stop_token stop)>;
    using Post = std::function<void(WorkerPool::Job)>;
    using Taker = std::function<void(const Result<Rows> &)>;

    /// `post` takes `reading` to a worker, which ends before the board does. `clock` must outlive it.
    SpaceBoard(const Clock &clock, Post post, Reading reading);
    /// `taker` is called on the loop's thread, within the patience. An error: reading failed, and nothing is known.
    void ask(Taker taker);
    /// The same for who needs to know how it is now: `taker` is called when a reading has ended, however long it takes.
    void askPatiently(Taker taker);

private:
    int enqueue(Taker taker);
    void read();
    void take(const Result<std::vector<SpaceRow>> &rows);
    void stopWaiting(int question);
    [[nodiscard]] bool isLate() const;
    [[nodiscard]] Rows oldRows(const std::string &why) const;
    [[nodiscard]] std::string lateness() const;

    const Clock &m_clock;
    const Post m_post;
    const Reading m_reading;
    std::map<int, Taker> m_waiting;                           ///< by the number of their question
    int m_asked = 0;                                          ///< questions so far …
    int m_read = 0;                                           ///< … and how many of them the reading at hand is for
    std::optional<std::chrono::milliseconds> m_readingSince;  ///< since boot
    Rows m_last;
    QObject m_context;  ///< goes first: what was posted to it is dropped
};

}  // namespace wikivault::ctl
