#pragma once

#include "engine/core/result.h"
#include "engine/core/settings.h"
#include "engine/ports/activity_store.h"
#include "engine/ports/run_journal.h"
#include "engine/ports/space_memory.h"
#include "engine/ports/wiki_reader.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace wikivault::sql {

struct WikiDatabaseRequest {
    std::string databaseUrl;
    Unflagged unflagged = Unflagged::All;
    bool readOnly = false;  ///< a preview: the session cannot write
    int statementTimeoutMs = 60000;
    int connectTimeoutS = 5;
    std::string serviceUserId;  ///< who the writer acts as
    bool fenced = false;        ///< the writer asks the schema `wikivault` whether it still leads
    std::stop_token stop = {};  ///< ends statements that are given none of their own
};

/// One connection to a wiki, of the thread that opened it; closes in the destructor.
class WikiDatabase : public WikiReader {
public:
    virtual PageWriter &writer() = 0;
    /// `PostgreSQL 15.18, Docmost schema 20260…` for the doctor and the settings dialog.
    virtual Result<std::string> describe() = 0;
    /// Denied: the wiki does not know the user to act as, so nothing can be written.
    virtual Result<> checkActor() = 0;
    /// What the session may do: names of missing rights, empty when reading (and, if asked, writing) is possible.
    virtual Result<std::string> missingRights(bool forWriting) = 0;
};

/// Unavailable: no answer; Denied: refused; Invalid: not such a URL, or no Docmost tables there.
[[nodiscard]] Result<std::unique_ptr<WikiDatabase>> openWiki(const WikiDatabaseRequest &request);

/// Creates an empty embedded wiki (tables, trigger) at `path`. Invalid: the file exists.
[[nodiscard]] Result<> createEmbeddedWiki(const std::string &path);

/// Run journal and memory. Serialises its calls.
struct StateDatabase {
    std::unique_ptr<RunJournal> journal;
    std::unique_ptr<SpaceMemory> memory;
    std::unique_ptr<ActivityStore> activity;
    /// Forgets runs that ended before a time; how many. Lives as long as the journal.
    std::function<Result<int>(TimePoint)> forgetBefore;
};
/// state.db of a data directory: WAL, full sync, 0600. With `sharedUrl` runs and pauses stand in the schema
/// `wikivault` of that PostgreSQL database. Invalid: it has none.
[[nodiscard]] Result<StateDatabase> openState(const std::string &path, const std::string &sharedUrl = {});

/// `<vault>/.git/wikivault/cache.db`; a damaged file is thrown away and begun anew. "" = in memory.
[[nodiscard]] Result<std::unique_ptr<VaultCache>> openVaultCache(const std::string &path);

}  // namespace wikivault::sql
