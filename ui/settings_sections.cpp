#include "models/words.h"
#include "ui/forms.h"
#include "ui/quiet_field.h"
#include "ui/secret_field.h"
#include "ui/settings_dialog.h"
#include "ui/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
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
    m_databasePassword =
        new SecretField(m_ui.theme, m_ui.commands.profile,
                        {tr("Password of the database"), QStringLiteral("databasePasswordField"), m_before.profile,
                         "DATABASE_PASSWORD", m_before.databasePassword, m_before.databasePasswordCommand,
                         tr("None is given; PostgreSQL's own ~/.pgpass is asked.")});
    connect(m_databasePassword, &SecretField::changed, this, &SettingsDialog::check);
    forms::addRow(*form, tr("Its password"), m_databasePassword, true);
    addTest(*form, tr("Redis"), m_redis, Probe::Redis);
    addTest(*form, tr("Data directory"), m_dataDir, Probe::DataDirectory);
}

void SettingsDialog::buildApi(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("The wiki's API"));
    m_api = field("apiField", {QStringLiteral("DOCMOST_API_URL"), tr("API address")}, m_before.apiUrl,
                  QStringLiteral("https://wiki.example.org/api"));
    addTest(*form, tr("Address"), m_api, Probe::Api);
    m_wiki = field("wikiField", {QStringLiteral("WIKIVAULT_WIKI_URL"), tr("Address in a browser")}, m_before.wikiUrl,
                   tr("As the API address says"));
    forms::addRow(*form, tr("In a browser"), m_wiki);
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
    forms::addRow(*form, tr("While no space is enabled"), m_unflagged);
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
}

void SettingsDialog::buildSchedule(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("Schedule"));
    m_interval = new QSpinBox;
    m_interval->setObjectName(QStringLiteral("intervalField"));
    m_interval->setAccessibleName(tr("Look for changes every"));
    m_interval->setRange(1, 86400);
    m_interval->setSuffix(tr(" s"));
    m_interval->setValue(std::max(1, m_before.pollIntervalMs / 1000));
    forms::addRow(*form, tr("Look for changes every"), m_interval);
    m_keepRuns = new QSpinBox;
    m_keepRuns->setObjectName(QStringLiteral("keepRunsField"));
    m_keepRuns->setAccessibleName(tr("Remember runs for"));
    m_keepRuns->setRange(1, 36500);
    m_keepRuns->setSuffix(tr(" days"));
    m_keepRuns->setValue(m_before.keepRunsDays);
    forms::addRow(*form, tr("Remember runs for"), m_keepRuns);
    m_quiet = new QuietField(QStringLiteral("pollQuiet"), m_before.quietHours);
    m_fields.push_back({QStringLiteral("WIKIVAULT_QUIET_HOURS"), tr("Quiet hours"), m_quiet});
    connect(m_quiet, &QuietField::changed, this, &SettingsDialog::check);
    forms::addRow(*form, tr("Quiet hours"), m_quiet);
    form->addRow(QString(), make::prose("caption", tr("No run begins by itself in them; one by hand does.")));
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
    m_theme =
        settingsChoice("themeChoice", tr("Theme"), {tr("As the system"), tr("Light"), tr("Dark"), tr("High contrast")},
                       int(m_ui.theme.choice()));
    forms::addRow(*form, tr("Theme"), m_theme);
    connect(m_theme, &QComboBox::activated, this, [this](int index) { m_ui.theme.setChoice(ThemeChoice(index)); });
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
    connect(m_language, &QComboBox::currentIndexChanged, this, [this, &language](int index) {
        language.choose(LanguageChoice(index));
        m_restart->setVisible(language.choice() != language.started());
    });
    buildTray(*form);
}

void SettingsDialog::buildTray(QFormLayout &form) {
    TraySetting &tray = m_ui.models.tray;
    auto *stay = new QCheckBox(tr("Stay in the tray when the window is closed"));
    stay->setObjectName(QStringLiteral("trayCheck"));
    stay->setChecked(tray.isWanted());
    auto *why = make::prose("caption");
    why->setObjectName(QStringLiteral("trayNote"));
    form.addRow(QString(), stay);
    form.addRow(QString(), why);
    const auto show = [&tray, stay, why] {
        stay->setEnabled(tray.whyNone().isEmpty());
        why->setText(tray.whyNone().isEmpty() ? tr("It goes on looking for changes there, and shows the worst state.")
                                              : tray.whyNone() + QLatin1Char(' ') + tr("Closing the window quits."));
    };
    show();
    connect(&tray, &TraySetting::changed, why, show);
    connect(stay, &QCheckBox::toggled, &tray, &TraySetting::setWanted);
}

}  // namespace wikivault
