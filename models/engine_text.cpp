#include "models/engine_text.h"

#include <QCoreApplication>

#include <iterator>

namespace wikivault {

namespace {

/// Word for word as the engine says them: the source texts of their translations.
constexpr const char *kSentences[] = {
    QT_TRANSLATE_NOOP("EngineText", "left out on request"),
    QT_TRANSLATE_NOOP("EngineText", "not part of the plan; it waits for the next run"),
    QT_TRANSLATE_NOOP("EngineText", "nothing is left to do for it"),
    QT_TRANSLATE_NOOP("EngineText", "it changed since the plan was made"),
    QT_TRANSLATE_NOOP("EngineText", "both the wiki's page and its file changed since the plan was made"),
    QT_TRANSLATE_NOOP("EngineText", "the page changed in the wiki since the plan was made"),
    QT_TRANSLATE_NOOP("EngineText", "its file changed since the plan was made"),
    QT_TRANSLATE_NOOP("EngineText", "what was agreed on before changed since the plan was made"),
    QT_TRANSLATE_NOOP("EngineText", "the file cannot be read (not a regular file, or no permission)"),
    QT_TRANSLATE_NOOP("EngineText",
                      "another branch than main is checked out in the vault; the engine waits until main is back"),
    QT_TRANSLATE_NOOP("EngineText", "a merge, rebase or cherry-pick is in progress in the vault; finish or abort it"),
    QT_TRANSLATE_NOOP("EngineText", "turned round by a person: git's side stands, the wiki's is kept in the inbox"),
    QT_TRANSLATE_NOOP("EngineText", "turned round by a person: the wiki's side stands, git's is kept in the inbox"),
    QT_TRANSLATE_NOOP("EngineText", "the file holds conflict markers; settle them in the file"),
    QT_TRANSLATE_NOOP("EngineText", "one side edited the page, the other removed it; decide in the conflict review"),
    QT_TRANSLATE_NOOP("EngineText", "both sides changed the same text; decide in the conflict review"),
    QT_TRANSLATE_NOOP("EngineText",
                      "both sides changed the same text; by rule git's stands, the wiki's is kept in the inbox"),
    QT_TRANSLATE_NOOP("EngineText",
                      "both sides changed the same text; by rule the wiki's stands, git's is kept in the inbox"),
    QT_TRANSLATE_NOOP("EngineText", "removed in the wiki and edited in git; by rule an edit beats a removal"),
    QT_TRANSLATE_NOOP("EngineText", "removed in git and edited in the wiki; by rule an edit beats a removal"),
    QT_TRANSLATE_NOOP("EngineText", "both sides renamed or moved the page differently; by rule git's choice stands"),
    QT_TRANSLATE_NOOP("EngineText", "both sides moved pages under each other; the wiki's order stands"),
    QT_TRANSLATE_NOOP("EngineText", "removed in the wiki"),
    QT_TRANSLATE_NOOP("EngineText", "goes to the wiki's trash; public shares of the page go with it"),
    QT_TRANSLATE_NOOP("EngineText", "pages below it live on; move or delete those first"),
    QT_TRANSLATE_NOOP("EngineText",
                      "its file is gone but pages below it live on; move or delete those first, or put the file back"),
    QT_TRANSLATE_NOOP("EngineText",
                      "its folder belongs to a page that is no live page of this space; it goes where the wiki has it"),
    QT_TRANSLATE_NOOP("EngineText",
                      "the file names a page of another space; remove gitmost_id to make a new page here"),
    QT_TRANSLATE_NOOP("EngineText", "the file names a page that does not exist; remove gitmost_id to make a new page"),
    QT_TRANSLATE_NOOP("EngineText", "it failed before and is tried again later"),
    QT_TRANSLATE_NOOP("EngineText", "somebody has the page open in the wiki's editor"),
    QT_TRANSLATE_NOOP("EngineText", "its parent page is not in the wiki; it waits until that is settled"),
    QT_TRANSLATE_NOOP("EngineText", "it would stand below itself; it waits until the page above it has moved"),
    QT_TRANSLATE_NOOP("EngineText", "the page changed in the wiki meanwhile; the next run looks again"),
    QT_TRANSLATE_NOOP("EngineText", "the page is no longer in the wiki; the next run looks again"),
    QT_TRANSLATE_NOOP("EngineText", "something that is not tracked stands in the way; move it and run again"),
    QT_TRANSLATE_NOOP("EngineText", "the page was made in the wiki; the run only wrote its file, which stays"),
    QT_TRANSLATE_NOOP("EngineText", "the page is no longer in the wiki's trash, so it cannot be restored"),
    QT_TRANSLATE_NOOP("EngineText", "the same text was changed again since the rule chose; put it back by hand"),
    QT_TRANSLATE_NOOP("EngineText", "the text stands there already"),
    QT_TRANSLATE_NOOP("EngineText", "the page was removed since the rule chose"),
};

}  // namespace

QString engineText(const std::string &sentence) {
    return QCoreApplication::translate("EngineText", sentence.c_str());
}

std::vector<std::string> engineSentences() {
    return {std::begin(kSentences), std::end(kSentences)};
}

}  // namespace wikivault
