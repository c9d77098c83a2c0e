#pragma once

#include "engine/ports/page_store.h"
#include "tests/rig/mem_repo.h"

#include <map>
#include <string>

namespace wikivault::rig {

struct MemPage {
    PageRow row;
    std::string content;
    bool trashed = false, elsewhere = false;  ///< in another space
    std::string trashedAt;                    ///< of one in the trash
    friend bool operator==(const MemPage &, const MemPage &) = default;
};

/// The rows of one space; every change moves a page's updatedAt except trashing and restoring, as in Docmost.
struct MemWikiRows {
    std::map<PageId, MemPage> pages;
    std::int64_t clock = 0;    ///< counts changes; printed as a timestamp
    int writes = 0;            ///< by the engine
    bool namesItself = false;  ///< created pages get ids of the wiki's own, as through Docmost's API

    [[nodiscard]] std::string stamp();
    void setTrashed(MemPage &page, bool trashed);
    /// Of the workspace: the last change of a live page, or when one was trashed last.
    [[nodiscard]] std::string newestUpdate() const;
    [[nodiscard]] bool hasLiveChildren(const PageId &page) const;
    [[nodiscard]] bool isBelow(PageId page, const PageId &above) const;
    /// The id of a new page that was asked for as `planned`.
    [[nodiscard]] PageId nameOf(const PageId &planned);
    [[nodiscard]] std::string lastPosition(const std::optional<PageId> &parent) const;
};

/// The port over those rows: snapshots, compare-and-swap on what was read, the refusals of the real writer.
class MemWiki final : public PageStore, public PageWriter {
public:
    explicit MemWiki(MemWikiRows &rows) : m_rows(rows) {}
    Result<> beginSnapshot() override;
    Result<> endSnapshot() override;
    Result<PageList> list(const SpaceId &space, std::stop_token stop) override;
    Result<PageList> rows(const SpaceId &space, std::span<const PageId> pages, std::stop_token stop) override;
    Result<std::vector<PageBody>> bodies(const SpaceId &space, std::span<const PageId> pages,
                                         std::stop_token stop) override;
    Result<std::vector<PageStanding>> standings(const SpaceId &space, std::span<const PageId> pages) override;
    Result<PageId> apply(const SpaceId &space, const PageChange &change) override;
    [[nodiscard]] bool namesPages() const override { return m_rows.namesItself; }

    /// This read of the list leaves pages out and says so.
    bool incomplete = false;
    /// The connection died.
    void dropSnapshot() { m_snapshot.reset(); }

private:
    [[nodiscard]] const MemWikiRows &view() const { return m_snapshot ? *m_snapshot : m_rows; }
    Result<> demand(const PageId &page, const PageState &expected) const;
    Result<> demandParent(const std::optional<PageId> &parent) const;
    Result<PageId> write(const CreatePage &change);
    Result<PageId> write(const UpdateBody &change);
    Result<PageId> write(const MovePage &change);
    Result<PageId> write(const RenamePage &change);
    Result<PageId> write(const TrashPage &change);
    Result<PageId> write(const RestorePage &change);

    MemWikiRows &m_rows;
    std::optional<MemWikiRows> m_snapshot;
};

}  // namespace wikivault::rig
