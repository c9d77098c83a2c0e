#pragma once

#include "engine/run/cycle.h"
#include "tests/rig/world.h"

namespace wikivault::rig {

/// A writer that refuses what a test tells it to, or does it and gives no answer.
class RefusingWriter final : public PageWriter {
public:
    RefusingWriter(PageWriter &inner, const SyncFaults &faults, std::function<void()> onWrite)
        : m_inner(inner),
          m_faults(faults),
          m_onWrite(std::move(onWrite)) {}
    Result<PageId> apply(const SpaceId &space, const PageChange &change) override;
    [[nodiscard]] bool reachesEditors() const override { return m_inner.reachesEditors(); }
    [[nodiscard]] bool namesPages() const override { return m_inner.namesPages(); }

private:
    PageWriter &m_inner;
    const SyncFaults &m_faults;
    std::function<void()> m_onWrite;
};

/// Ports freshly opened for one try of a cycle.
class OpenPorts {
public:
    virtual ~OpenPorts() = default;
    [[nodiscard]] virtual CyclePorts ports() = 0;
};

struct DeskRun {
    std::function<Result<std::unique_ptr<OpenPorts>>()> open;
    RunJournal &journal;
    const Clock &clock;
    CycleRequest request;
    const SyncFaults &faults;
    std::function<void()> onWrite = {};  ///< before every write to the wiki
};

/// One run as the space desk does it: journalled, tried again when somebody moved a ref meanwhile.
[[nodiscard]] RunReport runOnce(DeskRun run);

[[nodiscard]] SpaceId rigSpace();

}  // namespace wikivault::rig
