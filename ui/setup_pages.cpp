#include "models/words.h"
#include "ui/forms.h"
#include "ui/probe_field.h"
#include "ui/setup_spaces.h"
#include "ui/setup_wizard.h"
#include "ui/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace wikivault {

namespace {

QWidget *rowsOf(QFormLayout *form) {
    auto *rows = new QWidget;
    rows->setLayout(form);
    form->setContentsMargins(0, 0, 0, 0);
    return rows;
}

QRadioButton *choiceOf(QVBoxLayout &column, const char *name, const QString &text, const QString &sentence) {
    auto *button = new QRadioButton(text);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleDescription(sentence);
    QLabel *caption = make::prose("caption", sentence);
    caption->setContentsMargins(space::kHuge, 0, 0, 0);
    auto *pair = new QVBoxLayout;
    make::margins(*pair, 0, 0, 2);
    pair->addWidget(button);
    pair->addWidget(caption);
    column.addLayout(pair);
    return button;
}

}  // namespace

QVBoxLayout *SetupWizard::addStep(const QString &title, const QString &sentence) {
    auto *page = make::box("page");
    auto *column = new QVBoxLayout(page);
    make::margins(*column, space::kHuge, space::kHuge, space::kMedium);
    column->addWidget(make::label("title", title));
    column->addWidget(make::prose("muted", sentence));
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(page);
    m_stack->addWidget(scroll);
    return column;
}

QLineEdit *SetupWizard::field(Step step, const char *name, const Text &text) {
    auto *edit = new QLineEdit(text.value);
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(text.label);
    edit->setPlaceholderText(text.hint);
    edit->setCursorPosition(0);
    m_fields.push_back({text.variable, text.label, edit, step});
    connect(edit, &QLineEdit::textChanged, this, [this, index = m_fields.size() - 1] {
        m_fields[index].touched = true;
        check();
    });
    return edit;
}

QWidget *SetupWizard::tested(QLineEdit *edit, Probe probe) {
    return new ProbeField(m_theme, m_commands, edit, {edit->accessibleName(), probe, [this] { return settings(); }});
}

QCheckBox *SetupWizard::addPassword(QFormLayout &form, const char *name, const char *keepName, const Text &text) {
    QLineEdit *edit =
        field(Wiki, name,
              {text.variable, text.label, text.value, tr("Used until the console closes, unless kept in the keyring")});
    edit->setEchoMode(QLineEdit::Password);
    forms::addRow(form, tr("Password"), edit);
    auto *keep = new QCheckBox(tr("Keep it in the keyring of this desktop"));
    keep->setObjectName(QLatin1String(keepName));
    keep->setEnabled(!edit->text().isEmpty());
    connect(edit, &QLineEdit::textChanged, keep, [keep](const QString &typed) {
        keep->setEnabled(!typed.isEmpty());
        if (typed.isEmpty()) keep->setChecked(false);
    });
    form.addRow(QString(), keep);
    return keep;
}

void SetupWizard::buildSource() {
    QVBoxLayout *column = addStep(tr("Which wiki?"), tr("Wikivault keeps the spaces of a Docmost or gitmost wiki equal "
                                                        "to git repositories of Markdown files, its vaults. Nothing "
                                                        "is written before the last step."));
    if (!m_start.problems.isEmpty()) {
        QLabel *problems = make::prose("error", tr("The settings at hand cannot be used:") + QLatin1Char('\n') +
                                                    m_start.problems.join(QLatin1Char('\n')));
        problems->setObjectName(QStringLiteral("setupStartProblems"));
        column->addWidget(problems);
    }
    m_database = choiceOf(*column, "setupByDatabase", tr("A wiki, by its database"),
                          tr("Fast, and the spaces can be chosen one by one. Reading is enough; files are written "
                             "through the wiki's API."));
    m_api = choiceOf(*column, "setupByApi", tr("A wiki, by its API alone"),
                     tr("An address and an account, where nobody gives away the database. Slower."));
    m_demo = choiceOf(*column, "setupByDemo", tr("The demo: a wiki in a file, to try things on"),
                      tr("Three spaces with vaults, a conflict to decide and past runs. No server is needed."));
    (m_start.settings.databaseUrl.empty() && !m_start.settings.apiUrl.empty() ? m_api : m_database)->setChecked(true);
    for (QRadioButton *button : {m_database, m_api, m_demo})
        connect(button, &QRadioButton::toggled, this, &SetupWizard::check);
    QFormLayout *form = forms::layout();
    forms::addRow(*form, tr("Name of the profile"),
                  field(Source, "setupName",
                        {QStringLiteral("WIKIVAULT_PROFILE"), tr("Name of the profile"),
                         words::text(m_start.settings.profile), QStringLiteral("default")}));
    m_environment = new QComboBox;
    m_environment->setObjectName(QStringLiteral("setupEnvironment"));
    m_environment->setAccessibleName(tr("Environment"));
    for (const char *environment : {"test", "staging", "production"})
        m_environment->addItem(words::environment(environment), QString::fromLatin1(environment));
    m_environment->setCurrentIndex(std::max(0, m_environment->findData(words::text(m_start.settings.environment))));
    forms::addRow(*form, tr("Environment"), m_environment);
    column->addSpacing(space::kSmall);
    column->addWidget(rowsOf(form));
    column->addStretch(1);
}

