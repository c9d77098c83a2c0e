#include "models/words.h"
#include "ui/elided_label.h"
#include "ui/list_frame.h"
#include "ui/space_peek.h"
#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QHeaderView>

/// What a run of the space would do.
namespace wikivault {

QWidget *SpacePeek::buildPlan() {
    auto *pane = new QWidget;
    auto *column = new QVBoxLayout(pane);
    make::margins(*column, 0, 0, space::kTiny);
    auto *head = new QHBoxLayout;
    make::margins(*head, 0, 0, space::kSmall);
    m_planHead = new ElidedLabel("strong");
    m_planHead->setObjectName(QStringLiteral("peekPlanHead"));
    m_planHead->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_look = make::button(m_ui.theme, {tr("Look again"), QStringLiteral("peekLookButton"), QStringLiteral("refresh"),
                                       "plain", tr("Asks both sides what a run would do; writes nothing (Space)")});
    connect(m_look, &QPushButton::clicked, this, &SpacePeek::look);
    head->addWidget(m_planHead, 1);
    head->addWidget(m_look);
    PlanModel &peek = m_ui.models.peek;
    m_plan = new TableView(m_ui.theme, {40, false, tr("What a run would do"), QStringLiteral("peekTable")});
    m_plan->setModel(&peek);
    m_plan->horizontalHeader()->hide();
    for (const int hidden : {PlanModel::Taken, PlanModel::Result, PlanModel::SpaceName})
        m_plan->setColumnHidden(hidden, true);
    m_plan->setColumnWidths({40, 40, 84, 92, 0, 40, 180});
    m_plan->addMenuEntry(tr("Preview"), [this] { emit planRequested(); });
    connect(m_plan, &TableView::opened, this, &SpacePeek::planRequested);
    m_planFrame = new ListFrame(m_ui.theme, peek, m_plan, {});
    connect(m_planFrame, &ListFrame::retryRequested, this, &SpacePeek::look);
    connect(&peek, &TableModel::loadChanged, this, &SpacePeek::updatePlan);
    column->addLayout(head);
    column->addWidget(m_planFrame, 1);
    updatePlan();
    return pane;
}

void SpacePeek::look() {
    if (!m_space.isEmpty()) m_ui.commands.plans.peek(m_space);
}

void SpacePeek::updatePlan() {
    const PlanModel &peek = m_ui.models.peek;
    const bool isKnown = !peek.plans().empty();
    const QString asOf = isKnown && peek.load().asOf
                             ? tr("As of %1.").arg(words::timeOfDay(*peek.load().asOf, m_ui.models.state.now()))
                             : QString();
    m_planHead->setText(!isKnown || peek.rowCount() == 0
                            ? tr("What a run would do")
                            : peek.effects().join(QStringLiteral(" · ")) + QStringLiteral(". ") + asOf);
    m_look->setVisible(isKnown);
    ListFrame::Words words{QStringLiteral("preview"),
                           tr("Nobody has looked yet."),
                           tr("A look asks both sides and writes nothing."),
                           tr("The space could not be looked at."),
                           {}};
    if (isKnown)
        words = {QStringLiteral("check"),
                 tr("Both sides are equal."),
                 tr("Examined %n page(s). %1", nullptr, peek.examined()).arg(asOf),
                 words.failed,
                 {}};
    m_planFrame->setWords(words);
    m_planFrame->setEmptyAction(isKnown ? QString() : tr("Look (Space)"), [this] { look(); });
}

}  // namespace wikivault
