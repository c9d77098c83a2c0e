#pragma once

#include "engine/ports/run_journal.h"
#include "models/table_model.h"

#include <vector>

namespace wikivault {

/// What one run did, page by page; problems first. GroupRole: Outcome as int.
class RunItemModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Result, Way, Change, Page, Note };

    explicit RunItemModel(QObject *parent = nullptr);

    void setRun(const RunId &run, std::vector<Item> items, TimePoint now);
    [[nodiscard]] const RunId &run() const { return m_run; }
    [[nodiscard]] const std::vector<Item> &items() const { return m_items; }
    [[nodiscard]] int countOf(Outcome outcome) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    [[nodiscard]] static QString display(const Item &item, int column);

    RunId m_run;
    std::vector<Item> m_items;
};

}  // namespace wikivault
