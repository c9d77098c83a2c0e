#pragma once

#include "models/rendered.h"
#include "ui/theme.h"

#include <QTextBrowser>
#include <QTextDocument>

namespace wikivault {

/// A document that has no resources but its own text.
class SealedDocument : public QTextDocument {
    Q_OBJECT

public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int type, const QUrl &name) override;
};

/// A page as its readers see it, or two or three side by side; what differs stands on the colour of its side. Loads
/// nothing and opens nothing, whatever stands in the pages.
class RenderedView : public QTextBrowser {
    Q_OBJECT

public:
    explicit RenderedView(const Theme &theme, QWidget *parent = nullptr);

    /// A heading for each page, wiki first, git last; a page alone shows none.
    void setPages(const Rendered &pages, const QStringList &headings);
    void setMessage(const QString &message);
    void stepChange(bool forward);
    [[nodiscard]] int changes() const { return m_changes; }

private:
    void rebuild();
    [[nodiscard]] QString headingRow() const;
    [[nodiscard]] QString row(const RenderedRow &row, int change) const;
    [[nodiscard]] QString edgeOf(qsizetype column) const;
    [[nodiscard]] QString styleSheet() const;

    const Theme &m_theme;
    Rendered m_pages;
    QStringList m_headings;
    QString m_message;
    int m_changes = 0, m_at = -1;
};

}  // namespace wikivault
