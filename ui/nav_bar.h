#pragma once

#include "ui/theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QWidget>

class QVBoxLayout;

namespace wikivault {

/// One page in the bar: icon, word, a count that asks for attention.
class NavButton : public QAbstractButton {
    Q_OBJECT

public:
    NavButton(const Theme &theme, const QString &icon, const QString &text);

    void setBadge(const QString &badge, Tone tone);
    [[nodiscard]] QSize sizeHint() const override { return {200, 34}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_icon, m_badge;
    Tone m_tone = Tone::Muted;
};

/// The pages of the window, at the left.
class NavBar : public QWidget {
    Q_OBJECT

public:
    explicit NavBar(const Theme &theme, QWidget *parent = nullptr);

    struct Entry {
        QString name, icon, text;
    };
    void addPage(const Entry &entry);
    /// A button below the pages that is no page.
    void addFoot(QAbstractButton *button);
    void setCurrent(int page);
    [[nodiscard]] QAbstractButton *currentButton() const { return m_group->checkedButton(); }
    void setBadge(int page, const QString &badge, Tone tone);

signals:
    void chosen(int page);

private:
    const Theme &m_theme;
    QButtonGroup *const m_group;
    QVBoxLayout *m_pages = nullptr;
    QVBoxLayout *m_foot = nullptr;
};

}  // namespace wikivault
