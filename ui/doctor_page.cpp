#include "ui/doctor_page.h"

#include "engine/core/sentence.h"
#include "models/engine_text.h"
#include "models/words.h"
#include "ui/confirm_dialog.h"
#include "ui/elided_label.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace wikivault {

DoctorPage::DoctorPage(const UiContext &ui)
    : Page(ui, {tr("Doctor"), QStringLiteral("doctorPage")}),
      m_filter(ui.models.doctor, this) {
    m_copy = make::button(ui.theme, {tr("Copy report"), QStringLiteral("copyReportButton"), QStringLiteral("copy"),
                                     "plain", tr("All findings as text; passwords are not in it")});
    m_again = make::button(ui.theme, {tr("Check again"), QStringLiteral("checkAgainButton"), QStringLiteral("refresh"),
                                      "primary", tr("Looks at everything again (F5); changes nothing")});
    addAction(m_copy);
    addAction(m_again);
    m_filters = new FilterBar(ui.theme, tr("Filter checks"));
    using Finding = DoctorModel::Finding;
    const std::pair<Finding, QString> chips[] = {{Finding::Fail, tr("Fails")},
                                                 {Finding::Warn, tr("Look at it")},
                                                 {Finding::Unknown, tr("Not known")},
                                                 {Finding::Ok, tr("Good")}};
    m_filters->addChip(-1, tr("All"));
    for (const auto &[finding, word] : chips)
        m_filters->addChip(int(finding), word);
    addToolRow(m_filters);
    m_table = new TableView(ui.theme, {48, false, tr("Checks"), QStringLiteral("doctorTable")});
    m_table->setModel(&m_filter);
    m_table->setColumnWidths({220, 130, 0});
    auto *frame = new ListFrame(ui.theme, ui.models.doctor, m_table,
                                {QStringLiteral("doctor"),
                                 tr("Nothing was checked yet."),
                                 {},
                                 tr("The checks could not be made."),
                                 tr("No check matches.")});
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("doctorSplitter"));
    splitter->addWidget(frame);
    splitter->addWidget(buildDetail());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    setContent(splitter);
    connect(frame, &ListFrame::retryRequested, this, &DoctorPage::refresh);
    connect(frame, &ListFrame::clearFilterRequested, m_filters, &FilterBar::clearFilter);
    m_filters->narrow(m_filter);
    connect(m_again, &QPushButton::clicked, this, &DoctorPage::refresh);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(this->ui().models.doctor.report()); });
    connect(m_table, &TableView::currentIdChanged, this, &DoctorPage::showRow);
    connect(&ui.models.doctor, &TableModel::loadChanged, this, &DoctorPage::updateHead);
    connect(&ui.models.doctor, &QAbstractItemModel::modelReset, this, [this] {
        m_table->keepRowChosen();
        showRow();
    });
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &DoctorPage::showRow);
    updateHead();
    showRow();
}

/// However long a finding is, all of it can be read: it scrolls, and the verbs stay where they are.
QWidget *DoctorPage::buildFinding() {
    auto *finding = make::box("pane");
    auto *column = new QVBoxLayout(finding);
    make::margins(*column, 0, 0, space::kSmall);
    m_detail = make::prose("body");
    m_detail->setObjectName(QStringLiteral("doctorDetail"));
    m_advice = make::prose("strong");
    m_advice->setObjectName(QStringLiteral("doctorAdvice"));
    column->addWidget(m_detail);
    column->addWidget(m_advice);
    column->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("doctorFinding"));
    scroll->setAccessibleName(tr("The finding and what to do"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(finding);
    return scroll;
}

QWidget *DoctorPage::buildDetail() {
    auto *pane = make::box("pane");
    auto *column = new QVBoxLayout(pane);
    make::margins(*column, space::kHuge, space::kLarge, space::kSmall);
    m_name = new ElidedLabel("heading");
    column->addWidget(m_name);
    column->addWidget(buildFinding(), 1);
    column->addLayout(buildVerbs());
    return pane;
}

QLayout *DoctorPage::buildVerbs() {
    m_copyFinding = make::button(ui().theme, {tr("Copy finding"), QStringLiteral("copyFindingButton"),
                                              QStringLiteral("copy"), "plain", tr("The finding and what to do")});
    m_copyCommand = make::button(
        ui().theme, {tr("Copy command"), QStringLiteral("copyCommandButton"), QStringLiteral("copy"), "plain", {}});
    m_fix = make::button(ui().theme, {tr("Fix…"), QStringLiteral("fixButton"), QStringLiteral("doctor"), "", {}});
    m_otherFix =
        make::button(ui().theme, {tr("Start anew…"), QStringLiteral("otherFixButton"), QStringLiteral("plan"), "", {}});
    auto *verbs = new QHBoxLayout;
    verbs->addWidget(m_fix);
    verbs->addWidget(m_otherFix);
    verbs->addWidget(m_copyCommand);
    verbs->addWidget(m_copyFinding);
    verbs->addStretch(1);
    connect(m_copyFinding, &QPushButton::clicked, this, &DoctorPage::copyFinding);
    connect(m_fix, &QPushButton::clicked, this, [this] { askToFix(chosenFix()); });
    connect(m_otherFix, &QPushButton::clicked, this, [this] { askToFix(otherFixWord(chosenFix())); });
    connect(m_copyCommand, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_copyCommand->toolTip()); });
    return verbs;
}

