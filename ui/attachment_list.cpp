#include "ui/attachment_list.h"

#include "engine/core/sentence.h"
#include "models/words.h"
#include "ui/table_dialog.h"

#include <QCoreApplication>
#include <QLocale>

namespace wikivault {

namespace {

struct AttachmentList {
    Q_DECLARE_TR_FUNCTIONS(AttachmentList)
};

}  // namespace

QString attachmentSentence(const SpaceRow &row) {
    if (!row.attachments) return AttachmentList::tr("They stay in the wiki; the settings can have them carried.");
    if (!row.attachments->setting.empty()) return words::text(asSentence(row.attachments->setting));
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
             ? QLatin1Char(' ') + AttachmentList::tr("They come through %1.").arg(words::text(row.attachments->way))
             : QString());
    content.columns = {AttachmentList::tr("Attachment"), AttachmentList::tr("Page"), AttachmentList::tr("Why not")};
    content.widths = {200, 160, 0};
    for (const AttachmentProblem &problem : row.attachments->problems)
        content.rows << QStringList{words::text(problem.name), words::text(problem.pagePath),
                                    words::text(asSentence(problem.why))};
    auto *dialog = new TableDialog(ui.theme, content, &parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

}  // namespace wikivault
