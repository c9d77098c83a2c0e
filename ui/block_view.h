#pragma once

#include "models/review_state.h"
#include "ui/theme.h"

#include <QAbstractScrollArea>

#include <set>

class QPlainTextEdit;

namespace wikivault {

/// A conflict in one column: what is merged already as it will stand there, and a card for each block to decide, with
/// its three texts and the result. Only what is in sight is laid out in widgets or painted.
class BlockView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit BlockView(const Theme &theme, QWidget *parent = nullptr);

    /// Nothing: no state, a sentence is shown instead.
    void setState(const ReviewState *state);
    void setMessage(const QString &message);
    [[nodiscard]] QString message() const { return m_message; }
    [[nodiscard]] bool isFilled() const { return m_state != nullptr; }
    /// Decisions or the current block changed.
    void refresh();
    /// Scrolls the current block into sight.
    void showCurrent();
    void stepChange(bool forward);
    /// The verbs of the current block; nothing takes them away.
    void setTools(QWidget *tools);

    void beginEdit(const QString &text);
    void endEdit();
    [[nodiscard]] bool isEditing() const;
    [[nodiscard]] QPlainTextEdit &editor() { return *m_editor; }

signals:
    void blockChosen(int block);
    void edited();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Kind { Line, Removed, Fold, Head, Base, Wiki, Git, Result, Tools, Editor, Foot, Space };
    struct Row {
        Kind kind = Kind::Space;
        std::size_t part = 0;
        std::size_t line = 0;  ///< of the part's lines; of a fold: how many
        bool first = false;    ///< carries the label
        int top = 0, height = 0;
    };
    void rebuild();
    void addMerged(std::size_t part);
    void addCard(std::size_t part, int block);
    void addTexts(Kind kind, std::size_t part, std::size_t lines);
    void measure();
    void placeWidgets();
    [[nodiscard]] const std::vector<DiffCell> &linesOfRow(const Row &row) const;
    [[nodiscard]] const DiffCell &cellOf(const Row &row) const;
    [[nodiscard]] int heightOf(const Row &row) const;
    [[nodiscard]] std::vector<int> startsOf(const Row &row) const;
    [[nodiscard]] std::size_t rowAt(int y) const;
    [[nodiscard]] QRect content() const;  ///< horizontal extent of what is shown
    [[nodiscard]] bool isInCard(const Row &row) const;
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] QRect rectOf(const Row &row) const;
    void paintMerged(QPainter &painter, const Row &row) const;
    void paintFold(QPainter &painter, const Row &row) const;
    void paintCard(QPainter &painter, const Row &row) const;
    void paintHead(QPainter &painter, const Row &row, int block) const;
    void paintEdges(QPainter &painter, const Row &row, int block) const;
    void paintOverview(QPainter &painter) const;
    [[nodiscard]] QString headText(int block) const;
    [[nodiscard]] QString answerText(int block) const;

    const Theme &m_theme;
    const ReviewState *m_state = nullptr;
    QString m_message;
    std::vector<Row> m_rows;
    std::vector<std::vector<DiffCell>> m_results;  ///< by block
    std::set<std::size_t> m_unfolded;              ///< parts
    int m_height = 0;
    QWidget *m_tools = nullptr;
    QPlainTextEdit *m_editor = nullptr;
};

}  // namespace wikivault
