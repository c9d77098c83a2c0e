#include "ui/settings_dialog.h"

#include "models/words.h"
#include "ui/forms.h"
#include "ui/probe_field.h"
#include "ui/secret_field.h"
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

namespace {

QComboBox *settingsChoice(const char *name, const QString &label, const QStringList &texts, int current) {
    auto *box = new QComboBox;
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(label);
    box->addItems(texts);
    box->setCurrentIndex(current);
    return box;
}

constexpr const char *kEnvironments[] = {"test", "staging", "production"};

}  // namespace

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
    auto *content = make::box("page");
    auto *column = new QVBoxLayout(content);
    make::margins(*column, space::kHuge, space::kHuge, space::kMedium);
    column->addWidget(make::label("title", tr("Profile %1").arg(words::text(settings.profile))));
    column->addWidget(
        make::prose("muted", tr("Saved in the profile file, without passwords. What the environment or the "
                                "command line sets wins over it at the next start.")));
    buildConnections(*column);
    buildApi(*column);
    buildSync(*column);
    buildRemotes(*column);
    buildLook(*column);
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
    column.addWidget(make::label("heading", title));
    column.addWidget(make::line());
    QFormLayout *form = forms::layout();
    column.addLayout(form);
    return form;
}

QLineEdit *SettingsDialog::field(const char *name, const Field &about, const std::string &value, const QString &hint) {
    auto *edit = new QLineEdit(words::text(value));
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(about.label);
    edit->setPlaceholderText(hint);
    edit->setCursorPosition(0);
    m_fields.push_back({about.variable, about.label, edit});
    connect(edit, &QLineEdit::textChanged, this, &SettingsDialog::check);
    return edit;
}

void SettingsDialog::addTest(QFormLayout &form, const QString &label, QLineEdit *edit, Probe probe) {
    auto *field =
        new ProbeField(m_ui.theme, m_ui.commands.profile, edit, {label, probe, [this] { return settings(); }});
    forms::addRow(form, label, field, true);
}

void SettingsDialog::buildConnections(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("Connections"));
    m_environment = settingsChoice("environmentChoice", tr("Environment"), {}, -1);
    for (const char *environment : kEnvironments)
        m_environment->addItem(words::environment(environment), QString::fromLatin1(environment));
    m_environment->setCurrentIndex(std::max(0, m_environment->findData(words::text(m_before.environment))));
    forms::addRow(*form, tr("Environment"), m_environment);
    m_database = field("databaseField", {QStringLiteral("DATABASE_URL"), tr("Wiki database")}, m_before.databaseUrl,
                       QStringLiteral("postgresql://user@host/docmost"));
    m_redis = field("redisField", {QStringLiteral("REDIS_URL"), tr("Redis")}, m_before.redisUrl,
                    tr("None: file locks in the vaults"));
    m_dataDir = field("dataDirField", {QStringLiteral("GIT_SYNC_DATA_DIR"), tr("Data directory")}, m_before.dataDir,
                      QStringLiteral("/srv/wikivault"));
    addTest(*form, tr("Wiki database"), m_database, Probe::Database);
    addTest(*form, tr("Redis"), m_redis, Probe::Redis);
    addTest(*form, tr("Data directory"), m_dataDir, Probe::DataDirectory);
}

void SettingsDialog::buildApi(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("The wiki's API"));
    m_api = field("apiField", {QStringLiteral("DOCMOST_API_URL"), tr("API address")}, m_before.apiUrl,
                  QStringLiteral("https://wiki.example.org/api"));
    addTest(*form, tr("Address"), m_api, Probe::Api);
    m_account = field("accountField", {QStringLiteral("DOCMOST_EMAIL"), tr("Account")}, m_before.apiEmail,
                      QStringLiteral("sync@example.org"));
    forms::addRow(*form, tr("Account"), m_account);
    m_password = new SecretField(m_ui.theme, m_ui.commands.profile,
                                 {tr("Password of the API"), QStringLiteral("apiPasswordField"), m_before.profile,
                                  "DOCMOST_PASSWORD", m_before.apiPassword, m_before.apiPasswordCommand});
    connect(m_password, &SecretField::changed, this, &SettingsDialog::check);
    forms::addRow(*form, tr("Password"), m_password, true);
}

