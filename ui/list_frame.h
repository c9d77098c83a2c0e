#pragma once

#include "models/table_model.h"
#include "ui/message_bar.h"
#include "ui/table_view.h"

#include <QStackedWidget>
#include <QWidget>

namespace wikivault {

/// A table with what stands there instead while there are no rows: waiting, empty, nothing matches, error.
class ListFrame : public QWidget {
    Q_OBJECT

public:
    struct Words {
        QString icon;
        QString empty;        ///< sentence for no rows at all
        QString emptyDetail;  ///< quieter second sentence, may be empty
        QString failed;       ///< `Could not read the spaces.`
        QString noMatch;
        QString noMatchVerb = {};  ///< else `Clear filter`
    };
    ListFrame(const Theme &theme, const TableModel &source, TableView *table, const Words &words);

    void setWords(const Words &words);
    /// A button under the sentence for "empty"; no text: none.
    void setEmptyAction(const QString &text, std::function<void()> act);

signals:
    void retryRequested();
    /// The connection may be wrong in the profile.
    void profileRequested();
    void clearFilterRequested();

private:
    void update();
    void showBlank(const QString &icon, const QString &sentence, const QString &detail);
    void showStale();
    void showFailure();
    void copyFailure() const;
    [[nodiscard]] QLayout *buildVerbs();

    const Theme &m_theme;
    const TableModel &m_source;
    TableView *const m_table;
    Words m_words;
    MessageBar *const m_bar;
    QStackedWidget *const m_stack;
    QLabel *const m_icon;
    QLabel *const m_sentence;
    QLabel *const m_detail;
    QPushButton *const m_action;
    QPushButton *const m_profile;
    QPushButton *const m_copy;
    QString m_emptyActionText;
    std::function<void()> m_emptyAction, m_act;
};

}  // namespace wikivault
