#include "engine/run/attachment_work.h"

namespace wikivault {

namespace {

/// By a run that was cut off before it could record it. Servers write names as they like: the bytes tell.
Result<std::optional<Attachment>> uploadedBefore(Carriage &carriage, const AttachmentAgenda &agenda,
                                                 const AttachmentUpload &file) {
    TRY_ASSIGN(const std::vector<Attachment> there, carriage.store.ofPage(file.page));
    for (const Attachment &one : there) {
        const bool isFree = !carriage.bases.contains(one.id) && !agenda.files().contains(one.id);
        if (!isFree || one.size != std::int64_t(file.bytes.size())) continue;
        TRY_ASSIGN(const std::string bytes, carriage.store.read(one, carriage.limit()));
        if (bytes == file.bytes) return std::optional(one);
    }
    return std::optional<Attachment>();
}

Result<> carryFile(Carriage &carriage, const AttachmentAgenda &agenda, const std::string &path,
                   const AttachmentPlace &place) {
    const TreeEntry entry = carriage.tree.at(path);
    if (!carriage.cycle.wiki.rows.contains(place.page)) return fail(ErrorCode::NotFound, kNoPageOfFolder);
    TRY_ASSIGN(const std::string bytes, carriage.cycle.ports.vault.text(entry.blob));
    if (std::int64_t(bytes.size()) > carriage.limit())
        return tl::unexpected<Error>(tooLarge("the vault's file", std::int64_t(bytes.size())));
    TRY(carriage.pass(path));
    const AttachmentUpload file{place.page, uploadNameOf(place.name), bytes, {}};
    TRY_ASSIGN(std::optional<Attachment> made, uploadedBefore(carriage, agenda, file));
    if (!made) {
        TRY_ASSIGN(made, carriage.store.upload(file));
    }
    // From now on its place says which of the wiki's files it is.
    Item item = attachmentItem(attachmentPath(place.page, made->id, made->name), Direction::GitToWiki, Action::Create);
    item.fromPath = path;
    item.detail = "pages refer to it as /api/files/" + made->id.str() + "/" + made->name;
    carriage.tree.erase(path);
    carriage.tree[item.path] = entry;
    carriage.agree(*made, entry.blob, place.page);
    carriage.cycle.note(item);
    return carriage.carried(bytes.size());
}

void noteTrouble(Carriage &carriage, const std::string &path, const PageId &page, const Error &error) {
    Item item = attachmentItem(path, Direction::GitToWiki, Action::Create);
    item.outcome = Outcome::Skipped;
    item.reason = Reason::NotSynced;
    carriage.noteTrouble(path, {page, {}, toHex(carriage.tree.at(path).blob), error.detail}, std::move(item));
}

}  // namespace

Result<> carryNew(Carriage &carriage, const AttachmentAgenda &agenda) {
    for (const auto &[path, place] : agenda.newFiles()) {
        if (carriage.isOver()) {
            ++carriage.memory.newFiles;
            continue;
        }
        const Result<> done = carryFile(carriage, agenda, path, place);
        if (done) continue;
        if (isOfTheFileAlone(done.error())) {
            noteTrouble(carriage, path, place.page, done.error());
            continue;
        }
        ++carriage.memory.newFiles;
        TRY(carriage.failed(path, done.error()));
    }
    return {};
}

}  // namespace wikivault
