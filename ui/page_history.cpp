#include "ui/page_history.h"

#include "models/words.h"
#include "ui/elided_label.h"
#include "ui/table_view.h"

#include <QFileInfo>
#include <QStandardItemModel>

namespace wikivault {

namespace {

struct HistoryWords {
    Q_DECLARE_TR_FUNCTIONS(PageHistoryDialog)
};

QString originText(Origin origin) {
    switch (origin) {
        case Origin::Wiki: return HistoryWords::tr("Wiki");
        case Origin::Git: return HistoryWords::tr("Git");
        case Origin::Both: return HistoryWords::tr("Both, merged");
        case Origin::Engine: break;
    }
    return HistoryWords::tr("Wikivault");
}

QString titleOf(const PageDifference &change) {
    return QFileInfo(words::text(change.after.empty() ? change.before : change.after)).completeBaseName();
}

}  // namespace

PageHistoryDialog::PageHistoryDialog(const UiContext &ui, const SpaceId &space, const QString &page, QWidget *parent)
    : QDialog(parent),
      m_ui(ui) {
    setObjectName(QStringLiteral("pageHistory"));
    setWindowTitle(tr("History of the page"));
    resize(1120, 700);
    build();
    m_frame.title->setText(tr("Reading the history…"));
    ui.commands.compare.pageHistory(space, page.toStdString(), this, [this](const Result<PageHistory> &history) {
        if (history) return show(*history);
        m_frame.fail(tr("The history cannot be read"), history.error());
    });
}

void PageHistoryDialog::openOf(const UiContext &ui, const SpaceId &space, const QString &page, QWidget *parent) {
    auto *dialog = new PageHistoryDialog(ui, space, page, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void PageHistoryDialog::build() {
    m_model = new QStandardItemModel(0, 5, this);
    m_model->setHorizontalHeaderLabels({tr("When"), tr("From"), tr("Change"), tr("By"), tr("Page")});
    m_table = new TableView(m_ui.theme, {32, false, tr("Versions of the page"), QStringLiteral("historyTable")});
    m_table->setModel(m_model);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setColumnWidths({350, 100, 130, 160, 0});
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &row) { showVersion(row.row()); });
    m_frame = ComparisonFrame::build(m_ui, *this, m_table, QStringLiteral("history"));
}

void PageHistoryDialog::show(const PageHistory &history) {
    m_history = history;
    const int count = int(history.versions.size());
    m_frame.title->setText(tr("%1: %n version(s)", nullptr, count).arg(titleOf(history.versions.front().change)));
    m_frame.sentence->setText(history.isWhole
                                  ? tr("Every commit of main that changed the page, in %1, newest first.")
                                        .arg(m_ui.models.spaces.nameOf(history.space))
                                  : tr("The newest commits of main that changed the page, in %1; git log has the rest.")
                                        .arg(m_ui.models.spaces.nameOf(history.space)));
    for (const PageVersion &version : history.versions) {
        QList<QStandardItem *> items{
            new QStandardItem(words::fullTime(version.at)), new QStandardItem(originText(version.origin)),
            new QStandardItem(ComparedTexts::changeOf(version.change)), new QStandardItem(words::text(version.author)),
            new QStandardItem(ComparedTexts::placeOf(version.change))};
        items.last()->setToolTip(items.last()->text());
        items[1]->setToolTip(words::text(version.commit.substr(0, 12) + "  " + version.subject));
        m_model->appendRow(items);
    }
    m_table->chooseRow(0);
    m_table->setFocus();
}

void PageHistoryDialog::showVersion(int row) {
    if (row < 0 || row >= int(m_history.versions.size())) return;
    const PageVersion &version = m_history.versions[std::size_t(row)];
    CompareView::Heads heads;
    heads.isTime = true;
    heads.left = tr("Before");
    heads.right = words::fullTime(version.at);
    m_frame.texts->showChange(m_history.space, version.change, heads);
}

}  // namespace wikivault
