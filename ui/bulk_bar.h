#pragma once

#include "ui/widgets.h"

class QHBoxLayout;

namespace wikivault {

/// What can be done with several selected rows at once; in sight only then.
class BulkBar : public QWidget {
    Q_OBJECT

public:
    BulkBar(const Theme &theme, const QString &objectName, QWidget *parent = nullptr);

    QPushButton *addVerb(const make::ButtonSpec &spec);
    /// `sentence`: how many of what are selected.
    void show(const QString &sentence);

private:
    const Theme &m_theme;
    QLabel *const m_sentence;
    QHBoxLayout *m_verbs = nullptr;
};

}  // namespace wikivault
