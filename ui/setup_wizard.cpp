#include "ui/setup_wizard.h"

#include "models/error_text.h"
#include "models/words.h"
#include "ui/setup_spaces.h"
#include "ui/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace wikivault {

SetupWizard::SetupWizard(const Theme &theme, SetupCommands &commands, Start start, QWidget *parent)
    : QDialog(parent),
      m_theme(theme),
      m_commands(commands),
      m_start(std::move(start)) {
    setObjectName(QStringLiteral("setupWizard"));
    setWindowTitle(tr("Set up Wikivault"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/wikivault.svg")));
    resize(860, 660);
    auto *outer = new QVBoxLayout(this);
    make::margins(*outer, 0, 0, 0);
    auto *body = new QHBoxLayout;
    make::margins(*body, 0, 0, 0);
    auto *side = make::box("sidebar");
    side->setFixedWidth(184);
    auto *marks = new QVBoxLayout(side);
    make::margins(*marks, space::kLarge, space::kHuge, space::kMedium);
    for (const QString &text :
         {tr("1  Wiki"), tr("2  Connection"), tr("3  This computer"), tr("4  Spaces"), tr("5  Finish")}) {
        m_marks.push_back(make::label("muted", text));
        marks->addWidget(m_marks.back());
    }
    marks->addStretch(1);
    m_stack = new QStackedWidget;
    m_stack->setProperty("role", QLatin1String("page"));
    body->addWidget(side);
    body->addWidget(m_stack, 1);
    outer->addLayout(body, 1);
    buildFoot(*outer);
    buildSource();
    buildWiki();
    buildFolder();
    buildSpaces();
    buildFinish();
    enter(Source);
}

bool SetupWizard::isDemo() const {
    return m_demo->isChecked();
}

bool SetupWizard::isApiOnly() const {
    return m_api->isChecked();
}

Settings SetupWizard::settings() const {
    Settings settings = m_start.settings;
    const auto text = [this](const char *name) {
        return findChild<QLineEdit *>(QLatin1String(name))->text().trimmed().toStdString();
    };
    settings.profile = text("setupName");
    settings.environment = m_environment->currentData().toString().toStdString();
    settings.databaseUrl = isApiOnly() ? std::string() : text("setupDatabase");
    settings.databasePassword = isApiOnly() ? std::string() : text("setupDatabasePassword");
    settings.apiUrl = text("setupApi");
    settings.apiEmail = text("setupEmail");
    settings.apiPassword = text("setupPassword");
    settings.apiPasswordCommand = text("setupCommand");
    settings.serviceUserId = QString::fromStdString(text("setupUser")).toLower().toStdString();
    settings.redisUrl = text("setupRedis");
    settings.dataDir = text("setupDataDir");
    if (isApiOnly()) settings.unflagged = Unflagged::All;
    return settings;
}

std::vector<SetupWizard::Step> SetupWizard::steps() const {
    if (isDemo()) return {Source, Finish};
    return {Source, Wiki, Folder, Spaces, Finish};
}

SetupWizard::Step SetupWizard::step() const {
    return Step(m_stack->currentIndex());
}

void SetupWizard::go(int by) {
    const std::vector<Step> all = steps();
    const auto here = std::find(all.begin(), all.end(), step());
    const auto next = here - all.begin() + by;
    if (next == std::ptrdiff_t(all.size())) return finish();
    if (next >= 0) enter(all[std::size_t(next)]);
}

void SetupWizard::enter(Step step) {
    m_stack->setCurrentIndex(step);
    m_focusNext = false;
    if (step == Wiki) {
        m_databaseRows->setVisible(!isApiOnly());
        m_apiSentence->setText(
            isApiOnly() ? tr("The account reads and writes. It has to be a member of each space, as a writer.")
                        : tr("What changes of files are written through, while the wiki is running. Without it they "
                             "are planned and held; nothing is lost."));
    }
    if (step == Spaces) readSpaces();
    if (step == Finish) sumUp();
    m_next->setEnabled(false);  // until this step has been checked: a key pressed twice must not write
    updateSteps();
    check();
    for (QWidget *widget = m_stack->currentWidget(); QWidget *next = widget->nextInFocusChain(); widget = next) {
        if (!m_stack->currentWidget()->isAncestorOf(next)) break;
        if (next->focusPolicy() == Qt::NoFocus || !next->isVisibleTo(this) || !next->isEnabled()) continue;
        return next->setFocus(Qt::OtherFocusReason);
    }
    m_focusNext = true;
}

void SetupWizard::check() {
    m_commands.check(settings(), this, [this, request = ++m_request](const std::vector<SettingsFault> &faults) {
        if (request != m_request) return;
        m_faults = faults;
        static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_-][A-Za-z0-9_.-]*$"));
        if (const QString name = words::text(settings().profile); !plain.match(name).hasMatch())
            m_faults.push_back(
                {QStringLiteral("WIKIVAULT_PROFILE"), tr("a name of letters, digits, - and _ is expected.")});
        showFaults();
    });
}

/// Whoever gives an API alone is told of its address, not of a field that is not shown.
QString SetupWizard::variableOf(const SettingsFault &fault) const {
    const bool isHidden = isApiOnly() && fault.variable == QStringLiteral("DATABASE_URL");
    return isHidden ? QStringLiteral("DOCMOST_API_URL") : fault.variable;
}

/// Those of the step at hand; the last one shows whatever no step before it did. An empty field that nobody has come to
/// yet is no fault.
void SetupWizard::showFaults() {
    QStringList faults, missing;
    for (const Field &field : m_fields)
        make::restyle(*field.edit, "faulty", QStringLiteral("no"));
    for (const SettingsFault &fault : m_faults) {
        const auto field = std::find_if(m_fields.begin(), m_fields.end(),
                                        [&](const Field &one) { return one.variable == variableOf(fault); });
        const bool isKnown = field != m_fields.end();
        if (isDemo() && fault.variable != QStringLiteral("WIKIVAULT_PROFILE")) continue;
        if (step() != Finish && (!isKnown || field->step != step())) continue;
        if (isKnown && !field->touched && field->edit->text().isEmpty()) {
            missing << field->label;
            continue;
        }
        faults << (isKnown ? field->label : fault.variable) + QStringLiteral(": ") + fault.sentence;
        if (isKnown) make::restyle(*field->edit, "faulty", QStringLiteral("yes"));
    }
    showProblem(faults, missing);
    m_next->setEnabled(faults.isEmpty() && missing.isEmpty() && !m_isBusy);
    if (m_next->isEnabled() && std::exchange(m_focusNext, false)) m_next->setFocus(Qt::OtherFocusReason);
    updateSteps();
}

void SetupWizard::showProblem(const QStringList &faults, const QStringList &missing) {
    const QString sentence =
        missing.isEmpty() ? QString() : tr("Still to fill in: %1.").arg(missing.join(QStringLiteral(", ")));
    make::restyle(*m_problem, "role", faults.isEmpty() ? QStringLiteral("muted") : QStringLiteral("error"));
    m_problem->setText(faults.isEmpty() ? sentence : faults.join(QLatin1Char('\n')));
    m_problem->setVisible(!m_problem->text().isEmpty());
}

void SetupWizard::updateSteps() {
    const std::vector<Step> all = steps();
    for (int i = 0; i < int(m_marks.size()); ++i) {
        QLabel &mark = *m_marks[std::size_t(i)];
        mark.setEnabled(std::find(all.begin(), all.end(), Step(i)) != all.end());
        make::restyle(mark, "role", QString::fromLatin1(i == step() ? "heading" : "muted"));
    }
    const bool isLast = step() == Finish;
    m_back->setEnabled(step() != Source && !m_isBusy);
    m_next->setText(isLast ? tr("&Set up") : tr("&Next"));
    m_next->setAccessibleName(isLast ? tr("Set up") : tr("Next"));
    // Return goes on, but never writes.
    m_next->setDefault(!isLast);
}

void SetupWizard::readSpaces() {
    m_spaces->setReading();
    m_commands.spaces(settings(), this, [this, request = ++m_listing](const Result<std::vector<Space>> &spaces) {
        if (request == m_listing) m_spaces->setSpaces(spaces, !isApiOnly());
    });
}

void SetupWizard::finish() {
    m_isBusy = true;
    m_next->setEnabled(false);
    m_back->setEnabled(false);
    m_tests->setText(isDemo() ? tr("Making the demo wiki and its vaults…") : tr("Writing…"));
    SetupOrder order;
    order.settings = settings();
    order.keepApiPassword = m_keepApi->isChecked();
    order.keepDatabasePassword = m_keepDatabase->isChecked();
    if (!isDemo()) order.optIn = m_spaces->chosen();
    if (isDemo()) order.demoFolder = findChild<QLineEdit *>(QStringLiteral("setupDemo"))->text().toStdString();
    m_commands.setUp(order, this, [this](Result<SetupResult> result) {
        m_isBusy = false;
        if (result) {
            m_result = std::move(*result);
            return accept();
        }
        m_tests->clear();
        showProblem({errorText(result.error())}, {});
        m_next->setEnabled(true);
        updateSteps();
    });
}

}  // namespace wikivault
