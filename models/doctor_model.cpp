#include "models/doctor_model.h"

#include "models/cell.h"
#include "models/engine_text.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

namespace {
DoctorModel::Finding findingOf(const DoctorCheck &check) {
    if (check.status == "fail") return DoctorModel::Finding::Fail;
    if (check.status == "warn") return DoctorModel::Finding::Warn;
    return check.status == "ok" ? DoctorModel::Finding::Ok : DoctorModel::Finding::Unknown;
}
}  // namespace

/// Names of one word are no sentences, so they do not stand among those of the engine.
QString DoctorModel::nameOf(const DoctorCheck &check) {
    const std::pair<const char *, QString> words[] = {{"clock", tr("clock")},
                                                      {"drivers", tr("drivers")},
                                                      {"keyring", tr("keyring")},
                                                      {"locks", tr("locks")},
                                                      {"strays", tr("strays")}};
    for (const auto &[name, word] : words)
        if (check.name == name) return word;
    return engineText(check.name);
}

DoctorModel::DoctorModel(QObject *parent) : TableModel({tr("Check"), tr("Result"), tr("Finding")}, parent) {}

void DoctorModel::setChecks(std::vector<DoctorCheck> checks, TimePoint now) {
    beginResetModel();
    m_checks = std::move(checks);
    std::stable_sort(m_checks.begin(), m_checks.end(),
                     [](const DoctorCheck &a, const DoctorCheck &b) { return findingOf(a) < findingOf(b); });
    endResetModel();
    finishLoad(now);
}

const DoctorCheck *DoctorModel::at(int row) const {
    return row < 0 || row >= rowCount() ? nullptr : &m_checks[std::size_t(row)];
}

int DoctorModel::countOf(Finding finding) const {
    return int(std::count_if(m_checks.begin(), m_checks.end(),
                             [&](const DoctorCheck &check) { return findingOf(check) == finding; }));
}

QString DoctorModel::report() const {
    QStringList lines;
    for (const DoctorCheck &check : m_checks) {
        lines << QStringLiteral("%1  %2: %3")
                     .arg(words::text(check.status), words::text(check.name), words::text(check.detail));
        if (!check.advice.empty()) lines << QStringLiteral("      ") + words::text(check.advice);
    }
    return lines.join(QLatin1Char('\n'));
}

int DoctorModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_checks.size());
}

QString DoctorModel::display(const DoctorCheck &check, int column) {
    if (column == Name) return nameOf(check);
    if (column == Detail) return engineText(check.detail);
    switch (findingOf(check)) {
        case Finding::Fail: return tr("Fails");
        case Finding::Warn: return tr("Look at it");
        case Finding::Unknown: return tr("Not known");
        case Finding::Ok: return tr("Good");
    }
    return {};
}

QVariant DoctorModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const DoctorCheck &check = m_checks[std::size_t(index.row())];
    const int column = index.column();
    constexpr Mark marks[] = {Mark::Failing, Mark::Pending, Mark::Unknown, Mark::InSync};
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
        case SortRole: return display(check, column);
        case Qt::ToolTipRole: return engineText(check.advice.empty() ? check.detail : check.advice);
        case CellKindRole:
            if (column == Name) return int(CellKind::Page);
            return int(column == Result ? CellKind::State : CellKind::Page);
        case MarkRole: return int(column == Result ? marks[int(findingOf(check))] : Mark::None);
        case ToneRole: return int(Tone::Normal);
        case SubtitleRole: return column == Detail ? engineText(check.advice) : QString();
        case FilterRole:
            return QStringList{nameOf(check), engineText(check.detail), engineText(check.advice)}.join(
                QLatin1Char(' '));
        case GroupRole: return int(findingOf(check));
        case IdRole: return words::text(check.name);
        default: return {};
    }
}

}  // namespace wikivault
