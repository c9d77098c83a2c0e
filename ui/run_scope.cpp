#include "ui/run_scope.h"

#include "models/words.h"
#include "ui/space_choice.h"
#include "ui/widgets.h"

#include <QHBoxLayout>

namespace wikivault {

RunScope::RunScope(const ConsoleModels &models, QWidget *parent)
    : QWidget(parent),
      m_models(models),
      m_space(new SpaceChoice(models.spaces, QStringLiteral("runSpaceChoice"), tr("Runs of which space"))),
      m_trigger(new QComboBox),
      m_days(new QComboBox) {
    auto *row = new QHBoxLayout(this);
    make::margins(*row, 0, 0, space::kSmall);
    row->addWidget(m_space);
    const std::tuple<QComboBox *, QString, QString> boxes[] = {
        {m_trigger, QStringLiteral("runTriggerChoice"), tr("Runs that began for which reason")},
        {m_days, QStringLiteral("runDaysChoice"), tr("Runs of which days")}};
    for (const auto &[box, name, spoken] : boxes) {
        box->setObjectName(name);
        box->setAccessibleName(spoken);
        box->setToolTip(spoken);
        row->addWidget(box);
    }
    m_trigger->addItem(tr("Any reason"));
    for (const char *trigger : kRunTriggers)
        m_trigger->addItem(words::trigger(trigger), QString::fromLatin1(trigger));
    m_days->addItem(tr("Any day"), 0);
    m_days->addItem(tr("Today"), 1);
    for (const int days : {7, 30})
        m_days->addItem(tr("Last %n day(s)", nullptr, days), days);
    connect(m_space, &SpaceChoice::changed, this, &RunScope::changed);
    connect(m_trigger, &QComboBox::currentIndexChanged, this, &RunScope::changed);
    connect(m_days, &QComboBox::currentIndexChanged, this, &RunScope::changed);
}

RunFilter RunScope::filter() const {
    RunFilter filter;
    filter.space = m_space->space();
    filter.trigger = m_trigger->currentData().toString().toStdString();
    if (const int days = m_days->currentData().toInt(); days > 0) filter.since = startOfDays(m_models.runs.now(), days);
    return filter;
}

void RunScope::clear() {
    for (QComboBox *box : {static_cast<QComboBox *>(m_space), m_trigger, m_days})
        box->setCurrentIndex(0);
}

}  // namespace wikivault
