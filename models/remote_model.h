#pragma once

#include "engine/ports/remote_desk.h"
#include "models/cell.h"
#include "models/table_model.h"

#include <vector>

namespace wikivault {

/// The spaces' remotes, as they were when a run looked last.
class RemoteModel : public TableModel {
    Q_OBJECT

public:
    enum class Group { None, Level, Failing, NeedsPerson };
    enum Column { SpaceName, State, Apart, LastPush, LastFetch, Authors, Address };

    explicit RemoteModel(QObject *parent = nullptr);

    void setRemotes(std::vector<RemoteRow> remotes, TimePoint now);
    [[nodiscard]] const RemoteRow *at(int row) const;
    [[nodiscard]] int countOf(Group group) const;
    /// `2 ahead, 1 behind`, `Equal`, what is wrong, or `–` for a space without a remote; as a tool tip, all that is
    /// known.
    [[nodiscard]] QString apartOf(const SpaceId &space, int role) const;
    /// What is wrong, as a sentence; "" = nothing is.
    [[nodiscard]] static QString problem(const RemoteRow &row);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] std::pair<int, int> timedColumns() const override { return {LastPush, LastFetch}; }

private:
    [[nodiscard]] QString display(const RemoteRow &row, int column) const;

    std::vector<RemoteRow> m_remotes;
};

}  // namespace wikivault
