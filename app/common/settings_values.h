#pragma once

#include "app/common/settings_reader.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wikivault {

/// The raw values of all sources, looked up by precedence; collects problems on the way.
class SettingsValues {
public:
    SettingsValues(const SettingsSources &sources, std::map<std::string, std::string> profile)
        : m_sources(sources),
          m_profile(std::move(profile)) {}

    /// The strongest value that is not empty.
    [[nodiscard]] std::optional<std::string> value(const std::string &variable) const;
    [[nodiscard]] std::string text(const std::string &variable, const std::string &fallback = {}) const;
    /// Every variable whose name begins so, from all sources, the strongest value of each.
    [[nodiscard]] std::map<std::string, std::string> beginningWith(const std::string &prefix) const;
    int positive(const std::string &variable, int fallback, const std::string &unit = "milliseconds");
    bool flag(const std::string &variable, bool fallback);
    /// One of `words`, or `fallback` with a problem.
    std::string word(const std::string &variable, const std::vector<std::string> &words, const std::string &fallback);

    void reject(const std::string &variable, const std::string &found, const std::string &expected);
    [[nodiscard]] std::vector<SettingsProblem> takeProblems() { return std::move(m_problems); }
    [[nodiscard]] bool hasProblems() const { return !m_problems.empty(); }

private:
    const SettingsSources &m_sources;
    std::map<std::string, std::string> m_profile;
    std::vector<SettingsProblem> m_problems;
};

/// Before the id or slug of a space: its own conflict policy.
inline constexpr const char *kSpacePolicyPrefix = "WIKIVAULT_CONFLICT_POLICY.";

/// The same for what happens to pages that somebody has open.
inline constexpr const char *kSpaceOpenPagesPrefix = "WIKIVAULT_OPEN_PAGES.";

/// Its own remote, or `none`, and its branch there.
inline constexpr const char *kSpaceRemotePrefix = "GIT_SYNC_REMOTE.";
inline constexpr const char *kSpaceRemoteBranchPrefix = "GIT_SYNC_REMOTE_BRANCH.";

/// Whether its attachments are carried.
inline constexpr const char *kSpaceAttachmentsPrefix = "WIKIVAULT_ATTACHMENTS.";

/// How often spaces are looked at, and when they are left alone.
void readSchedule(SettingsValues &values, Settings &settings);

/// A profile file: `NAME = value` lines; `#` and `;` begin comments, `[sections]` are ignored.
struct ProfileFile {
    bool exists = false;  ///< also where it may not be read
    std::map<std::string, std::string> values;
    std::vector<SettingsProblem> problems;  ///< lines that are none, unknown names, secrets, no right to read it
};
[[nodiscard]] ProfileFile readProfileFile(const std::string &path);

}  // namespace wikivault