void DoctorPage::copyFinding() {
    QStringList lines{m_name->text(), m_detail->text(), m_advice->text(), m_copyCommand->toolTip()};
    lines.removeAll(QString());
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void DoctorPage::refresh() {
    ui().commands.doctor.refreshDoctor();
}

void DoctorPage::focusFilter() {
    m_filters->focusSearch();
}

void DoctorPage::clearFilter() {
    m_filters->clearFilter();
}

void DoctorPage::showCheck(const QString &name) {
    m_filters->clearFilter();
    m_table->selectId(name);
}

void DoctorPage::updateHead() {
    using Finding = DoctorModel::Finding;
    const DoctorModel &doctor = ui().models.doctor;
    m_filters->setCount(-1, doctor.rowCount());
    for (const Finding finding : {Finding::Fail, Finding::Warn, Finding::Unknown, Finding::Ok})
        m_filters->setCount(int(finding), doctor.countOf(finding));
    m_filters->setVisible(doctor.rowCount() > 0);
    const bool looking = doctor.load().phase == Load::Phase::Loading;
    m_again->setEnabled(!looking);
    m_copy->setEnabled(doctor.rowCount() > 0);
    const auto &asOf = doctor.load().asOf;
    if (looking) return setSentence(tr("Looking at connections, rights, vaults and disk; nothing is changed…"));
    if (!asOf) return setSentence({});
    const int fails = doctor.countOf(Finding::Fail), warns = doctor.countOf(Finding::Warn);
    QStringList parts;
    if (fails > 0) parts << tr("Failing: %1.").arg(fails);
    if (warns > 0) parts << tr("To look at: %1.").arg(warns);
    if (parts.isEmpty()) parts << tr("Nothing is wrong.");
    setSentence((parts << tr("As of %1.").arg(words::timeOfDay(*asOf, doctor.now()))).join(QLatin1Char(' ')));
}

void DoctorPage::showRow() {
    const DoctorCheck *check = ui().models.doctor.at(m_filter.sourceRow(m_table->currentIndex()));
    m_name->setText(check ? DoctorModel::nameOf(*check) : QString());
    m_detail->setText(check ? engineText(check->detail) : QString());
    m_advice->setText(check ? engineText(check->advice) : QString());
    m_advice->setVisible(check && !check->advice.empty());
    m_copyCommand->setToolTip(check ? words::text(check->command) : QString());
    m_copyCommand->setVisible(check && !check->command.empty());
    m_copyFinding->setVisible(check);
    m_fix->setVisible(!chosenFix().empty());
    m_otherFix->setVisible(!otherFixWord(chosenFix()).empty());
    const ConsoleState &state = ui().models.state;
    for (QPushButton *button : {m_fix, m_otherFix}) {
        button->setEnabled(!state.isReadOnly());
        button->setToolTip(state.isReadOnly() ? state.whyReadOnly() : tr("Says exactly what would be done, and asks"));
    }
}

std::string DoctorPage::chosenFix() const {
    const DoctorCheck *check = ui().models.doctor.at(m_filter.sourceRow(m_table->currentIndex()));
    return check ? fixWordOf(check->command) : std::string();
}

void DoctorPage::askToFix(const std::string &word) {
    bar().dismiss();
    ui().commands.doctor.lookAtFix(word, this, [this](const Result<DoctorFix> &fix) {
        if (fix) return askFirst(*fix);
        bar().show({Tone::Attention, engineText(asSentence(fix.error().detail)), {}, {}, true, false});
    });
}

void DoctorPage::askFirst(const DoctorFix &fix) {
    const QString what = engineText(fix.sentence);
    const auto make = [this, fix] { ui().commands.doctor.makeFix(fix); };
    if (!fix.isGrave)
        return bar().show({Tone::Normal,
                           what,
                           {{tr("Do this"), QStringLiteral("confirmFixButton"), "primary", make}},
                           {},
                           true,
                           false});
    ConfirmDialog::Question question;
    question.title = tr("Fix %1?").arg(m_name->text());
    question.text = what;
    question.verb = tr("Do this");
    if (ui().models.state.isProduction()) question.typeThis = words::text(fix.word.substr(fix.word.find(':') + 1));
    auto *dialog = new ConfirmDialog(ui(), question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, make);
    dialog->open();
}

}  // namespace wikivault
