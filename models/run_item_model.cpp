#include "models/run_item_model.h"

#include "models/cell.h"
#include "models/engine_text.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

namespace {
int outcomeRank(Outcome outcome) {
    switch (outcome) {
        case Outcome::Failed: return 0;
        case Outcome::Held: return 1;
        case Outcome::Skipped: return 2;
        case Outcome::Done: return 3;
    }
    return 3;
}

Mark outcomeMark(const Item &item) {
    switch (item.outcome) {
        case Outcome::Failed: return Mark::Failing;
        case Outcome::Held: return item.reason == Reason::Conflict ? Mark::Conflicts : Mark::Pending;
        case Outcome::Skipped: return Mark::Off;
        case Outcome::Done: return Mark::InSync;
    }
    return Mark::Unknown;
}
}  // namespace

RunItemModel::RunItemModel(QObject *parent)
    : TableModel({tr("Result"), tr("Way"), tr("Change"), tr("Page"), tr("Note")}, parent) {}

void RunItemModel::setRun(const RunId &run, std::vector<Item> items, TimePoint now) {
    beginResetModel();
    m_run = run;
    m_items = std::move(items);
    std::stable_sort(m_items.begin(), m_items.end(),
                     [](const Item &a, const Item &b) { return outcomeRank(a.outcome) < outcomeRank(b.outcome); });
    endResetModel();
    finishLoad(now);
}

int RunItemModel::countOf(Outcome outcome) const {
    return int(
        std::count_if(m_items.begin(), m_items.end(), [&](const Item &item) { return item.outcome == outcome; }));
}

int RunItemModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_items.size());
}

QString RunItemModel::display(const Item &item, int column) {
    switch (column) {
        case Result: return words::outcome(item.outcome);
        case Way: return words::flow(item.direction);
        case Change: return words::action(item.action);
        case Page: return words::pathParts(item.path).name;
        default: break;
    }
    QStringList parts;
    if (item.reason != Reason::None) parts << words::reason(item.reason);
    if (!item.detail.empty()) parts << engineText(item.detail);
    if (parts.isEmpty() && !item.fromPath.empty() && item.fromPath != item.path)
        parts << tr("from %1").arg(words::text(item.fromPath));
    return parts.join(QLatin1Char(' '));
}

QVariant RunItemModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Item &item = m_items[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
        case SortRole: return display(item, column);
        case Qt::ToolTipRole: return column == Page ? words::text(item.path) : display(item, column);
        case CellKindRole:
            if (column == Result) return int(CellKind::State);
            if (column == Way) return int(CellKind::Flow);
            return int(column == Page ? CellKind::Page : CellKind::Text);
        case MarkRole: return column == Result ? int(outcomeMark(item)) : int(Mark::None);
        case FlowRole: return int(item.direction == Direction::WikiToGit ? Flow::ToGit : Flow::ToWiki);
        case ToneRole: return int(column == Note ? Tone::Muted : Tone::Normal);
        case SubtitleRole: return column == Page ? words::pathParts(item.path).folder : QString();
        case FilterRole: return words::text(item.path) + QLatin1Char(' ') + display(item, Note);
        case GroupRole: return int(item.outcome);
        case IdRole: return words::text(item.page ? item.page->str() : std::string());
        default: return {};
    }
}

}  // namespace wikivault
