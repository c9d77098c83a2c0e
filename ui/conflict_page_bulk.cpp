#include "models/words.h"
#include "ui/bulk_bar.h"
#include "ui/confirm_dialog.h"
#include "ui/conflict_page.h"
#include "ui/table_view.h"

#include <algorithm>

/// Several conflicts decided alike: the list is shown first, and only what is on it is decided.
namespace wikivault {

QWidget *ConflictPage::buildBulk() {
    m_bulk = new BulkBar(ui().theme, QStringLiteral("conflictBulkBar"));
    const auto verb = [this](const make::ButtonSpec &spec, Take take) {
        QPushButton *button = m_bulk->addVerb(spec);
        connect(button, &QPushButton::clicked, this, [this, take] { askToTake(take); });
        m_takes.push_back(button);
    };
    verb({tr("Take Wiki…"), QStringLiteral("bulkTakeWikiButton"), QStringLiteral("wiki"), "",
          tr("The wiki's text stands in all of them; asks first")},
         Take::Wiki);
    verb({tr("Take Git…"), QStringLiteral("bulkTakeGitButton"), QStringLiteral("git"), "",
          tr("Git's text stands in all of them; asks first")},
         Take::Git);
    verb({tr("Take both…"),
          QStringLiteral("bulkTakeBothButton"),
          {},
          "",
          tr("The wiki's blocks, then git's, in all of them; asks first")},
         Take::Both);
    return m_bulk;
}

std::vector<ConflictSummary> ConflictPage::chosen() const {
    const ConflictModel &model = ui().models.conflicts;
    std::vector<ConflictSummary> chosen;
    for (const QString &id : m_table->selectedIds())
        if (const int row = model.rowOf(PageId(id.toStdString())); row >= 0) {
            const ConflictSummary &conflict = model.conflicts()[std::size_t(row)];
            if (!model.isDecided(conflict.page)) chosen.push_back(conflict);
        }
    return chosen;
}

void ConflictPage::updateBulk() {
    const auto conflicts = chosen();
    if (conflicts.size() < 2) return m_bulk->hide();
    for (QPushButton *button : m_takes)
        button->setEnabled(!ui().models.state.isReadOnly());
    m_bulk->show(tr("%n conflict(s) selected", nullptr, int(conflicts.size())));
}

void ConflictPage::askToTake(Take take) {
    const auto conflicts = chosen();
    const int count = int(conflicts.size());
    ConfirmDialog::Question question;
    switch (take) {
        case Take::Wiki:
            question.title = tr("Take the wiki's side of %n conflict(s)?", nullptr, count);
            question.text = tr("Git's text gives way; a page the wiki removed is removed in git.");
            question.verb = tr("Take Wiki for all");
            break;
        case Take::Git:
            question.title = tr("Take git's side of %n conflict(s)?", nullptr, count);
            question.text = tr("The wiki's text gives way; a page git removed goes to the wiki's trash.");
            question.verb = tr("Take Git for all");
            break;
        default:
            question.title = tr("Take both sides of %n conflict(s)?", nullptr, count);
            question.text =
                tr("Every block both sides changed stands twice, the wiki's first; a page one side removed "
                   "stays.");
            question.verb = tr("Take both for all");
    }
    question.text +=
        QLatin1Char(' ') + tr("What loses is kept under Settled by people. Nothing is written before the next run.");
    for (const ConflictSummary &conflict : conflicts)
        question.list << QStringLiteral("%1  %2  (%3)")
                             .arg(ui().models.conflicts.spaceName(conflict.space), words::text(conflict.path),
                                  words::conflictKind(conflict.kind));
    auto *dialog = new ConfirmDialog(ui(), question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, conflicts, take] { ui().commands.review.decideAll(conflicts, take); });
    dialog->open();
}

}  // namespace wikivault
