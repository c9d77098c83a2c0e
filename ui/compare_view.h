#pragma once

#include "models/side_by_side.h"
#include "models/three_way.h"
#include "ui/theme.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>

#include <array>
#include <map>
#include <set>

namespace wikivault {

/// Two or three texts in columns, wiki always left and git always right: only visible lines are painted, long lines are
/// wrapped, long equal parts are folded until they are clicked, the words that differ are marked.
class CompareView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit CompareView(const Theme &theme, QWidget *parent = nullptr);

    struct Heads {
        QString left, right;     ///< headings
        bool leftIsNew = false;  ///< which side carries the change
        bool isTime = false;     ///< one vault, earlier and later, instead of wiki and git
    };
    void setSides(const SideBySide &diff, const Heads &heads);
    void setThree(const ThreeWay &texts);
    /// Who and when, behind the names of the sides.
    void setBylines(const QString &wiki, const QString &git);
    /// A sentence instead of texts.
    void setMessage(const QString &message);
    [[nodiscard]] QString message() const { return m_message; }
    /// Scrolls to the next or previous change.
    void stepChange(bool forward);
    [[nodiscard]] int shownRows() const { return int(m_shown.size()); }
    /// Every row has the height of its wrapped lines; until then those out of sight have an estimated one.
    [[nodiscard]] bool isLaidOut() const { return m_nextSlice == m_shown.size(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void timerEvent(QTimerEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    static constexpr int kHead = 32;  ///< of the columns' names
    enum class Ground { None, Wiki, Git, Base };
    struct Cell {
        DiffCell text;
        Ground ground = Ground::None;
        QChar sign = QLatin1Char(' ');
    };
    struct Row {
        bool equal = true;
        bool conflict = false;
        std::array<Cell, 3> cells;
    };
    struct Column {
        QString icon, heading;
        Tone tone = Tone::Muted;
    };
    /// A row, or a fold over rows [row, row + folded); `top` and `height` in visual lines.
    struct Shown {
        std::size_t row = 0, folded = 0;
        int top = 0, height = 1;
        bool isExact = false;  ///< else the height is estimated
    };
    void begin(std::vector<Column> columns);
    void rebuild();
    void measure();
    void measureSlice();
    void measureSeen();
    [[nodiscard]] bool measureRow(Shown &shown);
    void place(bool keepsSight);
    /// Equal texts stand in every column.
    [[nodiscard]] std::size_t differentCells(const Row &row) const { return row.equal ? 1 : m_columns.size(); }
    [[nodiscard]] int estimateOf(const Row &row) const;
    [[nodiscard]] int heightOf(const Row &row, int columns) const;
    /// Where the visual lines of a cell begin; those of long cells are kept until the width changes.
    [[nodiscard]] std::vector<int> startsOf(const Cell &cell, int columns) const;
    [[nodiscard]] std::size_t shownAt(int line) const;
    [[nodiscard]] bool startsChange(std::size_t shown) const;
    void paintHead(QPainter &painter) const;
    void paintFold(QPainter &painter, const Shown &shown, int y) const;
    void paintCell(QPainter &painter, const Cell &cell, const QRect &area) const;
    void paintText(QPainter &painter, const Cell &cell, const QRect &area) const;
    [[nodiscard]] QRect columnRect(std::size_t column, int y, int height) const;
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int gutter() const;  ///< line number and sign
    [[nodiscard]] int textColumns() const;

    const Theme &m_theme;
    std::vector<Column> m_columns;
    QString m_wikiBy, m_gitBy;
    std::vector<Row> m_rows;
    std::vector<Shown> m_shown;
    std::set<std::size_t> m_unfolded;  ///< first rows of folds that were opened
    QString m_message;
    int m_wrapAt = 0;             ///< columns the heights were measured for
    std::size_t m_nextSlice = 0;  ///< rows above have been measured
    QBasicTimer m_slices;
    bool m_isPlacing = false;
    mutable std::map<const Cell *, std::vector<int>> m_wrapped;  ///< of long cells
};

}  // namespace wikivault
