#pragma once

#include "engine/run/compose_body.h"
#include "engine/run/push_steps.h"

#include <functional>

namespace wikivault {

/// Bodies of the pages that will be written, as the wiki stores them now.
using StoredBodies = std::map<PageId, std::string>;

/// Carries out single steps, or says why a page is not written.
class StepWriter {
public:
    using Answer = Result<tl::expected<void, Refusal>>;

    StepWriter(Cycle &cycle, StoredBodies stored, SentBodies &sent)
        : m_cycle(cycle),
          m_stored(std::move(stored)),
          m_sent(sent) {}

    Answer write(const PushStep &step);
    /// What the wiki could not take of the page that was written last, in words, or "".
    [[nodiscard]] const std::string &losses() const { return m_losses; }
    /// What the wiki calls the page that was written last.
    [[nodiscard]] const PageId &written() const { return m_written; }

private:
    Answer apply(const PageChange &change, const std::function<void()> &then = {});
    Answer mayWrite(const PushStep &step, const std::string &content);
    Answer awaitEditors(const PushStep &step);
    Answer restore(const PageId &page);
    Answer create(const PushStep &step);
    Answer trash(const PushStep &step, const PageState &expected);
    Answer writeBody(const PushStep &step, const PageState &expected);
    Answer writePlace(const PushStep &step, const PageState &expected);
    tl::expected<NewBody, Refusal> compose(const PageId &page, const std::string &body, const markdown::Node &stored);

    Cycle &m_cycle;
    std::string m_losses;
    PageId m_written;
    StoredBodies m_stored;
    SentBodies &m_sent;
    std::set<PageId> m_failedCreates;
};

}  // namespace wikivault
