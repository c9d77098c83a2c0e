#include "ui/attachment_list.h"

#include "engine/core/sentence.h"
#include "models/engine_text.h"
#include "models/words.h"
#include "ui/table_dialog.h"

#include <QCoreApplication>
#include <QLocale>

namespace wikivault {

namespace {

struct AttachmentList {
    Q_DECLARE_TR_FUNCTIONS(AttachmentList)
};

QString stepOf(const Item &item) {
    if (item.outcome != Outcome::Done) return AttachmentList::tr("Left");
    return item.direction == Direction::GitToWiki ? AttachmentList::tr("Upload") : AttachmentList::tr("Download");
}

}  // namespace

QString forecastSentence(const PlanModel &plan) {
    AttachmentCounts all;
    for (const Plan &one : plan.plans()) {
        const AttachmentCounts counts = attachmentCounts(one.attachments);
        all.downloads += counts.downloads;
        all.uploads += counts.uploads;
        all.left += counts.left;
    }
    if (all.downloads + all.uploads + all.left == 0) return {};
    const QLocale locale;
    return AttachmentList::tr("Attachments of the next run: %1 to download, %2 to upload, %3 left.")
        .arg(locale.toString(all.downloads), locale.toString(all.uploads), locale.toString(all.left));
}

void showForecastOf(const UiContext &ui, QWidget &parent) {
    const PlanModel &plan = ui.models.plan;
    TableDialog::Content content;
    content.title = AttachmentList::tr("Attachments of the next run");
    content.objectName = QStringLiteral("forecastDialog");
    content.sentence =
        forecastSentence(plan) + QLatin1Char(' ') +
        AttachmentList::tr("Nothing of them was transferred, and applying the plan leaves them to a run.");
    content.columns = {AttachmentList::tr("File"), AttachmentList::tr("What"), AttachmentList::tr("Why")};
    content.widths = {420, 100, 0};
    for (const Plan &one : plan.plans())
        for (const Item &item : one.attachments)
            content.rows << QStringList{words::text(item.path), stepOf(item), engineText(asSentence(item.detail))};
    auto *dialog = new TableDialog(ui.theme, content, &parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QString attachmentSentence(const SpaceRow &row) {
    if (!row.attachments) return AttachmentList::tr("They stay in the wiki; the settings can have them carried.");
    if (!row.attachments->setting.empty()) return engineText(asSentence(row.attachments->setting));
    const QLocale locale;
    return AttachmentList::tr("%1 carried, %2 left, %3 not to be had.")
        .arg(locale.toString(row.attachments->carried), locale.toString(row.attachments->left),
             locale.toString(row.attachments->problems.size()));
}

void showAttachmentsOf(const UiContext &ui, const SpaceRow &row, QWidget &parent) {
    if (!row.attachments) return;
    TableDialog::Content content;
    content.title = AttachmentList::tr("Attachments of %1").arg(words::text(row.space.name));
    content.objectName = QStringLiteral("attachmentDialog");
    content.sentence =
        attachmentSentence(row) +
        (row.attachments->setting.empty()
             ? QLatin1Char(' ') + AttachmentList::tr("They come through %1.").arg(engineText(row.attachments->way))
             : QString());
    content.columns = {AttachmentList::tr("Attachment"), AttachmentList::tr("Page"), AttachmentList::tr("Why not")};
    content.widths = {200, 160, 0};
    for (const AttachmentProblem &problem : row.attachments->problems)
        content.rows << QStringList{words::text(problem.name), words::text(problem.pagePath),
                                    engineText(asSentence(problem.why))};
    auto *dialog = new TableDialog(ui.theme, content, &parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

}  // namespace wikivault
