#include "ui/policy_bar.h"

#include "models/words.h"
#include "ui/confirm_dialog.h"
#include "ui/elided_label.h"
#include "ui/widgets.h"

#include <QComboBox>
#include <QHBoxLayout>

namespace wikivault {

namespace {
constexpr ConflictPolicy kPolicies[] = {ConflictPolicy::Review, ConflictPolicy::GitWins, ConflictPolicy::WikiWins};
}

PolicyBar::PolicyBar(const UiContext &ui, QWidget *parent) : QWidget(parent), m_ui(ui) {
    auto *row = new QHBoxLayout(this);
    make::margins(*row, 0, 0, space::kSmall);
    m_label = new ElidedLabel("muted");
    m_choice = new QComboBox;
    m_choice->setObjectName(QStringLiteral("spacePolicy"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_choice->addItem(QString());  // as the profile says
    for (const ConflictPolicy policy : kPolicies)
        m_choice->addItem(words::policy(policy));
    row->addWidget(m_label);
    row->addWidget(m_choice);
    connect(m_choice, &QComboBox::activated, this, &PolicyBar::ask);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &PolicyBar::update);
    connect(&ui.models.spaces, &TableModel::loadChanged, this, &PolicyBar::update);
    update();
}

void PolicyBar::show(const SpaceId &space) {
    m_space = space;
    update();
}

void PolicyBar::update() {
    const SpaceRow *row = m_ui.models.spaces.find(m_space);
    setVisible(row != nullptr);
    if (!row) return;
    const Settings &settings = m_ui.models.state.settings();
    m_label->setText(tr("When both sides change the same words in %1:").arg(words::text(row->space.name)));
    m_choice->setAccessibleName(m_label->text());
    m_choice->setItemText(0, tr("As the profile: %1").arg(words::policy(settings.conflictPolicy)));
    int chosen = 0;
    for (const std::string &name : {row->space.slug, row->space.id.str()})
        if (const auto own = settings.spacePolicies.find(name); own != settings.spacePolicies.end())
            chosen = 1 + int(own->second);
    m_choice->setMinimumWidth(m_choice->sizeHint().width() + space::kHuge);  // beside the arrow
    m_choice->setCurrentIndex(chosen);
    m_choice->setEnabled(!m_ui.models.state.isReadOnly());
}

void PolicyBar::ask(int choice) {
    const Settings &settings = m_ui.models.state.settings();
    const ConflictPolicy policy = choice == 0 ? settings.conflictPolicy : kPolicies[choice - 1];
    ConfirmDialog::Question question;
    question.title = tr("%1: %2?").arg(m_ui.models.spaces.nameOf(m_space), words::policy(policy));
    question.text =
        policy == ConflictPolicy::Review
            ? tr("From the next run on, a page both sides changed in the same place waits for a person. A "
                 "run in progress stops after its page.")
            : tr("From the next run on, one side's words stand where both changed them, without asking. The "
                 "other side's text is kept under Settled by rule and can be put back. A run in progress "
                 "stops after its page.");
    question.verb = tr("Change the rule");
    question.dangerous = policy != ConflictPolicy::Review;
    auto *dialog = new ConfirmDialog(m_ui, question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, choice] { save(choice); });
    connect(dialog, &QDialog::rejected, this, &PolicyBar::update);
    dialog->open();
}

void PolicyBar::save(int choice) {
    const SpaceRow *row = m_ui.models.spaces.find(m_space);
    if (!row) return;
    Settings settings = m_ui.models.state.settings();
    settings.spacePolicies.erase(row->space.slug);
    settings.spacePolicies.erase(row->space.id.str());
    if (choice > 0) settings.spacePolicies[row->space.id.str()] = kPolicies[choice - 1];
    m_ui.commands.profile.saveSettings(settings);
}

}  // namespace wikivault
