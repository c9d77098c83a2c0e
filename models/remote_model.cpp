#include "models/remote_model.h"

#include "engine/core/sentence.h"
#include "models/engine_text.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

namespace {

QString faultWord(RemoteFault fault) {
    switch (fault) {
        case RemoteFault::None: return {};
        case RemoteFault::HostKeyUnknown: return RemoteModel::tr("Host key unknown");
        case RemoteFault::HostKeyChanged: return RemoteModel::tr("Host key CHANGED");
        case RemoteFault::AuthRefused: return RemoteModel::tr("Not let in");
        case RemoteFault::NotFound: return RemoteModel::tr("Not found");
        case RemoteFault::Unreachable: return RemoteModel::tr("Away");
        case RemoteFault::TimedOut: return RemoteModel::tr("No answer");
        case RemoteFault::Protected: return RemoteModel::tr("Protected branch");
        case RemoteFault::Declined: return RemoteModel::tr("Refused");
        case RemoteFault::NonFastForward: return RemoteModel::tr("Moved meanwhile");
        case RemoteFault::Rewritten: return RemoteModel::tr("Rewritten");
        case RemoteFault::Deleted: return RemoteModel::tr("Branch deleted");
        case RemoteFault::Unrelated: return RemoteModel::tr("Other files there");
        case RemoteFault::Hostile: return RemoteModel::tr("Not taken");
        case RemoteFault::NoGit: return RemoteModel::tr("No git here");
        case RemoteFault::Cancelled: return RemoteModel::tr("Stopped");
        case RemoteFault::Other: return RemoteModel::tr("Failing");
    }
    return {};
}

QString stateWord(const RemoteRow &row) {
    if (!row.setting.empty()) return RemoteModel::tr("Settings");
    if (row.url.empty()) return RemoteModel::tr("No remote");
    if (row.status.fault != RemoteFault::None) return faultWord(row.status.fault);
    if (row.status.tip.empty()) return RemoteModel::tr("Not yet");
    return row.ahead.value_or(0) + row.behind.value_or(0) > 0 ? RemoteModel::tr("Commits wait")
                                                              : RemoteModel::tr("Equal");
}

QString authWord(RemoteAuth auth) {
    switch (auth) {
        case RemoteAuth::None: return {};
        case RemoteAuth::Agent: return RemoteModel::tr("ssh agent");
        case RemoteAuth::Key: return RemoteModel::tr("ssh key");
        case RemoteAuth::Token: return RemoteModel::tr("token");
        case RemoteAuth::TokenCommand: return RemoteModel::tr("token from a command");
        case RemoteAuth::Helpers: return RemoteModel::tr("git's own");
    }
    return {};
}

QString branchWord(const RemoteRow &row) {
    if (row.branch.empty()) return {};
    const QString auth = authWord(row.auth), branch = words::text(row.branch);
    return auth.isEmpty() ? RemoteModel::tr("branch %1").arg(branch)
                          : RemoteModel::tr("branch %1, %2").arg(branch, auth);
}

/// Whose edits pushed commits become.
QString wikiAuthor(const RemoteRow &row) {
    if (row.url.empty()) return {};
    return row.wikiAuthor.empty() ? RemoteModel::tr("nobody in the wiki")
                                  : RemoteModel::tr("%1 in the wiki").arg(words::text(row.wikiAuthor));
}

/// Whose commits the wiki's edits become; `Name <address>`, or the name alone.
QString gitAuthor(const RemoteRow &row, bool whole) {
    const QString author = words::text(row.gitAuthor);
    return author.isEmpty()
               ? author
               : RemoteModel::tr("%1 in git").arg(whole ? author : author.section(QLatin1String(" <"), 0, 0));
}

RemoteModel::Group groupOf(const RemoteRow &row) {
    if (!row.setting.empty() || needsPerson(row.status.fault)) return RemoteModel::Group::NeedsPerson;
    if (row.url.empty()) return RemoteModel::Group::None;
    return row.status.fault == RemoteFault::None ? RemoteModel::Group::Level : RemoteModel::Group::Failing;
}

Mark markOf(const RemoteRow &row) {
    switch (groupOf(row)) {
        case RemoteModel::Group::None: return Mark::Off;
        case RemoteModel::Group::Failing: return Mark::Failing;
        case RemoteModel::Group::NeedsPerson: return Mark::Blocked;
        case RemoteModel::Group::Level: break;
    }
    if (row.status.tip.empty()) return Mark::Unknown;
    return row.ahead.value_or(0) + row.behind.value_or(0) > 0 ? Mark::Pending : Mark::InSync;
}

}  // namespace