void SetupWizard::buildWiki() {
    const Settings &before = m_start.settings;
    QVBoxLayout *column = addStep(tr("How is it reached?"), tr("Test tries a connection and writes nothing."));
    QFormLayout *database = forms::layout();
    forms::addRow(*database, tr("Wiki database"),
                  tested(field(Wiki, "setupDatabase",
                               {QStringLiteral("DATABASE_URL"), tr("Wiki database"), words::text(before.databaseUrl),
                                QStringLiteral("postgresql://user@host/docmost")}),
                         Probe::Database),
                  true);
    m_keepDatabase = addPassword(*database, "setupDatabasePassword", "setupKeepDatabase",
                                 {QStringLiteral("DATABASE_PASSWORD"),
                                  tr("Password of the database"),
                                  words::text(before.databasePassword),
                                  {}});
    forms::addRow(*database, tr("Service user id"),
                  field(Wiki, "setupUser",
                        {QStringLiteral("GIT_SYNC_SERVICE_USER_ID"), tr("Service user id"),
                         words::text(before.serviceUserId), tr("A user's UUID; not needed beside the API")}));
    m_databaseRows = rowsOf(database);
    column->addWidget(m_databaseRows);
    column->addSpacing(space::kSmall);
    column->addWidget(make::label("heading", tr("The wiki's API")));
    m_apiSentence = make::prose("muted");
    column->addWidget(m_apiSentence);
    QFormLayout *api = forms::layout();
    forms::addRow(*api, tr("Address"),
                  tested(field(Wiki, "setupApi",
                               {QStringLiteral("DOCMOST_API_URL"), tr("API address"), words::text(before.apiUrl),
                                QStringLiteral("https://wiki.example.org/api")}),
                         Probe::Api),
                  true);
    forms::addRow(*api, tr("Account"),
                  field(Wiki, "setupEmail",
                        {QStringLiteral("DOCMOST_EMAIL"), tr("Account"), words::text(before.apiEmail),
                         QStringLiteral("sync@example.org")}));
    m_keepApi = addPassword(*api, "setupPassword", "setupKeep",
                            {QStringLiteral("DOCMOST_PASSWORD"), tr("Password"), words::text(before.apiPassword), {}});
    forms::addRow(*api, tr("Or a command that prints it"),
                  field(Wiki, "setupCommand",
                        {QStringLiteral("DOCMOST_PASSWORD_COMMAND"), tr("Command that prints the password"),
                         words::text(before.apiPasswordCommand), QStringLiteral("pass show wiki")}));
    column->addWidget(rowsOf(api));
    column->addWidget(make::prose("caption", tr("Passwords, in addresses as well, are never saved in the profile. For "
                                                "every start keep one in the keyring, give a command, or set "
                                                "DATABASE_PASSWORD and DOCMOST_PASSWORD in the environment.")));
    column->addStretch(1);
}

void SetupWizard::buildFolder() {
    const Settings &before = m_start.settings;
    QVBoxLayout *column = addStep(tr("What stays on this computer?"), tr("A git repository for each space, the journal "
                                                                         "of runs, and who may run at a time."));
    QFormLayout *form = forms::layout();
    forms::addRow(*form, tr("Folder of the vaults"),
                  tested(field(Folder, "setupDataDir",
                               {QStringLiteral("GIT_SYNC_DATA_DIR"), tr("Folder of the vaults"),
                                words::text(before.dataDir), QStringLiteral("/srv/wikivault")}),
                         Probe::DataDirectory),
                  true);
    forms::addRow(*form, tr("Redis"),
                  tested(field(Folder, "setupRedis",
                               {QStringLiteral("REDIS_URL"), tr("Redis"), words::text(before.redisUrl),
                                tr("None: file locks in the vaults")}),
                         Probe::Redis),
                  true);
    column->addWidget(rowsOf(form));
    column->addWidget(make::prose("caption", tr("The wiki's own Redis keeps runs of several computers apart and tells "
                                                "which pages somebody has open.")));
    column->addStretch(1);
}

void SetupWizard::buildSpaces() {
    QVBoxLayout *column = addStep(tr("Which spaces?"),
                                  tr("Enabling is noted in the wiki, at the last step. Nothing is synced by that: the "
                                     "window opens with a preview, and sync is off until you turn it on."));
    m_spaces = new SetupSpaces;
    column->addWidget(m_spaces, 1);
}

}  // namespace wikivault
