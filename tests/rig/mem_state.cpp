#include "tests/rig/mem_state.h"

#include "engine/core/deletion_guard.h"

#include "tests/rig/hooks.h"

#include <algorithm>

namespace wikivault::rig {

Result<> MemCache::setExportKeys(const std::map<PageId, ExportKey> &old, const std::map<PageId, ExportKey> &now) {
    if (old == now) return {};
    reach("export keys");
    for (const auto &[page, key] : old)
        if (!now.contains(page)) keys.erase(page);
    for (const auto &[page, key] : now)
        keys.insert_or_assign(page, key);
    ++writes;
    return {};
}

Result<> MemCache::setValue(const std::string &name, const std::string &value) {
    if (values[name] == value) return {};
    reach("cache value");
    values[name] = value;
    ++writes;
    return {};
}

Result<> MemMemory::rememberVault(const SpaceId &, const VaultMemory &memory) {
    reach("remember vault");
    m_vault = memory;
    return {};
}

Result<> MemMemory::setBackOffs(const SpaceId &, const std::map<PageId, BackOff> &backOffs) {
    reach("back-offs");
    m_backOffs = backOffs;
    return {};
}

Result<RunId> MemJournal::begin(const RunRecord &record) {
    Entry entry{record, {}};
    entry.record.id = RunId(std::to_string(++m_last));
    const RunId id = entry.record.id;
    m_entries.emplace(m_last, std::move(entry));
    return id;
}

Result<> MemJournal::finish(const RunRecord &record, const std::vector<Item> &items) {
    m_entries[std::stoi(record.id.str())] = {record, items};
    return {};
}

Result<> MemJournal::discard(const RunId &id) {
    m_entries.erase(std::stoi(id.str()));
    return {};
}

Result<std::vector<RunRecord>> MemJournal::runs(const RunFilter &) {
    std::vector<RunRecord> runs;
    for (const auto &[number, entry] : m_entries)
        runs.push_back(entry.record);
    std::reverse(runs.begin(), runs.end());
    return runs;
}

Result<RunRecord> MemJournal::run(const RunId &id) {
    const auto at = m_entries.find(std::stoi(id.str()));
    if (at == m_entries.end()) return fail(ErrorCode::NotFound, "no such run");
    return at->second.record;
}

Result<std::vector<Item>> MemJournal::items(const RunId &id) {
    const auto at = m_entries.find(std::stoi(id.str()));
    if (at == m_entries.end()) return fail(ErrorCode::NotFound, "no such run");
    return at->second.items;
}

Result<int> MemJournal::closeInterrupted(const SpaceId &, const RunId &except, TimePoint now) {
    int closed = 0;
    for (auto &[number, entry] : m_entries) {
        if (entry.record.id == except || entry.record.outcome != "running") continue;
        entry.record.outcome = "interrupted";
        entry.record.endedAt = now;
        ++closed;
    }
    return closed;
}

int MemJournal::countItems(TimePoint since, const std::function<bool(const Item &)> &counts) const {
    int count = 0;
    for (const auto &[number, entry] : m_entries)
        if (entry.record.endedAt.value_or(entry.record.startedAt) >= since)
            count += static_cast<int>(std::count_if(entry.items.begin(), entry.items.end(), counts));
    return count;
}

Result<int> MemJournal::countDone(const SpaceId &, Direction direction, Action action, TimePoint since) {
    return countItems(since, [&](const Item &item) {
        return item.direction == direction && item.action == action && item.outcome == Outcome::Done &&
               !item.detail.starts_with(kApproved);
    });
}

Result<std::set<PageId>> MemJournal::replacedPages(const SpaceId &, Direction direction, TimePoint since) {
    std::set<PageId> pages;
    static_cast<void>(countItems(since, [&](const Item &item) {
        const bool counts = item.page && item.direction == direction && item.action == Action::Update &&
                            item.outcome == Outcome::Done && item.detail.starts_with(kReplaced);
        if (counts) pages.insert(*item.page);
        return counts;
    }));
    return pages;
}

Result<int> MemJournal::countSetAside(const SpaceId &, TimePoint since) {
    return countItems(since, [&](const Item &item) {
        return item.direction == Direction::GitToWiki && item.action == Action::Create &&
               item.outcome == Outcome::Done && item.path.find(" ~git") != std::string::npos &&
               !item.detail.starts_with(kApproved);
    });
}

}  // namespace wikivault::rig