RemoteModel::RemoteModel(QObject *parent)
    : TableModel({tr("Space"), tr("State"), tr("Ahead / behind"), tr("Last push"), tr("Last fetch"), tr("Authors"),
                  tr("Remote")},
                 parent) {}

void RemoteModel::setRemotes(std::vector<RemoteRow> remotes, TimePoint now) {
    const bool sameSpaces = std::equal(remotes.begin(), remotes.end(), m_remotes.begin(), m_remotes.end(),
                                       [](const RemoteRow &a, const RemoteRow &b) { return a.space == b.space; });
    if (sameSpaces && !remotes.empty()) {
        m_remotes = std::move(remotes);
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    } else {
        beginResetModel();
        m_remotes = std::move(remotes);
        endResetModel();
    }
    finishLoad(now);
}

const RemoteRow *RemoteModel::at(int row) const {
    return row < 0 || row >= rowCount() ? nullptr : &m_remotes[std::size_t(row)];
}

int RemoteModel::countOf(Group group) const {
    return int(std::count_if(m_remotes.begin(), m_remotes.end(),
                             [group](const RemoteRow &row) { return groupOf(row) == group; }));
}

QString RemoteModel::apartOf(const SpaceId &space, int role) const {
    const auto row = std::find_if(m_remotes.begin(), m_remotes.end(),
                                  [&space](const RemoteRow &each) { return each.space == space; });
    if (row == m_remotes.end() || row->url.empty()) return QStringLiteral(u"–");
    if (role == Qt::ToolTipRole && !problem(*row).isEmpty()) return problem(*row);
    if (row->setting.empty() && row->status.fault == RemoteFault::None && !row->status.tip.empty()) {
        QStringList parts;
        if (row->ahead.value_or(0) > 0) parts << tr("%1 ahead").arg(*row->ahead);
        if (row->behind.value_or(0) > 0) parts << tr("%1 behind").arg(*row->behind);
        if (!parts.isEmpty()) return parts.join(QStringLiteral(", "));
    }
    return stateWord(*row);
}

QString RemoteModel::problem(const RemoteRow &row) {
    return engineText(asSentence(row.setting.empty() ? row.status.problem : row.setting));
}

int RemoteModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_remotes.size());
}

QString RemoteModel::display(const RemoteRow &row, int column) const {
    const auto moment = [&](const std::optional<TimePoint> &time) {
        return time ? words::ago(*time, now()) : row.url.empty() ? QString() : tr("never");
    };
    switch (column) {
        case SpaceName: return words::text(row.name.empty() ? row.slug : row.name);
        case State: return stateWord(row);
        case Apart:
            return row.ahead         ? QStringLiteral("%1 / %2").arg(*row.ahead).arg(*row.behind)
                   : row.url.empty() ? QString()
                                     : QStringLiteral("?");
        case LastPush: return moment(row.status.lastPush);
        case LastFetch: return moment(row.status.lastFetch);
        case Authors: return wikiAuthor(row);
        default: return words::text(row.url);
    }
}

QVariant RemoteModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const RemoteRow &row = m_remotes[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
        case SortRole: return display(row, column);
        case Qt::ToolTipRole:
            if (column == Authors) return display(row, column) + QLatin1Char('\n') + gitAuthor(row, true);
            return column == State && !problem(row).isEmpty() ? problem(row) : display(row, column);
        case CellKindRole:
            if (column == State) return int(CellKind::State);
            return int(column == Address || column == Authors ? CellKind::Page : CellKind::Text);
        case MarkRole: return column == State ? int(markOf(row)) : int(Mark::None);
        case ToneRole:
            if (column == State) return int(words::tone(markOf(row)));
            return int(column == SpaceName ? Tone::Normal : Tone::Muted);
        case SubtitleRole:
            if (column == State) return problem(row);
            return column == Address ? branchWord(row) : column == Authors ? gitAuthor(row, false) : QString();
        case GroupRole: return int(groupOf(row));
        case FilterRole: return display(row, SpaceName) + display(row, Address);
        case IdRole: return words::text(row.space.str());
        default: return {};
    }
}

}  // namespace wikivault
