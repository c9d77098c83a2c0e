#pragma once

#include "engine/core/result.h"
#include "engine/core/time.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <optional>

namespace wikivault {

/// Where the content of a model stands. A failed read keeps the rows and the time they are from.
struct Load {
    enum class Phase { Never, Loading, Ready, Failed };
    Phase phase = Phase::Never;
    QString error;                  ///< a sentence; only while Failed
    std::optional<TimePoint> asOf;  ///< when the rows were read; nothing: there never were any
};

/// A table that knows how fresh it is. Lives on the GUI thread.
class TableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit TableModel(QStringList columns, QObject *parent = nullptr);

    [[nodiscard]] const Load &load() const { return m_load; }
    void beginLoad();
    void failLoad(const Error &error);

    /// The moment ages and countdowns are shown for.
    void setNow(TimePoint now);
    [[nodiscard]] TimePoint now() const { return m_now; }

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void loadChanged();

protected:
    /// Numbers stand right in their column, and so does its heading.
    [[nodiscard]] virtual bool isNumber(int column) const { return column < 0; }
    void finishLoad(TimePoint now);
    void forgetLoad();
    /// The columns whose text depends on the time: first and last; {-1, -1} for none.
    [[nodiscard]] virtual std::pair<int, int> timedColumns() const { return {-1, -1}; }

private:
    QStringList m_columns;
    Load m_load;
    TimePoint m_now{};
};

}  // namespace wikivault
