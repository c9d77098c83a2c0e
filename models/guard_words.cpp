#include "models/guard_words.h"

#include "engine/core/plan_order.h"

#include <QCoreApplication>
#include <QStringList>

namespace wikivault {

namespace {

struct Guard {
    Q_DECLARE_TR_FUNCTIONS(Guard)
};

struct HeldCounts {
    int pagesDeleted = 0, pagesOverwritten = 0, filesDeleted = 0, filesOverwritten = 0, setAside = 0;
    int pages = 0, files = 0;  ///< of the spaces that are held
    bool restoresFiles = false, restoresPages = false;
};

void countHeld(const Plan &plan, HeldCounts &counts) {
    bool any = false;
    for (const Item &item : plan.items) {
        if (item.reason != Reason::Guard) continue;
        any = true;
        const bool inWiki = item.direction == Direction::GitToWiki;
        if (item.action == Action::Create)
            ++counts.setAside;
        else if (item.action == Action::Delete)
            ++(inWiki ? counts.pagesDeleted : counts.filesDeleted);
        else
            ++(inWiki ? counts.pagesOverwritten : counts.filesOverwritten);
        if (flipOf(plan, item)) (inWiki ? counts.restoresFiles : counts.restoresPages) = true;
    }
    if (!any) return;
    counts.pages += plan.pagesExamined;
    counts.files += plan.filesExamined;
}

QString sentencesOf(const HeldCounts &held) {
    QStringList said;
    if (held.pagesDeleted > 0)
        said << Guard::tr(
                    "This plan deletes %n wiki page(s) of %1, because the files are gone from git. Usually this "
                    "means that the vault folder was emptied or the branch is wrong.",
                    nullptr, held.pagesDeleted)
                    .arg(held.pages);
    if (held.pagesOverwritten > 0)
        said << Guard::tr("This plan replaces the whole text of %n wiki page(s) of %1 by that of the files.", nullptr,
                          held.pagesOverwritten)
                    .arg(held.pages);
    if (held.filesDeleted > 0)
        said << Guard::tr(
                    "This plan deletes %n file(s) of %1, because the pages are gone from the wiki. Usually this "
                    "means that a page was trashed with all that stands below it.",
                    nullptr, held.filesDeleted)
                    .arg(held.files);
    if (held.filesOverwritten > 0)
        said << Guard::tr("This plan replaces the whole text of %n file(s) of %1 by that of the wiki.", nullptr,
                          held.filesOverwritten)
                    .arg(held.files);
    if (held.setAside > 0)
        said << Guard::tr("%n file(s) would become new pages beside others of the same name.", nullptr, held.setAside);
    return said.join(QLatin1Char(' '));
}

}  // namespace

GuardWords guardWords(const std::vector<Plan> &plans) {
    HeldCounts held;
    for (const Plan &plan : plans)
        countHeld(plan, held);
    GuardWords words{sentencesOf(held), {}};
    if (held.restoresFiles && held.restoresPages)
        words.putBack = Guard::tr("Keep both, put back what is gone");
    else if (held.restoresFiles)
        words.putBack = Guard::tr("Keep the pages, restore the files");
    else if (held.restoresPages)
        words.putBack = Guard::tr("Keep the files, restore the pages");
    return words;
}

}  // namespace wikivault
