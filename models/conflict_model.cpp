#include "models/conflict_model.h"

#include "models/cell.h"
#include "models/error_text.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

ConflictModel::ConflictModel(NameOf nameOf, QObject *parent)
    : TableModel(
          {tr("Page"), tr("Space"), tr("What"), tr("Wiki side"), tr("Git side"), tr("Blocks"), tr("Age"), tr("State")},
          parent),
      m_nameOf(std::move(nameOf)) {}

void ConflictModel::setConflicts(std::vector<ConflictSummary> conflicts, TimePoint now) {
    keepConflicts(std::move(conflicts));
    finishLoad(now);
}

void ConflictModel::keepConflicts(std::vector<ConflictSummary> conflicts) {
    if (conflicts != m_conflicts) {
        beginResetModel();
        m_conflicts = std::move(conflicts);
        std::erase_if(m_decided, [&](const PageId &page) { return rowOf(page) < 0; });
        endResetModel();
    }
    if (m_detail && rowOf(m_detail->summary.page) < 0) {
        m_detail.reset();
        emit detailChanged();
    }
}

int ConflictModel::rowOf(const PageId &page) const {
    const auto it = std::find_if(m_conflicts.begin(), m_conflicts.end(), [&](const auto &c) { return c.page == page; });
    return it == m_conflicts.end() ? -1 : int(it - m_conflicts.begin());
}

void ConflictModel::setBlocks(const std::map<PageId, int> &blocks) {
    for (const auto &[page, count] : blocks)
        m_blocks[page] = count;
    if (rowCount() > 0) emit dataChanged(index(0, Blocks), index(rowCount() - 1, Blocks));
}

int ConflictModel::undecided() const {
    return int(m_conflicts.size()) - int(m_decided.size());
}

void ConflictModel::setDetail(ConflictDetail detail) {
    const PageId page = detail.summary.page;
    const bool decided = detail.decided.has_value();
    m_detail = std::move(detail);
    m_detailError.clear();
    if (decided) markDecided(page);
    emit detailChanged();
}

void ConflictModel::failDetail(const Error &error) {
    m_detail.reset();
    m_detailError = errorText(error);
    emit detailChanged();
}

void ConflictModel::markDecided(const PageId &page) {
    const int row = rowOf(page);
    if (row < 0) return;
    m_decided.insert(page);
    emit dataChanged(index(row, 0), index(row, columnCount() - 1));
}

void ConflictModel::noteDecision(const PageId &page) {
    markDecided(page);
    emit decisionRecorded(page);
}

int ConflictModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_conflicts.size());
}

QString ConflictModel::byline(const std::string &by, const std::string &at) const {
    const auto time = fromIso8601(at);
    QStringList parts;
    if (!by.empty()) parts << words::text(by);
    if (time) parts << words::ago(*time, now());
    return parts.join(QStringLiteral(", "));
}

namespace {
QString known(const QString &text) {
    return text.isEmpty() ? QStringLiteral("?") : text;
}
}  // namespace

QString ConflictModel::display(const ConflictSummary &conflict, int column) const {
    switch (column) {
        case Page: return conflict.title.empty() ? words::pathParts(conflict.path).name : words::text(conflict.title);
        case SpaceName: return m_nameOf(conflict.space);
        case Kind: return words::conflictKind(conflict.kind);
        case WikiSide: return known(byline(conflict.wikiBy, conflict.wikiAt));
        case GitSide: return known(byline(conflict.gitBy, conflict.gitAt));
        case Blocks: {
            const auto counted = m_blocks.find(conflict.page);
            if (counted == m_blocks.end()) return QStringLiteral("?");
            return counted->second == 0 ? QStringLiteral(u"–") : QString::number(counted->second);
        }
        case Age: return words::ago(conflict.since, now());
        default: return isDecided(conflict.page) ? tr("Decided") : tr("Open");
    }
}

QVariant ConflictModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ConflictSummary &conflict = m_conflicts[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: return display(conflict, column);
        case Qt::ToolTipRole:
            if (column == Age) return words::fullTime(conflict.since);
            return column == Page ? words::text(conflict.path) : display(conflict, column);
        case SortRole:
            if (column == Age) return qint64(conflict.since.time_since_epoch().count());
            return column == Blocks ? QVariant(display(conflict, column).toInt()) : QVariant(display(conflict, column));
        case CellKindRole:
            if (column == Page) return int(CellKind::Page);
            if (column == Blocks) return int(CellKind::Count);
            return int(column == State ? CellKind::State : CellKind::Text);
        case MarkRole:
            if (column != State) return int(Mark::None);
            return int(isDecided(conflict.page) ? Mark::Pending : Mark::Conflicts);
        case ToneRole:
            if (column == WikiSide) return int(Tone::Wiki);
            if (column == GitSide) return int(Tone::Git);
            return int(column == Page ? Tone::Normal : Tone::Muted);
        case SubtitleRole:
            if (column == Page) return words::pathParts(conflict.path).folder;
            return column == State && isDecided(conflict.page) ? tr("waits for the next run") : QString();
        case FilterRole: return words::text(conflict.path + ' ' + conflict.title) + m_nameOf(conflict.space);
        case GroupRole: return isDecided(conflict.page) ? 1 : 0;
        case IdRole: return words::text(conflict.page.str());
        default: return {};
    }
}

}  // namespace wikivault
