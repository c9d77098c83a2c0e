#pragma once

#include "models/filter_model.h"
#include "ui/ui_context.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace wikivault {

class ListFrame;
class TableView;
class TextPane;

/// Conflicts that a rule or a person settled, with the text that was left out beside the one that stands.
class SettledView : public QWidget {
    Q_OBJECT

public:
    explicit SettledView(const UiContext &ui, QWidget *parent = nullptr);

    void setText(const QString &text) { m_filter.setText(text); }
    /// SettledModel::Group
    void setGroup(int group);
    void stepChange(bool forward);
    [[nodiscard]] TableView &table() const { return *m_table; }
    /// The one that is chosen; null: none.
    [[nodiscard]] const SettledSummary *current() const { return m_ui.models.settled.find(m_id); }

signals:
    void currentChanged();
    /// The plan that puts a text back is on its way.
    void planStarted();
    void clearFilterRequested();

private:
    QWidget *buildDetail();
    void showRow(const QString &id);
    void showDetail();
    void putBack();

    const UiContext m_ui;
    FilterModel m_filter;
    QString m_id;
    TableView *m_table = nullptr;
    ListFrame *m_frame = nullptr;
    TextPane *m_texts = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_facts = nullptr;
    QPushButton *m_seen = nullptr;
    QPushButton *m_putBack = nullptr;
};

}  // namespace wikivault
