#include "engine/adapters/git/vault_identity.h"

#include "engine/adapters/git/file_call.h"
#include "engine/adapters/git/object_store.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace wikivault::git {

namespace {

constexpr std::size_t kMaxIdentityFile = 4096;

struct Identity {
    std::string vault, space;
    int format = 0;
};

std::string textOf(const QJsonObject &json, const char *name) {
    return parseUuid(json.value(QLatin1String(name)).toString().toStdString()).value_or("");
}

/// Nothing for a file that is not there or says nothing.
Result<std::optional<Identity>> readIdentity(const ObjectStore &store) {
    const std::optional<Identity> none;
    const auto text = readFile(store.ownFile("id"), kMaxIdentityFile);
    if (!text && (text.error().code == ErrorCode::NotFound || text.error().code == ErrorCode::Invalid)) return none;
    if (!text) return tl::unexpected<Error>(text.error());
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object();
    Identity identity{textOf(json, "vault"), textOf(json, "space"), json.value(QLatin1String("format")).toInt()};
    return identity.vault.empty() || identity.space.empty() ? none : std::optional(std::move(identity));
}

/// The commit the last run left main at is there. True when no run is remembered.
bool holdsLastMain(ObjectStore &store, const VaultMemory &memory) {
    const auto main = parseObjectId<CommitId>(memory.mainTip);
    return !main || store.contains(ObjectKey{main->bytes});
}

}  // namespace

std::string startAnewAdvice(const SpaceId &space) {
    return "set it aside and start anew from the wiki: wikivaultctl doctor --fix new-vault:" + space.str();
}

tl::unexpected<Error> failWithoutBranches(const std::string &vaultDir, const SpaceId &space) {
    return fail(ErrorCode::Corrupt, "the vault " + vaultDir +
                                        " has lost its branches main and docmost; restore it from a copy, or " +
                                        startAnewAdvice(space));
}

Result<std::string> identityOf(ObjectStore &store, const SpaceId &space, const VaultMemory &memory) {
    const std::string &path = store.place().vaultDir;
    TRY_ASSIGN(const auto identity, readIdentity(store));
    if (identity && identity->format > kVaultFormat)
        return fail(ErrorCode::Invalid,
                    "the vault " + path + " was written by a newer Wikivault; use that version, nothing was changed");
    if (identity && identity->space != space.str())
        return fail(ErrorCode::Invalid, path + " is the vault of another space, " + identity->space +
                                            ": put each vault back into the folder that bears its space's id, or " +
                                            startAnewAdvice(space));
    const bool isOther =
        identity ? !memory.vaultId.empty() && identity->vault != memory.vaultId : !holdsLastMain(store, memory);
    if (isOther)
        return fail(ErrorCode::Corrupt, path +
                                            " is not the vault that was here: put that one back, or take this one for "
                                            "the space's from now on: wikivaultctl doctor --fix take-vault:" +
                                            space.str() + ", or " + startAnewAdvice(space));
    return identity ? identity->vault : std::string();
}

Result<std::string> nameVault(const ObjectStore &store, const SpaceId &space, const VaultMemory &memory) {
    const std::string vault =
        memory.vaultId.empty() ? QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString() : memory.vaultId;
    const QJsonObject json{{QStringLiteral("format"), kVaultFormat},
                           {QStringLiteral("space"), QString::fromStdString(space.str())},
                           {QStringLiteral("vault"), QString::fromStdString(vault)}};
    TRY(replaceFile(store.ownFile("id"), QJsonDocument(json).toJson().toStdString()));
    return vault;
}

}  // namespace wikivault::git
