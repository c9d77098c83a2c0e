#include "ui/rendered_view.h"

#include <QTextOption>

namespace wikivault {

RenderedView::RenderedView(const Theme &theme, QWidget *parent) : QTextBrowser(parent), m_theme(theme) {
    setObjectName(QStringLiteral("renderedView"));
    setAccessibleName(tr("Wiki and git as their readers see them"));
    setDocument(new SealedDocument(this));
    setFrameShape(NoFrame);
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(0);
    connect(&theme, &Theme::changed, this, &RenderedView::rebuild);
}

QVariant SealedDocument::loadResource(int, const QUrl &) {
    return {};
}

void RenderedView::setPages(const Rendered &pages, const QStringList &headings) {
    m_pages = pages;
    m_headings = headings;
    m_message.clear();
    rebuild();
}

void RenderedView::setMessage(const QString &message) {
    m_pages = {};
    m_message = message;
    rebuild();
}

QString RenderedView::styleSheet() const {
    const Palette &colors = m_theme.colors();
    return QStringLiteral(
               "body, td, th { color: %1; } a { color: %2; }"
               "code, pre { font-family: '%3'; font-size: 12px; } pre { white-space: pre-wrap; }"
               "blockquote { margin-left: 16px; margin-right: 0px; }"
               "h1 { font-size: 20px; } h2 { font-size: 17px; } h3 { font-size: 15px; }")
        .arg(colors.text.name(), colors.of(Tone::Accent).name(), m_theme.font(Theme::Text::Mono).family());
}

/// The first column stands below the page's title, the others begin with a line.
QString RenderedView::edgeOf(qsizetype column) const {
    if (column == 0) return QStringLiteral("style=\"padding-left:24px\"");
    return QStringLiteral(
               "style=\"padding-left:16px; border-left-width:1px; border-left-style:solid; border-left-color:%1\"")
        .arg(m_theme.colors().border.name());
}

QString RenderedView::row(const RenderedRow &row, int change) const {
    const Palette &colors = m_theme.colors();
    const auto columns = m_headings.size();
    const QColor grounds[] = {colors.wikiLine, columns == 3 ? colors.baseLine : colors.gitLine, colors.gitLine};
    QString html = QStringLiteral("<tr>");
    for (qsizetype i = 0; i < columns; ++i) {
        const std::optional<QString> &cell = row.cells[std::size_t(i)];
        const QColor ground = row.equal ? colors.surface : cell ? grounds[i] : colors.gap;
        html +=
            QStringLiteral("<td %1 width=\"%2%\" bgcolor=\"%3\">").arg(edgeOf(i)).arg(100 / columns).arg(ground.name());
        if (i == 0 && !row.equal) html += QStringLiteral("<a name=\"change%1\"></a>").arg(change);
        html += cell.value_or(QString()) + QStringLiteral("</td>");
    }
    return html + QStringLiteral("</tr>");
}

QString RenderedView::headingRow() const {
    QString html = QStringLiteral("<tr>");
    for (qsizetype i = 0; i < m_headings.size(); ++i) {
        const Tone tone = i == 0 ? Tone::Wiki : i + 1 == m_headings.size() ? Tone::Git : Tone::Muted;
        html += QStringLiteral("<td %1 bgcolor=\"%2\"><span style=\"color:%3; font-weight:500\">%4</span></td>")
                    .arg(edgeOf(i), m_theme.colors().raised.name(), m_theme.colors().of(tone).name(),
                         m_headings.at(i).toHtmlEscaped());
    }
    return html + QStringLiteral("</tr>");
}

void RenderedView::rebuild() {
    m_changes = 0;
    m_at = -1;
    document()->setDefaultStyleSheet(styleSheet());
    document()->setDefaultFont(m_theme.font(Theme::Text::Body));
    if (m_pages.rows.empty()) return setPlainText(m_message);
    QString html = QStringLiteral("<table width=\"100%\" cellspacing=\"0\" cellpadding=\"10\">");
    if (m_headings.size() > 1) html += headingRow();
    for (const RenderedRow &one : m_pages.rows)
        html += row(one, one.equal ? 0 : m_changes++);
    html += QStringLiteral("</table>");
    if (m_pages.cut)
        html += QStringLiteral("<p><i>%1</i></p>")
                    .arg(tr("The page is longer than what is shown here. Source shows all of it."));
    setHtml(html);
}

void RenderedView::stepChange(bool forward) {
    if (m_changes == 0) return;
    m_at = forward ? std::min(m_at + 1, m_changes - 1) : std::max(m_at - 1, 0);
    scrollToAnchor(QStringLiteral("change%1").arg(m_at));
}

}  // namespace wikivault
