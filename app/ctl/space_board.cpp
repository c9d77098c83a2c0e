#include "app/ctl/space_board.h"

#include "app/common/space_state.h"
#include "engine/core/sentence.h"

#include <QScopeGuard>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace wikivault::ctl {

namespace {

std::string secondsOf(std::chrono::milliseconds span) {
    return std::to_string(std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(span).count())) +
           " s";
}

}  // namespace

SpaceBoard::SpaceBoard(const Clock &clock, Post post, Reading reading)
    : m_clock(clock),
      m_post(std::move(post)),
      m_reading(std::move(reading)) {}

void SpaceBoard::ask(Taker taker) {
    if (isLate()) return taker(oldRows(lateness()));
    const int question = enqueue(std::move(taker));
    QTimer::singleShot(kPatience, &m_context, [this, question] { stopWaiting(question); });
}

void SpaceBoard::askPatiently(Taker taker) {
    enqueue(std::move(taker));
}

int SpaceBoard::enqueue(Taker taker) {
    m_waiting.emplace(++m_asked, std::move(taker));
    if (!m_readingSince) read();
    return m_asked;
}

void SpaceBoard::read() {
    m_readingSince = m_clock.sinceBoot();
    m_read = m_asked;
    m_post([this](const std::stop_token &stop) {
        Result<std::vector<SpaceRow>> rows = fail(ErrorCode::Unavailable, "The spaces could not be read.");
        // Nothing, not even an exception, may leave the board reading for ever.
        const auto give = qScopeGuard([this, &rows] {
            QMetaObject::invokeMethod(
                &m_context, [this, rows] { take(rows); }, Qt::QueuedConnection);
        });
        rows = m_reading(stop);
    });
}

/// Whoever asked while it was being read waits for the next reading: this one may have missed what he is after.
void SpaceBoard::take(const Result<std::vector<SpaceRow>> &rows) {
    m_readingSince.reset();
    if (rows) m_last = {*rows, m_clock.now(), {}};
    const auto end = m_waiting.upper_bound(m_read);
    std::vector<Taker> served;
    for (auto at = m_waiting.begin(); at != end; ++at)
        served.push_back(std::move(at->second));
    m_waiting.erase(m_waiting.begin(), end);
    if (!m_waiting.empty()) read();
    Result<Rows> answer = m_last;
    if (!rows && m_last.asOf) answer = oldRows(rows.error().detail);
    if (!rows && !m_last.asOf) answer = tl::unexpected<Error>(rows.error());
    for (const Taker &taker : served)
        taker(answer);
}

void SpaceBoard::stopWaiting(int question) {
    const auto found = m_waiting.find(question);
    if (found == m_waiting.end()) return;
    const Taker taker = std::move(found->second);
    m_waiting.erase(found);
    taker(oldRows(lateness()));
}

bool SpaceBoard::isLate() const {
    return m_readingSince && m_clock.sinceBoot() - *m_readingSince >= kPatience;
}

SpaceBoard::Rows SpaceBoard::oldRows(const std::string &why) const {
    Rows rows = m_last;
    rows.problem =
        (m_last.asOf ? "What is said of the spaces was read " + secondsOf(m_clock.now() - *m_last.asOf) + " ago. "
                     : std::string("Nothing is known of the spaces yet. ")) +
        asSentence(why);
    return rows;
}

std::string SpaceBoard::lateness() const {
    const auto now = m_clock.sinceBoot();
    return "The wiki, the journal or Redis answers late: they have been asked for " +
           secondsOf(now - m_readingSince.value_or(now)) + " now";
}

}  // namespace wikivault::ctl
