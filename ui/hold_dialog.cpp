#include "ui/hold_dialog.h"

#include "models/words.h"
#include "ui/forms.h"
#include "ui/widgets.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace wikivault {

HoldDialog::HoldDialog(const UiContext &ui, const SpaceId &chosen, QWidget *parent) : QDialog(parent), m_ui(ui) {
    setObjectName(QStringLiteral("holdDialog"));
    setWindowTitle(tr("Hold a space for maintenance"));
    setMinimumWidth(520);
    auto *edge = make::box("band");
    edge->setProperty("environment", words::text(ui.models.state.settings().environment));
    edge->setFixedHeight(4);
    m_space = new QComboBox;
    m_space->setObjectName(QStringLiteral("holdSpace"));
    m_time = new QComboBox;
    m_time->setObjectName(QStringLiteral("holdTime"));
    m_reason = new QLineEdit;
    m_reason->setObjectName(QStringLiteral("holdReason"));
    m_verb = make::button(ui.theme, {tr("Hold"), QStringLiteral("verbButton"), {}, "primary", {}});
    auto *cancel = make::button(ui.theme, {tr("Cancel"), QStringLiteral("cancelButton"), {}, "", {}});
    fill(chosen);
    auto *form = forms::layout();
    forms::addRow(*form, tr("Space"), m_space);
    forms::addRow(*form, tr("For at most"), m_time);
    forms::addRow(*form, ui.models.state.isProduction() ? tr("Reason") : tr("Reason (optional)"), m_reason);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_verb);
    auto *body = new QVBoxLayout;
    make::margins(*body, space::kHuge, space::kHuge, space::kMedium);
    body->addWidget(make::prose("heading", windowTitle()));
    body->addWidget(make::prose("body", tr("This window takes the lock and keeps it: no run of the space begins, here, "
                                           "in another console or in the wiki's own server, until you release it, the "
                                           "time is over, or the window is closed.")));
    body->addLayout(form);
    body->addLayout(buttons);
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    column->addWidget(edge);
    column->addLayout(body);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_verb, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_reason, &QLineEdit::textChanged, this, &HoldDialog::update);
    cancel->setDefault(true);
    m_reason->setFocus();
    update();
}

void HoldDialog::fill(const SpaceId &chosen) {
    std::vector<std::pair<QString, QString>> spaces;
    for (const SpaceRow &row : m_ui.models.spaces.rows())
        spaces.emplace_back(words::text(row.space.name), words::text(row.space.id.str()));
    std::sort(spaces.begin(), spaces.end(),
              [](const auto &a, const auto &b) { return QString::localeAwareCompare(a.first, b.first) < 0; });
    for (const auto &[name, id] : spaces)
        m_space->addItem(name, id);
    m_space->setCurrentIndex(std::max(0, m_space->findData(words::text(chosen.str()))));
    for (const int minutes : {15, 30, 60, 240, 480})
        m_time->addItem(words::span(std::chrono::minutes(minutes)), minutes);
    m_time->setCurrentIndex(2);
}

/// In production it has a reason.
void HoldDialog::update() {
    const bool isSaid = !m_reason->text().trimmed().isEmpty() || !m_ui.models.state.isProduction();
    m_verb->setEnabled(m_space->currentIndex() >= 0 && isSaid);
}

HoldOrder HoldDialog::order() const {
    return {SpaceId(m_space->currentData().toString().toStdString()),
            m_ui.models.state.now() + std::chrono::minutes(m_time->currentData().toInt()),
            m_reason->text().trimmed().toStdString()};
}

void openHoldDialog(const UiContext &ui, const SpaceId &chosen, QWidget &parent) {
    auto *dialog = new HoldDialog(ui, chosen, &parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, &parent, [ui, dialog] { ui.commands.locks.hold(dialog->order()); });
    dialog->open();
}

}  // namespace wikivault
