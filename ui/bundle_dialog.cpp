#include "ui/bundle_dialog.h"

#include "ui/file_question.h"
#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace wikivault {

BundleDialog::BundleDialog(const UiContext &ui, QWidget *parent) : QDialog(parent), m_ui(ui) {
    setObjectName(QStringLiteral("bundleDialog"));
    setWindowTitle(tr("Support bundle"));
    resize(920, 560);
    build();
    m_text->setPlainText(tr("Reading settings, checks, runs, locks and the log…"));
    ui.commands.doctor.collectSupport(this, [this](std::vector<SupportFile> files) { show(std::move(files)); });
}

void BundleDialog::build() {
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    QLabel *sentence = make::prose("body", tr("What somebody who helps needs to see. Passwords and tokens are replaced "
                                              "by ***; page titles and names are not. Nothing is sent: save the file, "
                                              "look through it, pass it on yourself."));
    sentence->setContentsMargins(space::kHuge, space::kLarge, space::kHuge, space::kMedium);
    m_list = new QListWidget;
    m_list->setObjectName(QStringLiteral("bundleList"));
    m_list->setAccessibleName(tr("Files of the bundle"));
    m_list->setFixedWidth(220);
    m_text = new QPlainTextEdit;
    m_text->setObjectName(QStringLiteral("bundleText"));
    m_text->setAccessibleName(tr("Text of the file"));
    m_text->setReadOnly(true);
    m_text->setFont(m_ui.theme.font(Theme::Text::Mono));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setProperty("kind", QLatin1String("bare"));
    auto *body = new QHBoxLayout;
    make::margins(*body, 0, 0, 0);
    body->addWidget(m_list);
    body->addWidget(m_text, 1);
    auto *foot = make::box("footer");
    auto *buttons = new QHBoxLayout(foot);
    make::margins(*buttons, space::kHuge, space::kMedium, space::kSmall);
    auto *close = make::button(m_ui.theme, {tr("Close"), QStringLiteral("closeButton"), {}, "", {}});
    m_save = make::button(m_ui.theme, {tr("Save…"), QStringLiteral("saveBundleButton"), {}, "primary", {}});
    m_save->setEnabled(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &BundleDialog::save);
    connect(m_list, &QListWidget::currentRowChanged, this, &BundleDialog::showFile);
    connect(m_list, &QListWidget::itemChanged, this, [this] { m_save->setEnabled(!chosen().empty()); });
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(m_save);
    column->addWidget(sentence);
    column->addWidget(make::line());
    column->addLayout(body, 1);
    column->addWidget(foot);
}

void BundleDialog::show(std::vector<SupportFile> files) {
    m_files = std::move(files);
    for (const SupportFile &file : m_files) {
        auto *item = new QListWidgetItem(QString::fromStdString(file.name), m_list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
    }
    m_list->setCurrentRow(0);
    m_list->setFocus();
}

void BundleDialog::showFile(int row) {
    if (row >= 0) m_text->setPlainText(QString::fromStdString(m_files[std::size_t(row)].text));
}

std::vector<SupportFile> BundleDialog::chosen() const {
    std::vector<SupportFile> files;
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->checkState() == Qt::Checked) files.push_back(m_files[std::size_t(row)]);
    return files;
}

void BundleDialog::save() {
    askForFile(*this,
               {tr("Save the support bundle"), QStringLiteral("saveBundleDialog"), tr("Archives (*.tar)"),
                QStringLiteral("wikivault-support.tar")},
               [this](const QString &path) {
                   m_ui.commands.doctor.saveSupport(chosen(), path);
                   accept();
               });
}

}  // namespace wikivault
