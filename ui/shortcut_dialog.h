#pragma once

#include "ui/ui_context.h"

#include <QDialog>
#include <QList>
#include <QStringList>

namespace wikivault {

/// Every key and what it does, searchable by eye and readable by a screen reader.
class ShortcutDialog : public QDialog {
    Q_OBJECT

public:
    struct Entry {
        QString keys, act;
    };
    ShortcutDialog(const Theme &theme, const QList<Entry> &entries, QWidget *parent);
};

}  // namespace wikivault
