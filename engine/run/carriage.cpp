#include "engine/run/carriage.h"

#include "engine/run/advance.h"
#include "engine/run/carry_attachments.h"

namespace wikivault {

namespace {

// What is carried is recorded in parts, so that little is carried twice after a crash.
constexpr int kFilesInPart = 64;
constexpr std::size_t kBytesInPart = std::size_t{16} * 1024 * 1024;
// One file that the wiki cannot give must not keep the others back; a wiki that gives none is left alone.
constexpr int kFailuresInARow = 3;
constexpr std::int64_t kMegabyte = 1'000'000;

}  // namespace

bool isOfTheFileAlone(const Error &error) {
    return error.code == ErrorCode::NotFound || error.code == ErrorCode::Denied || error.code == ErrorCode::Invalid ||
           error.code == ErrorCode::Conflict;
}

Item attachmentItem(const std::string &path, Direction direction, Action action) {
    Item item;
    item.path = path;
    item.direction = direction;
    item.action = action;
    return item;
}

Error tooLarge(const std::string &what, std::int64_t bytes) {
    return {ErrorCode::Invalid, what + " has " + std::to_string((bytes + kMegabyte - 1) / kMegabyte) +
                                    " MB, more than WIKIVAULT_ATTACHMENT_LIMIT_MB allows; it is not carried"};
}

Carriage::Carriage(Cycle &cycle_)
    : cycle(cycle_),
      store(*cycle_.ports.attachments),
      tree(cycle_.vault.mainTree),
      m_begun(cycle_.ports.clock.sinceBoot()) {}

Result<> Carriage::open() {
    TRY_ASSIGN(m_recorded, loadAttachments(cycle.ports.vault));
    bases = m_recorded.records;
    TRY_ASSIGN(const std::string text, cycle.ports.cache.value(kAttachmentMemory));
    before = parseAttachmentMemory(text);
    return {};
}

Result<> Carriage::close() {
    TRY(record());
    memory.seen = cycle.vault.mainTip;
    memory.limit = limit();
    memory.carried = static_cast<int>(bases.size());
    cycle.report.attachmentsLeft = memory.left();
    if (memory == before) return {};
    TRY(cycle.checkpoint.pass("remembering what was done"));
    return cycle.ports.cache.setValue(kAttachmentMemory, printAttachmentMemory(memory));
}

bool Carriage::isOver() const {
    return m_hasStopped || cycle.ports.clock.sinceBoot() - m_begun >= kCarryingTime;
}

Result<> Carriage::pass(const std::string &path) {
    return cycle.checkpoint.pass("carrying attachments", path, ++m_done, total);
}

void Carriage::agree(const Attachment &wiki, const BlobId &blob, const PageId &refersTo) {
    bases.insert_or_assign(wiki.id, AttachmentBase{blob, wiki.size, wiki.updatedAt, refersTo});
}

Result<> Carriage::carried(std::size_t bytes) {
    m_bytes += bytes;
    m_failures = 0;
    if (++m_files < kFilesInPart && m_bytes < kBytesInPart) return {};
    return record();
}

Result<> Carriage::record() {
    VaultState &vault = cycle.vault;
    m_files = 0;
    m_bytes = 0;
    Advance advance;
    advance.main = vault.mainTip;
    advance.mirror = vault.mirrorTip;
    advance.mainTree = tree;
    if (tree != vault.mainTree) {
        TRY_ASSIGN(advance.main, commitTree(cycle, tree, {*vault.mainTip}, "docmost: attachments"));
    }
    TRY_ASSIGN(const auto move, storeAttachments(cycle.ports.vault, m_recorded, bases, cycle.ports.clock.now()));
    if (move) advance.afterMain.push_back(*move);
    if (advance.main == vault.mainTip && !move) return {};
    TRY(advanceVault(cycle, advance));
    m_hasStopped = m_hasStopped || vault.head != HeadState::OnMain;
    if (vault.head != HeadState::OnMain) return {};
    if (move) m_recorded = {move->to, bases};
    vault.mainTree = cycle.merge.mainTree = tree;
    return {};
}

bool Carriage::isKnownTrouble(const std::string &name, const std::string &state) {
    const auto known = before.troubles.find(name);
    if (known == before.troubles.end() || known->second.state != state) return false;
    if (cycle.request.full || before.limit != limit()) return false;
    memory.troubles.insert(*known);
    return true;
}

void Carriage::noteTrouble(const std::string &name, AttachmentTrouble trouble, Item item) {
    if (isKnownTrouble(name, trouble.state)) return;
    item.detail = trouble.why;
    cycle.note(std::move(item));
    const auto path = cycle.merge.mainPaths.find(trouble.page);
    if (path != cycle.merge.mainPaths.end()) trouble.pagePath = path->second;
    memory.troubles.insert_or_assign(name, std::move(trouble));
}

Result<> Carriage::failed(const std::string &path, const Error &error) {
    if (error.code != ErrorCode::Unavailable) return tl::unexpected<Error>(error);
    m_hasStopped = ++m_failures >= kFailuresInARow;
    Item item = attachmentItem(path, Direction::WikiToGit, Action::Update);
    item.outcome = Outcome::Failed;
    item.reason = Reason::Incomplete;
    item.detail = error.detail;
    cycle.note(item);
    return {};
}

}  // namespace wikivault
