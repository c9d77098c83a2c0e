#include "models/phase_model.h"

#include "models/cell.h"
#include "models/engine_text.h"

#include <QLocale>

namespace wikivault {

PhaseModel::PhaseModel(QObject *parent) : TableModel({tr("Phase"), tr("Took"), tr("Share")}, parent) {}

void PhaseModel::setPhases(std::vector<log_scope::PhaseTime> phases, TimePoint now) {
    if (phases != m_phases) {
        beginResetModel();
        m_phases = std::move(phases);
        m_seconds = 0;
        for (const log_scope::PhaseTime &phase : m_phases)
            m_seconds += phase.seconds;
        endResetModel();
    }
    finishLoad(now);
}

int PhaseModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_phases.size());
}

QString PhaseModel::display(const log_scope::PhaseTime &phase, int column) const {
    switch (column) {
        case Took: return tr("%1 s").arg(QLocale().toString(phase.seconds, 'f', 1));
        case Share: return m_seconds > 0 ? tr("%1 %").arg(qRound(phase.seconds / m_seconds * 100)) : QString();
        default: return engineText(phase.phase);
    }
}

QVariant PhaseModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const log_scope::PhaseTime &phase = m_phases[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
        case Qt::ToolTipRole: return display(phase, column);
        case CellKindRole: return int(column == Phase ? CellKind::Text : CellKind::Count);
        case ToneRole: return int(column == Share ? Tone::Muted : Tone::Normal);
        case IdRole: return QString::fromStdString(phase.phase);
        default: return {};
    }
}

}  // namespace wikivault
