#pragma once

#include "engine/core/plan.h"
#include "models/cell.h"
#include "models/table_model.h"

#include <functional>
#include <vector>

namespace wikivault {

/// The texts of one item by side: nothing = the page does not exist there, or the text is not known.
struct SideTexts {
    std::optional<std::string> wiki, git;
    Direction direction = Direction::WikiToGit;
    QString title;
};

/// The items of one or more plans, both directions in one list. GroupRole: PlanGroup as int.
class PlanModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Way, Change, Page, SpaceName, Note };
    enum class Group { New, Update, Move, Delete, Conflict, Held };
    using NameOf = std::function<QString(const SpaceId &)>;

    explicit PlanModel(NameOf nameOf, QObject *parent = nullptr);

    void setPlans(std::vector<Plan> plans, TimePoint now);
    void clear();
    [[nodiscard]] const std::vector<Plan> &plans() const { return m_plans; }
    [[nodiscard]] std::vector<SpaceId> spaces() const;
    [[nodiscard]] QString names() const;
    [[nodiscard]] int countOf(Group group) const;
    [[nodiscard]] int countOf(Direction direction) const;
    /// What happens to each side, in numbers: `Git: 7 files written.`
    [[nodiscard]] QStringList effects() const;
    /// The pages a run would delete or move to the trash.
    [[nodiscard]] QStringList deletions() const;
    [[nodiscard]] SideTexts texts(int row) const;
    /// The conflict behind the row, if it is one.
    [[nodiscard]] std::optional<PageId> conflictOf(int row) const;
    [[nodiscard]] int examined() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row {
        std::size_t plan = 0;
        Item item;
        Group group = Group::Update;
    };
    [[nodiscard]] QString display(const Row &row, int column) const;
    [[nodiscard]] int toneOf(const Row &row, int column) const;
    void rebuild();

    NameOf m_nameOf;
    std::vector<Plan> m_plans;
    std::vector<Row> m_rows;
};

}  // namespace wikivault
