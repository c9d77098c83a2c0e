#pragma once

#include "models/cell.h"
#include "ui/theme.h"

#include <QAbstractItemModel>
#include <QWidget>

namespace wikivault {

/// The shown runs of the spaces that ran last, a line for each space, the newest at the end: whether trouble is new,
/// old or comes and goes is seen at a glance. A mark is the run, or the fold of skipped ones, that stands in the list.
class RunTimeline : public QWidget {
    Q_OBJECT

public:
    static constexpr int kLines = 3;

    /// `runs`: the list below, newest first, with the columns of RunListModel.
    RunTimeline(const Theme &theme, const QAbstractItemModel &runs, QWidget *parent = nullptr);

    void setChosen(const QString &id);
    [[nodiscard]] QString chosen() const { return m_chosen; }
    /// `Handbook`, of every line.
    [[nodiscard]] QStringList lines() const;
    /// Where the mark of that run is painted; empty: it has none.
    [[nodiscard]] QRect markRect(const QString &id) const;

    QSize sizeHint() const override;

signals:
    void picked(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Beat {
        QString id, spoken;
        Mark mark;
    };
    struct Line {
        QString space;
        QList<Beat> beats;  ///< newest first
    };
    struct Place {
        int line = -1, beat = -1;
    };
    void read();
    void pick(Place place);
    [[nodiscard]] int nameWidth() const;
    [[nodiscard]] int shownBeats(const Line &line) const;
    [[nodiscard]] QRect rectOf(Place place) const;
    [[nodiscard]] Place placeOf(const QString &id) const;
    [[nodiscard]] Place placeAt(const QPoint &point) const;
    [[nodiscard]] const Beat *beatAt(Place place) const;

    const Theme &m_theme;
    const QAbstractItemModel &m_runs;
    QList<Line> m_lines;
    QString m_chosen;
};

}  // namespace wikivault
