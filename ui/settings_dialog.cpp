#include "ui/settings_dialog.h"

#include "models/words.h"
#include "ui/forms.h"
#include "ui/probe_field.h"
#include "ui/quiet_field.h"
#include "ui/secret_field.h"
#include "ui/settings_search.h"
#include "ui/widgets.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace wikivault {

SettingsDialog::SettingsDialog(const UiContext &ui, const Settings &settings, QWidget *parent)
    : QDialog(parent),
      m_ui(ui),
      m_before(settings) {
    setObjectName(QStringLiteral("settingsDialog"));
    setWindowTitle(tr("Settings"));
    resize(720, 760);
    auto *outer = new QVBoxLayout(this);
    make::margins(*outer, 0, 0, 0);
    auto *edge = make::box("band");
    edge->setProperty("environment", words::text(settings.environment));
    edge->setFixedHeight(4);
    outer->addWidget(edge);
    m_search = new SettingsSearch(ui.theme);
    outer->addWidget(m_search);
    auto *content = make::box("page");
    auto *column = new QVBoxLayout(content);
    make::margins(*column, space::kHuge, space::kHuge, space::kMedium);
    column->addWidget(make::label("title", tr("Profile %1").arg(words::text(settings.profile))));
    column->addWidget(
        make::prose("muted", tr("Saved in the profile file, without passwords. What the environment or the "
                                "command line sets wins over it at the next start. Appearance and notices are this "
                                "window's own and change at once.")));
    buildConnections(*column);
    buildApi(*column);
    buildSync(*column);
    buildSchedule(*column);
    buildRemotes(*column);
    buildLook(*column);
    buildNotices(*column);
    column->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);
    buildButtons(*outer);
    check();
}

QFormLayout *SettingsDialog::section(QVBoxLayout &column, const QString &title) {
    column.addSpacing(space::kSmall);
    auto *heading = make::label("heading", title);
    auto *line = make::line();
    column.addWidget(heading);
    column.addWidget(line);
    QFormLayout *form = forms::layout();
    column.addLayout(form);
    m_search->add({heading, line, form});
    return form;
}

QLineEdit *SettingsDialog::field(const char *name, const Field &about, const std::string &value, const QString &hint) {
    auto *edit = new QLineEdit(words::text(value));
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(about.label);
    edit->setPlaceholderText(hint);
    edit->setCursorPosition(0);
    m_fields.push_back({about.variable, about.label, edit});
    m_search->alsoCalled(*edit, about.variable);
    connect(edit, &QLineEdit::textChanged, this, &SettingsDialog::check);
    return edit;
}

void SettingsDialog::addTest(QFormLayout &form, const QString &label, QLineEdit *edit, Probe probe) {
    auto *field =
        new ProbeField(m_ui.theme, m_ui.commands.profile, edit, {label, probe, [this] { return settings(); }});
    forms::addRow(form, label, field, true);
}

void SettingsDialog::buildButtons(QVBoxLayout &column) {
    auto *foot = make::box("footer");
    auto *rows = new QVBoxLayout(foot);
    make::margins(*rows, space::kHuge, space::kMedium, space::kSmall);
    m_problem = make::prose("error");
    m_problem->setObjectName(QStringLiteral("settingsProblem"));
    m_note = make::prose("caption");
    m_note->setObjectName(QStringLiteral("settingsNote"));
    auto *cancel = make::button(m_ui.theme, {tr("Cancel"), QStringLiteral("cancelButton"), {}, "", {}});
    m_save = make::button(m_ui.theme, {tr("Save"), QStringLiteral("saveButton"), {}, "primary", {}});
    auto *buttons = new QHBoxLayout;
    make::margins(*buttons, 0, 0, space::kSmall);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    rows->addWidget(m_problem);
    rows->addWidget(m_note);
    rows->addLayout(buttons);
    column.addWidget(foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &QDialog::accept);
}

