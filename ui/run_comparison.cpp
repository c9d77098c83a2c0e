#include "ui/run_comparison.h"

#include "models/error_text.h"
#include "models/words.h"
#include "ui/elided_label.h"
#include "ui/table_view.h"
#include "ui/text_pane.h"
#include "ui/widgets.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace wikivault {

namespace {

struct ComparisonWords {
    Q_DECLARE_TR_FUNCTIONS(RunComparison)
};

QString changeOf(const PageDifference &page) {
    if (!page.was) return ComparisonWords::tr("new");
    if (!page.is) return ComparisonWords::tr("gone");
    if (!page.isMove()) return ComparisonWords::tr("changed");
    return page.was == page.is ? ComparisonWords::tr("moved") : ComparisonWords::tr("moved, changed");
}

QString placeOf(const PageDifference &page) {
    if (!page.isMove()) return words::text(page.after.empty() ? page.before : page.after);
    return words::text(page.before) + QStringLiteral(" → ") + words::text(page.after);
}

bool isBinary(const std::string &text) {
    return text.find('\0') != std::string::npos;
}

}  // namespace

RunComparison::RunComparison(const UiContext &ui, const RunId &from, const std::optional<RunId> &to, QWidget *parent)
    : QDialog(parent),
      m_ui(ui) {
    setObjectName(QStringLiteral("runComparison"));
    setWindowTitle(tr("Compare"));
    resize(1120, 700);
    build();
    m_title->setText(tr("Comparing…"));
    ui.commands.compare.compareRuns(from, to, this, [this](const Result<Comparison> &comparison) {
        if (comparison) return show(*comparison);
        m_title->setText(tr("The two states cannot be compared"));
        make::restyle(*m_sentence, "role", QStringLiteral("error"));
        m_sentence->setText(errorText(comparison.error()));
        m_texts->setMessage({});
    });
}

void RunComparison::build() {
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    auto *head = new QVBoxLayout;
    make::margins(*head, space::kHuge, space::kLarge, space::kTiny);
    m_title = new ElidedLabel("title");
    m_title->setObjectName(QStringLiteral("comparisonTitle"));
    m_sentence = make::prose("muted");
    m_sentence->setObjectName(QStringLiteral("comparisonSentence"));
    head->addWidget(m_title);
    head->addWidget(m_sentence);
    m_model = new QStandardItemModel(0, 2, this);
    m_model->setHorizontalHeaderLabels({tr("Change"), tr("Page")});
    m_table = new TableView(m_ui.theme, {32, false, tr("Pages that differ"), QStringLiteral("comparisonTable")});
    m_table->setModel(m_model);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setColumnWidths({160, 0});
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &row) { showPage(row.row()); });
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_table);
    splitter->addWidget(buildTexts());
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({200, 400});
    auto *foot = make::box("footer");
    auto *buttons = new QHBoxLayout(foot);
    make::margins(*buttons, space::kHuge, space::kMedium, space::kSmall);
    auto *close = make::button(m_ui.theme, {tr("Close"), QStringLiteral("closeButton"), {}, "", {}});
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addLayout(head);
    column->addWidget(make::line());
    column->addWidget(splitter, 1);
    column->addWidget(foot);
}

QWidget *RunComparison::buildTexts() {
    auto *pane = make::box("pane");
    auto *column = new QVBoxLayout(pane);
    make::margins(*column, 0, 0, 0);
    auto *head = new QHBoxLayout;
    make::margins(*head, space::kHuge, space::kSmall, space::kSmall);
    m_path = new ElidedLabel("strong");
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_texts = new TextPane(m_ui, QStringLiteral("comparisonTexts"));
    auto *previous = make::button(
        m_ui.theme, {{}, QStringLiteral("previousChange"), QStringLiteral("previous"), "plain", tr("Previous change")});
    auto *next = make::button(m_ui.theme,
                              {{}, QStringLiteral("nextChange"), QStringLiteral("next"), "plain", tr("Next change")});
    connect(previous, &QPushButton::clicked, m_texts, [this] { m_texts->stepChange(false); });
    connect(next, &QPushButton::clicked, m_texts, [this] { m_texts->stepChange(true); });
    head->addWidget(m_path, 1);
    head->addWidget(m_texts->makeSwitch());
    head->addWidget(previous);
    head->addWidget(next);
    column->addLayout(head);
    column->addWidget(make::line());
    column->addWidget(m_texts, 1);
    return pane;
}

QString RunComparison::pointText(const VaultPoint &point) {
    return point.run ? tr("After run %1").arg(words::text(point.run->str())) : tr("Now");
}

void RunComparison::show(const Comparison &comparison) {
    m_comparison = comparison;
    const auto full = [](const VaultPoint &point) {
        return point.at ? tr("%1, %2").arg(pointText(point), words::fullTime(*point.at)) : pointText(point);
    };
    const int count = int(comparison.pages.size());
    m_title->setText(
        tr("%1: %n page(s) with differences", nullptr, count).arg(m_ui.models.spaces.nameOf(comparison.space)));
    m_sentence->setText(tr("%1  →  %2").arg(full(comparison.from), full(comparison.to)));
    for (const PageDifference &page : comparison.pages) {
        QList<QStandardItem *> items{new QStandardItem(changeOf(page)), new QStandardItem(placeOf(page))};
        items.last()->setToolTip(placeOf(page));
        m_model->appendRow(items);
    }
    if (count == 0) return m_texts->setMessage(tr("The vault was the same both times."));
    m_table->chooseRow(0);
    m_table->setFocus();
}

void RunComparison::showPage(int row) {
    if (row < 0 || row >= int(m_comparison.pages.size())) return;
    const PageDifference &page = m_comparison.pages[std::size_t(row)];
    m_path->setText(placeOf(page));
    m_texts->setMessage(tr("Reading both texts…"));
    CompareView::Heads heads;
    heads.isTime = true;
    heads.left = page.was ? pointText(m_comparison.from) : tr("%1: not there").arg(pointText(m_comparison.from));
    heads.right = page.is ? pointText(m_comparison.to) : tr("%1: not there").arg(pointText(m_comparison.to));
    m_ui.commands.compare.compareTexts(m_comparison.space, page, this,
                                       [this, heads](const Result<CompareCommands::Texts> &texts) {
                                           if (!texts) return m_texts->setMessage(errorText(texts.error()));
                                           if (isBinary(texts->first) || isBinary(texts->second))
                                               return m_texts->setMessage(tr("This file is no text."));
                                           if (texts->first == texts->second)
                                               return m_texts->setMessage(tr("Only its place changed."));
                                           m_texts->showTwo(texts->first, texts->second, heads);
                                       });
}

}  // namespace wikivault
