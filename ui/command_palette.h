#pragma once

#include "ui/theme.h"

#include <QDialog>

#include <functional>

class QLineEdit;
class QSortFilterProxyModel;

namespace wikivault {

class TableView;

/// Every act of the window, every space, open conflict and run it knows, found by typing; Return does what is chosen,
/// which still asks what it has to ask.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    struct Entry {
        QString text, hint;
        std::function<void()> run;
    };
    CommandPalette(const Theme &theme, QList<Entry> entries, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void narrow(const QString &typed);
    void runChosen();

    const QList<Entry> m_entries;
    QLineEdit *m_field = nullptr;
    QSortFilterProxyModel *m_filter = nullptr;
    TableView *m_table = nullptr;
};

}  // namespace wikivault
