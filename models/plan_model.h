#pragma once

#include "engine/core/plan_order.h"
#include "engine/ports/space_row.h"
#include "models/cell.h"
#include "models/looking.h"
#include "models/page_links.h"
#include "models/plans_found.h"
#include "models/table_model.h"

#include <functional>
#include <vector>

namespace wikivault {

/// The items of plans, both directions in one list, and which of them are to be done. GroupRole: Group as int.
class PlanModel : public TableModel {
    Q_OBJECT
public:
    enum Column { Taken, Result, Way, Change, Page, SpaceName, Note };
    enum class Group { New, Update, Move, Delete, Guarded, Conflict, Held };
    using NameOf = std::function<QString(const SpaceId &)>;

    explicit PlanModel(NameOf nameOf, QObject *parent = nullptr);
    void setPlans(PlansFound found, TimePoint now);
    void clear();
    void setLooking(const Looking &looking);
    /// A preview was given up; what was shown before stays.
    void endLooking();
    [[nodiscard]] const Looking &looking() const { return m_looking; }
    [[nodiscard]] const std::vector<Plan> &plans() const { return m_plans; }
    [[nodiscard]] const PlanFile &file() const { return m_file; }
    [[nodiscard]] std::vector<SpaceId> spaces() const;
    [[nodiscard]] QString names() const;
    [[nodiscard]] QString nameOf(const SpaceId &space) const { return m_nameOf(space); }
    [[nodiscard]] std::size_t planOf(int row) const { return m_rows[std::size_t(row)].plan; }
    [[nodiscard]] int countOf(Group group) const;
    [[nodiscard]] bool isFormatOnly(int row) const;
    [[nodiscard]] QStringList effects() const;  ///< what happens to each side, in numbers
    /// The taken pages that would be deleted or go to the trash.
    [[nodiscard]] QStringList deletions() const;
    [[nodiscard]] QStringList pagesBecause(Reason reason) const;
    [[nodiscard]] SideTexts texts(int row) const;
    [[nodiscard]] std::optional<PageId> conflictOf(int row) const;
    [[nodiscard]] PagePlace placeOf(int row) const;
    [[nodiscard]] int examined() const;
    /// How many changes are to be done, of how many that could be.
    [[nodiscard]] int taken() const;
    [[nodiscard]] int takeable() const;
    [[nodiscard]] int takenPages() const;
    [[nodiscard]] bool isUndo() const { return !m_plans.empty() && m_plans.front().undoOf.has_value(); }
    /// A page is done or left out as a whole, with all that would happen to it.
    void take(const std::vector<int> &rows, bool taken);
    /// A person allowed what the guard holds back in these very plans.
    void setApproved(bool approved);
    [[nodiscard]] bool isApproved() const { return m_approved; }
    /// What the guard holds back and is not put back: `wiki: Onboarding/Badge.md`.
    [[nodiscard]] QStringList guarded() const;
    /// Turns round what the guard holds: it comes back on the side where it went. Or leaves it held again.
    void putBack(bool on);
    [[nodiscard]] int putBackCount() const;
    /// The other side can stand instead. A page is turned round as a whole, and back by a second flip.
    [[nodiscard]] bool canFlip(int row) const;
    [[nodiscard]] bool isFlipped(int row) const;
    void flip(int row);
    /// The taken pages that are turned round and lose something: `git stands: Roadmap.md`.
    [[nodiscard]] QStringList flips() const;
    [[nodiscard]] std::vector<PlanOrder> orders() const;
    /// The spaces that a run changed after their plan was made, and when it ended.
    [[nodiscard]] QStringList outdatedBy(const std::vector<SpaceRow> &rows) const;
    /// What came of carrying a plan out.
    void setReport(const RunReport &report, const std::string &planHash);
    [[nodiscard]] bool isCarriedOut() const { return m_carriedOut; }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    /// Other items are to be done, or the guard was approved, or the plan was carried out.
    void choiceChanged();

private:
    struct Row {
        std::size_t plan = 0;
        Item item;
        Group group = Group::Update;
        bool taken = true;
        std::optional<Item> result;  ///< after the run, or why it would not come out any more
        bool flipped = false;        ///< it goes the other way
    };
    [[nodiscard]] bool canTake(const Row &row) const;
    [[nodiscard]] bool canFlip(const Row &row) const;
    [[nodiscard]] static Direction wayOf(const Row &row);
    [[nodiscard]] bool isTaken(const Row &row) const { return row.taken && canTake(row); }
    [[nodiscard]] QString display(const Row &row, int column) const;
    [[nodiscard]] QString noteOf(const Row &row) const;
    [[nodiscard]] QString remarkOf(const Row &row) const;
    [[nodiscard]] std::optional<LineChange> linesOf(const Row &row) const;
    [[nodiscard]] QString flippedNote(const Row &row) const;
    [[nodiscard]] int toneOf(const Row &row, int column) const;
    [[nodiscard]] QVariant checkOf(const Row &row) const;
    void rebuild();
    void markStale();
    void tellChoice();

    NameOf m_nameOf;
    std::vector<Plan> m_plans;
    PlanFile m_file;
    PlanLines m_lines;
    std::vector<Row> m_rows;
    Looking m_looking;
    bool m_approved = false, m_carriedOut = false;
};

}  // namespace wikivault