void SettingsDialog::buildSync(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("Syncing"));
    m_user = field("userField", {QStringLiteral("GIT_SYNC_SERVICE_USER_ID"), tr("Service user id")},
                   m_before.serviceUserId, tr("The wiki user that writes, as a UUID"));
    forms::addRow(*form, tr("Service user id"), m_user);
    m_policy = settingsChoice("policyChoice", tr("Conflicts"),
                              {words::policy(ConflictPolicy::Review), words::policy(ConflictPolicy::GitWins),
                               words::policy(ConflictPolicy::WikiWins)},
                              int(m_before.conflictPolicy));
    forms::addRow(*form, tr("When both changed the same block"), m_policy);
    m_unflagged = settingsChoice("unflaggedChoice", tr("Spaces"), {tr("Sync all spaces"), tr("Sync none")},
                                 int(m_before.unflagged));
    forms::addRow(*form, tr("While no space is opted in"), m_unflagged);
    m_writer = settingsChoice("writerChoice", tr("Writing to the wiki"), {}, -1);
    const std::pair<QString, WriterChoice> writers[] = {
        {tr("Automatic"), WriterChoice::Auto},
        {tr("Through its API"), WriterChoice::Api},
        {tr("Straight into the database (server is off)"), WriterChoice::Sql},
        {tr("Never: plan and hold"), WriterChoice::None}};
    for (const auto &[text, writer] : writers)
        m_writer->addItem(text, int(writer));
    m_writer->setCurrentIndex(m_writer->findData(int(m_before.writer)));
    m_fields.push_back({QStringLiteral("WIKIVAULT_WRITER"), tr("Writing to the wiki"), m_writer});
    connect(m_writer, &QComboBox::currentIndexChanged, this, &SettingsDialog::check);
    forms::addRow(*form, tr("Writing to the wiki"), m_writer);
    m_openPages = settingsChoice("openPagesChoice", tr("Pages that somebody has open"),
                                 {tr("Wait until they are closed, at most 10 minutes"), tr("Merge and write at once")},
                                 m_before.openPages == OpenPages::MergeNow ? 1 : 0);
    forms::addRow(*form, tr("While somebody has a page open"), m_openPages);
    m_attachments =
        settingsChoice("attachmentChoice", tr("Attachments"),
                       {tr("Leave them in the wiki"), tr("Carry them in the vaults")}, m_before.attachments ? 1 : 0);
    forms::addRow(*form, tr("Files that pages show"), m_attachments);
    m_interval = new QSpinBox;
    m_interval->setObjectName(QStringLiteral("intervalField"));
    m_interval->setAccessibleName(tr("Look for changes every"));
    m_interval->setRange(1, 86400);
    m_interval->setSuffix(tr(" s"));
    m_interval->setValue(std::max(1, m_before.pollIntervalMs / 1000));
    forms::addRow(*form, tr("Look for changes every"), m_interval);
}

void SettingsDialog::buildRemotes(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("Remotes"));
    m_remote = field("remoteField", {QStringLiteral("GIT_SYNC_REMOTE_TEMPLATE"), tr("Address of the remotes")},
                     m_before.remoteTemplate, QStringLiteral("ssh://git@git.example.org/wiki/{slug}.git"));
    forms::addRow(*form, tr("Address, with {slug} or {spaceId}"), m_remote);
    m_branch = field("branchField", {QStringLiteral("GIT_SYNC_REMOTE_BRANCH"), tr("Branch")}, m_before.remoteBranch,
                     QStringLiteral("main"));
    forms::addRow(*form, tr("Branch"), m_branch);
    m_sshKey = field("sshKeyField", {QStringLiteral("GIT_SYNC_SSH_KEY_PATH"), tr("SSH key")}, m_before.sshKeyPath,
                     tr("None: the keys of the SSH agent"));
    forms::addRow(*form, tr("SSH key (a file)"), m_sshKey);
}

void SettingsDialog::buildLook(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("Appearance"));
    m_theme = settingsChoice("themeChoice", tr("Theme"), {tr("As the system"), tr("Light"), tr("Dark")},
                             int(m_ui.theme.choice()));
    forms::addRow(*form, tr("Theme"), m_theme);
    connect(m_theme, &QComboBox::activated, this, [this](int index) { m_ui.theme.setChoice(ThemeChoice(index)); });
    connect(this, &QDialog::rejected, this, [this, before = m_ui.theme.choice()] { m_ui.theme.setChoice(before); });
    LanguageSetting &language = m_ui.models.language;
    // A language is found by its own name, whatever the window speaks.
    m_language = settingsChoice("languageChoice", tr("Language"),
                                {tr("As the system"), QStringLiteral("English"), QStringLiteral("Русский")},
                                int(language.choice()));
    forms::addRow(*form, tr("Language"), m_language);
    m_restart = make::prose("caption", tr("Used from the next start of the console on."));
    m_restart->setObjectName(QStringLiteral("languageNote"));
    m_restart->setVisible(language.choice() != language.started());
    form->addRow(QString(), m_restart);
    connect(m_language, &QComboBox::currentIndexChanged, this,
            [this, &language](int index) { m_restart->setVisible(LanguageChoice(index) != language.started()); });
    connect(this, &QDialog::accepted, &language,
            [this, &language] { language.choose(LanguageChoice(m_language->currentIndex())); });
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
    m_save->setEnabled(sentences.isEmpty());
}

void SettingsDialog::showNote() {
    const Settings now = settings();
    const bool secret = maskedUrl(now.databaseUrl) != now.databaseUrl || maskedUrl(now.redisUrl) != now.redisUrl;
    m_note->setText(
        secret ? tr("A password in a URL is used until the console closes and is not saved. Give the whole URL "
                    "in the environment (DATABASE_URL, REDIS_URL) to have it at every start.")
               : QString());
    m_note->setVisible(secret);
}

Settings SettingsDialog::settings() const {
    Settings settings = m_before;
    settings.environment = m_environment->currentData().toString().toStdString();
    settings.databaseUrl = m_database->text().trimmed().toStdString();
    settings.redisUrl = m_redis->text().trimmed().toStdString();
    settings.dataDir = m_dataDir->text().trimmed().toStdString();
    settings.apiUrl = m_api->text().trimmed().toStdString();
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
    if (m_interval->value() != m_before.pollIntervalMs / 1000) settings.pollIntervalMs = m_interval->value() * 1000;
    return settings;
}

}  // namespace wikivault
