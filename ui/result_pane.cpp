#include "ui/result_pane.h"

#include "ui/rendered_view.h"

#include <QEvent>

namespace wikivault {

ResultPane::ResultPane(const UiContext &ui, QWidget *parent) : QStackedWidget(parent), m_ui(ui) {
    m_editor = new QPlainTextEdit;
    m_editor->setObjectName(QStringLiteral("resultText"));
    m_editor->setAccessibleName(tr("Result"));
    m_editor->setFont(ui.theme.font(Theme::Text::Mono));
    m_editor->setFrameShape(QFrame::NoFrame);
    m_editor->setProperty("kind", QLatin1String("bare"));
    m_editor->setReadOnly(true);
    m_editor->installEventFilter(this);
    m_reader = new RenderedView(ui.theme);
    m_reader->setObjectName(QStringLiteral("renderedResult"));
    m_reader->setAccessibleName(tr("The result as its readers will see it"));
    addWidget(m_editor);
    addWidget(m_reader);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &ResultPane::refresh);
}

void ResultPane::setRendered(bool rendered) {
    m_isRendered = rendered;
    refresh();
}

bool ResultPane::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::ReadOnlyChange) refresh();
    return QStackedWidget::eventFilter(watched, event);
}

void ResultPane::refresh() {
    const bool reads = m_isRendered && m_editor->isReadOnly();
    setCurrentIndex(reads ? 1 : 0);
    const QString text = reads ? m_editor->toPlainText() : QString();
    if (!reads || (!text.isEmpty() && text == m_drawn)) return;
    m_drawn = text;
    ++m_request;
    if (text.isEmpty()) return m_reader->setMessage(m_editor->placeholderText());
    m_ui.commands.texts.render({text.toStdString()}, this, [this, request = m_request](const Rendered &page) {
        if (request == m_request) m_reader->setPages(page, {tr("Result")});
    });
}

}  // namespace wikivault
