#pragma once

#include "models/commands.h"

#include <QObject>

#include <map>

namespace wikivault {

/// Brings drafts of reviews to disk, one after the other for each page, the latest last.
class DraftKeeper : public QObject {
    Q_OBJECT

public:
    explicit DraftKeeper(ReviewCommands &review, QObject *parent = nullptr) : QObject(parent), m_review(review) {}

    void keep(const PageId &page, const ConflictDraft &draft);
    /// A draft that is not on disk yet.
    [[nodiscard]] std::optional<ConflictDraft> unsaved(const PageId &page) const;

signals:
    /// Nothing of this page waits any more.
    void settled(const wikivault::PageId &page, bool isOnDisk);

private:
    void save(const PageId &page);

    struct Waiting {
        ConflictDraft draft;
        bool isNewer = false;  ///< than what is on its way
    };
    ReviewCommands &m_review;
    std::map<PageId, Waiting> m_waiting;
};

}  // namespace wikivault
