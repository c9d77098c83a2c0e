#include "engine/core/merge/review_conflict.h"
#include "tests/fakes/fake_desks.h"

#include <algorithm>

namespace wikivault {

namespace {

BlobId fakeBlob(std::uint8_t number) {
    BlobId blob;
    blob.bytes.fill(number);
    return blob;
}

}  // namespace

/// The same three pages for any two runs of a space.
Result<Comparison> FakeDesks::compare(const RunId &from, const std::optional<RunId> &to, std::stop_token stop) {
    TRY(wait(stop));
    TRY_ASSIGN(const RunRecord first, run(from));
    Comparison comparison;
    comparison.space = first.space;
    comparison.from = {first.id, "4f1c", first.startedAt};
    comparison.to = {to, "a41e", m_now};
    const std::string laptop = "Onboarding/Laptop.md";
    comparison.pages = {
        {"0190a1b2-3333-7000-8000-000000000001", laptop, laptop, fakeBlob(1), fakeBlob(2)},
        {"0190a1b2-3333-7000-8000-000000000002", "Old/Printers.md", "Tools/Printers.md", fakeBlob(3), fakeBlob(3)},
        {"0190a1b2-3333-7000-8000-000000000003", "", "Tools/VPN.md", {}, fakeBlob(4)}};
    return comparison;
}

Result<PageHistory> FakeDesks::history(const SpaceId &space, const std::string &page, std::stop_token stop) {
    TRY(wait(stop));
    const std::string laptop = "Onboarding/Laptop.md";
    PageHistory history{space, {}, true};
    history.versions.push_back(
        {"a41e", m_now, Origin::Git, "Bob", "Laptops", {page, laptop, laptop, fakeBlob(1), fakeBlob(2)}});
    history.versions.push_back({"4f1c",
                                m_now - std::chrono::hours(30),
                                Origin::Wiki,
                                "",
                                "docmost: sync 1 page(s)",
                                {page, "", laptop, {}, fakeBlob(1)}});
    return history;
}

Result<PageSpot> FakeDesks::find(const SpaceId &, const std::string &page) {
    TRY(wait({}));
    return PageSpot{page, "Onboarding/Laptop.md"};
}

/// Of the first block alone: what the others have is older.
Result<std::vector<BlockOrigin>> FakeDesks::origins(const ConflictDetail &conflict, std::stop_token stop) {
    TRY(wait(stop));
    std::vector<BlockOrigin> origins(conflictBlocks(conflict).size());
    if (origins.empty()) return origins;
    TRY_ASSIGN(const PageHistory versions, history(conflict.summary.space, conflict.summary.page.str(), stop));
    origins.front() = {versions.versions.back(), versions.versions.front(), true};
    return origins;
}

Result<std::pair<std::string, std::string>> FakeDesks::texts(const SpaceId &, const PageDifference &page) {
    TRY(wait({}));
    const std::string same = "# Laptop\n\nEverybody gets one.\n\n";
    const std::string was = same + "Ask the desk for a laptop.\n", is = same + "Order a laptop in the portal.\n";
    return std::pair(page.was ? was : std::string(), page.is == page.was ? was : page.is ? is : std::string());
}

}  // namespace wikivault