void SettingsDialog::check() {
    if (!m_save) return;
    m_save->setEnabled(false);
    m_ui.commands.profile.check(settings(), this, [this, request = ++m_request](const auto &faults) {
        if (request == m_request) showFaults(faults);
    });
    showNote();
}

void SettingsDialog::showFaults(const std::vector<SettingsFault> &faults) {
    QStringList sentences;
    const auto isFaulty = [&](const Field &field) {
        return std::any_of(faults.begin(), faults.end(),
                           [&](const SettingsFault &fault) { return fault.variable == field.variable; });
    };
    for (const SettingsFault &fault : faults) {
        const auto field = std::find_if(m_fields.begin(), m_fields.end(),
                                        [&](const Field &one) { return one.variable == fault.variable; });
        sentences << (field == m_fields.end() ? fault.variable : field->label) + QStringLiteral(": ") + fault.sentence;
    }
    for (const Field &field : m_fields)
        make::restyle(*field.widget, "faulty", isFaulty(field) ? QStringLiteral("yes") : QStringLiteral("no"));
    m_problem->setText(sentences.join(QLatin1Char('\n')));
    m_problem->setVisible(!sentences.isEmpty());
    // The look of the window is nobody else's.
    m_save->setEnabled(sentences.isEmpty() && (!m_ui.models.state.isReadOnly() || settings() == m_before));
}

void SettingsDialog::showNote() {
    const Settings now = settings();
    const bool ofDatabase = maskedUrl(now.databaseUrl) != now.databaseUrl;
    const bool ofRedis = maskedUrl(now.redisUrl) != now.redisUrl;
    QStringList sentences;
    if (m_ui.models.state.isReadOnly() && now != m_before) sentences << m_ui.models.state.whyReadOnly();
    if (ofDatabase)
        sentences << tr(
            "A password in the database's address is used until the console closes and is not saved. Below "
            "the address it can be kept in the keyring.");
    if (ofRedis)
        sentences << tr(
            "A password in the address of Redis is used until the console closes and is not saved; "
            "REDIS_URL in the environment has it at every start.");
    m_note->setText(sentences.join(QLatin1Char('\n')));
    m_note->setVisible(!sentences.isEmpty());
    m_databasePassword->setEnabled(!now.databaseUrl.empty() && !now.isSqlite() && !ofDatabase);
}

Settings SettingsDialog::settings() const {
    Settings settings = m_before;
    settings.environment = m_environment->currentData().toString().toStdString();
    settings.databaseUrl = m_database->text().trimmed().toStdString();
    settings.databasePassword = m_databasePassword->value();
    settings.databasePasswordCommand = m_databasePassword->command();
    settings.redisUrl = m_redis->text().trimmed().toStdString();
    settings.dataDir = m_dataDir->text().trimmed().toStdString();
    settings.apiUrl = m_api->text().trimmed().toStdString();
    settings.wikiUrl = m_wiki->text().trimmed().toStdString();
    settings.apiEmail = m_account->text().trimmed().toStdString();
    settings.apiPassword = m_password->value();
    settings.apiPasswordCommand = m_password->command();
    settings.serviceUserId = m_user->text().trimmed().toLower().toStdString();
    settings.conflictPolicy = ConflictPolicy(m_policy->currentIndex());
    settings.unflagged = Unflagged(m_unflagged->currentIndex());
    settings.writer = WriterChoice(m_writer->currentData().toInt());
    settings.openPages = m_openPages->currentIndex() == 1 ? OpenPages::MergeNow : OpenPages::Wait;
    settings.remoteTemplate = m_remote->text().trimmed().toStdString();
    settings.remoteBranch = m_branch->text().trimmed().toStdString();
    settings.sshKeyPath = m_sshKey->text().trimmed().toStdString();
    settings.attachments = m_attachments->currentIndex() == 1;
    settings.keepRunsDays = m_keepRuns->value();
    settings.quietHours = m_quiet->hours();
    if (m_interval->value() != m_before.pollIntervalMs / 1000) settings.pollIntervalMs = m_interval->value() * 1000;
    return settings;
}

}  // namespace wikivault
