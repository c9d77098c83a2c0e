#pragma once

#include "models/table_model.h"

#include <deque>
#include <string>
#include <vector>

namespace wikivault {

enum class LogLevel { Debug, Info, Warning, Error };

struct LogEntry {
    TimePoint at{};
    LogLevel level = LogLevel::Info;
    std::string text;
};

/// The last lines of the log, oldest first. GroupRole: LogLevel as int.
class LogModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Time, Level, Text };
    static constexpr std::size_t kLimit = 10000;

    explicit LogModel(QObject *parent = nullptr);

    /// Adds a batch; the oldest lines go when there are more than kLimit.
    void append(const std::vector<LogEntry> &lines);
    [[nodiscard]] const LogEntry &at(int row) const { return m_lines[std::size_t(row)]; }
    [[nodiscard]] int countOf(LogLevel level) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    [[nodiscard]] QString display(const LogEntry &line, int column) const;

    std::deque<LogEntry> m_lines;
};

}  // namespace wikivault
