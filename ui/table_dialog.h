#pragma once

#include "ui/theme.h"

#include <QDialog>
#include <QStringList>

namespace wikivault {

/// Something to read: a sentence and a table, and a button that closes it.
class TableDialog : public QDialog {
    Q_OBJECT

public:
    struct Content {
        QString title, objectName;
        QString sentence;  ///< may be empty
        QStringList columns;
        QList<int> widths;  ///< as TableView::setColumnWidths()
        QList<QStringList> rows;
    };
    TableDialog(const Theme &theme, const Content &content, QWidget *parent);
};

}  // namespace wikivault
