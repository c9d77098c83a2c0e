#include "engine/adapters/git/git_call.h"

#include "engine/adapters/git/file_call.h"

namespace wikivault::git {

namespace {

ErrorCode codeOfClass(int errorClass) {
    switch (errorClass) {
        case GIT_ERROR_OS:
        case GIT_ERROR_NOMEMORY:
        case GIT_ERROR_FILESYSTEM:
        case GIT_ERROR_THREAD: return ErrorCode::Unavailable;
        case GIT_ERROR_INVALID: return ErrorCode::Invalid;
        default: return ErrorCode::Corrupt;
    }
}

// The return code decides; the text of libgit2 can be left over from an earlier call.
ErrorCode codeOf(int code, int errorClass) {
    switch (code) {
        case GIT_ENOTFOUND: return ErrorCode::NotFound;
        case GIT_EEXISTS:
        case GIT_EMODIFIED: return ErrorCode::Conflict;
        case GIT_ELOCKED: return ErrorCode::Unavailable;
        case GIT_EINVALIDSPEC:
        case GIT_EINVALID: return ErrorCode::Invalid;
        case GIT_EOWNER: return ErrorCode::Denied;
        case GIT_EMISMATCH: return ErrorCode::Corrupt;
        default: return codeOfClass(errorClass);
    }
}

}  // namespace

Result<> check(int code, std::string_view what) {
    if (code >= 0) return {};
    const git_error *error = git_error_last();
    std::string detail(what);
    if (code == GIT_ELOCKED)
        return fail(ErrorCode::Unavailable,
                    detail + ": another git process holds its lock; the next run goes on once that is gone");
    if (error != nullptr && error->message != nullptr) detail += std::string(": ") + error->message;
    return fail(codeOf(code, error == nullptr ? GIT_ERROR_NONE : error->klass), withAdvice(std::move(detail)));
}

Result<bool> isDescendant(git_repository *repository, const CommitId &below, const CommitId &above) {
    const git_oid under = toOid(below), over = toOid(above);
    const int answer = git_graph_descendant_of(repository, &under, &over);
    TRY(check(answer, "comparing two commits of the vault"));
    return answer == 1;
}

}  // namespace wikivault::git
