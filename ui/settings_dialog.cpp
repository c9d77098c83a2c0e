#include "ui/settings_dialog.h"

#include "models/words.h"
#include "ui/widgets.h"

#include <QComboBox>
#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

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

int environmentIndex(const std::string &environment) {
    return environment == "production" ? 2 : environment == "staging" ? 1 : 0;
}

}  // namespace

SettingsDialog::SettingsDialog(const UiContext &ui, const Settings &settings, QWidget *parent)
    : QDialog(parent), m_ui(ui), m_before(settings) {
    setObjectName(QStringLiteral("settingsDialog"));
    setWindowTitle(tr("Settings"));
    resize(680, 680);
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
    column->addWidget(make::prose("muted", tr("Saved in the profile file, without passwords. What the environment or the "
                                              "command line sets wins over it at the next start.")));
    buildConnections(*column);
    buildSync(*column);
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
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(space::kLarge);
    form->setVerticalSpacing(space::kSmall);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    column.addLayout(form);
    return form;
}

QLineEdit *SettingsDialog::field(const char *name, const QString &label, const std::string &value, const QString &hint) {
    auto *edit = new QLineEdit(words::text(value));
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(label);
    edit->setPlaceholderText(hint);
    edit->setCursorPosition(0);
    connect(edit, &QLineEdit::textChanged, this, &SettingsDialog::check);
    return edit;
}

SettingsDialog::Test SettingsDialog::addTest(QFormLayout &form, const QString &label, QLineEdit *edit, Probe probe) {
    Test test;
    test.button = make::button(m_ui.theme, {tr("Test"), edit->objectName() + QStringLiteral("Test"), {}, "", {}});
    test.button->setAccessibleName(tr("Test: %1").arg(label));
    test.answer = make::prose("caption");
    test.answer->setObjectName(edit->objectName() + QStringLiteral("Answer"));
    test.answer->hide();
    auto *row = new QHBoxLayout;
    make::margins(*row, 0, 0, space::kSmall);
    row->addWidget(edit, 1);
    row->addWidget(test.button);
    form.addRow(label, row);
    form.addRow(QString(), test.answer);
    connect(test.button, &QPushButton::clicked, this, [this, test, probe] { runTest(test, probe); });
    return test;
}

void SettingsDialog::buildConnections(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("Connections"));
    m_environment = settingsChoice("environmentChoice", tr("Environment"), {tr("Test"), tr("Staging"), tr("Production")},
                                   environmentIndex(m_before.environment));
    form->addRow(tr("Environment"), m_environment);
    m_database = field("databaseField", tr("Wiki database"), m_before.databaseUrl,
                       QStringLiteral("postgresql://user@host/docmost"));
    m_redis = field("redisField", tr("Redis"), m_before.redisUrl, tr("None: file locks in the vaults"));
    m_dataDir = field("dataDirField", tr("Data directory"), m_before.dataDir, QStringLiteral("/srv/wikivault"));
    addTest(*form, tr("Wiki database"), m_database, Probe::Database);
    addTest(*form, tr("Redis"), m_redis, Probe::Redis);
    addTest(*form, tr("Data directory"), m_dataDir, Probe::DataDirectory);
}

void SettingsDialog::buildSync(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("Syncing"));
    m_user = field("userField", tr("Service user id"), m_before.serviceUserId, tr("The wiki user that writes, as a UUID"));
    form->addRow(tr("Service user id"), m_user);
    m_policy = settingsChoice("policyChoice", tr("Conflicts"),
                              {tr("Hold the page for review"), tr("Git's text goes to the wiki"),
                               tr("The wiki's text goes to git")},
                              int(m_before.conflictPolicy));
    form->addRow(tr("When both changed the same block"), m_policy);
    m_unflagged = settingsChoice("unflaggedChoice", tr("Spaces"), {tr("Sync all spaces"), tr("Sync none")},
                                 int(m_before.unflagged));
    form->addRow(tr("While no space is opted in"), m_unflagged);
    m_writer = settingsChoice("writerChoice", tr("Writing to the wiki"),
                              {tr("Automatic"), tr("Through its API"), tr("Straight into the database (server is off)"),
                               tr("Never: plan and hold")},
                              int(m_before.writer));
    form->addRow(tr("Writing to the wiki"), m_writer);
    m_interval = new QSpinBox;
    m_interval->setObjectName(QStringLiteral("intervalField"));
    m_interval->setAccessibleName(tr("Look for changes every"));
    m_interval->setRange(1, 86400);
    m_interval->setSuffix(tr(" s"));
    m_interval->setValue(std::max(1, m_before.pollIntervalMs / 1000));
    form->addRow(tr("Look for changes every"), m_interval);
}

