#pragma once

#include "engine/core/quiet_hours.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace wikivault {

enum class WriterChoice { Auto, Api, Sql, None };
enum class Unflagged { All, None };
/// What happens to a page that somebody has open in the wiki's editor.
enum class OpenPages {
    Wait,      ///< until it is closed, ten minutes at most; then it is merged with what they write
    MergeNow,  ///< merged at once
};
/// What is larger is not carried: a file is in memory meanwhile, and no object of a vault exceeds 64 MiB.
inline constexpr int kLargestAttachmentMb = 64;
enum class ConflictPolicy { Review, GitWins, WikiWins };

/// What a `…_COMMAND` says whose secret the system's keyring has.
inline constexpr const char *kKeyringCommand = "keyring";
/// What is shorter could be guessed.
inline constexpr std::size_t kShortestHttpToken = 16;

/// One profile, fully worked out (product.md, "Connecting to a real wiki"). Secrets are in here: never log it.
struct Settings {
    std::string profile = "default";
    std::string environment = "test";  ///< `production`, `staging`, `test`: colours the window
    std::string databaseUrl;           ///< `postgresql://…`, `sqlite:///absolute/path.db`, or "" = read by the API
    std::string databasePassword, databasePasswordCommand;  ///< of an address without one; the command prints it
    std::string redisUrl;                                   ///< "" = file locks only
    std::string apiUrl, apiEmail, apiPassword, apiToken;
    std::string apiPasswordCommand;  ///< prints the password
    std::string wikiUrl;             ///< what people open in a browser; "" = as apiUrl says
    bool enabled = false;            ///< master switch
    std::string dataDir;             ///< absolute
    std::string serviceUserId;
    int pollIntervalMs = 15000;
    int debounceMs = 2000;
    QuietHours quietHours;       ///< no run begins by itself in them
    bool sharedJournal = false;  ///< runs and pauses stand in the wiki's PostgreSQL database
    int keepRunsDays = 365;
    int httpPort = 0;                         ///< of the control over HTTP; 0 = off
    std::string httpToken, httpTokenCommand;  ///< what it asks for, or a command that prints it
    std::string remoteTemplate, sshKeyPath;
    std::string remoteBranch = "main";                       ///< of every space's remote
    std::map<std::string, std::string> spaceRemotes;         ///< by space id or slug; stronger than the template
    std::map<std::string, std::string> spaceRemoteBranches;  ///< by space id or slug; stronger than remoteBranch
    std::string httpsUser, httpsToken, httpsTokenCommand;    ///< of remotes; the command prints the token
    WriterChoice writer = WriterChoice::Auto;
    Unflagged unflagged = Unflagged::All;
    ConflictPolicy conflictPolicy = ConflictPolicy::Review;
    std::map<std::string, ConflictPolicy> spacePolicies;  ///< by space id or slug; stronger than conflictPolicy
    OpenPages openPages = OpenPages::Wait;
    std::map<std::string, OpenPages> spaceOpenPages;  ///< by space id or slug; stronger than openPages
    bool attachments = false;                         ///< files that pages show are carried in the vaults
    std::map<std::string, bool> spaceAttachments;     ///< by space id or slug; stronger than attachments
    int attachmentLimitMb = 25;                       ///< of one file
    std::string storageDir;                           ///< the wiki's, where there is no account for its API
    std::string logLevel = "info";

    [[nodiscard]] bool isSqlite() const { return databaseUrl.starts_with("sqlite:"); }
    /// Of the embedded wiki, which a profile has that names no other.
    [[nodiscard]] std::string embeddedUrl() const { return "sqlite://" + dataDir + "/wiki.db"; }
    /// Some space may follow a branch of a git server.
    [[nodiscard]] bool hasRemotes() const { return !remoteTemplate.empty() || !spaceRemotes.empty(); }
    /// `<dataDir>/.wikivault`
    [[nodiscard]] std::string stateDir() const { return dataDir + "/.wikivault"; }
    [[nodiscard]] std::string vaultDir(const std::string &spaceId) const { return dataDir + "/" + spaceId; }
    /// The rule for a space; its id is stronger than its slug.
    [[nodiscard]] ConflictPolicy policyFor(const std::string &id, const std::string &slug) const;
    [[nodiscard]] OpenPages openPagesFor(const std::string &id, const std::string &slug) const;
    [[nodiscard]] bool attachmentsFor(const std::string &id, const std::string &slug) const;
    /// Its own address, `none`, or "" when the template decides.
    [[nodiscard]] std::string remoteUrlFor(const std::string &id, const std::string &slug) const;
    [[nodiscard]] std::string remoteBranchFor(const std::string &id, const std::string &slug) const;
    friend bool operator==(const Settings &, const Settings &) = default;
};

/// The writer `settings` amount to; never Auto.
[[nodiscard]] WriterChoice effectiveWriter(const Settings &settings);

/// Somebody is named in whose name runs change things; without one none begins.
[[nodiscard]] bool namesActor(const Settings &settings);

/// A URL fit for people and logs: the password is `***`.
[[nodiscard]] std::string maskedUrl(const std::string &url);

}  // namespace wikivault
