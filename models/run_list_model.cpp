#include "models/run_list_model.h"

#include "models/cell.h"
#include "models/engine_text.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

namespace {
bool sameRuns(const std::vector<RunRecord> &a, const std::vector<RunRecord> &b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const RunRecord &x, const RunRecord &y) { return x.id == y.id && x.outcome == y.outcome; });
}
}  // namespace

RunListModel::RunListModel(NameOf nameOf, QObject *parent)
    : TableModel({tr("Result"), tr("Space"), tr("Why"), tr("What it did"), tr("Started"), tr("Took"), tr("Run")},
                 parent),
      m_nameOf(std::move(nameOf)) {}

void RunListModel::setRuns(std::vector<RunRecord> runs, TimePoint now) {
    if (sameRuns(runs, m_runs)) {
        m_runs = std::move(runs);
    } else {
        beginResetModel();
        m_runs = std::move(runs);
        endResetModel();
    }
    finishLoad(now);
}

int RunListModel::rowOf(const RunId &id) const {
    const auto it = std::find_if(m_runs.begin(), m_runs.end(), [&](const RunRecord &run) { return run.id == id; });
    return it == m_runs.end() ? -1 : int(it - m_runs.begin());
}

bool RunListModel::lacksNumbers() const {
    if (m_runs.empty()) return false;
    const auto numberOf = [](const RunRecord &run) { return words::text(run.id.str()).toLongLong(); };
    const auto [oldest, newest] =
        std::minmax_element(m_runs.begin(), m_runs.end(),
                            [&](const RunRecord &a, const RunRecord &b) { return numberOf(a) < numberOf(b); });
    return numberOf(*newest) - numberOf(*oldest) >= qint64(m_runs.size());
}

const RunRecord *RunListModel::find(const RunId &id) const {
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_runs[std::size_t(row)];
}

QString RunListModel::sentence(const RunRecord &run) {
    if (run.outcome == "running") return tr("Not ended yet; what it does is noted at its end.");
    if (!run.error.empty()) return engineText(run.error);
    if (run.skipped != SkipReason::None) return words::skip(run.skipped);
    const QString done = words::counts(run.pull, run.push);
    if (run.conflicts == 0) return done;
    const QString conflicts = tr("%n conflict(s) to review", nullptr, run.conflicts);
    return done == words::counts({}, {}) ? conflicts : done + QStringLiteral(u"  ·  ") + conflicts;
}

QString RunListModel::why(const RunRecord &run) {
    QString text = words::trigger(run.trigger);
    if (!run.actor.empty()) text += QStringLiteral(", ") + words::text(run.actor);
    if (!run.reason.empty()) text += tr(": “%1”").arg(engineText(run.reason));
    return text;
}

bool RunListModel::canUndo(const RunRecord &run) {
    const bool known = !run.agreedBefore.empty() && !run.agreedAfter.empty();
    return run.outcome != "running" && known && run.agreedBefore != run.agreedAfter;
}

int RunListModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_runs.size());
}

QString RunListModel::display(const RunRecord &run, int column) const {
    switch (column) {
        case Result: return words::runOutcome(run);
        case SpaceName: return m_nameOf(run.space);
        case Why: return why(run);
        case Counts: return sentence(run);
        case Started: return words::ago(run.startedAt, now());
        case Took: return run.endedAt ? words::span(*run.endedAt - run.startedAt) : QStringLiteral(u"–");
        default: return words::text(run.id.str());
    }
}

QVariant RunListModel::sortKey(const RunRecord &run, int column) const {
    switch (column) {
        case Started: return qint64(run.startedAt.time_since_epoch().count());
        case Took: return qint64(run.endedAt ? (*run.endedAt - run.startedAt).count() : 0);
        case Number: return words::text(run.id.str()).toLongLong();
        default: return display(run, column);
    }
}

QVariant RunListModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const RunRecord &run = m_runs[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: return display(run, column);
        case Qt::ToolTipRole: return column == Started ? words::fullTime(run.startedAt) : display(run, column);
        case SubtitleRole: return column == Result ? sentence(run) : QString();
        case SortRole: return sortKey(run, column);
        case CellKindRole:
            if (column == Result) return int(CellKind::State);
            return int(isNumber(column) ? CellKind::Count : CellKind::Text);
        case MarkRole: return column == Result ? int(words::runMark(run)) : int(Mark::None);
        case ToneRole: return int(column == SpaceName ? Tone::Normal : Tone::Muted);
        case FilterRole:
            return display(run, SpaceName) + display(run, Why) + display(run, Counts) + display(run, Number);
        case GroupRole: return int(words::runMark(run));
        case IdRole: return words::text(run.id.str());
        default: return {};
    }
}

}  // namespace wikivault
