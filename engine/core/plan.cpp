#include "engine/core/plan.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <string_view>

namespace wikivault {

namespace {

/// Every field goes in behind its length, so that no two plans read alike.
class PlanDigest {
public:
    void add(std::string_view text) {
        const std::string length = std::to_string(text.size()) + ':';
        m_hash.addData(QByteArrayView(length.data(), static_cast<qsizetype>(length.size())));
        m_hash.addData(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    }
    void add(const std::optional<BlobId> &blob) { add(blob ? toHex(*blob) : std::string()); }
    void add(const Item &item) {
        add(item.page ? item.page->str() : std::string());
        add(item.path);
        add(item.fromPath);
        add(toWord(item.direction));
        add(toWord(item.action));
        add(toWord(item.outcome));
        add(toWord(item.reason));
        add(item.before);
        add(item.after);
    }
    void add(const std::optional<PageSide> &side) {
        add(side ? "side" : "");
        if (!side) return;
        add(side->name);
        add(side->parent ? side->parent->str() : std::string());
        add(std::optional(side->blob));
    }
    void add(const PageSides &sides) {
        add(sides.base);
        add(sides.wiki);
        add(sides.git);
        add(std::to_string(static_cast<int>(sides.absence)));
    }
    void add(const ConflictSummary &conflict) {
        add(conflict.page.str());
        add(toWord(conflict.kind));
    }
    [[nodiscard]] std::string hex() const { return m_hash.result().toHex().toStdString(); }

private:
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

}  // namespace

AttachmentCounts attachmentCounts(const std::vector<Item> &attachments) {
    AttachmentCounts counts;
    for (const Item &item : attachments) {
        int &count = item.outcome != Outcome::Done            ? counts.left
                     : item.direction == Direction::GitToWiki ? counts.uploads
                                                              : counts.downloads;
        ++count;
    }
    return counts;
}

std::string planHash(const Plan &plan) {
    PlanDigest digest;
    digest.add("wikivault plan 2");
    digest.add(plan.space.str());
    digest.add(plan.mainTip);
    digest.add(plan.mirrorTip);
    digest.add(toWord(plan.skipped));
    digest.add(std::to_string(plan.items.size()));
    for (const Item &item : plan.items)
        digest.add(item);
    for (const ConflictSummary &conflict : plan.conflicts)
        digest.add(conflict);
    digest.add(std::to_string(plan.expects.size()));
    for (const auto &[page, sides] : plan.expects) {
        digest.add(page.str());
        digest.add(sides);
    }
    digest.add(plan.undoOf ? plan.undoOf->str() : std::string());
    digest.add(plan.restoreOf);
    return digest.hex();
}

}  // namespace wikivault