void SettingsDialog::buildLook(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("Appearance"));
    m_theme = settingsChoice("themeChoice", tr("Theme"), {tr("As the system"), tr("Light"), tr("Dark")},
                             int(m_ui.theme.choice()));
    form->addRow(tr("Theme"), m_theme);
    connect(m_theme, &QComboBox::activated, this, [this](int index) { m_ui.theme.setChoice(ThemeChoice(index)); });
}

void SettingsDialog::buildButtons(QVBoxLayout &column) {
    auto *foot = make::box("footer");
    auto *row = new QHBoxLayout(foot);
    make::margins(*row, space::kHuge, space::kMedium, space::kSmall);
    m_problem = make::prose("error");
    m_problem->setObjectName(QStringLiteral("settingsProblem"));
    auto *cancel = make::button(m_ui.theme, {tr("Cancel"), QStringLiteral("cancelButton"), {}, "", {}});
    m_save = make::button(m_ui.theme, {tr("Save"), QStringLiteral("saveButton"), {}, "primary", {}});
    row->addWidget(m_problem, 1);
    row->addWidget(cancel);
    row->addWidget(m_save);
    column.addWidget(foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &QDialog::accept);
}

void SettingsDialog::runTest(const Test &test, Probe probe) {
    test.button->setEnabled(false);
    test.answer->show();
    make::restyle(*test.answer, "role", QStringLiteral("caption"));
    test.answer->setText(tr("Testing…"));
    m_ui.commands.profile.probe(probe, settings(), this, [test](const ProbeAnswer &answer) {
        test.button->setEnabled(true);
        test.answer->setText(answer.text);
        make::restyle(*test.answer, "role", answer.good ? QStringLiteral("good") : QStringLiteral("error"));
    });
}

void SettingsDialog::check() {
    if (!m_save) return;
    QString problem;
    if (!QDir::isAbsolutePath(m_dataDir->text())) problem = tr("The data directory has to be an absolute path.");
    const QString database = m_database->text();
    if (!database.startsWith(QStringLiteral("postgresql://")) && !database.startsWith(QStringLiteral("postgres://")) &&
        !database.startsWith(QStringLiteral("sqlite:///")))
        problem = tr("The wiki database is a URL: postgresql://… or sqlite:///… with an absolute path.");
    const QString redis = m_redis->text();
    if (!redis.isEmpty() && !redis.startsWith(QStringLiteral("redis://")) && !redis.startsWith(QStringLiteral("rediss://")))
        problem = tr("Redis is a URL: redis://…, or nothing for file locks.");
    if (!m_user->text().isEmpty() && !parseUuid(m_user->text().toStdString()))
        problem = tr("The service user id is a UUID, as in the wiki's table of users.");
    m_problem->setText(problem);
    m_save->setEnabled(problem.isEmpty());
}

Settings SettingsDialog::settings() const {
    static constexpr const char *kEnvironments[] = {"test", "staging", "production"};
    Settings settings = m_before;
    settings.environment = kEnvironments[m_environment->currentIndex()];
    settings.databaseUrl = m_database->text().trimmed().toStdString();
    settings.redisUrl = m_redis->text().trimmed().toStdString();
    settings.dataDir = m_dataDir->text().trimmed().toStdString();
    settings.serviceUserId = m_user->text().trimmed().toLower().toStdString();
    settings.conflictPolicy = ConflictPolicy(m_policy->currentIndex());
    settings.unflagged = Unflagged(m_unflagged->currentIndex());
    settings.writer = WriterChoice(m_writer->currentIndex());
    if (m_interval->value() != m_before.pollIntervalMs / 1000) settings.pollIntervalMs = m_interval->value() * 1000;
    return settings;
}

}  // namespace wikivault
