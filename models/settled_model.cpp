#include "models/settled_model.h"

#include "models/cell.h"
#include "models/error_text.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

namespace {
SettledModel::Group settledGroup(const SettledSummary &settled) {
    return settled.rule == "person" ? SettledModel::ByPeople : SettledModel::ByRule;
}
}  // namespace

SettledModel::SettledModel(NameOf nameOf, QObject *parent)
    : TableModel({tr("Page"), tr("Space"), tr("How"), tr("Left out"), tr("When"), tr("State")}, parent),
      m_nameOf(std::move(nameOf)) {}

void SettledModel::setSettled(std::vector<SettledSummary> settled, TimePoint now) {
    if (settled != m_settled) {
        beginResetModel();
        m_settled = std::move(settled);
        endResetModel();
    }
    finishLoad(now);
}

const SettledSummary *SettledModel::find(const QString &id) const {
    const auto it = std::find_if(m_settled.begin(), m_settled.end(),
                                 [&](const SettledSummary &one) { return words::text(one.id) == id; });
    return it == m_settled.end() ? nullptr : &*it;
}

int SettledModel::countOf(Group group) const {
    return int(std::count_if(m_settled.begin(), m_settled.end(),
                             [&](const SettledSummary &one) { return settledGroup(one) == group; }));
}

int SettledModel::unseen() const {
    return int(std::count_if(m_settled.begin(), m_settled.end(),
                             [](const SettledSummary &one) { return !one.seen && settledGroup(one) == ByRule; }));
}

void SettledModel::markSeen(const std::string &id) {
    for (std::size_t row = 0; row < m_settled.size(); ++row) {
        if (m_settled[row].id != id || m_settled[row].seen) continue;
        m_settled[row].seen = true;
        emit dataChanged(index(int(row), 0), index(int(row), columnCount() - 1));
        emit loadChanged();
    }
}

void SettledModel::setDetail(SettledDetail detail) {
    m_detail = std::move(detail);
    m_detailError.clear();
    emit detailChanged();
}

void SettledModel::failDetail(const Error &error) {
    m_detail.reset();
    m_detailError = errorText(error);
    emit detailChanged();
}

int SettledModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_settled.size());
}

QString SettledModel::display(const SettledSummary &settled, int column) const {
    switch (column) {
        case Page: return settled.title.empty() ? words::pathParts(settled.path).name : words::text(settled.title);
        case SpaceName: return m_nameOf(settled.space);
        case How: return words::settledBy(settled);
        case LeftOut: {
            if (settled.loser.empty()) return QStringLiteral(u"–");
            const QString side = settled.loser == "wiki" ? tr("the wiki's text") : tr("git's text");
            return settled.lostBy.empty() ? side : tr("%1, by %2").arg(side, words::text(settled.lostBy));
        }
        case Age: return words::ago(settled.at, now());
        default:
            if (settled.putBack) return tr("put back");
            if (settledGroup(settled) == ByPeople) return tr("decided");
            return settled.seen ? tr("seen") : tr("new");
    }
}

QVariant SettledModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const SettledSummary &settled = m_settled[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: return display(settled, column);
        case Qt::ToolTipRole:
            if (column == Age) return words::fullTime(settled.at);
            return column == Page ? words::text(settled.path) : display(settled, column);
        case SortRole:
            return column == Age ? QVariant(qint64(settled.at.time_since_epoch().count()))
                                 : QVariant(display(settled, column));
        case CellKindRole:
            if (column == Page) return int(CellKind::Page);
            return int(column == State ? CellKind::State : CellKind::Text);
        case MarkRole:
            if (column != State) return int(Mark::None);
            return int(settled.seen ? Mark::InSync : Mark::Pending);
        case ToneRole:
            if (column == LeftOut && !settled.loser.empty())
                return int(settled.loser == "wiki" ? Tone::Wiki : Tone::Git);
            return int(column == Page ? Tone::Normal : Tone::Muted);
        case SubtitleRole: return column == Page ? words::pathParts(settled.path).folder : QString();
        case FilterRole: return words::text(settled.path + ' ' + settled.title) + m_nameOf(settled.space);
        case GroupRole: return int(settledGroup(settled));
        case IdRole: return words::text(settled.id);
        default: return {};
    }
}

}  // namespace wikivault
