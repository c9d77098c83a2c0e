#pragma once

#include "ui/compare_view.h"
#include "ui/ui_context.h"

#include <QWidget>

class QDialog;
class QLabel;

namespace wikivault {

class ElidedLabel;
class TextPane;

/// What a page was and what it became, beside each other below its path.
class ComparedTexts : public QWidget {
    Q_OBJECT

public:
    ComparedTexts(const UiContext &ui, const QString &objectName, QWidget *parent = nullptr);

    void setMessage(const QString &message);
    void stepChange(bool forward);
    /// Reads both texts and shows them.
    void showChange(const SpaceId &space, const PageDifference &change, CompareView::Heads heads);

    /// `new`, `moved, changed` …
    [[nodiscard]] static QString changeOf(const PageDifference &change);
    /// Its path, or both.
    [[nodiscard]] static QString placeOf(const PageDifference &change);

private:
    const UiContext m_ui;
    ElidedLabel *m_path = nullptr;
    TextPane *m_texts = nullptr;
};

/// The frame of a dialog of such texts: title and sentence above, a table and the texts, a button that closes it.
struct ComparisonFrame {
    ElidedLabel *title = nullptr;
    QLabel *sentence = nullptr;
    ComparedTexts *texts = nullptr;
    /// `prefix`: of the object names.
    static ComparisonFrame build(const UiContext &ui, QDialog &dialog, QWidget *table, const QString &prefix);
    void fail(const QString &what, const Error &why) const;
};

}  // namespace wikivault
