#pragma once

#include <QLayout>
#include <QList>

namespace wikivault {

/// Widgets one after the other, in as many lines as they need.
class FlowLayout : public QLayout {
    Q_OBJECT

public:
    explicit FlowLayout(int gap);
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override;
    [[nodiscard]] int count() const override { return int(m_items.size()); }
    [[nodiscard]] QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    /// Returns the height; moves nothing unless `moves`.
    int place(const QRect &rect, bool moves) const;

    const int m_gap;
    QList<QLayoutItem *> m_items;
};

}  // namespace wikivault
