#pragma once

#include "models/run_list_model.h"

#include <QSet>

namespace wikivault {

/// The journal with what was skipped folded: skipped runs that follow each other in a space, for one reason, are one
/// row, at the newest of them, until somebody unfolds it. Columns and roles are those of RunListModel.
class RunFolds : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit RunFolds(const RunListModel &runs, QObject *parent = nullptr);

    /// Of a row: the run, or those that are folded there, newest first. Good until the runs are read again.
    [[nodiscard]] std::vector<const RunRecord *> runsAt(int row) const;
    /// The runs of the fold with this id (IdRole), newest first; empty: it is none.
    [[nodiscard]] std::vector<const RunRecord *> runsOf(const QString &fold) const;
    [[nodiscard]] bool isOpen(const QString &fold) const { return m_open.contains(fold); }
    /// Shows the runs of a fold below it, or takes them in again.
    void toggle(const QString &fold);
    /// Unfolds what hides that run.
    void reveal(const QString &run);
    /// `14 skips`.
    [[nodiscard]] static QString nameOf(std::size_t count);
    /// What the runs of a fold have in common, in a sentence.
    [[nodiscard]] static QString sentence(const std::vector<const RunRecord *> &skips);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// A fold; a run that stands by itself is one of one.
    struct Fold {
        std::vector<int> runs;  ///< rows of the journal, newest first
    };
    struct Row {
        std::size_t fold;
        int run;  ///< row of the journal; -1: the fold itself
    };
    void rebuild();
    void layRows();
    [[nodiscard]] QString idOf(const Fold &fold) const;
    [[nodiscard]] int findFold(const QString &id) const;
    [[nodiscard]] std::vector<const RunRecord *> recordsOf(const Fold &fold) const;
    [[nodiscard]] QVariant dataOf(const Fold &fold, int column, int role) const;
    [[nodiscard]] QString display(const std::vector<const RunRecord *> &skips, int column) const;

    const RunListModel &m_runs;
    std::vector<Fold> m_folds;
    std::vector<Row> m_rows;
    QSet<QString> m_open;
};

}  // namespace wikivault
