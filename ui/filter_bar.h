#pragma once

#include "ui/theme.h"

#include <QSet>
#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace wikivault {

class FilterModel;
class FlowLayout;

/// A search field and chips that narrow a list to groups.
class FilterBar : public QWidget {
    Q_OBJECT

public:
    FilterBar(const Theme &theme, const QString &placeholder, QWidget *parent = nullptr);

    /// `group` -1 is "all" and must come first.
    void addChip(int group, const QString &word);
    /// A chip without rows goes; "all" stays.
    void setCount(int group, int count);
    void clearFilter();
    void setFilter(const QString &text, int group);
    void focusSearch();
    [[nodiscard]] QString text() const;
    /// Of the chip that is pressed.
    [[nodiscard]] int group() const { return m_group; }
    /// What is typed and pressed here narrows that list.
    void narrow(FilterModel &list);
    /// A button at the far end.
    void addTool(QWidget *tool);

protected:
    void resizeEvent(QResizeEvent *event) override;

signals:
    void textChanged(const QString &text);
    void groupsChanged(const QSet<int> &groups);

private:
    struct Chip {
        int group;
        QString word;
        QPushButton *button;
    };
    void choose(int group);
    void fitSearch();

    const Theme &m_theme;
    QLineEdit *const m_search;
    QHBoxLayout *const m_layout;
    FlowLayout *const m_chipLine;
    QList<Chip> m_chips;
    int m_group = -1;
};

}  // namespace wikivault
