#pragma once

#include <QLabel>

namespace wikivault {

/// One line that ends in … where the room ends. Its text stays whole for screen readers and in the tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    /// `role` as of make::label().
    explicit ElidedLabel(const char *role);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] QString shown() const;
};

}  // namespace wikivault
