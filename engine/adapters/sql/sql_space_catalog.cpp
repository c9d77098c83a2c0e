#include "engine/adapters/sql/sql_space_catalog.h"

#include "engine/adapters/sql/statements.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace wikivault::sql {

namespace {

enum class SpaceFlag { None, On, Off };

SpaceFlag flagIn(const std::string &settingsJson) {
    const QJsonObject settings = QJsonDocument::fromJson(QByteArray::fromStdString(settingsJson)).object();
    const QJsonValue enabled = settings.value(QLatin1String("gitSync")).toObject().value(QLatin1String("enabled"));
    if (enabled.toBool() || enabled.toString() == QLatin1String("true")) return SpaceFlag::On;
    const bool isOff = enabled.isBool() || enabled.toString() == QLatin1String("false");
    return isOff ? SpaceFlag::Off : SpaceFlag::None;
}

}  // namespace

Space SqlSpaceCatalog::spaceIn(const Row &row) const {
    Space space;
    // Only gitmost notes which program wrote a page last.
    space.schema =
        m_columns.has("pages", "last_updated_source") ? markdown::WikiSchema::Gitmost : markdown::WikiSchema::Docmost;
    space.id = SpaceId(row.text(0));
    space.workspace = WorkspaceId(row.text(1));
    space.slug = row.text(2);
    space.name = row.text(3);
    const SpaceFlag flag = flagIn(row.text(4));
    space.flagged = flag == SpaceFlag::On;
    space.optedOut = flag == SpaceFlag::Off;
    return space;
}

Result<std::vector<Space>> SqlSpaceCatalog::spaces() {
    std::vector<Space> spaces;
    const auto keep = [&](const Row &row) -> Result<> {
        spaces.push_back(spaceIn(row));
        return {};
    };
    TRY(m_session.query(render(statements::kSpaces, m_session.dialect(), m_columns), {}, keep));
    selectSpaces(spaces, m_unflagged == Unflagged::All);
    std::sort(spaces.begin(), spaces.end(), [](const Space &a, const Space &b) {
        const int order = QString::fromStdString(a.name).compare(QString::fromStdString(b.name), Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.id < b.id;
    });
    return spaces;
}

Result<> SqlSpaceCatalog::setEnabled(const SpaceId &space, bool enabled) {
    int changed = 0;
    if (parseUuid(space.str())) {
        TRY_ASSIGN(Transaction transaction, Transaction::begin(m_session, TransactionKind::Write));
        TRY_ASSIGN(changed, m_session.execute(render(statements::kSetEnabled, m_session.dialect(), m_columns),
                                              {enabled ? "true" : "false", space}));
        TRY(transaction.commit());
    }
    if (changed == 0) return fail(ErrorCode::NotFound, "the wiki has no live space with the id " + space.str());
    return {};
}

Result<std::optional<WorkspaceId>> SqlSpaceCatalog::workspace() {
    std::optional<WorkspaceId> workspace;
    if (!parseUuid(m_user.str())) return workspace;
    const auto keep = [&workspace](const Row &row) -> Result<> {
        if (!row.text(0).empty()) workspace = WorkspaceId(row.text(0));
        return {};
    };
    TRY(m_session.query(render(statements::kWorkspaceOf, m_session.dialect(), m_columns), {m_user}, keep));
    return workspace;
}

Result<std::vector<SpaceDigest>> SqlSpaceCatalog::digests() {
    std::vector<Space> spaces;
    std::vector<SpaceDigest> digests;
    const auto keep = [&](const Row &row) -> Result<> {
        spaces.push_back(spaceIn(row));
        digests.push_back({{}, row.number(5), row.text(6)});
        return {};
    };
    TRY(m_session.query(render(statements::kDigests, m_session.dialect(), m_columns), {}, keep));
    selectSpaces(spaces, m_unflagged == Unflagged::All);
    for (std::size_t i = 0; i < spaces.size(); ++i)
        digests[i].space = std::move(spaces[i]);
    return digests;
}

}  // namespace wikivault::sql
