#pragma once

#include "engine/core/time.h"
#include "engine/ports/vault.h"

#include <QJsonObject>

#include <map>
#include <optional>
#include <string>

/// Records as JSON files of one commit under refs/wikivault/, and the texts they speak of beside them.
namespace wikivault {

[[nodiscard]] QString recordText(const std::string &text);
[[nodiscard]] std::string recordText(const QJsonObject &object, const char *name);
[[nodiscard]] QString blobText(const std::optional<BlobId> &blob);
[[nodiscard]] std::optional<BlobId> blobOf(const QJsonObject &object, const char *name);

struct RecordFiles {
    std::optional<CommitId> tip;
    std::map<std::string, QJsonObject> files;  ///< name without `.json`
};
Result<RecordFiles> loadRecords(Vault &vault, const char *ref);

/// What a record ref is to hold.
struct RecordContents {
    std::map<std::string, QJsonObject> files;
    std::map<std::string, BlobId> kept;  ///< path → text that must stay reachable; nothing is stored twice
};
/// The move of `ref` from `tip` to these contents; nothing when there was nothing and stays so.
Result<std::optional<RefMove>> storeRecords(Vault &vault, const RecordContents &contents, const RefMove &move,
                                            TimePoint now);

}  // namespace wikivault
